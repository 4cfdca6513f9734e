"""Which part of a document the model reads: a window whose start stays put.

The start (anchor) is a position in the document. It stays while the text grows, so that
every key only adds to what has been read; only when the window is full does it move, to
the start of a later sentence.
"""

from dataclasses import dataclass

from autotype.engine.tokenizer import Tokenizer
from autotype.text.boundary import Caret, at_caret, window_start

_FRESH_CHARACTERS = 800
_HEAD = 48
# More characters to a token than any text of words has. What is longer than the window by this
# measure does not fit in any case, and cutting it into tokens takes a second for each megabyte.
_PER_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Placement:
    """What the model is to read for one request.

    Attributes:
        tokens: The stable tokens, with the start token if the pack wants one; never empty
            unless there is no text and no start token.
        caret: The window's text, cut at its held-back part.
        start: How many of the tokens stand before the text.
    """

    tokens: tuple[int, ...]
    caret: Caret
    start: int = 0


class ContextWindow:
    """Remembers where the window starts."""

    def __init__(
        self, tokenizer: Tokenizer, start_token: int | None, limit: int, start_text: str = ""
    ) -> None:
        """Start without a document.

        Args:
            tokenizer: The pack's tokenizer.
            start_token: Put before every window, if the pack wants one.
            limit: The most tokens a window may have.
            start_text: Put before a window that begins where the document does.
        """
        self._tokenizer = tokenizer
        self._start = () if start_token is None else (start_token,)
        self._beginning = (*self._start, *tokenizer.encode(start_text))
        self._limit = limit
        self._anchor = 0
        self._head = ""

    def place(self, before: str, offset: int = 0) -> Placement:
        """Return the window for the text before the caret, which starts at `offset`."""
        start = self._known_start(before, offset)
        if start is None or len(before) - start > max(
            2 * _FRESH_CHARACTERS, self._limit * _PER_TOKEN
        ):
            start = window_start(before, _FRESH_CHARACTERS)
        placement = self._read(before, start, offset)
        if len(placement.tokens) > self._limit:
            start = window_start(before, _FRESH_CHARACTERS)
            placement = self._read(before, start, offset)
            while len(placement.tokens) > self._limit:
                # Text that is far denser in tokens than prose: keep its end.
                start += max(1, (len(before) - start) // 2)
                placement = self._read(before, start, offset)
        self._anchor, self._head = offset + start, before[start : start + _HEAD]
        return placement

    def fresh(self, before: str, offset: int = 0) -> Placement | None:
        """Move the start ahead of need if the window is nearly full; for idle time."""
        placement = self.place(before, offset)
        if len(placement.tokens) < self._limit * 3 // 4:
            return None
        self._head = ""
        return self.place(before, offset)

    def _known_start(self, before: str, offset: int) -> int | None:
        """Return where the window starts in `before` if it is the document of last time."""
        if not self._head:
            return None
        start = self._anchor - offset
        size = min(len(self._head), len(before) - start)
        if 0 <= start <= len(before) and before[start : start + size] == self._head[:size]:
            return start
        if self._anchor == 0 or len(self._head) < _HEAD:
            return None  # another document, or this one with another beginning
        # Text was added or removed before the window; it moved as a whole.
        found = before.rfind(self._head)
        return found if found >= 0 else None

    def _read(self, before: str, start: int, offset: int) -> Placement:
        caret = at_caret(before[start:])
        first = self._beginning if offset + start == 0 else self._start
        tokens = (*first, *self._tokenizer.stable_tokens(caret))
        return Placement(tokens, caret, len(first))
