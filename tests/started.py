"""The editor or the assistant in a process of its own, as a user starts it.

Run as a program: the arguments are those of `autotype`. Right after the window has appeared, what
it shows is printed as one line of JSON, and the process is ended as the system would.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from autotype.cli import main
from autotype.tray import link
from autotype.tray.window import AssistantWindow
from autotype.ui.main_window import MainWindow


def editor_shows(window: MainWindow) -> dict[str, str]:
    return {
        "title": window.windowTitle(),
        "start": window.start_notice.text,
        "document": window.document_notice.text,
    }


def assistant_shows(window: AssistantWindow) -> dict[str, str]:
    return {"title": window.windowTitle(), "start": window.trouble.text(), "document": ""}


def tell(window: Any, look: Callable[[Any], dict[str, str]]) -> None:
    print(json.dumps(look(window)), flush=True)
    os.kill(os.getpid(), signal.SIGTERM)


def watch(kind: type[QWidget], look: Callable[[Any], dict[str, str]]) -> None:
    before = kind.showEvent

    def show_event(window: QWidget, event: Any) -> None:
        before(window, event)
        QTimer.singleShot(0, lambda: tell(window, look))

    kind.showEvent = show_event  # type: ignore[method-assign]


# Nothing that a test starts may outlive it.
link.start_service = lambda: None
watch(MainWindow, editor_shows)
watch(AssistantWindow, assistant_shows)
sys.exit(main(sys.argv[1:]))
