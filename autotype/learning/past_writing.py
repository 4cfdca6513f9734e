"""Learns from texts that were written before: found, looked at, and taken back as a whole."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autotype.errors import AutotypeError
from autotype.learning.clock import IMPORTED
from autotype.learning.heard import Sentence
from autotype.learning.rules import Rules
from autotype.learning.store import Store
from autotype.text.document import DocumentError, read
from autotype.text.written_words import written_words
from autotype.translation import number, tr

ENDINGS = (".txt", ".md", ".markdown", ".text", ".rst", ".org", ".tex")
"""Files of a folder that are taken for texts; others only where they are named themselves."""
SOURCE = "imported"
"""The source of what was learned from such texts."""
_LARGEST = 20 << 20
_MOST_FILES = 20_000
_BATCH = 200
_MOST_NAMED = 12


class PastWritingError(AutotypeError):
    """There is nothing to learn from."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be learned from.

    Attributes:
        files: The texts.
        left_out: Files that cannot be read or are too large, each with the reason.
        words: How many words they have.
        distinct: How many different ones.
        own: The commonest of those that are in no dictionary.
    """

    files: tuple[Path, ...]
    left_out: tuple[tuple[Path, str], ...]
    words: int
    distinct: int
    own: tuple[str, ...]


def find_texts(places: Sequence[Path]) -> list[Path]:
    """Return the texts among files and in folders, hidden ones left out.

    Raises:
        PastWritingError: A place does not exist, or there are no texts.
    """
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            found |= dict.fromkeys(_in_folder(place))
        elif place.is_file():
            found[place] = None
        else:
            raise PastWritingError(tr("There is no file and no folder “{place}”.", place=place))
        if len(found) > _MOST_FILES:
            raise PastWritingError(
                tr(
                    "There are more than {most} texts; name folders that hold fewer.",
                    most=number(_MOST_FILES),
                )
            )
    if not found:
        endings = ", ".join(ENDINGS)
        raise PastWritingError(
            tr("There are no texts; files are taken whose names end in {endings}.", endings=endings)
        )
    return list(found)


def preview(files: Iterable[Path], known: Callable[[str], bool]) -> Preview:
    """Read texts and say what is in them, without learning anything."""
    counts: Counter[str] = Counter()
    texts, left_out = [], []
    for path in files:
        try:
            counts.update(word.word for line in _lines(path) for word in written_words(line))
        except (DocumentError, OSError) as error:
            left_out.append((path, str(error)))
        else:
            texts.append(path)
    own = (word for word, times in counts.most_common() if times > 1 and _is_own(word, known))
    named = tuple(word for word, _ in zip(own, range(_MOST_NAMED), strict=False))
    return Preview(tuple(texts), tuple(left_out), counts.total(), len(counts), named)


def learn_texts(
    store: Store, rules: Rules, files: Sequence[Path], progress: Callable[[int], object]
) -> int:
    """Learn from texts; return how many words were read.

    Args:
        store: Where it is kept.
        rules: What is never learned.
        files: The texts.
        progress: Told how many files are done.

    Raises:
        DatabaseError: It cannot be kept; `forget_imported` takes back what was.
    """
    read_so_far = 0
    waiting: list[Sentence] = []
    for done, path in enumerate(files, 1):
        for sentence in _sentences(path):
            read_so_far += len(sentence.words)
            waiting.append(sentence)
            if len(waiting) >= _BATCH:
                store.learn(waiting, rules, imported=True)
                waiting = []
        progress(done)
    if waiting:
        store.learn(waiting, rules, imported=True)
    return read_so_far


def _sentences(path: Path) -> Iterator[Sentence]:
    try:
        for at, line in enumerate(_lines(path)):
            words = tuple((word, IMPORTED) for word in written_words(line))
            if words:
                yield Sentence(words, f"{path}\0{at}", str(path), SOURCE)
    except (DocumentError, OSError):
        return  # said by the preview


def _lines(path: Path) -> Iterator[str]:
    if path.stat().st_size > _LARGEST:
        raise OSError(tr("it is larger than {size} MB", size=_LARGEST >> 20))
    text = read(path).shown
    if "\0" in text:
        raise OSError(tr("it is no text"))
    yield from text.split("\n")


def _in_folder(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if name.lower().endswith(ENDINGS) and not name.startswith(".") and path.is_file():
                yield path


def _is_own(word: str, known: Callable[[str], bool]) -> bool:
    return len(word) > 2 and not known(word) and not known(word.lower())
