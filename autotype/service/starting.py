"""Reaching the service from another program; it is started if it does not run."""

import socket
import subprocess
import time
from typing import Any

from autotype.processes import own_command
from autotype.service.messages import parse_object, to_line
from autotype.service.place import ServiceError, reach, socket_path
from autotype.translation import tr

_PATIENCE_S = 10.0
_BUSY_S = 2.0
_RETRY_S = 0.03


def start_service() -> None:
    """Start the service and leave it to itself; where there is one, nothing happens.

    Raises:
        ServiceError: It cannot be started.
    """
    try:
        process = subprocess.Popen(
            own_command("serve"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ServiceError(
            tr("The service cannot be started ({why}).", why=error.strerror)
        ) from error
    process.returncode = 0  # it outlives us, and nobody waits for it


def call(line: dict[str, Any], *, start: bool = False) -> dict[str, Any] | None:
    """Send one line and return its answer; None if there is no service.

    Args:
        line: The line.
        start: Whether to start a service if there is none.

    Raises:
        ServiceError: The service cannot be started or does not answer, or what is there is
            somebody else's.
    """
    peer = _connect(start)
    if peer is None:
        return None
    with peer, peer.makefile("rb") as lines:
        peer.settimeout(_PATIENCE_S)
        try:
            peer.sendall(to_line(line))
            return parse_object(lines.readline())
        except (OSError, ValueError) as error:
            raise ServiceError(tr("The service does not answer; end it and try again.")) from error


def _connect(start: bool) -> socket.socket | None:
    path = socket_path()
    started, end = False, time.monotonic() + _PATIENCE_S
    while True:
        peer = reach(path, _BUSY_S)
        if peer is not None or not start:
            return peer
        if not started:
            start_service()
            started = True
        if time.monotonic() > end:
            raise ServiceError(tr("The service did not start; start “autotype serve” to see why."))
        time.sleep(_RETRY_S)
