"""Which fence of code is open before a paragraph, without reading the text above it each time."""

import time

from PySide6.QtGui import QTextBlock, QTextDocument

from autotype.text.markdown import fence_after

_EVERY = 256


class Fences:
    """Remembers the fence before every 256th paragraph of a document, as far as it was read."""

    def __init__(self, document: QTextDocument) -> None:
        """Know of the first paragraph only."""
        self._document = document
        self._before = [""]
        self._last = (0, "")  # the paragraph that was asked for last: the one below it is next

    def follow(self, paragraph: int) -> None:
        """Note that a paragraph, and perhaps what is below it, has changed; every key says so."""
        if paragraph < self._last[0]:
            self._last = (0, "")
        if len(self._before) > 1:
            del self._before[paragraph // _EVERY + 1 :]

    def before(self, block: QTextBlock, until: float) -> str | None:
        """Return the fence that is open before a paragraph.

        Args:
            block: The paragraph.
            until: When to give up, by `time.perf_counter`.

        Returns:
            The fence, empty for none; None if there was no time, and the next call goes on.
        """
        wanted = block.blockNumber()
        number = min(wanted // _EVERY, len(self._before) - 1) * _EVERY
        fence = self._before[number // _EVERY]
        if number <= self._last[0] <= wanted:
            number, fence = self._last
        reading = self._document.findBlockByNumber(number)
        while number < wanted:
            fence = fence_after(reading.text(), fence)
            reading, number = reading.next(), number + 1
            if number % _EVERY == 0:
                if len(self._before) == number // _EVERY:
                    self._before.append(fence)
                if time.perf_counter() > until:
                    return None
        self._last = (wanted, fence)
        return fence
