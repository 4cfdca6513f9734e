"""The service as a Qt object, for a window: its state, and what it is told."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from autotype.service.messages import parse_object, to_line
from autotype.service.place import ServiceError, reach, socket_path
from autotype.service.starting import start_service

_RETRY_MS = 300
# A service that does not come is not started again and again.
_START_AGAIN_MS = 5000

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
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(self._later)
        self._retry = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._retry.timeout.connect(self._connect)
        self._waiting: dict[int, Callable[[Answer], None]] = {}
        self._number = 0
        self._open = False
        self._started = QElapsedTimer()
        self._trouble = ""

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
        """Send an operation; `then` gets its answer. Without a connection nothing is sent."""
        if self._socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
            return
        self._number += 1
        if then is not None:
            self._waiting[self._number] = then
        self._socket.write(to_line({"op": operation, "id": self._number} | fields))

    def _connect(self) -> None:
        if self._socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
            return
        peer, trouble = None, ""
        try:
            # Qt does not look who listens, so it is given a connection that was looked at.
            peer = reach(socket_path())
            if peer is None:
                self._start_once()
        except ServiceError as error:
            trouble = str(error)
        if trouble and trouble != self._trouble:
            self.failed.emit(trouble)
        self._trouble = trouble
        if peer is not None and self._socket.setSocketDescriptor(peer.detach()):
            self.send("watch", self.changed.emit)
        else:
            self._later()

    def _start_once(self) -> None:
        if not self._started.isValid() or self._started.hasExpired(_START_AGAIN_MS):
            self._started.start()
            start_service()

    def _later(self) -> None:
        self._waiting.clear()
        if self._open and not self._retry.isActive():
            self._retry.start()

    def _read(self) -> None:
        while self._socket.canReadLine():
            try:
                line = parse_object(bytes(self._socket.readLine().data()))
            except ValueError:
                self._socket.abort()  # it is no service of ours; the next one may be
                return
            then = self._waiting.pop(line.get("id") or 0, None)
            if then is not None:
                then(line)
            elif "event" in line:
                self.changed.emit(line)
