"""Whether an application has made a ghost a part of its text.

Some finish what is being composed when the focus goes or somebody clicks, before an input
method hears of either. It can only be seen afterwards, in what they report.
"""

from collections.abc import Callable

# Shorter ones are found in a text by chance, or because the application itself completed a word.
_LEAST_TEXT = 8
_LEAST_GHOST = 4
_MOST_TEXT = 24
# A report may be on its way since before the ghost was withdrawn.
_ON_ITS_WAY_S = 0.3


class Leftover:
    """Watches for the last ghost that was withdrawn while it was on the screen."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Watch for nothing; `clock` gives seconds that only go forward."""
        self._clock = clock
        self._text = self._ghost = ""
        self._since = 0.0

    def watch(self, before: str, ghost: str) -> None:
        """Note that a ghost was withdrawn without a key.

        Args:
            before: The text that it followed.
            ghost: The ghost.
        """
        text = before.rpartition("\n")[2][-_MOST_TEXT:]
        if len(text) >= _LEAST_TEXT and len(ghost) >= _LEAST_GHOST:
            self._text, self._ghost = text, ghost
            self._since = self._clock()

    def forget(self) -> None:
        """Watch for nothing."""
        self._text = self._ghost = ""

    def is_in(self, reported: str) -> bool:
        """Return whether the ghost is in a reported text, where it must not be.

        The first report of the place decides: what is typed there later may say the same.
        """
        if not self._text or self._text not in reported:
            return False
        left = self._text + self._ghost in reported
        if left and self._clock() - self._since < _ON_ITS_WAY_S:
            return False
        self.forget()
        return left
