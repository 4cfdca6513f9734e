"""Where one process is found by others: a lock and a socket, and whether they are still there."""

import contextlib
import hashlib
import os
import socket
import stat
import sys
import time
from pathlib import Path

import filelock

from autotype.service.place import ServiceError, is_own, private_folder, reach
from autotype.translation import tr

_PATIENCE_S = 4.0
_RETRY_S = 0.05

Identity = tuple[int, int]


class TakenError(Exception):
    """Another process is there."""


class Door:
    """The place of the service, or of another program that runs once; others find it locked.

    Cleaners of temporary folders remove sockets that are old. Then nobody could connect any
    more, and, while the lock is held, no other process start. So `look` restores the place. They
    may also remove the lock; a name that is no file, where there are such, holds all the same.
    """

    def __init__(self, path: Path, lock: str = "lock") -> None:
        """Touch nothing yet.

        Args:
            path: That of the socket.
            lock: The name of the lock beside it.
        """
        self._path = path
        self._lock_path = path.with_name(lock)
        self._lock: filelock.BaseFileLock | None = None
        self._lock_is: Identity | None = None
        self._name: socket.socket | None = None
        self._socket_is: Identity | None = None

    def open(self) -> socket.socket:
        """Lock the place and return a socket that listens there.

        Raises:
            TakenError: Another process is there already.
            ServiceError: There is no place, or what holds the lock cannot be reached.
        """
        end = time.monotonic() + _PATIENCE_S
        while True:
            private_folder(self._path.parent)
            try:
                self._take_lock()
                self._take_name()
                return self._listen()
            except filelock.Timeout:
                # One that is about to end holds the lock for a moment longer.
                peer = reach(self._path, _PATIENCE_S)
                if peer is not None:
                    peer.close()
                    raise TakenError from None
            if time.monotonic() > end:
                raise ServiceError(
                    tr(
                        "Another Autotype holds “{path}” but does not answer; end it and try "
                        "again.",
                        path=self._lock_path,
                    )
                )
            time.sleep(_RETRY_S)

    def look(self) -> socket.socket | None:
        """Return a new listening socket if the old one cannot be found any more.

        Raises:
            TakenError: Another process has the place now.
            ServiceError: There is no place any more.
        """
        private_folder(self._path.parent)
        if _identity(self._lock_path) != self._lock_is:
            if self._lock is not None:
                self._lock.release()  # it guards a file that nobody can find
            try:
                self._take_lock()
            except filelock.Timeout:
                raise TakenError from None
        if self._socket_is is not None and _identity(self._path) == self._socket_is:
            return None
        return self._listen()

    def close(self) -> None:
        """Remove the socket, unless it is another's by now, and unlock the place."""
        if self._socket_is is not None and _identity(self._path) == self._socket_is:
            with contextlib.suppress(OSError):
                self._path.unlink()
        if self._lock is not None:
            self._lock.release()
        if self._name is not None:
            self._name.close()

    def _take_lock(self) -> None:
        try:
            found = self._lock_path.lstat()
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
                raise ServiceError(
                    tr(
                        "“{path}” is not a file of yours; remove it and start again.",
                        path=self._lock_path,
                    )
                )
        except FileNotFoundError:
            pass
        except OSError as error:
            raise self._no_place(error) from error
        lock = filelock.FileLock(self._lock_path, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            raise
        except OSError as error:
            raise self._no_place(error) from error
        self._lock, self._lock_is = lock, _identity(self._lock_path)

    def _take_name(self) -> None:
        """Take the place's name, which is nowhere on the disk, for as long as we live."""
        if sys.platform != "linux":
            return
        place = f"{os.getuid()} {self._path}"
        name = "\0autotype-" + hashlib.sha256(os.fsencode(place)).hexdigest()
        taken = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            taken.bind(name)
            taken.listen(socket.SOMAXCONN)
        except OSError as error:
            taken.close()
            # Anybody may take a name; it counts where it is one of our own processes.
            if _is_ours(name):
                assert self._lock is not None  # noqa: S101  # it comes first
                self._lock.release()
                raise filelock.Timeout(str(self._lock_path)) from error
            return
        self._name = taken

    def _listen(self) -> socket.socket:
        """Return a listening socket; whoever has the lock may take an old one's place."""
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with contextlib.suppress(FileNotFoundError):
                self._path.unlink()
            listening.bind(str(self._path))
            self._path.chmod(0o600)
            listening.listen()
        except OSError as error:
            listening.close()
            raise self._no_place(error) from error
        self._socket_is = _identity(self._path)
        return listening

    def _no_place(self, error: OSError) -> ServiceError:
        return ServiceError(
            tr(
                "“{path}” cannot be listened on ({why}).",
                path=self._path,
                why=error.strerror or error,
            )
        )


def _is_ours(name: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.setblocking(False)
        try:
            asking.connect(name)
            return is_own(asking)
        except OSError:
            return False


def _identity(path: Path) -> Identity | None:
    """Return which file is there; what we hold open is not mistaken for a later one."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
