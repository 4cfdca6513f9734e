"""Writing a file so that it is always either the old one or the new one, whole."""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from autotype.text.temporary import CannotBeNamedError, Temporary, sweep
from autotype.translation import tr


def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put new content where `path` is, or make the file.

    A killed process, a full disk or a power cut leaves the old file as it was. Owner, mode,
    access list and other attributes of the old file are kept as far as the system lets us.

    Args:
        path: The file; not a link, which would be replaced itself.
        data: Its new content.
        private: Whether only its owner may read it from now on.

    Raises:
        OSError: It could not be written; nothing has changed.
    """
    sweep(path.parent)
    try:
        _replace(path, data, private=private, named=False)
    except CannotBeNamedError:
        _replace(path, data, private=private, named=True)
    _sync_folder(path.parent)


def replace_chosen_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put content where somebody has said that it is to go, as `replace_file` does.

    A link leads to its file. What is no file (a device, a pipe, a folder) and what is
    write-protected is left alone, even where the system would let it be replaced.

    Raises:
        OSError: It could not be written; nothing has changed.
        ValueError: There is no such name.
    """
    real = Path(os.path.realpath(path))
    before = stat_or_none(real)
    if before is not None and not stat.S_ISREG(before.st_mode):
        raise OSError(errno.EINVAL, tr("it is not an ordinary file"))
    if before is not None and not os.access(real, os.W_OK):
        raise OSError(errno.EACCES, tr("it is write-protected"))
    replace_file(real, data, private=private)


def _replace(path: Path, data: bytes, *, private: bool, named: bool) -> None:
    before = stat_or_none(path)
    # A new file gets the user's usual mode; the copy of a private one is never readable.
    mode = 0o666 if before is None and not private else 0o600
    with Temporary(path.parent, mode, named=named) as temporary:
        temporary.write(data)
        if before is not None:
            _keep_attributes(path, before, temporary)
        if private:
            temporary.chmod(0o600)
        temporary.move_to(path)


def overwrite_file(path: Path, data: bytes) -> None:
    """Write in place; what was there is put back if there is no room for the new content.

    Raises:
        OSError: It could not be written.
    """
    with path.open("r+b") as stream:
        old = stream.read()
        try:
            _put(stream, data)
        except OSError:
            with contextlib.suppress(OSError):
                _put(stream, old)
            raise


def stat_or_none(path: Path) -> os.stat_result | None:
    """Return what is known about a file, None if there is none; raises `OSError`."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _put(stream: BinaryIO, data: bytes) -> None:
    # Cut to size last: the room that the old content takes is there for the new one.
    stream.seek(0)
    stream.write(data)
    stream.flush()
    stream.truncate(len(data))
    os.fsync(stream.fileno())


def _keep_attributes(path: Path, before: os.stat_result, temporary: Temporary) -> None:
    mode = stat.S_IMODE(before.st_mode)
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.fchown(temporary.handle, before.st_uid, before.st_gid)
        if os.fstat(temporary.handle).st_gid != before.st_gid:
            # What one group was allowed is nothing for another one.
            mode = mode & ~0o070 | (mode & 0o007) << 3
    # Folders of other machines that a desktop shows as files often have no modes to set.
    with contextlib.suppress(OSError):
        temporary.chmod(mode)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(path):
                # One that belongs to the system costs none of the user's.
                with contextlib.suppress(OSError):
                    os.setxattr(temporary.handle, name, os.getxattr(path, name))


def _sync_folder(folder: Path) -> None:
    """Make the new name last; without it a power cut may bring the old file back."""
    if os.name == "nt":
        return
    # The content is there by now; some network folders and unreadable ones refuse this.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
