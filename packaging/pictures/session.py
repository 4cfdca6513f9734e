"""The real editor with the recommended pack, on a screen, and somebody who types into it."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from image import save
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from autotype import paths
from autotype.app import App, application_of, build
from autotype.commands.smoke import let_pass
from autotype.settings import Settings
from autotype.text.engine_status import EngineState

SIZE = (900, 360)
PACK = "smollm2-135m"
_PATIENCE_S = 60
_QUICK_MS = 50
# Until the caret has stopped blinking out and everything late is painted.
_SETTLED_MS = 350
# The status line says what is so when it has been so for half a second.
_SAID_MS = 800


class Writer:
    """One window of the app and its keyboard.

    Attributes:
        app: What is running.
        folder: Where pictures go.
        theme: Its colours, which are the end of each picture's name.
    """

    def __init__(self, app: App, folder: Path, theme: str) -> None:
        self.app, self.folder, self.theme = app, folder, theme

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        for character in text:
            if character == "\n":
                QTest.keyClick(self.app.window.editor, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(self.app.window.editor, character)
            let_pass(_QUICK_MS)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press one key where the focus is."""
        there = QApplication.focusWidget() or self.app.window.editor
        QTest.keyClick(there, key, modifiers or Qt.KeyboardModifier.NoModifier)
        let_pass(50)

    def type_into_focus(self, text: str) -> None:
        """Press the keys of a text where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.app.window.editor, text)
        let_pass(50)

    def begin(self, text: str = "", name: str = "") -> None:
        """Put a text in place of what is there, with the caret at its end."""
        window = self.app.window
        window.document_notice.hide()
        window.editor.document().setModified(False)
        last = window.tabs.front
        window.tabs.new()
        window.tabs.close(last)
        if name:
            file = paths.home() / name
            file.write_text(text, encoding="utf-8")
            window.documents.open(file)
        else:
            window.editor.replace_text(text)
        window.editor.moveCursor(window.editor.textCursor().MoveOperation.End)
        window.editor.setFocus()
        let_pass(_SETTLED_MS)

    def choose(self, entry: str) -> None:
        """Choose an entry of a menu by its words, as far as they are given."""
        for menu in self.app.window.menuBar().actions():
            for action in menu.menu().actions():  # type: ignore[attr-defined]
                if action.text().replace("&", "").startswith(entry):
                    action.trigger()
                    return
        sys.exit(f"No menu has “{entry}”.")

    def take(self, name: str, window: QWidget | None = None) -> None:
        """Take a picture of a window, the editor's by default, with what lies over it."""
        let_pass(_SAID_MS)
        shown = window or self.app.window
        save(grabbed(shown).toImage(), self.folder / f"{name}-{self.theme}.png")


def grabbed(window: QWidget) -> QPixmap:
    """Return the part of the screen where a window is."""
    # A blinking caret would be there in one picture and not in the next.
    QGuiApplication.styleHints().setCursorFlashTime(0)
    area = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
    screen = QGuiApplication.primaryScreen()
    return screen.grabWindow(0, area.x(), area.y(), area.width(), area.height())


def wait(what: str, done: Callable[[], object]) -> None:
    """Let the window work until something is so; the process ends if it never is."""
    end = time.monotonic() + _PATIENCE_S
    while not done():
        if time.monotonic() > end:
            seen = paths.home() / "seen.png"
            QGuiApplication.primaryScreen().grabWindow(0).save(str(seen))
            sys.exit(f"There was no {what} in {_PATIENCE_S} seconds; see “{seen}”.")
        let_pass(20)


@contextmanager
def writing(folder: Path, theme: str) -> Iterator[Writer]:
    """Open the editor, wait for its model, and close it at the end."""
    settings = Settings(pack=PACK, theme=theme, spelling="en")
    application_of(settings)
    app = build(settings)
    app.window.resize(*SIZE)
    app.window.show()
    app.window.editor.setFocus()
    try:
        wait("window in front", app.window.isActiveWindow)
        wait("model", lambda: app.bridge.latest and app.bridge.latest.state is EngineState.READY)
        let_pass(_SAID_MS)
        # How long the model took says how busy this machine was.
        app.window.status._rests.timeout.disconnect()
        yield Writer(app, folder, theme)
    finally:
        app.window.editor.document().setModified(False)
        app.window.close()
        app.stop()


def furnish(home: Path, packs: Path) -> None:
    """Make a user folder with the packs of another one, and what was measured there."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "packs").symlink_to(packs, target_is_directory=True)
    measured = packs.parent / "measured.json"
    if measured.exists():
        shutil.copy(measured, home)
    os.environ["AUTOTYPE_HOME"] = str(home)
