"""The assistant's window, and the pop-up at the caret of another application."""

import psutil
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from session import Writer, wait

from autotype import paths
from autotype.assistant.modes import Mode
from autotype.assistant.rules import save_rules
from autotype.popup.place import Rect
from autotype.popup.window import PopupWindow
from autotype.service.starting import call
from autotype.tray.control import Control
from autotype.tray.input_method import InputMethod
from autotype.tray.link import ServiceLink
from autotype.tray.window import AssistantWindow

TYPED = "Thanks for your email. I'm looking forward to hea"


def take(writer: Writer) -> None:
    """Take both."""
    _popup(writer)
    _assistant(writer)


def _popup(writer: Writer) -> None:
    other = QPlainTextEdit()
    other.setWindowTitle("Another application")
    other.resize(560, 100)
    other.show()
    wait("other window in front", other.isActiveWindow)
    QTest.keyClicks(other, TYPED)
    popup = PopupWindow()
    popup.create_ahead()
    caret = other.cursorRect()
    corner = other.viewport().mapToGlobal(QPoint(caret.x(), caret.y()))
    popup.show_at(Rect(corner.x(), corner.y(), 1, caret.height()), "ring from you", "Tab")
    wait("pop-up", popup.isVisible)
    writer.take("popup", other)
    popup.close()
    other.close()


def _assistant(writer: Writer) -> None:
    save_rules(paths.rules_file(), {"thunderbird": Mode.INLINE, "code": Mode.OFF})
    link = ServiceLink()
    link.open()
    control, method = Control(link), InputMethod()
    window = AssistantWindow(control, method, writer.app.live, paths.rules_file())
    try:
        wait("service", lambda: control.words.startswith("Ready"))
        window.show()
        wait("assistant in front", window.isActiveWindow)
        writer.take("assistant", window)
    finally:
        window.close()
        method.close()
        link.close()
        health = call({"op": "health"})
        if health is not None:
            call({"op": "stop"})
            psutil.wait_procs([psutil.Process(health["pid"])], timeout=10)
