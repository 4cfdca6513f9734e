"""Long documents: what is read of them is read a little at a time, and positions stay exact."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.text.recovery import Journal
from autotype.ui.document_text import DocumentText
from autotype.ui.editor import Editor
from tests.ui.conftest import Open

LONG = "A line of a long text, of which there are many.\n" * 40_000


def kept(home: Path) -> list[str]:
    """The texts that a crash would leave now."""
    return [found.text for found in Journal(home / "recovery").pending()]


@pytest.fixture
def app(open_app: Open) -> App:
    return open_app()


def test_a_long_text_is_kept_as_it_is(qtbot: QtBot, app: App, home: Path) -> None:
    window = app.window
    window.editor.replace_text(f"\u00a0😀\u2028{LONG}")
    window.documents.journalling.timer.setInterval(0)
    QTest.keyClicks(window.editor, "x")
    qtbot.waitUntil(lambda: bool(kept(home)), timeout=20_000)
    assert kept(home) == [window.editor.text()]


def test_a_text_that_changes_all_the_time_is_kept(qtbot: QtBot, app: App, home: Path) -> None:
    window = app.window
    window.editor.replace_text(LONG)
    journalling = window.documents.journalling
    journalling.timer.setInterval(0)
    writer = QTimer(window, interval=0)
    writer.timeout.connect(lambda: window.editor.insertPlainText("x"))
    writer.start()
    qtbot.waitUntil(lambda: bool(kept(home)), timeout=20_000)
    writer.stop()
    assert kept(home)[0].startswith("x")
    assert kept(home)[0].endswith(LONG)


def test_what_is_undone_while_it_is_read_is_not_kept(qtbot: QtBot, app: App, home: Path) -> None:
    window = app.window
    window.editor.replace_text(LONG)
    journalling = window.documents.journalling
    journalling.timer.setInterval(0)
    QTest.keyClicks(window.editor, "x")
    # Begun, and not read in one go: keys come in between.
    qtbot.waitUntil(lambda: journalling._reader.is_reading, timeout=20_000)
    window.editor.undo()
    qtbot.waitUntil(lambda: not journalling._reader.is_reading, timeout=20_000)
    QApplication.processEvents()
    assert kept(home) == []


def place(editor: Editor) -> tuple[int, int]:
    """Where the caret is in characters: as is said, and as it is."""
    snapshot, cursor = editor.snapshot(), editor.textCursor()
    above = QTextCursor(editor.document())
    above.setPosition(cursor.position(), QTextCursor.MoveMode.KeepAnchor)
    return snapshot.offset + len(snapshot.before), len(above.selectedText())


@pytest.mark.parametrize("kind", ["plain", "loaded", "typed", "pasted", "pasted whole"])
def test_positions_are_characters_wherever_the_caret_jumps(app: App, kind: str) -> None:
    editor = app.window.editor
    editor.replace_text("😀\n" * 4 + LONG[:20_000] if kind == "loaded" else LONG[:20_000])
    cursor = editor.textCursor()
    if kind == "typed":
        cursor.insertText("😀")
    elif kind.startswith("pasted"):
        cursor.setPosition(9_000)
        cursor.insertText("é😀 " * (2 if kind == "pasted" else 30_000))
    for share in (1.0, 0.0, 0.5, 0.1, 0.9):
        cursor.setPosition(int((editor.document().characterCount() - 1) * share))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        editor.setTextCursor(cursor)
        said, true = place(editor)
        assert said == true
    editor.replace_text(LONG[:9_000])
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert place(editor) == (9_000, 9_000)


def test_positions_are_characters_in_a_text_that_is_in_front_again(qtbot: QtBot, app: App) -> None:
    editor = app.window.editor
    editor.replace_text("😀\n" * 4 + LONG[:20_000])
    emoji, plain = editor.keep_text(), editor.new_text()
    editor.show_text(plain)
    editor.replace_text(LONG[:9_000])
    editor.show_text(emoji)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert place(editor) == (20_008, 20_008)
    QTextCursor(plain).insertText("😀")  # while it is not in front
    editor.show_text(plain)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert place(editor) == (9_001, 9_001)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_read_in_parts_is_the_text_whatever_happens_meanwhile(
    qtbot: QtBot, app: App, seed: int
) -> None:
    editor, chance = app.window.editor, random.Random(seed)
    editor.replace_text(("a😀b\u00a0\n" + "x" * 500 + "\n") * 1_500)
    reader = DocumentText(editor.document(), editor)
    read: list[str] = []
    reader.ready.connect(lambda: read.append(reader.text))
    reader.read()
    for _ in range(60):
        if not reader.is_reading:
            break
        cursor, last = editor.textCursor(), editor.document().characterCount() - 1
        cursor.setPosition(chance.randrange(last))
        if chance.random() < 0.3:
            reach = chance.choice([1, 3, 2_000, 150_000])
            cursor.setPosition(min(cursor.position() + reach, last), cursor.MoveMode.KeepAnchor)
        cursor.insertText(chance.choice(["", "y", "\n", "😀", "long " * 30_000]))
        if chance.random() < 0.2:
            editor.undo()
        QApplication.processEvents()
    qtbot.waitUntil(lambda: bool(read), timeout=20_000)
    assert read[-1] == editor.text()
    units = len(read[-1].encode("utf-16-le", "surrogatepass")) // 2
    assert reader.positions.units(len(read[-1])) == units
    assert reader.positions.characters(units) == len(read[-1])
