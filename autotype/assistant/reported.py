"""What an application says is around its caret, and what it really means by it.

Some applications count bytes or UTF-16 units where characters are meant, and some have our own
ghost in their text while it is drawn and report it like the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autotype.assistant.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Reported:
    """Text around a caret.

    Attributes:
        text: The text, of whatever length the application thinks fit.
        caret: Where in it the caret is, in characters.
        anchor: Where a selection began; the same as `caret` if nothing is selected.
    """

    text: str
    caret: int
    anchor: int

    @property
    def before(self) -> str:
        """The text before the caret."""
        return self.text[: self.caret]

    @property
    def after(self) -> str:
        """The text after the caret."""
        return self.text[self.caret :]

    def without(self, start: int, end: int) -> "Reported":
        """Return it without the characters from `start` to `end`."""

        def moved(position: int) -> int:
            return position - max(0, min(position, end) - start)

        text = self.text[:start] + self.text[end:]
        return Reported(text, moved(self.caret), moved(self.anchor))


@dataclass(frozen=True, slots=True)
class Ghosts:
    """What of ours may be in a report.

    Attributes:
        drawn: The ghost that is in the application's text now; empty if none is.
        erased: Those that were a moment ago, the newest first.
    """

    drawn: str = ""
    erased: Sequence[str] = ()

    @property
    def all(self) -> list[str]:
        """All of them, the newest first."""
        return [self.drawn, *self.erased] if self.drawn else list(self.erased)


def _of_bytes(text: str, position: int) -> int:
    return len(text.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "ignore"))


def _of_utf16(text: str, position: int) -> int:
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * position]
    return len(units.decode("utf-16-le", "ignore"))


_UNITS: tuple[Callable[[str, int], int], ...] = (
    lambda _, position: position,
    _of_bytes,
    _of_utf16,
)


class Reading:
    """Reads the reports of one field."""

    def __init__(self) -> None:
        """Take positions for characters."""
        self._unit = _UNITS[0]

    def understand(self, said: Reported, ghosts: Ghosts, known: Surroundings) -> Reported:
        """Return what a report says of the text alone, in characters.

        Args:
            said: The report as it came.
            ghosts: What of ours may be in it.
            known: What is known of the text.
        """
        read = without_ghost(self._in_characters(said, self._unit), ghosts, known)
        # After a click the caret may be anywhere, and by chance where other units would have it.
        if said.text.isascii() or known.doubtful or known.recognises(read.before):
            return read
        for unit in _UNITS:
            other = without_ghost(self._in_characters(said, unit), ghosts, known)
            # Only now counts: of what was typed earlier some place would agree by chance. And only
            # if nothing else has changed: behind what was pasted the caret is further on as well.
            is_now = known.before and other.before.endswith(known.before)
            if is_now and (not known.after_known or _is_the_same_end(other.after, known.after)):
                self._unit = unit
                return other
        return read

    @staticmethod
    def _in_characters(said: Reported, unit: Callable[[str, int], int]) -> Reported:
        caret, anchor = (
            max(0, min(unit(said.text, position), len(said.text)))
            for position in (said.caret, said.anchor)
        )
        return Reported(said.text, caret, anchor)


def without_ghost(said: Reported, ghosts: Ghosts, known: Surroundings) -> Reported:
    """Return a report without our own ghost, if it is there.

    A text that says the same as the ghost is told from it by what is known: behind the caret
    the ghost is what has come since the last report, and before it what no key has typed and
    nobody has taken.
    """
    if known.recognises(said.before):
        for ghost in ghosts.all if known.after_known else ():
            length = _length_at_start(said.after, ghost)
            if length and _is_the_same_end(said.after[length:], known.after):
                return said.without(said.caret, said.caret + length)
        return said
    # Typing through leaves the same text at every moment. The earliest one commits to least.
    for ghost in sorted(ghosts.all, key=len, reverse=True):
        if said.before.endswith(ghost):
            read = said.without(said.caret - len(ghost), said.caret)
            if known.recognises(read.before):
                return read
    # It is another text, but what is drawn into it is behind its caret all the same.
    return said.without(said.caret, said.caret + _length_at_start(said.after, ghosts.drawn))


def _length_at_start(text: str, ghost: str) -> int:
    """Return how many characters of a text are a ghost at its beginning; 0 if none is there.

    Where a ghost wraps, an application may report its first line only, or a line end.
    """
    at = 0
    for number, character in enumerate(ghost):
        if at == len(text):
            cut = number and (character.isspace() or ghost[number - 1].isspace())
            return at if cut else 0
        if text[at] == "\n" != character:
            at += 1
            if character == " ":
                continue
        if text[at : at + 1] != character:
            return 0
        at += 1
    return at


def _is_the_same_end(text: str, known: str) -> bool:
    """Return whether both may be what follows one caret, of which each may be cut off."""
    if not text or not known:
        return text == known
    return text.startswith(known) or known.startswith(text)
