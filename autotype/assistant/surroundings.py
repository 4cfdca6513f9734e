"""What is known of the text around the caret in somebody else's application.

Two sources: the keys, at once and reliable as long as only characters are typed; and what
the application reports, late, sometimes only a paragraph, sometimes never. The report of an
earlier moment is recognised by the texts that were there before.
"""

import enum
from collections import deque

from autotype.text.boundary import stays_in_word

_MOST = 6000
_REMEMBERED = 32
# Two texts that share so many characters are no coincidence.
_LONG = 24


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
        after_known: Whether `after` is what the application has reported.
        reported: Whether the application has ever reported.
        selected: Whether text is selected.
    """

    def __init__(self) -> None:
        """Know nothing, as in an empty field."""
        self.before = self.after = ""
        self.offset = 0
        self.after_known = self.reported = self.selected = False
        self._past: deque[str] = deque([""], _REMEMBERED)
        self._lost = self._doubtful = False
        self._fresh = True

    @property
    def doubtful(self) -> bool:
        """Whether a report is to be believed whatever the keys say."""
        return self._lost or self._doubtful

    @property
    def usable(self) -> bool:
        """Whether enough is known to suggest something."""
        return not (self._lost or self.selected)

    def typed(self, text: str) -> None:
        """Note that a character was typed or a suggestion inserted."""
        if self._lost:
            # In the middle of who knows what; the next word is the first one that is known.
            if not stays_in_word("x", text):
                self._lost = False
                self._become("")
            return
        self.selected = False
        self._become(self.before + text)

    def inserted(self, text: str, replaces: int) -> None:
        """Note that a suggestion was inserted in place of some characters before the caret."""
        if replaces and not self._lost:
            # What the application reports in between is late, not something else.
            self._become(self.before[: len(self.before) - replaces])
        self.typed(text)

    def erased(self) -> None:
        """Note that the character before the caret was erased."""
        if self.selected:
            self.lose()
        elif not self._lost:
            self._become(self.before[:-1])

    def lose(self) -> None:
        """Note that the caret or the text has changed in a way that keys do not tell."""
        self._lost = True
        self.selected = self.after_known = False
        self.after = ""
        self._become("")

    def doubt(self) -> None:
        """Note that the caret may have moved: the next report is right, not the keys."""
        self._doubtful = True
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
        caret, anchor = (max(0, min(position, len(text))) for position in (caret, anchor))
        before, after = text[:caret], text[caret:]
        self.selected = anchor != caret
        if self._lost:
            return Report.OTHER
        moment = self._moment(before)
        if moment is not None:
            # Reports come in order: what was before this moment is not reported any more.
            for _ in range(moment):
                self._past.popleft()
            if len(self._past) > 1 and self._past[0] != self.before:
                return Report.LATE
            self.after, self.after_known = after, True
            self._doubtful = self._fresh = False
            if len(before) > len(self.before) and len(self._past) == 1:
                self._replace(before)
                self._past[0] = self.before
            return Report.SAME
        return Report.OTHER

    def accept(self, text: str, caret: int) -> None:
        """Believe a report that contradicts the keys."""
        caret = max(0, min(caret, len(text)))
        self._lost = self._doubtful = self._fresh = False
        self.after, self.after_known = text[caret:], True
        self._past.clear()
        self._become(text[:caret])

    def recognises(self, before: str) -> bool:
        """Return whether this was before the caret at a moment that is not long past."""
        return not self._lost and self._moment(before) is not None

    def _moment(self, before: str) -> int | None:
        """Return the earliest moment that a report may be of; None if of none.

        The last one is now. The very same text goes first: “aa|” is what it was before a
        letter was erased rather than more of “a|”.
        """
        if before in self._past:
            return self._past.index(before)
        now = len(self._past) - 1
        for number, text in enumerate(self._past):
            # An empty text agrees with every other one, so of earlier ones it tells nothing.
            if (text or number == now) and _agree(text, before, self._fresh):
                return number
        return None

    def _become(self, before: str) -> None:
        self._replace(before)
        self._past.append(self.before)

    def _replace(self, before: str) -> None:
        # With more at its end or less of it, its beginning is where it was.
        same = bool(before) and (before.startswith(self.before) or self.before.startswith(before))
        dropped = max(0, len(before) - _MOST)
        self.offset = (self.offset if same else 0) + dropped
        self.before = before[dropped:]


def _agree(known: str, reported: str, fresh: bool) -> bool:
    """Return whether both may be what is before one caret.

    A report may reach less far back: to the beginning of a paragraph, or so many characters.
    It reaches further back than what is known while only keys were heard of.
    """
    if len(reported) > len(known):
        return reported.endswith(known) and (fresh or len(known) >= _LONG)
    if not known.endswith(reported):
        return False
    rest = known[: len(known) - len(reported)]
    return not rest or rest.endswith("\n") or len(reported) >= _LONG
