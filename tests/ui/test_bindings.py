"""What the bindings themselves must not do."""

import sys

from PySide6.QtCore import QObject, Signal


class Sender(QObject):
    nothing = Signal()
    value = Signal(object)


def test_emitting_signals_keeps_the_references_of_true() -> None:
    """PySide6 6.12.0 loses one with each emit on Python 3.11, until the process aborts."""
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(500):
        sender.nothing.emit()
        sender.value.emit(1)
    assert abs(sys.getrefcount(True) - before) < 50
