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

# What the kernel takes as a socket's path, its closing zero included.
_LONGEST_PATH = 104


class ServiceError(AutotypeError):
    """The service cannot be started or reached."""


def socket_path() -> Path:
    """Return where the service of this user and this user folder listens.

    Raises:
        ServiceError: There is no place for a socket.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise ServiceError("This system has no Unix sockets, which the service talks through.")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    name = "autotype"
    if not runtime:
        runtime, name = tempfile.gettempdir(), f"autotype-{os.getuid()}"
    if os.environ.get(paths.HOME_VARIABLE):
        # Another user folder is another service.
        name += "-" + hashlib.sha256(os.fsencode(paths.home())).hexdigest()[:10]
    path = Path(runtime) / name / "engine"
    if len(os.fsencode(path)) >= _LONGEST_PATH:
        raise ServiceError(
            f"“{path}” is too long for a socket; set XDG_RUNTIME_DIR to a shorter path."
        )
    return path


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can enter, and return it.

    Raises:
        ServiceError: It cannot be made, or is somebody else's.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # In a folder that all may write to, another user may have been faster.
        found = folder.lstat()
    except OSError as error:
        raise ServiceError(f"“{folder}” cannot be made ({error.strerror}).") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ServiceError(
            f"“{folder}” is not a folder that only you can enter; remove it and start again."
        )
    return folder


def is_own(peer: socket.socket) -> bool:
    """Return whether who is at the other end runs as the same user.

    Where the system does not say, the rights of the socket and its folder have to do.
    """
    if sys.platform != "linux":
        return True
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return bool(user == os.getuid())
