"""Starting the service: one for each user, found by its socket."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import filelock

from autotype.service.place import ServiceError, private_folder, socket_path
from autotype.service.server import Server
from autotype.service.supervisor import Supervisor
from autotype.service.timing import Limits

_log = logging.getLogger(__name__)


def serve(limits: Limits) -> bool:
    """Run the service until it is told to stop, or nobody needs it any more.

    Args:
        limits: When to lose patience with the engine, and when it is idle.

    Returns:
        False if there is one already.

    Raises:
        ServiceError: There is no place for its socket.
    """
    path = socket_path()
    folder = private_folder(path.parent)
    lock = filelock.FileLock(folder / "lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return False
    try:
        listening = _listen(path)

        def supervisor(on_status: Callable[..., None]) -> Supervisor:
            return Supervisor(on_status, limits)

        asyncio.run(_serve(listening, supervisor, limits.idle))
    finally:
        # The next one may have to be started at once; it waits for the lock.
        with contextlib.suppress(OSError):
            path.unlink()
        lock.release()
    return True


async def _serve(
    listening: socket.socket, supervisor: Callable[..., Supervisor], linger: float
) -> None:
    server = Server(supervisor, linger)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, server.stop)
    _log.info("the service listens")
    await server.run(listening)
    _log.info("the service ends")


def _listen(path: Path) -> socket.socket:
    """Return a listening socket; whoever has the lock may take an old one's place."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        listening.bind(str(path))
        path.chmod(0o600)
        listening.listen()
    except OSError as error:
        listening.close()
        raise ServiceError(f"The service cannot listen on “{path}” ({error.strerror}).") from error
    return listening
