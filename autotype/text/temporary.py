"""Files that become others when they are whole; what a kill leaves of them is swept up.

Where the system has files without names (`O_TMPFILE`), a killed process leaves nothing. Where
not, its file stays, with the text in it: unlike that of a living process it is not locked, so
the next one that saves in that folder knows that nobody wants it.
"""

import contextlib
import os
import re
import secrets
import stat
import sys
import time
from pathlib import Path
from types import TracebackType

from autotype.translation import tr

if sys.platform != "win32":
    import fcntl

_NAME = re.compile(r"\.autotype-[0-9a-f]{16}\.tmp")
_OLD = 60.0
"""Seconds after which a file that cannot be locked counts as left over."""


class CannotBeNamedError(OSError):
    """The file system makes files without a name, but gives them none later."""


class Temporary:
    """A new file in a folder that takes another one's place; gone if it does not.

    Attributes:
        handle: Its file descriptor.
        path: Its name; None while it has none.
    """

    def __init__(self, folder: Path, mode: int, *, named: bool = False) -> None:
        """Make the file; raises `OSError`.

        Args:
            folder: Where it will be.
            mode: Who may read and write it, less what the umask takes away.
            named: Whether it must have a name from the start.
        """
        self._folder = folder
        self.path: Path | None = None
        handle = None if named else _without_name(folder, mode)
        if handle is None:
            self.path, handle = _with_name(folder, mode)
        self.handle: int = handle

    def __enter__(self) -> "Temporary":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
        if kind is not None and self.path is not None:
            self.path.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Write the whole content, down to the disk; raises `OSError`."""
        with open(self.handle, "wb", closefd=False) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(self.handle)
        if os.fstat(self.handle).st_size != len(data):
            raise OSError(tr("the disk is full"))

    def chmod(self, mode: int) -> None:
        """Set who may read and write it; raises `OSError`."""
        os.chmod(self.handle if os.chmod in os.supports_fd else self.path or "", mode)  # noqa: PTH101

    def move_to(self, path: Path) -> None:
        """Take the place of `path`, a file of the same folder.

        Raises:
            CannotBeNamedError: It has no name and gets none here.
            OSError: It cannot be moved.
        """
        if self.path is None:
            self.path = self._link()
        if sys.platform == "win32":
            self._close()  # an open file is not moved there
        self.path.replace(path)

    def _link(self) -> Path:
        path = _new_name(self._folder)
        try:
            # With a folder's descriptor the link in it is followed, to the file.
            folder = os.open("/proc/self/fd", os.O_RDONLY)
            try:
                os.link(str(self.handle), path, src_dir_fd=folder, follow_symlinks=True)
            finally:
                os.close(folder)
        except OSError as error:
            raise CannotBeNamedError(error.errno, error.strerror) from error
        return path

    def _close(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
        self.handle = -1


def sweep(folder: Path) -> None:
    """Remove the files of this kind that processes of this user left in a folder, killed."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    _remove_if_left(Path(entry.path))


def _remove_if_left(path: Path) -> None:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        return
    is_old = time.time() - found.st_mtime > _OLD
    if sys.platform == "win32":
        if is_old:
            path.unlink()
        return
    if found.st_uid != os.geteuid():
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError:  # no locks on this file system
            if not is_old:
                return
        path.unlink()
    finally:
        os.close(handle)


def _new_name(folder: Path) -> Path:
    # Not named after the file, whose name may be as long as a name can be.
    return folder / f".autotype-{secrets.token_hex(8)}.tmp"


def _without_name(folder: Path, mode: int) -> int | None:
    kind = getattr(os, "O_TMPFILE", 0)
    if not kind or not os.path.isdir("/proc/self/fd"):  # noqa: PTH112
        return None
    try:
        handle = os.open(folder, kind | os.O_WRONLY | os.O_CLOEXEC, mode)
    except OSError:
        return None
    _lock(handle)
    return handle


def _with_name(folder: Path, mode: int) -> tuple[Path, int]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = _new_name(folder)
        handle = os.open(path, flags, mode)
        _lock(handle)
        # Between the two lines above somebody may have swept it up.
        if sys.platform == "win32" or os.fstat(handle).st_nlink:
            return path, handle
        os.close(handle)


def _lock(handle: int) -> None:
    """Say that somebody is at work on a file, for as long as it is open."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
