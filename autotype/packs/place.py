"""The folder of the user's packs: one process changes it at a time, and nothing half made stays."""

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from autotype import paths
from autotype.engine.pack import PackError
from autotype.translation import tr


@contextmanager
def locked() -> Iterator[None]:
    """Hold the lock on the packs; sweep away what a killed process has left behind.

    Raises:
        PackError: Another process holds it, or the folder cannot be written.
    """
    folder = paths.packs()
    try:
        # The outer one first: parents of a folder are made as the umask has it.
        paths.make_private(paths.home())
        paths.make_private(folder)
        with FileLock(_lock_file(), timeout=1, mode=0o600):
            for left in [*folder.glob(".*"), *paths.downloads().glob("wheel-*")]:
                discard(left)
            yield
    except Timeout:
        raise PackError(
            tr("Another Autotype is installing a model pack right now; wait until it is done.")
        ) from None
    except OSError as error:
        where = error.filename or folder
        raise PackError(
            tr("“{where}” cannot be written ({why}).", where=where, why=error.strerror or error)
        ) from error


def discard(path: Path) -> None:
    """Remove a folder with all that is in it, a file, or a link and not what it leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()


def is_there(path: Path) -> bool:
    """Whether there is something of that name, be it a pipe or a link that leads nowhere."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def _lock_file() -> Path:
    """Return the file of the lock, closed to others; raises `OSError` if something is in its way.

    A pipe of that name would be waited for.
    """
    path = paths.home() / "packs.lock"
    if is_there(path):
        if path.is_symlink() or not path.is_file():
            raise OSError(22, "it is not a plain file; remove it", str(path))
        path.chmod(0o600)
    return path
