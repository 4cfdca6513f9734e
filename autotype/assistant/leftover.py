"""Whether an application has made a ghost a part of its text.

Some finish what is being composed when the focus goes or somebody clicks, before an input
method hears of either. It can only be seen afterwards, in what they report.
"""

from collections.abc import Callable
from dataclasses import dataclass

from autotype.text.boundary import rest_of_line

# Shorter ones are found in a text by chance, or because the application itself completed a word.
_LEAST_TEXT = 8
_LEAST_GHOST = 4
_MOST_TEXT = 24
# A report may be on its way since before the ghost was withdrawn.
_ON_ITS_WAY_S = 0.3
# So many characters may have been typed behind it before the report.
_SINCE = 2
_MOST_APPLICATIONS = 8


@dataclass(frozen=True, slots=True)
class _Withdrawn:
    text: str
    ghost: str
    rest: str
    at: float

    def is_in(self, reported: str) -> bool:
        """Return whether a line ends as this one would with the ghost in it.

        The same words elsewhere on a line are not enough: people repeat themselves, and what is
        suggested is often what they wrote before.
        """
        end = self.text + self.ghost + self.rest
        places = ((line.rfind(end), len(line)) for line in reported.splitlines())
        return any(at >= 0 and length - at - len(end) <= _SINCE for at, length in places)


class Leftover:
    """Watches for the last ghost of each application that was withdrawn without a key."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Watch for nothing; `clock` gives seconds that only go forward."""
        self._clock = clock
        self._watched: dict[str, _Withdrawn] = {}

    def watch(self, application: str, before: str, ghost: str, after: str) -> None:
        """Note that a ghost was withdrawn while it was on the screen.

        Args:
            application: Where it was.
            before: The text that it followed.
            ghost: The ghost.
            after: The text behind it.
        """
        text = before.rpartition("\n")[2][-_MOST_TEXT:]
        self._watched.pop(application, None)
        withdrawn = _Withdrawn(text, ghost, rest_of_line(after), self._clock())
        known = withdrawn.is_in(before) or withdrawn.is_in(after)
        if len(text) >= _LEAST_TEXT and len(ghost) >= _LEAST_GHOST and not known:
            self._watched[application] = withdrawn
        for oldest in list(self._watched)[:-_MOST_APPLICATIONS]:
            del self._watched[oldest]

    def typed(self, application: str, before: str) -> None:
        """Note that the user types behind a text: what follows it may well say the same."""
        found = self._watched.get(application)
        if found is not None and before.endswith(found.text):
            del self._watched[application]

    def is_in(self, application: str, reported: str) -> bool:
        """Return whether the ghost is in a text that an application reports, and must not be.

        The first report of the place decides: what is typed there later may say the same.
        """
        found = self._watched.get(application)
        if found is None or found.text not in reported:
            return False
        left = found.is_in(reported)
        if left and self._clock() - found.at < _ON_ITS_WAY_S:
            return False
        del self._watched[application]
        return left
