"""Answers that were given already: backspace and retyping cost no request."""

from collections import OrderedDict

from autotype.text.request import Request
from autotype.text.suggestion import Suggestion

_KEPT = 250
_BEFORE = 600
_AFTER = 80


class SuggestionCache:
    """The last answers, by the text around the caret; the oldest are forgotten."""

    def __init__(self, size: int = _KEPT) -> None:
        """Keep at most `size` answers."""
        self._size = size
        self._answers: OrderedDict[tuple[int, str, str], Suggestion] = OrderedDict()

    def put(self, answer: Suggestion) -> None:
        """Remember a final answer."""
        key = self._key(answer.request)
        self._answers[key] = answer
        self._answers.move_to_end(key)
        while len(self._answers) > self._size:
            self._answers.popitem(last=False)

    def get(self, request: Request) -> Suggestion | None:
        """Return the answer to the same text, if there was one."""
        key = self._key(request)
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def clear(self) -> None:
        """Forget everything, as after a change of the model or of a setting."""
        self._answers.clear()

    @staticmethod
    def _key(request: Request) -> tuple[int, str, str]:
        # What stands further away matters little for one word; the length tells apart
        # texts that end alike.
        length = request.offset + len(request.before)
        return length, request.before[-_BEFORE:], request.after[:_AFTER]
