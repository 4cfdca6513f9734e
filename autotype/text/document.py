"""Text files: read without surprises, written without ever being torn."""

import codecs
import hashlib
import os
import stat
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from autotype.errors import AutotypeError

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
        encoding: Its encoding on disk.
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
        raw, encoding, read_only = data.decode("latin-1"), "latin-1", True
        notices.append(
            f"“{path.name}” is not UTF-8 text; it is shown as well as possible and is read-only."
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


def _read_bytes(path: Path) -> bytes:
    # Opening a pipe for reading would wait for its other end.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        if path.is_dir():
            raise DocumentError(f"“{path}” is a folder; choose a file in it.") from error
        raise DocumentError(f"“{path}” cannot be opened ({error.strerror}).") from error
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise DocumentError(f"“{path}” is a folder; choose a file in it.")
        if not stat.S_ISREG(kind):
            raise DocumentError(f"“{path}” is a pipe or a device, not a file that can be edited.")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise DocumentError(f"“{path}” cannot be read ({error.strerror}).") from error
    finally:
        os.close(handle)
    if len(data) > LARGEST:
        raise DocumentError(f"“{path}” is larger than {LARGEST >> 20} MB, too large to edit here.")
    return data


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
    encoding = "utf-8" if document.encoding == "latin-1" else document.encoding
    try:
        data = document.mark + text.replace("\n", document.line_end).encode(encoding)
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"The text holds half a character at position {error.start}, which no file can hold; "
            "remove it and save again."
        ) from error
    # A link is followed: the file it leads to is replaced, not the link.
    real = Path(os.path.realpath(target))
    if same and document.digest and not force and _digest(real) != document.digest:
        raise ChangedOnDiskError(
            f"“{target.name}” was changed or removed by another program; save it under another "
            "name, or overwrite it."
        )
    try:
        if _must_write_in_place(real, force):
            real.write_bytes(data)
        else:
            _replace(real, data)
    except OSError as error:
        raise DocumentError(f"“{target}” cannot be saved ({error.strerror or error}).") from error
    digest = hashlib.sha256(data).hexdigest()
    if _digest(real) != digest:
        raise DocumentError(f"“{target}” did not arrive whole on the disk; save it elsewhere.")
    return replace(
        document,
        text=text,
        path=target,
        encoding=encoding,
        digest=digest,
        read_only=False,
        notice="",
    )


def _must_write_in_place(real: Path, force: bool) -> bool:
    if not real.exists():
        return False
    linked = real.stat().st_nlink > 1
    if not linked and os.access(real.parent, os.W_OK):
        return False
    if not force:
        why = "has several hard links" if linked else "lies in a folder that cannot be written"
        raise NeedsForceError(
            f"“{real.name}” {why}, so it can only be overwritten in place, where a crash could "
            "damage it; save it under another name, or overwrite it."
        )
    return True


def _replace(real: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:100]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if temporary.stat().st_size != len(data):
            raise OSError("the disk is full")
        if real.exists():
            temporary.chmod(stat.S_IMODE(real.stat().st_mode))
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(real.parent)


def _umask() -> int:
    # It can only be read by setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the new name last; without it a power cut may bring the old file back."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
