"""Markdown is told apart in the window, and no line is higher or lower for it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.settings import Settings
from autotype.ui.main_window import MainWindow
from autotype.ui.theme import apply_theme
from tests.ui.conftest import Open

TEXT = "# A **head**\n\nSome *slanted* and **bold** words.\n```\n# code\n```\n> said"
BOLD = QFont.Weight.Bold


def looks(window: MainWindow, paragraph: int) -> list[tuple[str, str]]:
    """The parts of a paragraph that its layout draws in another way."""
    block = window.editor.document().findBlockByNumber(paragraph)
    return [
        (block.text()[part.start : part.start + part.length], _named(part))
        for part in block.layout().formats()
    ]


def _named(part: QTextLayout.FormatRange) -> str:
    look, names = part.format, []
    if look.fontWeight() == BOLD:
        names.append("bold")
    if look.fontItalic():
        names.append("slanted")
    if look.hasProperty(look.Property.ForegroundBrush):
        names.append("coloured")
    return " ".join(names)


def heights(window: MainWindow) -> list[float]:
    block, found = window.editor.document().firstBlock(), []
    while block.isValid():
        layout = block.layout()
        found += [layout.lineAt(number).height() for number in range(layout.lineCount())]
        block = block.next()
    return found


def open_markdown(qtbot: QtBot, open_app: Open, path: Path, **more: object) -> MainWindow:
    path.write_text(TEXT)
    window = open_app(spelling="off", suggestions=False, **more).window
    assert window.documents.open(path)
    return window


def until_shown(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: bool(looks(window, 0)), timeout=10_000)


def test_files_that_are_markdown_are_shown_as_such(
    qtbot: QtBot, open_app: Open, tmp_path: Path
) -> None:
    window = open_markdown(qtbot, open_app, tmp_path / "a.md")
    until_shown(qtbot, window)
    assert looks(window, 0) == [
        ("# A **head**", "bold coloured"),
        ("#", "coloured"),
        ("**head**", "bold"),
    ]
    assert looks(window, 2) == [("**bold**", "bold"), ("*slanted*", "slanted")]
    assert looks(window, 4) == [("# code", "coloured")]
    assert looks(window, 6) == [("> said", "coloured")]
    assert not window.editor.document().isModified()
    assert window.editor.text() == TEXT


def test_other_files_are_plain_until_they_are_saved_as_markdown(
    qtbot: QtBot, open_app: Open, tmp_path: Path
) -> None:
    window = open_markdown(qtbot, open_app, tmp_path / "a.txt")
    QTest.qWait(500)
    assert looks(window, 0) == []
    assert window.documents._write(tmp_path / "b.MD")
    until_shown(qtbot, window)
    assert window.documents._write(tmp_path / "c.txt")
    qtbot.waitUntil(lambda: not looks(window, 0), timeout=10_000)


@pytest.mark.parametrize("size", [7, 13, 40])
def test_no_line_is_of_another_height(
    qtbot: QtBot, open_app: Open, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "a.md"
    window = open_markdown(qtbot, open_app, path, markdown="off", font_size=size)
    before = heights(window)
    window.spelling.apply(Settings(spelling="off", markdown="on"))
    until_shown(qtbot, window)
    QApplication.processEvents()
    assert len(before) >= 7
    assert set(heights(window)) == set(before)
    assert QFontInfo(window.editor.font()).pointSizeF() == pytest.approx(size, abs=1)


def test_what_is_typed_in_a_heading_is_bold_at_once(
    qtbot: QtBot, open_app: Open, tmp_path: Path
) -> None:
    window = open_markdown(qtbot, open_app, tmp_path / "a.md")
    until_shown(qtbot, window)
    QTest.keyClick(window.editor, Qt.Key.Key_End)
    for typed in ("s", "so"):
        QTest.keyClicks(window.editor, typed[-1])
        assert looks(window, 0)[0] == (f"# A **head**{typed}", "bold coloured")
        assert looks(window, 0)[2] == ("**head**", "bold")
    QTest.keyClick(window.editor, Qt.Key.Key_Return)
    QTest.keyClicks(window.editor, "plain")
    assert looks(window, 1) == []
    window.editor.undo()
    window.editor.undo()
    qtbot.waitUntil(lambda: looks(window, 0)[0][0] == window.editor.text().split("\n")[0])


def test_a_fence_changes_all_that_is_below(qtbot: QtBot, open_app: Open, tmp_path: Path) -> None:
    window = open_markdown(qtbot, open_app, tmp_path / "a.md")
    until_shown(qtbot, window)
    QTest.keyClicks(window.editor, "```")
    QTest.keyClick(window.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: looks(window, 3) == [(TEXT.split("\n")[2], "coloured")], timeout=10_000)
    window.editor.undo()
    window.editor.undo()
    qtbot.waitUntil(lambda: ("**bold**", "bold") in looks(window, 2), timeout=10_000)


def test_the_colours_follow_the_theme(
    qtbot: QtBot, qapp: QApplication, open_app: Open, tmp_path: Path
) -> None:
    window = open_markdown(qtbot, open_app, tmp_path / "a.md")
    until_shown(qtbot, window)

    def colour() -> str:
        first = window.editor.document().firstBlock().layout().formats()[0]
        look = first.format
        return look.foreground().color().name()

    light = colour()
    try:
        apply_theme(qapp, Settings(theme="dark"))
        qtbot.waitUntil(lambda: colour() != light, timeout=10_000)
    finally:
        apply_theme(qapp, Settings())
    qtbot.waitUntil(lambda: colour() == light, timeout=10_000)


def test_a_ghost_stays_at_the_caret_when_letters_before_it_become_bold(
    qtbot: QtBot, open_app: Open, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text("")
    window = open_app(spelling="off", suggestions=False).window
    assert window.documents.open(path)
    editor = window.editor
    QTest.keyClicks(editor, "# A heading of so many wide letters that are ")
    assert editor.ghost.show("bold")
    places = [editor.ghost.view.geometry().x()]
    caret = editor.cursorRect().x()
    until_shown(qtbot, window)
    QApplication.processEvents()
    places.append(editor.ghost.view.geometry().x())
    assert editor.ghost.text == "bold"
    assert editor.cursorRect().x() > caret
    assert places[1] - places[0] == pytest.approx(editor.cursorRect().x() - caret, abs=2)
