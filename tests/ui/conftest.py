"""A real window's editor and controller, with an engine that says what the test wants."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.app import App, build
from autotype.settings import Settings
from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.recovery import Journal
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word
from autotype.ui.actions import SuggestionKeys
from autotype.ui.bridge import Bridge
from autotype.ui.editor import Editor
from autotype.ui.pausing import Pausing
from autotype.ui.speaking import speak
from autotype.ui.suggestion_controller import SuggestionController
from autotype.ui.theme import apply_theme
from tests.ui.typist import Typist

Open = Callable[..., App]


@pytest.fixture(scope="session", autouse=True)
def themed(qapp: QApplication) -> None:
    """With the application's style sheet, widgets take fonts and paint in another way."""
    apply_theme(qapp, Settings())


@pytest.fixture(autouse=True)
def in_its_colours(qapp: QApplication, themed: None) -> Iterator[None]:
    """What a test chose is not there for the next one, whichever that is."""
    yield
    applied = qapp.property("autotypeTheme")
    if applied.theme != Settings().theme:
        apply_theme(qapp, Settings())


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Each language that the window speaks."""
    before = QLocale()
    speak(qapp, request.param)
    yield request.param
    speak(qapp, "en")
    QLocale.setDefault(before)


@pytest.fixture
def open_app(qtbot: QtBot, home: Path) -> Iterator[Open]:
    apps: list[App] = []

    def make(**options: object) -> App:
        app = build(Settings(**options), Journal(home / "recovery"))  # type: ignore[arg-type]
        apps.append(app)
        with qtbot.waitActive(app.window, timeout=20_000):
            app.window.show()
            app.window.editor.setFocus()
        return app

    yield make
    for app in apps:
        app.window.editor.document().setModified(False)
        app.window.close()
        assert app.stop()
        # What is left behind would get its style anew with every theme of a later test.
        app.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def until_ready(qtbot: QtBot, app: App) -> None:
    qtbot.waitUntil(lambda: "· CPU" in app.window.status.text, timeout=20_000)


class Session:
    """One user at one editor; `seen` lists what was on the screen, one entry per change."""

    def __init__(self, qtbot: QtBot, mid_line: bool = False, soft_space: bool = False) -> None:
        self.now = 100.0
        self.requests: list[Request] = []
        self.cancelled = 0
        self.editor = Editor()
        self.bridge = Bridge()
        self.controller = SuggestionController(
            self.editor,
            self.requests.append,
            self._cancel,
            Options(0.15, mid_line, soft_space),
            lambda: self.now,
        )
        self.pausing = Pausing(self.controller, paused=False)
        self.keys = SuggestionKeys(self.editor, self.controller, self.pausing.toggle, {})
        self.bridge.suggestion.connect(
            self.controller.on_suggestion, Qt.ConnectionType.QueuedConnection
        )
        self.controller.on_status(EngineStatus(EngineState.READY, "Test", "CPU"))
        qtbot.addWidget(self.editor)
        self.editor.resize(400, 300)
        with qtbot.waitActive(self.editor, timeout=20_000):
            self.editor.show()
            self.editor.setFocus()
        self.seen: list[str] = [self.screen()]

    def _cancel(self) -> None:
        self.cancelled += 1

    def screen(self) -> str:
        """The text with the ghost, as it is drawn, in brackets at the caret."""
        text, ghost = self.editor.text(), self.editor.ghost.text
        units = text.encode("utf-16-le")
        at = 2 * self.editor.textCursor().position()
        soft = " " if self.controller.soft_space and not self.editor.composing else ""
        assert ghost == (self.controller.ghost or soft)
        assert ghost or not self.editor.ghost.view.isVisible()
        before, after = units[:at].decode("utf-16-le"), units[at:].decode("utf-16-le")
        return f"{before}[{ghost}]{after}" if ghost else before + after

    def look(self) -> None:
        """Note what is on the screen if it is something new."""
        if self.screen() != self.seen[-1]:
            self.seen.append(self.screen())

    def type(self, text: str) -> None:
        """Press a key for every character."""
        for character in text:
            if character == "\n":
                QTest.keyClick(self.editor, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(self.editor, character)
            self.look()

    def press(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.editor, key, modifier)
        self.look()

    def wait(self, milliseconds: float) -> None:
        """Let time go by for the controller's clock."""
        self.now += milliseconds / 1000

    def answer(
        self,
        ghost: str = "",
        *words: str,
        to: int = -1,
        final: bool = True,
        reason: Silence | None = None,
    ) -> None:
        """Let the engine answer a request, through the real bridge."""
        shown = tuple(Word(word, 0.5) for word in (words or ((ghost,) if ghost else ())))
        silence = reason or (None if ghost else Silence.UNSURE)
        self.bridge.send_suggestion(
            Suggestion(self.requests[to], shown, ghost, 0.5, reason=silence, final=final)
        )
        QTest.qWait(1)
        self.look()


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """A user at an empty document."""
    yield Session(qtbot)


@pytest.fixture
def at_work(qtbot: QtBot, open_app: Open) -> Callable[..., Typist]:
    def sit_down(where: str = "caret", **more: object) -> Typist:
        app = open_app(words_at=where, **more)
        qtbot.waitUntil(lambda: bool(app.window.notice.text))  # that there is no model
        app.window.notice.dismiss()
        QApplication.processEvents()
        return Typist(app)

    return sit_down
