"""Large files come into a window that goes on meanwhile: real files, a real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.app import App, _show
from autotype.text.session import Place
from autotype.ui.loading import filled
from tests.ui.conftest import Open as OpenApp

LINE = "The quick brown fox jumps over the lazy dog, 𝄞 and naïve words.\r\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.txt"
    path.write_bytes(LINE.encode() * (6_000_000 // len(LINE)))
    return path


@pytest.fixture
def app(open_app: OpenApp) -> App:
    return open_app()


def whole(qtbot: QtBot, app: App) -> None:
    qtbot.waitUntil(lambda: not app.window.documents.is_loading, timeout=60_000)


def test_a_large_file_is_named_at_once_and_comes_whole_without_a_step_to_undo(
    qtbot: QtBot, app: App, large: Path
) -> None:
    window = app.window
    _show(window, [large])
    assert window.windowTitle() == "large.txt[*] — Autotype"
    assert window.document_notice.text == "Opening “large.txt” …"
    assert window.editor.text() == window.editor.placeholderText() == ""
    QTest.keyClicks(window.editor, "lost")
    assert not window.documents.save()
    assert "still being opened" in window.document_notice.text
    whole(qtbot, app)
    text = large.read_text(encoding="utf-8")
    assert window.editor.text() == text
    assert window.document_notice.text == ""
    assert not window.isWindowModified()
    assert not window.editor.document().isUndoAvailable()
    QTest.keyClicks(window.editor, "ab")
    assert window.documents.save()
    assert large.read_bytes() == b"ab" + text.replace("\n", "\r\n").encode()
    assert len(window.tabs.all) == 1


def test_other_tabs_can_be_gone_to_meanwhile(
    qtbot: QtBot, app: App, large: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.txt"
    small.write_text("small")
    window = app.window
    _show(window, [large, small])
    window.tabs.step(1)
    assert window.editor.text() == "small"
    assert "Opening" not in window.document_notice.text
    QTest.keyClicks(window.editor, "a ")
    window.tabs.step(1)
    assert window.documents.name == "large.txt"
    assert window.document_notice.text == "Opening “large.txt” …"
    whole(qtbot, app)
    assert window.editor.text() == large.read_text(encoding="utf-8")
    window.tabs.step(1)
    assert window.editor.text() == "a small"
    assert not window.editor.isReadOnly()


def test_a_window_that_closes_meanwhile_leaves_the_file_to_the_next_one(
    qtbot: QtBot, open_app: OpenApp, large: Path
) -> None:
    first = open_app()
    _show(first.window, [large])
    assert first.window.close()
    assert first.window.editor.text() == ""
    again = open_app()
    _show(again.window, [])
    whole(qtbot, again)
    assert again.window.editor.text() == large.read_text(encoding="utf-8")


def test_it_comes_back_to_the_place_where_one_was(qtbot: QtBot, app: App, large: Path) -> None:
    window = app.window
    window.tabs.open(large)
    whole(qtbot, app)
    window.editor.go_to(Place(500_000, 500_000, 0, 0))
    window.tabs.close()
    window.tabs.reopen()
    whole(qtbot, app)
    assert window.editor.textCursor().position() == 500_000


def test_a_large_file_that_cannot_be_opened_is_said_and_its_tab_goes(
    qtbot: QtBot, app: App, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autotype.text.document.LARGEST", 5 << 20)
    window = app.window
    assert window.tabs.open(large)
    whole(qtbot, app)
    assert "too large to edit here" in window.document_notice.text
    assert [tab.path for tab in window.tabs.all] == [None]
    QTest.keyClicks(window.editor, "goes on")
    assert window.editor.text() == "goes on"


@pytest.mark.parametrize("at", [0, (1 << 13) - 1, 1 << 13, (1 << 13) + 1])
def test_no_place_where_a_text_is_cut_costs_a_character(app: App, at: int) -> None:
    text = "x" * at + "\n\ufeff\ufeff𝄞\ufeff" + "y\n" * (1 << 13)
    document = app.window.editor.new_text()
    pieces = sum(1 for _ in filled(document, text))
    assert pieces > 1
    assert document.toRawText().replace("\u2029", "\n") == text
    assert not document.isModified() and not document.isUndoAvailable()
    document.deleteLater()


def test_no_key_reaches_a_text_that_is_on_its_way(qtbot: QtBot, app: App, large: Path) -> None:
    window = app.window
    window.tabs.open(large)
    for _ in range(20):
        QTest.keyClick(window.editor, Qt.Key.Key_A)
        QApplication.processEvents()
    whole(qtbot, app)
    assert window.editor.text() == large.read_text(encoding="utf-8")
    assert not list(app.window.documents._journal._folder.glob("*.journal"))
