"""Files that were open are found again, where the caret was."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from autotype import paths
from autotype.app import _show
from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open


def entries(window: MainWindow) -> list[QAction]:
    menu = window.recent._menu
    menu.aboutToShow.emit()
    return [action for action in menu.actions() if not action.isSeparator()]


def written(tmp_path: Path, name: str, text: str = "one\ntwo\nthree\n") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def move_to(window: MainWindow, position: int) -> None:
    cursor = window.editor.textCursor()
    cursor.setPosition(position)
    window.editor.setTextCursor(cursor)


def test_a_file_opens_again_where_the_caret_was(open_app: Open, tmp_path: Path) -> None:
    window = open_app().window
    first, second = written(tmp_path, "first & last.txt"), written(tmp_path, "second.txt")
    assert [action.text() for action in entries(window)] == ["No file yet"]
    window.documents.open(first)
    move_to(window, 5)
    window.documents.open(second)
    assert [action.text().split("  ")[1] for action in entries(window)[:2]] == [
        "second.txt",
        "first && last.txt",
    ]
    entries(window)[1].trigger()
    assert window.documents.document.path == first
    assert window.editor.textCursor().position() == 5
    assert not window.documents.modified


def test_a_file_that_has_become_shorter_opens_at_its_end(open_app: Open, tmp_path: Path) -> None:
    window, path = open_app().window, written(tmp_path, "a.txt")
    window.documents.open(path)
    move_to(window, 12)
    window.tabs.close()
    path.write_text("😀", encoding="utf-8")
    window.documents.open(path)
    assert window.editor.textCursor().atEnd()
    QTest.keyClicks(window.editor, "x")
    assert window.editor.text() == "😀x"


def test_a_file_that_is_gone_is_said_and_leaves_the_list(open_app: Open, tmp_path: Path) -> None:
    window, path = open_app().window, written(tmp_path, "a.txt")
    window.documents.open(path)
    window.tabs.close()
    QTest.keyClicks(window.editor, "mine")
    window.editor.document().setModified(False)
    path.unlink()
    entries(window)[0].trigger()
    assert "a.txt" in window.document_notice.text
    assert window.editor.text() == "mine"
    assert [action.text() for action in entries(window)] == ["No file yet"]


def test_the_list_is_shared_and_can_be_cleared(open_app: Open, tmp_path: Path) -> None:
    one, other = open_app().window, open_app().window
    one.documents.open(written(tmp_path, "a.txt"))
    other.documents.open(written(tmp_path, "b.txt"))
    assert len(entries(one)) == 3
    entries(one)[-1].trigger()
    assert [action.text() for action in entries(other)] == ["No file yet"]


def test_nobody_has_to_keep_a_list(open_app: Open, tmp_path: Path) -> None:
    app = open_app()
    app.window.documents.open(written(tmp_path, "a.txt"))
    assert paths.recent_file().exists()
    app.live.change(recent_files=0)
    assert not paths.recent_file().exists()
    assert not app.window.recent._menu.menuAction().isVisible()
    app.window.documents.open(written(tmp_path, "b.txt"))
    assert not paths.recent_file().exists()


def test_a_list_that_cannot_be_kept_is_in_nobodys_way(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_app().window
    window.recent._place = tmp_path / "file" / "recent.json"
    (tmp_path / "file").touch()
    path = written(tmp_path, "a.txt")
    assert window.documents.open(path)
    assert not window.document_notice.text


@pytest.mark.parametrize("reopen", [False, True])
def test_without_a_session_the_last_file_may_be_opened_at_the_start(
    open_app: Open, tmp_path: Path, reopen: bool
) -> None:
    path = written(tmp_path, "a.txt")
    open_app(reopen=False).window.documents.open(path)
    window = open_app(reopen=reopen).window
    _show(window, ())
    assert window.documents.document.path == (path if reopen else None)
    # What was asked for comes before it.
    other = written(tmp_path, "b.txt")
    _show(window, [other])
    assert window.documents.document.path == other


def test_a_long_name_is_short_in_the_menu_and_whole_in_its_tip(
    open_app: Open, tmp_path: Path
) -> None:
    path = written(tmp_path, f"first{'x' * 240}last.txt")
    window = open_app().window
    window.documents.open(path)
    menu = window.recent._menu
    menu.aboutToShow.emit()
    action = menu.actions()[0]
    shown = action.text().partition("  —  ")[0]
    assert "first" in shown and shown.endswith("last.txt") and len(shown) < 70
    assert menu.toolTipsVisible()
    assert action.toolTip() == action.statusTip() == str(path)
