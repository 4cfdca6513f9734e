"""One request on its way to its answer: first what a few passes find, then all there is."""

from collections.abc import Callable

from autotype.engine.asked import Asked
from autotype.engine.context import Placement
from autotype.engine.judge import Clock, Judge, Standard
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion

IN_TIME = 4
"""Passes over the words before an answer is given; at 998 places of 1,000 fewer are enough
(`python -m tests.benchmarks search`)."""


class Inquiry:
    """Looks for the words at a place and judges them."""

    def __init__(
        self,
        judge: Judge,
        request: Request,
        placement: Placement,
        standard: Standard,
        clock: Clock,
        asked: Asked,
    ) -> None:
        """Prepare for a request.

        Args:
            judge: Searches and judges.
            request: The text around the caret.
            placement: Its tokens.
            standard: What is asked of the words and of the ghost.
            clock: Started when the request came.
            asked: What the writer wrote before; afterwards it knows what the answer goes by.
        """
        self.asked = asked
        self._judge = judge
        self._request = request
        self._placement = placement
        self._standard = standard
        self._clock = clock
        self._search = judge.search(placement, standard)
        self._search.start()

    def search(self, passes: int | None = None) -> bool:
        """Search for so many passes, or to the end; return whether that was the end."""
        done = 0
        while passes is None or done < passes:
            if not self._search.step():
                return True
            done += 1
        return self._search.is_done

    def answer(self, partial: Callable[[Suggestion], None]) -> Suggestion:
        """Return what is known by now; final if nothing else can be found.

        Args:
            partial: Gets the suggestion before its ghost has its full length.
        """
        return self._judge.suggest(
            self._search,
            self._request,
            self._placement,
            self._standard,
            self._clock,
            self.asked,
            partial,
        )

    def last_answer(self, partial: Callable[[Suggestion], None]) -> Suggestion:
        """Search to the end and return the final answer."""
        while True:
            self.search()
            answer = self.answer(partial)
            # Where a word cannot be offered another one is looked for.
            if answer.final or not self._search.step():
                return answer
