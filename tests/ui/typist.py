"""Somebody in front of the real window, whose engine says what the test wants."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.app import App
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word
from autotype.ui.caret_strip import CaretStrip

Key = Qt.Key


class Typist:
    """Types; `shown` is what the three places say."""

    def __init__(self, app: App) -> None:
        self.window = app.window
        self.editor = app.window.editor
        self.controller = app.window.controller
        self.requests: list[Request] = []
        self.now = 100.0
        self.controller._submit = self.requests.append
        self.controller._clock = lambda: self.now
        self.controller.on_status(EngineStatus(EngineState.READY, "Test", "CPU"))
        self.row = app.window.words or app.window.bar

    def type(self, text: str) -> None:
        for character in text:
            self.now += 0.2
            if character == "\n":
                QTest.keyClick(self.editor, Key.Key_Return)
            else:
                QTest.keyClicks(self.editor, character)

    def answer(self, *words: str, ghost: str = "") -> None:
        reason = None if ghost else Silence.UNSURE
        offered = tuple(Word(word, 0.5) for word in words)
        self.controller.on_suggestion(
            Suggestion(self.requests[-1], offered, ghost, 0.5, reason=reason)
        )
        QApplication.processEvents()

    def shown(self) -> list[str]:
        return [button.text() for button in self.row.buttons]

    def strip(self) -> CaretStrip:
        assert self.window.strip is not None
        return self.window.strip

    def caret(self) -> QRect:
        """Where the caret stands in the editor."""
        return self.editor.cursorRect().translated(self.editor.viewport().geometry().topLeft())

    def on_screen(self) -> dict[str, int]:
        """Where each word of the strip begins on the screen; empty while it is hidden."""
        buttons = self.strip().buttons if self.strip().isVisible() else []
        return {
            one.text(): one.mapToGlobal(one.rect().topLeft()).x()
            for one in buttons
            if one.isVisible() and one.text()
        }
