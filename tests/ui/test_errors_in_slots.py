"""An error in a slot fails the test in which it happens; Qt would print it and go on."""

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot


def test_an_error_in_a_slot_is_caught(qtbot: QtBot, pytestconfig: pytest.Config) -> None:
    # The option is no number: any text switches it on, “0” too.
    assert not pytestconfig.getini("qt_no_exception_capture")
    with qtbot.captureExceptions() as errors:
        QTimer.singleShot(0, lambda: [].pop())
        qtbot.waitUntil(lambda: bool(errors))
    assert errors[0][0] is IndexError
