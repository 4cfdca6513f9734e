"""Text files: read without surprises, written without ever being torn."""

import codecs
import hashlib
import os
import stat
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from autotype.errors import AutotypeError
from autotype.text.replacing import overwrite_file, replace_file, stat_or_none

LARGEST = 200 << 20
_PLAIN_FROM = 20 << 20
_PLAIN_LINE = 20_000
_LINE_ENDS = {"\r\n": "Windows", "\n": "Unix", "\r": "old Mac"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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
        text: The text; lines end with "\n".
        path: Where it belongs; None for a new one.
        line_end: What its lines end with on disk.
        mark: The byte order mark it begins with on disk, empty for none.
        encoding: The encoding it is saved in.
        digest: sha256 (hex) of its bytes on disk; empty for a new one.
        read_only: Whether it must not be saved under its own name.
        notice: One sentence the user should see about it; may be empty.
        plain: Whether it is too large, or has too long lines, for wrapping and suggestions.
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


def read(path: Path) -> Document:
    """Read a text file.

    Raises:
        DocumentError: It is no regular file, cannot be read, or is too large.
    """
    data = _read_bytes(path)
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    notices = []
    read_only = not os.access(path, os.W_OK)
    if read_only:
        notices.append(f"“{path.name}” is write-protected; save it under another name.")
    try:
        raw = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raw, mark, encoding, read_only = _legacy(data), b"", "utf-8", True
        notices.append(
            f"“{path.name}” is not UTF-8 text; it is shown as well as possible, and can only be "
            "saved under another name, as UTF-8."
        )
    if "\0" in raw:
        notices.append(f"“{path.name}” holds NUL characters, so it may not be a text file.")
    line_end, mixed = _line_end(raw)
    if mixed:
        notices.append(
            f"The line ends of “{path.name}” are mixed; "
            f"it will be saved with {_LINE_ENDS[line_end]} ones."
        )
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    longest = max(map(len, text.split("\n")))
    return Document(
        text,
        path,
        line_end,
        mark,
        encoding,
        hashlib.sha256(data).hexdigest(),
        read_only,
        " ".join(notices),
        len(data) > _PLAIN_FROM or longest > _PLAIN_LINE,
    )


def _legacy(data: bytes) -> str:
    """Decode bytes of an unknown single-byte encoding; every byte becomes one character."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _must_be_a_file(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise DocumentError(f"“{path}” is a folder; choose a file in it.")
    if not stat.S_ISREG(mode):
        raise DocumentError(
            f"“{path}” is a socket, a pipe or a device, not a file that can be edited."
        )


def _read_bytes(path: Path) -> bytes:
    # Opening a pipe for reading would wait for its other end; the kind is asked before, since
    # opening a device may do something, and after, since it may have been replaced meanwhile.
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        _must_be_a_file(path, path.stat().st_mode)
        handle = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise DocumentError(f"“{path}” cannot be opened ({_why(error)}).") from error
    try:
        _must_be_a_file(path, os.fstat(handle).st_mode)
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise DocumentError(f"“{path}” cannot be read ({_why(error)}).") from error
    finally:
        os.close(handle)
    if len(data) > LARGEST:
        raise DocumentError(f"“{path}” is larger than {LARGEST >> 20} MB, too large to edit here.")
    return data


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _line_end(raw: str) -> tuple[str, bool]:
    """Return the commonest line end of a text, and whether there are others."""
    windows = raw.count("\r\n")
    counts = Counter(
        {"\n": raw.count("\n") - windows, "\r\n": windows, "\r": raw.count("\r") - windows}
    )
    used = [end for end, count in counts.most_common() if count]
    return (used[0] if used else "\n"), len(used) > 1


def write(
    document: Document, text: str, path: Path | None = None, *, force: bool = False
) -> Document:
    """Save a text; the file is either the old or the new one, never a part of either.

    Args:
        document: What was opened; its line ends, mark and encoding are kept.
        text: The new text.
        path: Where to save it; where it was opened if None.
        force: Whether to overwrite another program's changes, and to write in place where
            the file cannot be replaced.

    Returns:
        The document as it is on disk now.

    Raises:
        ChangedOnDiskError: The file is not what was read; nothing was written.
        NeedsForceError: It can only be written in place; nothing was written.
        DocumentError: It cannot be saved.
    """
    target = path or document.path
    if target is None:
        raise DocumentError("The document has no name yet; save it under one.")
    same = document.path is not None and path in (None, document.path)
    if document.read_only and same:
        raise DocumentError(f"“{target.name}” is read-only; save it under another name.")
    try:
        data = document.mark + text.replace("\n", document.line_end).encode(document.encoding)
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"The text holds half a character at position {error.start}, which no file can hold; "
            "remove it and save again."
        ) from error
    # A link is followed: the file it leads to is replaced, not the link.
    real = Path(os.path.realpath(target))
    try:
        before = stat_or_none(real)
        if before is not None:
            _must_be_a_file(target, before.st_mode)
        if same and not force and _digest(real) != document.digest:
            raise ChangedOnDiskError(
                f"“{target.name}” was changed or removed by another program; save it under "
                "another name, or overwrite it."
            )
        if before is not None and _must_write_in_place(real, before, force):
            overwrite_file(real, data)
        else:
            replace_file(real, data)
    except (OSError, ValueError) as error:
        raise DocumentError(f"“{target}” cannot be saved ({_why(error)}).") from error
    digest = hashlib.sha256(data).hexdigest()
    if _digest(real) != digest:
        raise DocumentError(f"“{target}” did not arrive whole on the disk; save it elsewhere.")
    return replace(
        document,
        text=text,
        path=target,
        digest=digest,
        read_only=False,
        notice="",
    )


def _must_write_in_place(real: Path, before: os.stat_result, force: bool) -> bool:
    """Whether replacing the file would lose something, or is not allowed."""
    why = ""
    if before.st_nlink > 1:
        why = "has several hard links"
    elif not os.access(real.parent, os.W_OK):
        why = "lies in a folder that cannot be written"
    elif hasattr(os, "geteuid") and os.geteuid() not in (0, before.st_uid):
        why = "belongs to another user"
    if why and not force:
        raise NeedsForceError(
            f"“{real.name}” {why}, so it can only be overwritten in place, where a crash could "
            "damage it; save it under another name, or overwrite it."
        )
    return bool(why)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
