"""The one place where values of the engine's thread reach the window's."""

from PySide6.QtCore import QObject, Signal

from autotype.text.engine_status import EngineStatus
from autotype.text.suggestion import Suggestion


class Bridge(QObject):
    """Its methods may be called from any thread; its signals arrive on the window's.

    Signals:
        suggestion(object): A `Suggestion`.
        status(object): An `EngineStatus`.
    """

    suggestion = Signal(object)
    status = Signal(object)

    def send_suggestion(self, answer: Suggestion) -> None:
        """Pass an answer on."""
        self.suggestion.emit(answer)

    def send_status(self, status: EngineStatus) -> None:
        """Pass a report on."""
        self.status.emit(status)
