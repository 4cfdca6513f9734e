"""What the status line counts, and what of it has room."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from autotype.text.counting import Counts
from autotype.ui.count_button import KINDS, next_kind, said
from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open

TEXT = "One two three. Four!\n\nA third line — with no-break\u00a0spaces."


def counted(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.waitUntil(lambda: not window.status.counter.is_busy, timeout=20_000)
    return window.status.count.text()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("words", "10 words"),
        ("characters", "56 characters"),
        ("letters", "47 without spaces"),
        ("sentences", "3 sentences"),
        ("paragraphs", "2 paragraphs"),
        ("time", "1 min to read"),
    ],
)
def test_each_count_of_a_text(qtbot: QtBot, open_app: Open, kind: str, text: str) -> None:
    window = open_app(counts=kind).window
    window.editor.replace_text(TEXT)
    assert counted(qtbot, window) == text
    assert window.status.count.accessibleName() == text
    assert text in window.status.text


def test_a_click_counts_the_next(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.editor.replace_text("word")
    counted(qtbot, window)
    seen = []
    for _ in KINDS:
        seen.append(window.status.count.text())
        QTest.mouseClick(window.status.count, Qt.MouseButton.LeftButton)
    assert seen == [
        "1 word",
        "4 characters",
        "4 without spaces",
        "1 sentence",
        "1 paragraph",
        "1 min to read",
    ]
    assert window.status.count.text() == "1 word"
    qtbot.waitUntil(window.editor.hasFocus)
    for text in seen:
        assert text in window.status.count.toolTip()


def test_what_is_selected_is_counted_too(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.editor.replace_text(TEXT)
    counted(qtbot, window)
    editor = window.editor
    cursor = editor.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(TEXT.index("third"), cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    assert counted(qtbot, window) == "4 of 10 words"
    editor.selectAll()
    assert counted(qtbot, window) == "10 of 10 words"
    cursor.clearSelection()
    editor.setTextCursor(cursor)
    assert window.status.count.text() == "10 words"
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert counted(qtbot, window) == "0 words"


def test_typing_is_counted_in_a_pause(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    counted(qtbot, window)
    QTest.keyClicks(window.editor, "one two ")
    window.editor.insert_exactly("日本 ")
    assert window.status.count.text() == "0 words"
    assert counted(qtbot, window) == "4 words"


def test_a_large_document_is_counted_a_little_at_a_time(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    counter, editor = window.status.counter, window.editor
    counted(qtbot, window)
    editor.replace_text("two words\n" * 30_000)
    assert window.status.count.text() == "…"
    counter.start()
    counter.go_on()
    assert window.status.count.text() == "…"
    QTest.keyClicks(editor, "x ")
    assert counted(qtbot, window) == "60,001 words"
    editor.selectAll()
    assert counted(qtbot, window) == "60,001 of 60,001 words"
    assert not counter.is_busy


def test_another_text_in_front_never_has_the_count_of_the_one_before(
    qtbot: QtBot, open_app: Open, tmp_path: Path
) -> None:
    window = open_app().window
    short, long = tmp_path / "short.txt", tmp_path / "long.txt"
    short.write_text("one two three\n", encoding="utf-8")
    long.write_text("two words\n" * 60_000, encoding="utf-8")
    window.tabs.open_all([long, short])
    assert counted(qtbot, window) == "120,000 words"
    window.tabs.go(window.tabs.all[1])
    assert window.status.count.text() == "3 words"
    window.tabs.go(window.tabs.all[0])
    assert window.status.count.text() == "…"
    assert counted(qtbot, window) == "120,000 words"


def test_one_line_of_a_megabyte_is_counted_in_pieces(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    counter = window.status.counter
    counted(qtbot, window)
    window.editor.setLineWrapMode(window.editor.LineWrapMode.NoWrap)
    window.editor.replace_text("many words " * 40_000)
    assert window.status.count.text() == "…"
    counter.start()
    counter.go_on()
    assert window.status.count.text() == "…"
    assert counted(qtbot, window) == "80,000 words"


def labels(window: MainWindow) -> list[QWidget]:
    status = window.status
    return [status._reason, status.count, status._engine]


@pytest.mark.parametrize("font_size", [7, 13, 40])
@pytest.mark.parametrize("width", [900, 600, 420])
def test_no_label_is_cut(qtbot: QtBot, open_app: Open, width: int, font_size: int) -> None:
    window = open_app(font_size=font_size).window
    status = window.status
    window.resize(width, 280)
    window.editor.replace_text("word " * 1200)
    counted(qtbot, window)
    status._engine.setText("SmolLM2 135M · CPU")
    status._fitting.fit()
    QTest.qWait(1)
    shown = [label for label in labels(window) if label.isVisible()]
    assert all(label.width() >= label.sizeHint().width() for label in shown)
    right = max(label.geometry().right() for label in shown)
    assert right <= window.statusBar().width()
    # What matters less goes first.
    visible = [label.isVisible() for label in labels(window)]
    assert visible == sorted(visible, reverse=True)
    assert status.count.isVisible()
    if width == 900 and font_size < 40:
        assert all(visible)


def test_a_message_has_the_room_that_it_needs(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.resize(420, 280)
    status, bar = window.status, window.statusBar()
    status._engine.setText("A model with a long name · CPU")
    status._fitting.fit()
    bar.showMessage("Nothing to take; Tab indents only at a line's start.")
    QTest.qWait(1)
    needed = bar.fontMetrics().horizontalAdvance(bar.currentMessage())
    shown = [label for label in labels(window) if label.isVisible()]
    assert all(label.x() >= needed for label in shown)
    window.view.zoom(5)
    status._reason.setText("Why")
    QTest.qWait(1)
    assert bar.currentMessage()
    assert not status._reason.isVisible()
    bar.clearMessage()
    assert status._reason.isVisible()
    assert status.count.isVisible()


def test_a_count_that_has_no_room_is_said_when_it_is_asked_for(open_app: Open) -> None:
    window = open_app().window
    window.resize(420, 280)
    window.status._reason.setText("No suggestion: for a reason that is long enough to fill it all")
    window.status._fitting.fit()
    assert not window.status.count.isHidden()  # what is too long for the bar takes no room
    window.status._reason.setText("No suggestion: for a reason that fills nearly all")
    window.status._fitting.fit()
    assert window.status.count.isHidden()
    assert not window.status._reason.isHidden()
    window.view.next_count()
    assert window.statusBar().currentMessage() == "0 characters"


def test_every_count_has_words() -> None:
    for kind in KINDS:
        assert said(kind, Counts(2000, 2000, 2000, 2000, 2000))[0].isdigit()
        assert " of " in said(kind, Counts(2, 2, 2, 2, 2), Counts(1, 1, 1, 1, 1))
    assert said("words", Counts(1234), Counts(12)) == "12 of 1,234 words"
    assert [next_kind(kind) for kind in KINDS] == [*KINDS[1:], KINDS[0]]
