"""What somebody has written once is read once: copies, drafts, and what stands below every letter.

Overlaps of five words (shingles; Broder 1997, "On the resemblance and containment of documents").
"""

import zlib

_SHINGLE = 5
_NEARLY = 0.7
_SHORT_TIMES = 3
"""So often a paragraph of few words may come: "Kind regards" is typed each time."""


class Repeats:
    """Remembers what has been read."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._seen: set[int] = set()
        self._short: dict[int, int] = {}

    def is_new(self, paragraph: str) -> bool:
        """Whether most of a paragraph has not been read before; it has been from now on."""
        words = paragraph.lower().split()
        if len(words) < 2 * _SHINGLE:
            number = zlib.crc32(" ".join(words).encode())
            self._short[number] = self._short.get(number, 0) + 1
            return self._short[number] <= _SHORT_TIMES
        found = {hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1)}
        new = len(found - self._seen) > (1 - _NEARLY) * len(found)
        self._seen |= found
        return new
