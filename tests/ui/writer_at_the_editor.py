"""Somebody who writes at the editor, with its controller between them and the dialogue."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.text.dialogue import events as on
from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion
from autotype.ui.editor import Editor
from autotype.ui.suggestion_controller import SuggestionController
from tests.text.writing import Writing

KEYS = {
    "backspace": Qt.Key.Key_Backspace,
    "delete": Qt.Key.Key_Delete,
    "left": Qt.Key.Key_Left,
    "right": Qt.Key.Key_Right,
}


class WriterAtTheEditor(Writing):
    """Somebody who writes there, with the keys and the input method of Qt."""

    def __init__(self, text: str = "|", options: Options | None = None) -> None:
        self.now = 100.0
        self.requests: list[Request] = []  # type: ignore[misc]
        self.editor = Editor()
        self.controller = SuggestionController(
            self.editor, self.requests.append, lambda: None, options, lambda: self.now
        )
        self.controller.on_status(EngineStatus(EngineState.READY, "x", "CPU"))
        self.editor.show()
        before, _, after = text.partition("|")
        self.editor.replace_text(before + after)
        cursor = self.editor.textCursor()
        cursor.setPosition(len(before.encode("utf-16-le")) // 2)
        self.editor.setTextCursor(cursor)
        self.seen = [self.screen()]

    @property
    def _parts(self) -> tuple[str, str]:
        raw, at = self.editor.text().encode("utf-16-le"), 2 * self.editor.textCursor().position()
        return raw[:at].decode("utf-16-le"), raw[at:].decode("utf-16-le")

    @property
    def _drawn(self) -> str | None:
        drawn = self.editor.ghost.text
        if self.soft and not self.ghost and drawn == " ":
            return ""
        return drawn or None

    before = property(lambda self: self._parts[0])
    after = property(lambda self: self._parts[1])
    drawn = property(lambda self: self._drawn)
    ghost = property(lambda self: self.controller.ghost)
    soft = property(lambda self: self.controller.soft_space)
    silence = property(lambda self: self.controller.silence)
    words = property(lambda self: self.controller.words)
    asked = property(lambda self: self.controller._state.asked)

    def takes(self, what: on.Take, *, deliberate: bool = False) -> bool:
        return self.controller.take(what)

    def presses(self, what: on.Wish) -> bool:
        return self.controller.press(what)

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def pause(self, reason: Silence | None) -> None:
        self.controller.set_paused(reason)

    def come_back(self) -> None:
        QApplication.sendEvent(self.editor, QFocusEvent(QEvent.Type.FocusIn))

    def close(self) -> None:
        self.editor.close()
        self.editor.deleteLater()
        QApplication.processEvents()

    def _know(self, shortcuts: Shortcuts) -> None:
        self.controller.set_shortcuts(shortcuts)

    def _commit(self, text: str) -> None:
        if text == "\n":
            QTest.keyClick(self.editor, Qt.Key.Key_Return)
        elif len(text) == 1 and text.isascii():
            QTest.keyClicks(self.editor, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self.editor, event)

    def _edit(self, name: str) -> None:
        if name == "blur":
            QApplication.sendEvent(self.editor, QFocusEvent(QEvent.Type.FocusOut))
        elif name == "undo":
            self.editor.undo()
        else:
            QTest.keyClick(self.editor, KEYS[name])

    def _paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.editor.paste()

    def _answer(self, answer: Suggestion, to: int) -> None:
        self.controller.on_suggestion(answer)
