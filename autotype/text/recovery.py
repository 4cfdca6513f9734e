"""A journal of unsaved text, so that a crash costs a few seconds of typing at most."""

import contextlib
import json
import logging
import os
import secrets
import stat
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from autotype.text.document import LINE_ENDS, Document, DocumentError, digest_of, is_heavy, read
from autotype.text.encodings import MARKS
from autotype.text.line_ends import CODES, shown
from autotype.text.replacing import replace_file
from autotype.text.temporary import sweep
from autotype.text.untrusted import parse_json, read_regular
from autotype.translation import tr

_log = logging.getLogger(__name__)
_SUFFIX = ".journal"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, ArithmeticError)
_PIECE = 1 << 16
_LARGEST = 256 << 20
_MOST = 50
_LAST_SECOND = 253402300799.0  # of the year 9999


@dataclass(frozen=True, slots=True)
class Recovered:
    """An unsaved text of an Autotype that did not end as it should.

    Attributes:
        key: Its name in the journal.
        text: The text.
        path: The file it belongs to; None for a new document.
        saved_at: When it was written down, in seconds since 1970.
        document: The text as a document that saves as the one that was open would have; None
            if the journal does not say how.
    """

    key: str
    text: str
    path: Path | None
    saved_at: float
    document: Document | None = None

    def as_document(self) -> tuple[Document, bool]:
        """Return what the text is an edit of, and whether another program has changed that."""
        kept = self.document
        if self.path is None:
            return kept or Document(), False
        if kept is not None and digest_of(self.path) != kept.digest:
            # Saving compares the file with what was open then, and so asks.
            return kept, True
        try:
            found = read(self.path)
        except DocumentError:
            return kept or Document(), False
        if kept is not None and kept.read_only:
            found = replace(found, read_only=True)
        return found, False


class Journal:
    """One file per unsaved document, readable by its owner only.

    The names of files end with a mark of this run of the program: the key and even the
    process id of an Autotype that crashed may come back, and its text must outlive that.

    Attributes:
        damaged: Where what is left of texts is now that could not be read; whoever has said so
            empties it.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the journal in `folder`, which is made when it is needed."""
        self._folder = folder
        self.damaged: list[Path] = []
        self._run = secrets.token_hex(6)

    def save(self, key: str, text: str, path: Path | None, opened: Document | None = None) -> None:
        """Write a text down, replacing what was there.

        Args:
            key: Its name in the journal.
            text: The text.
            path: The file it belongs to; None for a new document.
            opened: What was opened or last saved, and is being edited.

        Raises:
            OSError: It could not be written down; `strerror` says why.
        """
        _make_private(self._folder)
        origin = opened or Document()
        record = {
            "path": None if path is None else str(path.absolute()),
            "saved_at": time.time(),
            "pid": os.getpid(),
            "started": psutil.Process().create_time(),
            "digest": origin.digest,
            "encoding": origin.encoding,
            "mark": origin.mark.hex(),
            "line_end": origin.line_end,
            "ends": origin.ends_for(text),
            "read_only": origin.read_only,
            "guessed": origin.guessed,
        }
        data = b'{"text": "%s", %s' % (_in_json(text), json.dumps(record).encode("ascii")[1:])
        if len(data) > _LARGEST:
            raise OSError(27, tr("it is larger than {size} MB", size=_LARGEST >> 20))
        replace_file(self._file(key), data, private=True)

    def discard(self, key: str) -> None:
        """Forget a text: one of this run's, or one that `pending` returned."""
        self._file(key).unlink(missing_ok=True)
        (self._folder / f"{key}{_SUFFIX}").unlink(missing_ok=True)

    def name_of(self, key: str) -> str:
        """Return the name by which the next start finds what is saved under a key in this run."""
        return f"{key}.{self._run}"

    def has(self, name: str) -> bool:
        """Whether there is an entry of a name, of this run or another one."""
        return (self._folder / f"{name}{_SUFFIX}").is_file()

    def read(self, name: str) -> Recovered | None:
        """Return the entry of a name, whoever wrote it; None if there is none, or a damaged one.

        A damaged one is renamed; see `damaged`.
        """
        file = self._folder / f"{name}{_SUFFIX}"
        try:
            return _recovered(file)[0]
        except FileNotFoundError:
            return None
        except _DAMAGE as error:
            self._set_aside(file, error)
            return None

    def pending(self, without: Collection[str] = ()) -> list[Recovered]:
        """Return the texts of Autotypes that are not running any more, the newest first.

        A damaged entry is renamed and left for the user, not an error (see `damaged`); what is
        no file of this user's is left alone.

        Args:
            without: Names of entries that somebody else takes care of.
        """
        sweep(self._folder)
        found = []
        files = [file for file in self._files() if file.name.removesuffix(_SUFFIX) not in without]
        for file in files[:_MOST]:
            try:
                text = self._read(file)
            except FileNotFoundError:
                continue
            except _DAMAGE as error:
                self._set_aside(file, error)
                continue
            if text is not None:
                found.append(text)
        return sorted(found, key=lambda text: -text.saved_at)

    def _set_aside(self, file: Path, error: Exception) -> None:
        """Give a damaged entry another name, under which nobody reads or deletes it."""
        name = _free(file.with_suffix(".damaged"))
        with contextlib.suppress(OSError):
            file.rename(name)
            self.damaged.append(name)
            # Not what the error says: it may quote the text.
            _log.warning("%s could not be read (%s)", name.name, type(error).__name__)

    def _files(self) -> list[Path]:
        """Return the files of the journal, those that were written last first."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    about = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(_SUFFIX) and stat.S_ISREG(about.st_mode):
                        found.append((about.st_mtime, entry.path))
        return [Path(path) for _, path in sorted(found, reverse=True)]

    def _read(self, file: Path) -> Recovered | None:
        """Return an entry, None if its Autotype still runs; raises what a damaged one causes."""
        found, pid, started = _recovered(file)
        return None if self._is_in_use(file, pid, started) else found

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.{self._run}{_SUFFIX}"

    def _is_in_use(self, file: Path, pid: int, started: float) -> bool:
        if pid == os.getpid():
            return file.name.endswith(f".{self._run}{_SUFFIX}")
        try:
            process = psutil.Process(pid)
            # Who started it may be slow to notice that it has ended, or never look.
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            # Setting the clock moves the time at which a process seems to have started.
            return abs(process.create_time() - started) < 60
        except psutil.Error:
            return False


def _in_json(text: str) -> bytes:
    """Return what stands between the quotes of a text in JSON.

    Piece by piece: every other thread waits for each, and for 5 MB in one would wait 40 ms.
    """
    pieces = []
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        try:
            encoded = json.dumps(piece, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:  # half a character
            encoded = json.dumps(piece).encode("ascii")
        pieces.append(encoded[1:-1])
    return b"".join(pieces)


def _recovered(file: Path) -> tuple[Recovered, int, float]:
    """Return an entry, and whose it is: a process and when that was started.

    Raises what a damaged one causes.
    """
    record = parse_json(read_regular(file, _LARGEST))
    text, path, saved_at = record["text"], record["path"], record["saved_at"]
    _must(isinstance(text, str) and isinstance(path, str | None))
    _must(_is_number(saved_at) and 0 <= saved_at <= _LAST_SECOND)
    _must(_is_number(record["pid"]) and _is_number(record["started"]))
    document = _document(record) if "digest" in record else None
    key = file.name.removesuffix(_SUFFIX)
    found = Recovered(key, text, Path(path) if path else None, float(saved_at), document)
    return found, int(record["pid"]), float(record["started"])


def _document(record: dict[str, Any]) -> Document:
    """Return the document of an entry; raises `ValueError` where it says what cannot be."""
    text, ends, path = record["text"], record["ends"], record["path"]
    encoding, mark = record["encoding"], bytes.fromhex(record["mark"])
    _must(isinstance(record["digest"], str) and isinstance(ends, str))
    _must(isinstance(encoding, str) and mark in MARKS.get(encoding, ()))
    _must(isinstance(record["line_end"], str) and record["line_end"] in LINE_ENDS)
    _must(set(ends) <= CODES and len(ends) in (0, shown(text).count("\n")))
    _must(isinstance(record["read_only"], bool) and isinstance(record["guessed"], bool))
    return replace(
        Document(text, Path(path) if path else None, record["line_end"], mark, encoding),
        digest=record["digest"],
        ends=ends,
        read_only=record["read_only"],
        guessed=record["guessed"],
        plain=is_heavy(text),
    )


def _must(right: bool) -> None:
    if not right:
        raise ValueError(tr("it says what cannot be"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _free(path: Path) -> Path:
    """Return a name that is not taken yet."""
    name, number = path, 1
    while os.path.lexists(name):
        number += 1
        name = path.with_stem(f"{path.stem}-{number}")
    return name


def _make_private(folder: Path) -> None:
    """Make a folder for its owner only, and those above it that are missing too."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    for above in reversed(missing):
        above.mkdir(mode=0o700, exist_ok=True)
    if os.name != "nt" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
