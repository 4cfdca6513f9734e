"""The wait that a key begins anew without starting a timer."""

import time

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from autotype.ui.debounce import Debounce


def test_it_waits_from_the_last_start(qtbot: QtBot) -> None:
    parent = QObject()
    debounce = Debounce(parent, 120)
    fired: list[float] = []
    debounce.timeout.connect(lambda: fired.append(time.monotonic()))
    debounce.start()
    qtbot.wait(60)
    assert debounce.isActive()
    begun = time.monotonic()
    debounce.start()
    qtbot.waitUntil(lambda: bool(fired), timeout=5000)
    assert fired[0] - begun >= 0.119
    assert not debounce.isActive()
    qtbot.wait(200)
    assert len(fired) == 1


def test_nothing_comes_of_a_wait_that_was_ended(qtbot: QtBot) -> None:
    parent = QObject()
    debounce = Debounce(parent, 30)
    fired: list[bool] = []
    debounce.timeout.connect(lambda: fired.append(True))
    debounce.start()
    debounce.stop()
    assert not debounce.isActive()
    qtbot.wait(100)
    assert not fired


def test_a_shorter_wait_takes_its_place(qtbot: QtBot) -> None:
    parent = QObject()
    debounce = Debounce(parent, 60_000)
    debounce.start()
    with qtbot.waitSignal(debounce.timeout, timeout=5000):
        debounce.hurry(10)


def test_it_can_be_used_again_from_its_own_signal(qtbot: QtBot) -> None:
    parent = QObject()
    debounce = Debounce(parent, 10)
    fired: list[bool] = []

    def again() -> None:
        fired.append(True)
        if len(fired) < 3:
            debounce.start()

    debounce.timeout.connect(again)
    debounce.start()
    qtbot.waitUntil(lambda: len(fired) == 3, timeout=5000)
