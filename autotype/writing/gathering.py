"""From files and folders to passages; bounded, so that it ends soon whatever lies there."""

import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autotype.text.encodings import decoded
from autotype.text.untrusted import open_regular, read_regular
from autotype.writing import mail, office
from autotype.writing.cleaning import paragraphs
from autotype.writing.passages import Gathered, Left, Passage, Reason
from autotype.writing.repeats import Repeats

SEPARATOR = "<|doc|>"
"""A line of its own between two texts of one file, as everywhere here."""
_PLAIN = (".txt", ".text", ".md", ".markdown", ".mdown")
_MARKED = (".md", ".markdown", ".mdown")
_MAIL = (".eml",)
_MBOX = (".mbox", ".mbx")
_SKIPPED = ("node_modules", "__pycache__", "site-packages")
_LARGEST_FILE = 1 << 24
_MOST_BYTES = 1 << 30
"""Of all files; an mbox of some hundred megabytes is mostly attachments, and is read through."""
_MOST_FILES = 50_000
_HELD = 4
"""So many times the words that are wanted are held at most: some of them are copies."""
_REPORTED = 100
_PIECE_WORDS = 250
"""Words of a passage, about: a letter, or some paragraphs of something longer."""


@dataclass(slots=True)
class _Budget:
    files: int
    bytes: int

    def takes(self, size: int) -> bool:
        self.files -= 1
        self.bytes -= size
        return self.files >= 0 and self.bytes >= 0


class _Newest:
    """The newest passages, bounded: a folder may hold more than there is memory for."""

    def __init__(self, most_words: int, left: Left) -> None:
        self._most, self._left = most_words, left
        self._found: list[Passage] = []
        self._words = 0

    def add(self, passage: Passage) -> None:
        self._found.append(passage)
        self._words += passage.words
        if self._words > 2 * self._most:
            self._drop()

    def oldest_first(self) -> list[Passage]:
        self._found.sort(key=lambda passage: passage.when)
        return self._found

    def _drop(self) -> None:
        newest: list[Passage] = []
        words = 0
        for passage in reversed(self.oldest_first()):
            if words < self._most:
                newest.append(passage)
                words += passage.words
            else:
                self._left.text(Reason.OLDER, passage.text)
        self._found, self._words = newest[::-1], words


def gather(
    places: Sequence[Path],
    senders: Collection[str],
    most_words: int,
    report: Callable[[int], None] = lambda _: None,
) -> Gathered:
    """Return what somebody wrote in some files and folders, the oldest first.

    Args:
        places: Files, folders, mailboxes; those that are named are read whatever they are called.
        senders: Addresses whose mail it is.
        most_words: Of more, only the newest are kept.
        report: Told how many files were looked at, now and then.
    """
    own = {address.strip().lower() for address in senders}
    left, budget = Left(), _Budget(_MOST_FILES, _MOST_BYTES)
    held = _Newest(_HELD * most_words, left)
    looked_at = 0
    for place in places:
        for file, source in _files(place, left):
            looked_at += 1
            if looked_at % _REPORTED == 0:
                report(looked_at)
            try:
                for passage in _passages(file, source, own, left, budget, named=file == place):
                    held.add(passage)
            except OSError:
                left.file(Reason.UNREADABLE, str(file))
    # Copies are looked for from the newest on: what was said last is what is kept.
    found = held.oldest_first()
    repeats, kept, words = Repeats(), list[Passage](), 0
    for passage in reversed(found):
        if words >= most_words:
            left.text(Reason.OLDER, passage.text)
            continue
        fresh = []
        for paragraph in passage.text.split("\n\n"):
            if repeats.is_new(paragraph):
                fresh.append(paragraph)
            else:
                left.text(Reason.TWICE, paragraph)
        if fresh:
            kept.append(replace(passage, text="\n\n".join(fresh)))
            words += kept[-1].words
    return Gathered(kept[::-1], left)


def _files(place: Path, left: Left) -> Iterator[tuple[Path, str]]:
    """Yield (file, name of its source) for a file or for all files below a folder."""
    if not place.is_dir():
        yield place, str(place)
        return
    for folder, names, files in os.walk(place, followlinks=False):
        here = Path(folder)
        for name in [*names]:
            if name.startswith(".") or name in _SKIPPED:
                names.remove(name)
                left.file(Reason.HIDDEN, str(here / name))
            elif (here / name).is_symlink():
                left.file(Reason.LINK, str(here / name))
        names.sort()
        for name in sorted(files):
            if name.startswith("."):
                left.file(Reason.HIDDEN, str(here / name))
            elif (here / name).is_symlink():
                left.file(Reason.LINK, str(here / name))
            else:
                yield here / name, str(place)


def _passages(
    file: Path, source: str, own: set[str], left: Left, budget: _Budget, *, named: bool
) -> Iterator[Passage]:
    """Yield the passages of one file; raises `OSError`."""
    found = file.stat()
    ending = file.suffix.lower()
    kind = _kind(file, ending, found, named)
    if kind is None:
        left.file(Reason.KIND, str(file))
    elif not budget.takes(found.st_size):
        left.file(Reason.ENOUGH, str(file))
    elif kind == "mbox":
        with open_regular(file) as stream:
            for number, data in enumerate(mail.messages(stream)):
                yield from _mail(data, file, source, own, left, number)
    elif kind == "mail":
        with open_regular(file) as stream:
            data = stream.read(mail.LARGEST_MAIL)
        yield from _mail(data, file, source, own, left)
    elif found.st_size > _LARGEST_FILE:
        left.file(Reason.LARGE, str(file))
    else:
        data = read_regular(file, _LARGEST_FILE)
        text = _text(data, ending)
        if text is None:
            left.file(Reason.NO_TEXT, str(file))
            return
        marked = ending in _MARKED
        for at, part in enumerate(_parts(text)):
            # Texts of one file are in the order in which they stand there.
            when = found.st_mtime + at * 1e-6
            place = Passage("", source, when, f"{file}\0{at}")
            yield from _cut(part, place, left, marked=marked)


def _kind(file: Path, ending: str, found: os.stat_result, named: bool) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    if ending in _MBOX:
        return "mbox"
    if ending in _MAIL or file.parent.name in ("cur", "new"):
        return "mail"
    if ending in _PLAIN or ending in office.MEMBERS:
        return "text"
    if named or not ending:
        with open_regular(file) as stream:
            # Thunderbird's and others' mailboxes have no ending.
            if stream.read(5) == b"From ":
                return "mbox"
    return "text" if named else None


def _text(data: bytes, ending: str) -> str | None:
    """Return the text of a file; None if it holds none."""
    if ending in office.MEMBERS:
        try:
            return office.text_of(data, ending)
        except ValueError:
            return None
    text = decoded(data)[0]
    return None if "\0" in text or not text.strip() else text.replace("\r\n", "\n")


def _parts(text: str) -> Iterator[str]:
    part: list[str] = []
    for line in [*text.splitlines(), SEPARATOR]:
        if line.strip() == SEPARATOR:
            yield "\n".join(part)
            part = []
        else:
            part.append(line)


def _mail(
    data: bytes, file: Path, source: str, own: set[str], left: Left, number: int = 0
) -> Iterator[Passage]:
    message = mail.parse(data)
    if mail.sender(message) not in own:
        left.file(Reason.OTHERS if own else Reason.NO_SENDER, str(file))
        return
    text = mail.body(message)
    if not text.strip():
        left.file(Reason.NO_TEXT, str(file))
        return
    place = Passage("", source, mail.written_at(message), f"{file}\0{number}")
    yield from _cut(mail.typed(text, left), place, left)


def _cut(text: str, place: Passage, left: Left, *, marked: bool = False) -> Iterator[Passage]:
    """Yield the clean paragraphs of a text, in pieces of a bearable size; `place` has no text."""
    piece: list[str] = []
    words = 0
    for paragraph in paragraphs(text, left, marked=marked):
        piece.append(paragraph)
        words += len(paragraph.split())
        if words >= _PIECE_WORDS:
            yield replace(place, text="\n\n".join(piece))
            piece, words = [], 0
    if piece:
        yield replace(place, text="\n\n".join(piece))
