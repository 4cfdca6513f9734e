"""One assistant for each user; a second start shows the window of the first."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from autotype.service.place import private_folder, socket_path

_PATIENCE_MS = 2000
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
        self._name = str(private_folder(socket_path().parent) / "assistant")
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)

    def is_first(self) -> bool:
        """Return whether there is no other one; if there is, it is asked to show its window."""
        other = QLocalSocket()
        other.connectToServer(self._name)
        if other.waitForConnected(_PATIENCE_MS):
            other.write(_SHOW)
            other.waitForBytesWritten(_PATIENCE_MS)
            other.disconnectFromServer()
            return False
        # A socket that nobody listens on was left by one that was killed.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _heard(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            self.asked.emit()
