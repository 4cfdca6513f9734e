"""What the status line says after the text was changed by something else than keys."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.text.engine_status import EngineState
from autotype.text.recovery import Journal
from autotype.text.suggestion import Silence
from tests.ui.conftest import Open
from tests.ui.test_spelling_marks import choose, only_shipped, open_menu, place, until_marked

__all__ = ["only_shipped"]  # a fixture


@pytest.fixture
def app(qtbot: QtBot, open_app: Open) -> App:
    app = open_app(spelling="en_US")
    app.window.activateWindow()
    assert QTest.qWaitForWindowActive(app.window)
    # That there is no model is a reason for silence as well, and would come in between.
    qtbot.waitUntil(
        lambda: app.window.controller._state.engine is EngineState.MISSING, timeout=20_000
    )
    return app


def said(qtbot: QtBot, app: App, text: str) -> None:
    def is_said() -> bool:
        if not app.window.editor.hasFocus():  # a menu that closes here does not always give it back
            app.window.activateWindow()
            app.window.editor.setFocus()
        return f"No suggestion: {text}" in app.window.status.text

    qtbot.waitUntil(is_said, timeout=5000)


def test_a_correction_is_no_paste(qtbot: QtBot, app: App) -> None:
    QTest.keyClicks(app.window.editor, "It is a wrold of ")
    until_marked(qtbot, app.window, "wrold")
    place(app.window, 10)
    choose(open_menu(qtbot, app.window), "1")
    assert app.window.editor.text() == "It is a world of "
    said(qtbot, app, Silence.AFTER_EDIT)


def test_a_restored_text_is_no_paste(qtbot: QtBot, app: App, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("What the file has.\n", encoding="utf-8")
    app.window.tabs.open(path)
    document = app.window.documents.document
    Journal(home / "recovery").save("dead", "What the draft has.\n", path, document)
    app.window.tabs.close()
    (found,) = app.window.documents.waiting()
    app.window.tabs.recover(found)
    assert app.window.editor.text() == "What the draft has.\n"
    said(qtbot, app, Silence.AFTER_EDIT)


def test_a_paste_is_one_however_it_is_asked_for(qtbot: QtBot, app: App) -> None:
    QGuiApplication.clipboard().setText("pasted ")
    QTest.keyClicks(app.window.editor, "Text ")
    menu: QMenu = app.window.editor.createStandardContextMenu()
    paste = next(each for each in menu.actions() if each.text().startswith("&Paste"))
    paste.trigger()
    menu.deleteLater()
    assert app.window.editor.text() == "Text pasted "
    said(qtbot, app, Silence.AFTER_PASTE)
