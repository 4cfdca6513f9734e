"""The one place where values of the engine's thread reach the window's."""

from PySide6.QtCore import QObject, Signal

from autotype.text.engine_status import EngineStatus
from autotype.text.rescoring import Rescored
from autotype.text.suggestion import Suggestion


class Bridge(QObject):
    """Its methods may be called from any thread; its signals arrive on the window's.

    Attributes:
        latest: The last report of the engine, for who begins to listen late; None before.

    Signals:
        suggestion(object): A `Suggestion` for the text that is written.
        example(object): One for a request that no editor made, with a negative revision.
        rescored(object): A `Rescored`, for who wanted to know what fits.
        status(object): An `EngineStatus`.
    """

    suggestion = Signal(object)
    example = Signal(object)
    rescored = Signal(object)
    status = Signal(object)

    def __init__(self) -> None:
        """Nothing has been said yet."""
        super().__init__()
        self.latest: EngineStatus | None = None

    def send_suggestion(self, answer: Suggestion) -> None:
        """Pass an answer on."""
        (self.suggestion if answer.request.revision >= 0 else self.example).emit(answer)

    def send_rescored(self, answer: Rescored) -> None:
        """Pass on how well words fit."""
        self.rescored.emit(answer)

    def send_status(self, status: EngineStatus) -> None:
        """Pass a report on."""
        self.latest = status
        self.status.emit(status)
