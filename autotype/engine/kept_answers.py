"""Answers that were given or made ahead, by everything that they depend on."""

from collections import OrderedDict
from dataclasses import dataclass

from autotype.engine.asked import Asked
from autotype.text.suggestion import Suggestion

_KEPT = 250

Key = tuple[tuple[int, ...], str, str, bool, bool]
"""Stable tokens, what is held back, what follows the caret, and two marks of how it was asked."""


@dataclass(slots=True)
class LookedAhead:
    """What looking ahead has cost, and what has come of it.

    Attributes:
        passes: Made ahead of need.
        answers: Made ahead of need.
        used: Those of them that were asked for later.
    """

    passes: int = 0
    answers: int = 0
    used: int = 0


class KeptAnswers:
    """The last answers, the ones used last at the end.

    Each is kept with what was asked of the writer's own words for it, and is only given again
    while the same is said of them.

    Attributes:
        looked_ahead: Counts since the start.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.looked_ahead = LookedAhead()
        self._answers: OrderedDict[Key, tuple[Suggestion, Asked]] = OrderedDict()
        # Those that nobody has asked for yet.
        self._ahead: set[Key] = set()

    def get(self, key: Key, *, ahead: bool) -> Suggestion | None:
        """Return a known answer; with `ahead` nobody has asked for it."""
        known, asked = self._answers.get(key, (None, None))
        if known is None or asked is None:
            return None
        if not asked.holds():
            del self._answers[key]
            self._ahead.discard(key)
            return None
        self._answers.move_to_end(key)
        if not ahead and key in self._ahead:
            self._ahead.remove(key)
            self.looked_ahead.used += 1
        return known

    def put(self, key: Key, answer: Suggestion, asked: Asked, *, ahead: bool) -> None:
        """Keep a final answer and what was asked for it; with `ahead` nobody wants it yet."""
        self._answers[key] = answer, asked
        if ahead:
            self._ahead.add(key)
            self.looked_ahead.answers += 1
        while len(self._answers) > _KEPT:
            oldest, _ = self._answers.popitem(last=False)
            self._ahead.discard(oldest)

    def clear(self) -> None:
        """Forget the answers."""
        self._answers.clear()
        self._ahead.clear()
