"""One assistant for each user; a second start shows the window of the first."""

import contextlib
import os
import socket

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from autotype.service.door import Door, TakenError
from autotype.service.place import is_own, private_folder, reach, socket_path

_PATIENCE_S = 2.0
_SHOW = b"show\n"


class SingleInstance(QObject):
    """Hears of later starts.

    Signals:
        asked(): Somebody has started the assistant once more.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Look where others are; may raise `ServiceError`."""
        super().__init__(parent)
        self._path = private_folder(socket_path().parent) / "assistant"
        self._door = Door(self._path, "assistant.lock")
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)

    def is_first(self) -> bool:
        """Return whether there is no other one; if there is, it is asked to show its window.

        Raises:
            ServiceError: Somebody else listens in its place.
        """
        if self._asked_another():
            return False
        try:
            listening = self._door.open()
        except TakenError:
            # It was started in the same moment.
            self._asked_another()
            return False
        self._server.listen(listening.detach())
        return True

    def close(self) -> None:
        """Listen no more, and let others be the first."""
        self._server.close()
        self._door.close()

    def _asked_another(self) -> bool:
        """Ask another one to show its window; return whether there is one."""
        other = reach(self._path, _PATIENCE_S)
        if other is None:
            return False
        with other, contextlib.suppress(OSError):
            other.settimeout(_PATIENCE_S)
            other.sendall(_SHOW)
        return True

    def _heard(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            if _is_ours(connection):
                self.asked.emit()


def _is_ours(connection: QLocalSocket) -> bool:
    try:
        with socket.socket(fileno=os.dup(int(connection.socketDescriptor()))) as peer:
            return is_own(peer)
    except OSError:
        return False  # whoever it was has gone
