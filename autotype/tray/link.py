"""The service as a Qt object, for a window: its state, and what it is told."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from autotype.service.messages import to_line
from autotype.service.place import ServiceError, socket_path
from autotype.service.starting import start_service

_RETRY_MS = 300

Answer = dict[str, Any]


class ServiceLink(QObject):
    """Keeps a connection to the service, which it starts; what is lost is told.

    Signals:
        changed(object): Some of the service's state, a dictionary: `paused`,
            `snoozed_until`, `off_the_record`, or `engine`.
        failed(str): Why there is no service, in one sentence.
    """

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Connect to nothing yet."""
        super().__init__(parent)
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._on_connected)
        self._socket.readyRead.connect(self._read)
        self._socket.errorOccurred.connect(self._on_error)
        self._socket.disconnected.connect(self._later)
        self._retry = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._retry.timeout.connect(self._connect)
        self._waiting: dict[int, Callable[[Answer], None]] = {}
        self._number = 0
        self._open = False

    def open(self) -> None:
        """Connect, and connect again whenever the connection is lost."""
        self._open = True
        self._connect()

    def close(self) -> None:
        """End the connection for good."""
        self._open = False
        self._retry.stop()
        self._socket.flush()
        self._socket.disconnectFromServer()

    def send(
        self, operation: str, then: Callable[[Answer], None] | None = None, **fields: object
    ) -> None:
        """Send an operation; `then` gets its answer."""
        self._number += 1
        if then is not None:
            self._waiting[self._number] = then
        self._socket.write(to_line({"op": operation, "id": self._number} | fields))

    def _connect(self) -> None:
        if self._socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
            return
        try:
            self._socket.connectToServer(str(socket_path()))
        except ServiceError as error:
            self.failed.emit(str(error))

    def _on_connected(self) -> None:
        self.send("watch", self.changed.emit)

    def _on_error(self) -> None:
        if not self._open:
            return
        try:
            start_service()
        except ServiceError as error:
            self.failed.emit(str(error))
            return
        self._later()

    def _later(self) -> None:
        self._waiting.clear()
        if self._open and not self._retry.isActive():
            self._retry.start()

    def _read(self) -> None:
        while self._socket.canReadLine():
            line = json.loads(bytes(self._socket.readLine().data()))
            then = self._waiting.pop(line.get("id") or 0, None)
            if then is not None:
                then(line)
            elif "event" in line:
                self.changed.emit(line)
