"""Leaves out of a CUDA library what is for other cards, so that it travels in half the time.

    prune.py LIBRARY --keep 90

A CUDA library holds the code of every kernel once for each generation of cards, each entry
with the number of its generation. The driver looks for those of its own card and never at the
others, whose code becomes zeros here: nothing moves, and zeros compress to nothing.
"""

import argparse
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_MAGIC = b"\x50\xed\x55\xba"
_HEADER = struct.Struct("<4sHHQ")  # magic, version, its own size, size of the entries
_ENTRY = struct.Struct("<HHIQ")  # kind, version, its own size, size of the code
_GENERATION = 28  # where in an entry it stands


def entries(library: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Yield (generation, first byte, size) of the code of every entry."""
    at = library.find(_MAGIC)
    while at >= 0:
        _, version, own, size = _HEADER.unpack_from(library, at)
        if version != 1 or own != _HEADER.size or at + own + size > len(library):
            at = library.find(_MAGIC, at + 1)  # the same four bytes by chance
            continue
        place, end = at + own, at + own + size
        while place + _GENERATION + 4 <= end:
            _, _, header, code = _ENTRY.unpack_from(library, place)
            if header < _GENERATION + 4 or place + header + code > end:
                raise ValueError(f"an entry at byte {place} is not as they are known to be")
            (generation,) = struct.unpack_from("<I", library, place + _GENERATION)
            yield generation, place + header, code
            place += header + code
        at = library.find(_MAGIC, end)


def prune(library: bytearray, keep: int) -> tuple[int, int]:
    """Zero the code for all generations but one; return (bytes kept, bytes zeroed).

    Raises:
        ValueError: The library has no code for that generation, or is of another make.
    """
    found = [*entries(library)]
    kept = sum(size for generation, _, size in found if generation == keep)
    if not kept:
        raise ValueError(f"there is no code for generation {keep}")
    zeroed = 0
    for generation, start, size in found:
        if generation != keep:
            library[start : start + size] = bytes(size)
            zeroed += size
    return kept, zeroed


def main(arguments: Sequence[str] | None = None) -> int:
    """Prune a library in place; return the exit code."""
    parser = argparse.ArgumentParser(prog="prune.py", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("library", type=Path)
    parser.add_argument("--keep", type=int, required=True, help="90 for an H100 or H200")
    args = parser.parse_args(arguments)
    library = bytearray(args.library.read_bytes())
    try:
        kept, zeroed = prune(library, args.keep)
    except ValueError as error:
        print(f"prune: “{args.library}” stays as it is: {error}", file=sys.stderr)
        return 1
    args.library.write_bytes(library)
    print(f"kept {kept / 1e6:.0f} MB of code, left out {zeroed / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
