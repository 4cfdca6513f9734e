"""The real editor, which does what lines of JSON on its standard input say, and answers each.

`{"do": "type", "text": ...}` and the like; see `_Driver`. Whatever dialog comes up is sent away, as
by Esc, and what it said is in the answer as `asked`; `said` is what the window's labels say.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TYPED = "Nobody loses a word of what was typed into this window. "


def stream(length: int) -> str:
    """Return the beginning of what `type_on` types."""
    return (TYPED * (length // len(TYPED) + 1))[:length]


def version(number: int) -> str:
    """Return the text that `journal_on` writes down as its number so-and-so; about 400 kB."""
    return f"{number:08} is the number of this line.\n" * 12_000


def main(arguments: list[str]) -> int:
    """Run the editor; the arguments are those of `autotype edit`."""
    import autotype.app as app
    from autotype.cli import main as autotype

    real = app.build
    drivers = []

    def build(*given: Any) -> Any:
        made = real(*given)
        drivers.append(_Driver(made))
        return made

    app.build = build
    return autotype(["edit", *arguments])


class _Driver:
    """Hears and answers, on the window's thread."""

    def __init__(self, app: Any) -> None:
        from PySide6.QtCore import QSocketNotifier, QTimer

        self._window = app.window
        self._editor = app.window.editor
        self._documents = app.window.documents
        self._asked: list[str] = []
        self._status: list[Any] = []
        self._typed = 0
        self._heard = b""
        self._busy = False
        app.bridge.status.connect(self._status.append)
        self._status += filter(None, [app.bridge.latest])
        self._dialogs = QTimer(app.window, interval=20)
        self._dialogs.timeout.connect(self._send_dialogs_away)
        self._dialogs.start()
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, app.window)
        self._notifier.activated.connect(self._read)
        self._keys = QTimer(app.window)
        self._keys.timeout.connect(self._type_one)
        # Only once the window is there and its loop runs.
        QTimer.singleShot(0, lambda: self._answer(shown=self._window.isVisible()))

    def _read(self) -> None:
        part = os.read(0, 1 << 20)
        if not part:
            self._notifier.setEnabled(False)
        self._heard += part
        while b"\n" in self._heard and not self._busy:
            line, _, self._heard = self._heard.partition(b"\n")
            asked = json.loads(line)
            self._asked.clear()
            self._busy = True
            try:
                found = getattr(self, "_do_" + asked.pop("do"))(**asked) or {}
            finally:
                self._busy = False
            self._answer(asked=list(self._asked), said=self._labels(), **found)

    def _answer(self, **found: Any) -> None:
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()

    def _send_dialogs_away(self) -> None:
        from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            text = dialog.text() if isinstance(dialog, QMessageBox) else dialog.windowTitle()
            self._asked.append(text)
            dialog.reject()

    def _labels(self) -> str:
        from PySide6.QtWidgets import QLabel

        labels = self._window.findChildren(QLabel)
        return " | ".join(label.text() for label in labels if label.isVisible() and label.text())

    # What can be asked for.

    def _do_type(self, text: str) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(self._editor, text)

    def _do_end(self) -> None:
        from PySide6.QtGui import QTextCursor

        self._editor.moveCursor(QTextCursor.MoveOperation.End)

    def _do_type_on(self, every_ms: int) -> None:
        self._keys.start(every_ms)

    def _type_one(self) -> None:
        self._do_type(stream(self._typed + 1)[-1])
        self._typed += 1
        self._answer(typed=self._typed, at=time.time())

    def _do_open(self, path: str) -> dict[str, Any]:
        opened = self._documents.open(Path(path))
        return {"opened": opened, "read_only": self._editor.isReadOnly()}

    def _do_save(self) -> dict[str, Any]:
        self._documents.save()
        return {"modified": self._editor.document().isModified()}

    def _do_text(self) -> dict[str, Any]:
        return {"text": self._editor.text()}

    def _do_journal(self) -> None:
        self._documents.journal_now()

    def _do_journal_on(self) -> None:
        number = 0
        while True:
            number += 1
            self._editor.replace_text(version(number))
            self._editor.document().setModified(True)
            self._documents.journal_now()
            self._answer(number=number)

    def _do_recover(self) -> dict[str, Any]:
        from autotype import paths
        from autotype.text.recovery import Journal

        found = Journal(paths.recovery()).pending()
        if found:
            self._documents.recover(found[0])
        return {"found": len(found), "text": self._editor.text()}

    def _do_engine(self, seconds: float) -> dict[str, Any]:
        """Wait until the engine has said what becomes of it."""
        self._wait(
            lambda: bool(self._status) and self._status[-1].state.value != "loading", seconds
        )
        last = self._status[-1] if self._status else None
        return {
            "state": last.state.value if last else "",
            "pack": last.pack if last else "",
            "message": last.message if last else "",
        }

    def _do_close(self) -> None:
        from PySide6.QtCore import QTimer

        self._editor.document().setModified(False)
        QTimer.singleShot(0, self._window.close)

    def _wait(self, condition: Callable[[], bool], seconds: float) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            loop = QEventLoop()
            QTimer.singleShot(10, loop.quit)
            loop.exec()
