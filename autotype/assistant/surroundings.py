"""What is known of the text around the caret in somebody else's application.

Two sources: the keys, at once and reliable as long as only characters are typed; and what
the application reports, late, sometimes only a paragraph, sometimes never. The report of an
earlier moment is recognised by the texts that were there before.
"""

import enum
from collections import deque

from autotype.text.boundary import is_word_character

_MOST = 6000
_REMEMBERED = 32


class Report(enum.Enum):
    """What a report was, compared with what the keys say."""

    SAME = "same"
    LATE = "late"
    """It is of a moment that has passed."""
    OTHER = "other"
    """Something else than typing has changed the text."""


class Surroundings:
    """The text around one caret.

    Attributes:
        before: The text before the caret, as far as it is known.
        after: The text after it on its line and perhaps beyond; empty if not known.
        offset: How many characters were dropped from the beginning of `before`.
        reported: Whether the application has ever reported.
        selected: Whether text is selected.
    """

    def __init__(self) -> None:
        """Know nothing, as in an empty field."""
        self.before = self.after = ""
        self.offset = 0
        self.reported = self.selected = False
        self._past: deque[str] = deque([""], _REMEMBERED)
        self._lost = False

    @property
    def lost(self) -> bool:
        """Whether nothing is known of the word at the caret."""
        return self._lost

    @property
    def usable(self) -> bool:
        """Whether enough is known to suggest something."""
        return not (self._lost or self.selected)

    def typed(self, text: str) -> None:
        """Note that a character was typed or a suggestion inserted."""
        if self._lost:
            # In the middle of who knows what; the next word is the first one that is known.
            if not all(map(is_word_character, text)):
                self._lost = False
                self._become("")
            return
        self.selected = False
        self._become(self.before + text)

    def erased(self) -> None:
        """Note that the character before the caret was erased."""
        if self.selected:
            self.lose()
        elif not self._lost:
            self._become(self.before[:-1])

    def lose(self) -> None:
        """Note that the caret or the text has changed in a way that keys do not tell."""
        self._lost = True
        self.selected = False
        self.after = ""
        self._become("")

    def doubt(self) -> None:
        """Note that the caret may have moved; the next report is not taken for a late one."""
        self._past.clear()
        self._past.append(self.before)

    def report(self, text: str, caret: int, anchor: int) -> Report:
        """Compare what the application says, and learn from it.

        Args:
            text: Text around the caret.
            caret: Where in it the caret is, in characters.
            anchor: Where a selection began; the same as `caret` if nothing is selected.

        Returns:
            What it was; of one that is `OTHER` nothing is learned until `accept`.
        """
        self.reported = True
        caret = max(0, min(caret, len(text)))
        before, after = text[:caret], text[caret:]
        self.selected = anchor != caret
        if not self._lost and _agree(self.before, before):
            self.after = after
            if len(before) > len(self.before):
                self._replace(before)
            return Report.SAME
        # An empty text agrees with every other one, so it tells nothing.
        past = (text for text in self._past if text or not before)
        if not self._lost and any(_agree(text, before) for text in past):
            return Report.LATE
        return Report.OTHER

    def accept(self, text: str, caret: int) -> None:
        """Believe a report that contradicts the keys."""
        caret = max(0, min(caret, len(text)))
        self._lost = False
        self.after = text[caret:]
        self._past.clear()
        self._become(text[:caret])

    def _become(self, before: str) -> None:
        self._replace(before)
        self._past.append(self.before)

    def _replace(self, before: str) -> None:
        grown = before.startswith(self.before)
        dropped = max(0, len(before) - _MOST)
        self.offset = (self.offset if grown else 0) + dropped
        self.before = before[dropped:]


def _agree(known: str, reported: str) -> bool:
    """Whether both may be what is before one caret; each may reach further back.

    An empty report is one of an empty paragraph, unless a paragraph is known to be begun.
    """
    if not reported:
        return not known or known.endswith("\n")
    return known.endswith(reported) or reported.endswith(known)
