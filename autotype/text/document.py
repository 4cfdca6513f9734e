"""Text files: read without surprises, written without ever being torn."""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from autotype.errors import AutotypeError
from autotype.text.encodings import decoded
from autotype.text.line_ends import carried_over, ends_of, shown, usual_end, with_ends
from autotype.text.replacing import overwrite_file, replace_file, stat_or_none
from autotype.text.untrusted import open_regular, read_regular
from autotype.translation import mark, number, tr

LARGEST = 200 << 20
SLOW_LINE = 1_000_000
"""Characters of a line from which on the editor takes about half a second for a key, or more."""

LINE_ENDS = {"\r\n": mark("Windows"), "\n": mark("Unix"), "\r": mark("old Macs")}
"""The usual line ends, and whose they are."""

_LARGEST_COMPARED = 2 << 30
_PLAIN_FROM = 20 << 20
_PLAIN_LINE = 20_000
_SLUGGISH_LINE = 200_000
# Qt draws no letter rightly behind 2**25 pixels, which is about 4 million; and 50 million take
# its layout most of a minute, in one go.
_LONGEST_LINE = 16_000_000


class DocumentError(AutotypeError):
    """A document that cannot be opened or saved."""


class ChangedOnDiskError(DocumentError):
    """Another program has changed the file since it was opened or saved."""


class NeedsForceError(DocumentError):
    """The file can only be written in place, where a crash could tear it."""


@dataclass(frozen=True, slots=True)
class Document:
    r"""A text and what has to be remembered to write it back.

    Attributes:
        text: The text; its lines end with "\n".
        path: Where it belongs; None for a new one.
        line_end: What its lines end with on disk.
        mark: The byte order mark it begins with on disk, empty for none.
        encoding: The encoding it is saved in.
        digest: sha256 (hex) of its bytes on disk; empty for a new one.
        read_only: Whether it must not be saved under its own name.
        notice: One sentence the user should see about it; may be empty.
        plain: Whether it is too large, or has too long lines, for wrapping and suggestions.
        ends: What each line ends with on disk, where they differ (see `line_ends.ends_of`).
        slow: Whether it has a line so long that every key takes long.
        guessed: Whether its bytes are in no known encoding, so that the text is a guess.
    """

    text: str = ""
    path: Path | None = None
    line_end: str = "\n"
    mark: bytes = b""
    encoding: str = "utf-8"
    digest: str = ""
    read_only: bool = False
    notice: str = ""
    plain: bool = False
    ends: str = ""
    slow: bool = False
    guessed: bool = False

    @property
    def shown(self) -> str:
        r"""The text as the editor holds it, where all that breaks a line is "\n"."""
        return shown(self.text)

    def ends_for(self, text: str) -> str:
        """Return what the lines of an edited text end with; see `ends`."""
        if text in (self.text, self.shown):
            return self.ends
        return carried_over(self.shown, self.ends, shown(text), self.line_end)


def read(path: Path) -> Document:
    """Read a text file.

    Raises:
        DocumentError: It is no regular file, cannot be read, is too large, or has a line that
            cannot be drawn.
    """
    data = _read_bytes(path)
    notices = []
    read_only = not os.access(path, os.W_OK)
    if read_only:
        notices.append(
            tr("“{name}” is write-protected; it can be saved under another name.", name=path.name)
        )
    raw, mark, encoding, whole = decoded(data)
    if not whole:
        read_only = True
        notices.append(
            tr(
                "“{name}” is not UTF-8 text; it is shown as well as possible, and can only be "
                "saved under another name, as UTF-8.",
                name=path.name,
            )
        )
    if "\0" in raw:
        notices.append(
            tr("“{name}” holds NUL characters, so it may not be a text file.", name=path.name)
        )
    line_end = usual_end(raw)
    ends = ends_of(raw, line_end)
    if ends:
        notices.append(
            tr(
                "The line ends of “{name}” are mixed; each line keeps its own, and new ones get "
                "that of {system}.",
                name=path.name,
                system=tr(LINE_ENDS[line_end]),
            )
        )
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    longest = longest_line(text)
    if longest > _LONGEST_LINE:
        raise DocumentError(
            tr(
                "“{path}” has a line of {longest} characters, too long to be shown here.",
                path=path,
                longest=number(longest),
            )
        )
    if longest > _SLUGGISH_LINE:
        notices.append(
            tr(
                "“{name}” has a line of {longest} characters; the longer a line, the longer every "
                "key in it takes.",
                name=path.name,
                longest=number(longest),
            )
        )
    return Document(
        text,
        path,
        line_end,
        mark,
        encoding,
        hashlib.sha256(data).hexdigest(),
        read_only,
        " ".join(notices),
        is_heavy(text),
        ends,
        longest > SLOW_LINE,
        not whole,
    )


def longest_line(text: str) -> int:
    """Return how many characters the longest line of a text has."""
    return max(map(len, text.split("\n")))


def is_heavy(text: str) -> bool:
    """Whether a text is too large, or has too long lines, for wrapping and suggestions."""
    return len(text) > _PLAIN_FROM or longest_line(text) > _PLAIN_LINE


def _must_be_a_file(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise DocumentError(tr("“{path}” is a folder; choose a file in it.", path=path))
    if not stat.S_ISREG(mode):
        raise DocumentError(
            tr(
                "“{path}” is a socket, a pipe or a device, not a file that can be edited.",
                path=path,
            )
        )


def _read_bytes(path: Path) -> bytes:
    try:
        _must_be_a_file(path, path.stat().st_mode)
        return read_regular(path, LARGEST)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise DocumentError(
                tr(
                    "“{path}” is larger than {size} MB, too large to edit here.",
                    path=path,
                    size=LARGEST >> 20,
                )
            ) from error
        raise DocumentError(
            tr("“{path}” cannot be opened ({why}).", path=path, why=_why(error))
        ) from error


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def write(
    document: Document,
    text: str,
    path: Path | None = None,
    *,
    force: bool = False,
    in_place: bool = False,
) -> Document:
    """Save a text; the file is either the old or the new one, never a part of either.

    Args:
        document: What was opened; its line ends, mark and encoding are kept.
        text: The new text.
        path: Where to save it; where it was opened if None.
        force: Whether to overwrite another program's changes.
        in_place: Whether to write in place where the file cannot be replaced.

    Returns:
        The document as it is on disk now.

    Raises:
        ChangedOnDiskError: The file is not what was read; nothing was written.
        NeedsForceError: It can only be written in place; nothing was written.
        DocumentError: It cannot be saved.
    """
    target = path or document.path
    if target is None:
        raise DocumentError(tr("The document has no name yet; save it under one."))
    real = _real(target)
    same = document.path is not None and real == _real(document.path)
    if document.read_only and same:
        raise DocumentError(
            tr("“{name}” is read-only; save it under another name.", name=target.name)
        )
    ends = document.ends_for(text)
    try:
        raw = with_ends(shown(text) if ends else text, document.line_end, ends)
        data = document.mark + raw.encode(document.encoding)
    except UnicodeEncodeError as error:
        raise DocumentError(
            tr(
                "The text holds half a character at position {start}, which no file can hold; "
                "remove it and save again.",
                start=error.start,
            )
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    try:
        before = stat_or_none(real)
        if before is not None:
            _must_be_a_file(target, before.st_mode)
        there = digest_of(real)
        if same and not force and there != document.digest:
            raise ChangedOnDiskError(
                tr(
                    "“{name}” was changed or removed by another program since it was opened.",
                    name=target.name,
                )
            )
        if before is not None and not os.access(real, os.W_OK):
            raise DocumentError(
                tr("“{name}” is write-protected; save it under another name.", name=target.name)
            )
        # What is there already is not written again: dates stay, and so do links.
        if before is None or there != digest:
            if before is not None and _must_write_in_place(real, before, in_place):
                overwrite_file(real, data)
            else:
                replace_file(real, data)
    except (OSError, ValueError) as error:
        raise DocumentError(
            tr("“{target}” cannot be saved ({why}).", target=target, why=_why(error))
        ) from error
    if digest_of(real) != digest:
        raise DocumentError(
            tr("“{target}” did not arrive whole on the disk; save it elsewhere.", target=target)
        )
    return replace(
        document,
        text=text,
        path=target,
        digest=digest,
        read_only=False,
        notice="",
        ends=ends,
        guessed=False,
    )


def _real(path: Path) -> Path:
    """Return where a path leads: links are followed, and the file is replaced, not the link."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise DocumentError(
            tr("“{path}” cannot be saved ({why}).", path=path, why=_why(error))
        ) from error


def _must_write_in_place(real: Path, before: os.stat_result, allowed: bool) -> bool:
    """Whether replacing the file would lose something, or is not allowed."""
    why = ""
    if before.st_nlink > 1:
        why = tr("has several hard links")
    elif not os.access(real.parent, os.W_OK):
        why = tr("lies in a folder that cannot be written")
    elif hasattr(os, "geteuid") and os.geteuid() not in (0, before.st_uid):
        why = tr("belongs to another user")
    if why and not allowed:
        raise NeedsForceError(
            tr(
                "“{name}” {why}, so it can only be overwritten in place, where a crash could "
                "damage it; save it under another name, or overwrite it.",
                name=real.name,
                why=why,
            )
        )
    return bool(why)


def digest_of(path: Path) -> str:
    """Return the sha256 (hex) of a regular file; the empty text for none that can be read."""
    try:
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > _LARGEST_COMPARED:
                return tr("too large")
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
