"""Where the service listens, and who may talk to it: its own user and nobody else."""

import hashlib
import os
import socket
import stat
import struct
import sys
import tempfile
from pathlib import Path

from autotype import paths
from autotype.errors import AutotypeError
from autotype.translation import tr

# What the kernel takes as a socket's path, its closing zero included.
_LONGEST_PATH = 104
# How the systems that are not Linux are asked who is at the other end.
_SOL_LOCAL, _LOCAL_PEERCRED, _OPENBSD_PEERCRED = 0, 1, 0x1022


class ServiceError(AutotypeError):
    """The service cannot be started or reached."""


def socket_path() -> Path:
    """Return where the service of this user and this user folder listens.

    `XDG_RUNTIME_DIR` counts only if it is absolute and there: a relative one would be another
    place for each program, and one that is missing anybody could make.

    Raises:
        ServiceError: There is no place for a socket.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise ServiceError(tr("This system has no Unix sockets, which the service talks through."))
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    name = "autotype"
    if not runtime.is_absolute() or not os.path.isdir(runtime):  # noqa: PTH112  # never raises
        runtime, name = Path(tempfile.gettempdir()), f"autotype-{os.getuid()}"
    if os.environ.get(paths.HOME_VARIABLE):
        # Another user folder is another service.
        name += "-" + hashlib.sha256(os.fsencode(paths.home())).hexdigest()[:10]
    path = runtime / name / "engine"
    if len(os.fsencode(path)) >= _LONGEST_PATH:
        raise ServiceError(
            tr(
                "“{path}” is too long for a socket; set XDG_RUNTIME_DIR to a shorter path.",
                path=path,
            )
        )
    return path


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can enter, and return it.

    Raises:
        ServiceError: It cannot be made, or is somebody else's.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceError(
            tr("“{folder}” cannot be made ({why}).", folder=folder, why=error.strerror)
        ) from error
    # In a folder that all may write to, another user may have been faster.
    if not _is_private(folder):
        raise ServiceError(tr("“{folder}” does not exist any more; try again.", folder=folder))
    return folder


def reach(path: Path, patience: float = 0.0) -> socket.socket | None:
    """Connect to a socket that this user listens on; the only way to any of them.

    Whoever gets to the place first could listen there and hear what is typed. So the place is
    looked at before, and who listens there after connecting; until then nothing is sent.

    Args:
        path: The socket, in a folder that `private_folder` would make.
        patience: How many seconds to wait for somebody who is too busy to answer.

    Returns:
        A connected, blocking socket; None if nobody listens there.

    Raises:
        ServiceError: The folder, the socket or who listens on it is not the user's own.
    """
    try:
        if not _is_private(path.parent):
            return None
        found = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ServiceError(
            tr("“{path}” cannot be looked at ({why}).", path=path, why=error.strerror)
        ) from error
    if not stat.S_ISSOCK(found.st_mode):
        return None  # it is ours, and a service that starts puts its socket in its place
    if found.st_uid != os.getuid():
        raise _somebody_else(path)
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        peer.settimeout(patience)
        peer.connect(os.fspath(path))
        own = is_own(peer)
        peer.setblocking(True)
    except OSError:
        peer.close()
        return None
    if not own:
        peer.close()
        raise _somebody_else(path)
    return peer


def is_own(peer: socket.socket) -> bool:
    """Return whether who is at the other end runs as the same user.

    Where the system does not say, the rights of the socket and its folder have to do.

    Raises:
        OSError: The other end has gone already.
    """
    # Of the structures that systems fill in, the user's number is all that is wanted.
    if sys.platform == "linux":
        layout, level, option, at = "3i", socket.SOL_SOCKET, socket.SO_PEERCRED, 1
    elif sys.platform == "darwin" or sys.platform.startswith(("freebsd", "dragonfly")):
        layout, level, option, at = "2I", _SOL_LOCAL, _LOCAL_PEERCRED, 1
    elif sys.platform.startswith("openbsd"):
        layout, level, option, at = "3i", socket.SOL_SOCKET, _OPENBSD_PEERCRED, 0
    else:
        return True
    told = peer.getsockopt(level, option, 128)
    return bool(struct.unpack_from(layout, told)[at] == os.getuid())


def _is_private(folder: Path) -> bool:
    """Return whether a folder is there; if so, it is the user's and nobody else can enter.

    Raises:
        ServiceError: It is somebody else's, a link, or open to others.
    """
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ServiceError(
            tr("“{folder}” cannot be looked at ({why}).", folder=folder, why=error.strerror)
        ) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ServiceError(
            tr(
                "“{folder}” is not a folder that only you can enter, so nothing is sent there; "
                "remove it, or set XDG_RUNTIME_DIR to a folder of your own, and start again.",
                folder=folder,
            )
        )
    return True


def _somebody_else(path: Path) -> ServiceError:
    return ServiceError(
        tr(
            "Somebody else listens on “{path}”, so nothing was sent; set XDG_RUNTIME_DIR to a "
            "folder of your own and start again.",
            path=path,
        )
    )
