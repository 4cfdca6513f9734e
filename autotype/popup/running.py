"""The pop-up's process: it reads what to show, a line of JSON each, until nobody writes any more.

    {"do": "show", "text": "ch for", "key": "Tab", "caret": [640, 312, 1, 19]}
    {"do": "hide", "at_once": false}

It says `{"is": "ready"}` when it can show something, and `{"is": "pressed"}` whenever a button of
the mouse goes down: Firefox, for one, tells no input method of a click. What it shows is
somebody's text, so it keeps no log.
"""

import json
import os
import signal
import sys
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

from autotype import paths, settings
from autotype.popup.place import Rect
from autotype.popup.presses import Presses
from autotype.popup.window import PopupWindow
from autotype.text.untrusted import parse_json
from autotype.ui.application import application_of

_LONGEST_LINE = 1 << 16
# X has no places outside of these.
_FARTHEST = 32767


class Lines(QObject):
    """Hands what comes through a pipe to the window, and ends with the pipe."""

    def __init__(self, descriptor: int, window: PopupWindow, parent: QObject) -> None:
        """Read from a file descriptor, which is made not to wait."""
        super().__init__(parent)
        self._descriptor, self._window = descriptor, window
        self._unread = b""
        os.set_blocking(descriptor, False)
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._descriptor, _LONGEST_LINE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        *lines, self._unread = (self._unread + data).split(b"\n")
        if not data or len(self._unread) > _LONGEST_LINE:
            self._end()
            return
        try:
            for line in lines:
                obey(parse_json(line), self._window)
        except (ValueError, KeyError, TypeError):
            self._end()  # who writes such lines is not who started us

    def _end(self) -> None:
        self._notifier.setEnabled(False)
        self._window.hide()
        QApplication.exit(0)


def obey(line: Any, window: PopupWindow) -> None:
    """Do what a line says.

    Raises:
        KeyError, TypeError, ValueError: It is no line of ours.
    """
    if line["do"] == "hide":
        window.leave(at_once=bool(line["at_once"]))
        return
    x, y, width, height = (max(-_FARTHEST, min(int(n), _FARTHEST)) for n in line["caret"])
    caret = Rect(x, y, max(0, width), max(0, height))
    window.show_at(caret, str(line["text"]), str(line["key"]))


def _say(what: str) -> None:
    print(json.dumps({"is": what}), flush=True)


def run_popup() -> int:
    """Be the pop-up until standard input ends; return the exit code."""
    # It is told where to be in pixels of the X screen. It is nobody's text field.
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    os.environ["QT_IM_MODULE"] = "none"
    # Nobody writes to a terminal here, and Qt's loop would not let Python hear of it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    chosen, _ = settings.load(paths.settings_file())
    application = application_of(chosen)
    application.setQuitOnLastWindowClosed(False)
    window = PopupWindow(chosen.font_family)
    window.create_ahead()
    Lines(sys.stdin.fileno(), window, application)

    def pressed() -> None:
        window.leave(at_once=True)
        _say("pressed")

    Presses(pressed, application)
    _say("ready")
    return application.exec()
