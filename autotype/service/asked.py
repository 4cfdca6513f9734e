"""What the engine was asked and has not answered yet."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from autotype.logs import describe
from autotype.service.messages import answer_object
from autotype.text.request import Request, may_serve
from autotype.text.suggestion import Silence, Suggestion

Reply = Callable[[dict[str, Any]], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One open request.

    Attributes:
        request: What was asked; its revision is its number here.
        reply: Gets the answers.
        tries: How often it has brought the engine down.
    """

    request: Request
    reply: Reply
    tries: int = 0

    def answer(self, answer: dict[str, Any]) -> None:
        """Give an answer; what goes wrong with whoever asked is none of the engine's business."""
        try:
            self.reply(answer)
        except Exception as error:
            _log.error("an answer could not be given: %s", describe(error))

    def refuse(self, reason: Silence) -> None:
        """Answer that there is no suggestion, and why."""
        self.answer(answer_object(None, Suggestion(self.request, reason=reason)))


class OpenRequests:
    """At most two: what the engine may be working on, and the newest. Both are answered once."""

    def __init__(self) -> None:
        """Start without any."""
        self._open: dict[int, Asked] = {}
        self._revision = 0

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def newest(self) -> Asked | None:
        """What was asked last."""
        return next(reversed(self._open.values()), None)

    def add(self, request: Request, reply: Reply, *, works: bool) -> Asked:
        """Number a request and keep it.

        Args:
            request: What is asked.
            reply: Gets the answers.
            works: Whether the engine works: then it does not leave the request that it is at
                where the answer may still be of use.
        """
        numbers = list(self._open)
        if numbers and works and may_serve(self._open[numbers[0]].request, request):
            numbers = numbers[1:]
        self._overtake(numbers)
        self._revision += 1
        asked = Asked(replace(request, revision=self._revision), reply)
        self._open[self._revision] = asked
        return asked

    def hear(self, revision: int, answer: dict[str, Any]) -> None:
        """Hand on the engine's answer to the request of that number, if it is still open.

        What the engine passed over is answered before, so that answers are in order.
        """
        asked = self._open.get(revision)
        if asked is None or (answer["reason"] == Silence.FAILED and asked.tries < 1):
            return  # of a failure a status follows, and a new process that tries again
        self._overtake([number for number in self._open if number < revision])
        if answer["final"]:
            del self._open[revision]
        asked.answer(answer)

    def keep_newest(self) -> None:
        """Answer all but the newest as overtaken."""
        self._overtake(list(self._open)[:-1])

    def try_again(self) -> None:
        """Deal with an engine that ended: the newest request is kept for the next, once."""
        self.keep_newest()
        newest = self.newest
        if newest is None:
            return
        if newest.tries < 1:
            self._open[newest.request.revision] = replace(newest, tries=newest.tries + 1)
        else:
            self.refuse_all(Silence.FAILED)

    def refuse_all(self, reason: Silence) -> None:
        """Answer everything; nothing is open then."""
        refused, self._open = self._open, {}
        for asked in refused.values():
            asked.refuse(reason)

    def _overtake(self, numbers: list[int]) -> None:
        for number in numbers:
            self._open.pop(number).refuse(Silence.OVERTAKEN)
