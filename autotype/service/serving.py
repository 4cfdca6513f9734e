"""Starting the service: one for each user, found by its socket."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable

from autotype.service.door import Door, TakenError
from autotype.service.place import ServiceError, socket_path
from autotype.service.server import Server
from autotype.service.supervisor import Supervisor
from autotype.service.timing import Limits

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 2.0


def serve(limits: Limits) -> bool:
    """Run the service until it is told to stop, or nobody needs it any more.

    Args:
        limits: When to lose patience with the engine, and when it is idle.

    Returns:
        False if there is one already.

    Raises:
        ServiceError: There is no place for its socket.
    """
    door = Door(socket_path())
    try:
        listening = door.open()

        def supervisor(on_status: Callable[..., None]) -> Supervisor:
            return Supervisor(on_status, limits)

        asyncio.run(_serve(door, listening, supervisor, limits.idle))
    except TakenError:
        return False
    finally:
        # The next one may have to be started at once; it waits for the lock.
        door.close()
    return True


async def _serve(
    door: Door, listening: socket.socket, supervisor: Callable[..., Supervisor], linger: float
) -> None:
    server = Server(supervisor, linger)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # Who starts us with a signal ignored, as nohup does, means it.
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, server.stop)
    await server.listen(listening)
    looking = loop.create_task(_keep_open(door, server))
    _log.info("the service listens")
    await server.run()
    looking.cancel()
    _log.info("the service ends")


async def _keep_open(door: Door, server: Server) -> None:
    """Restore what others look for; end where another service has taken the place."""
    trouble = ""
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        before, trouble = trouble, ""
        try:
            listening = door.look()
            if listening is not None:
                await server.listen(listening)
                _log.warning("the socket was gone and is there again")
        except TakenError:
            _log.warning("another service has taken the place")
            server.stop()
            return
        except (ServiceError, OSError) as error:
            trouble = str(error)
            if trouble != before:
                _log.warning("nobody can connect: %s", trouble)
