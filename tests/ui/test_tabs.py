"""Several documents in one real window."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from autotype.text.suggestion import Silence, Suggestion, Word
from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open, until_ready
from tests.ui.test_documents import enter
from tests.ui.typist import Typist

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SAVE, DISCARD, CANCEL = (
    QMessageBox.StandardButton.Save,
    QMessageBox.StandardButton.Discard,
    QMessageBox.StandardButton.Cancel,
)


@pytest.fixture
def window(open_app: Open) -> MainWindow:
    return open_app().window


@pytest.fixture(autouse=True)
def no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that a test does not expect fails it, and does not wait for an answer."""

    def refuse(box: QMessageBox) -> int:
        raise AssertionError(f"asked: {box.text()}")

    monkeypatch.setattr(QMessageBox, "exec", refuse)


def decide(monkeypatch: pytest.MonkeyPatch, *buttons: QMessageBox.StandardButton) -> list[str]:
    """Let the user decide about unsaved changes; the questions come back."""
    asked: list[str] = []
    left = list(buttons)

    def press_one(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return left.pop(0)

    monkeypatch.setattr(QMessageBox, "exec", press_one)
    return asked


def files(folder: Path, *names: str, text: str = "text of {}\n") -> list[Path]:
    made = []
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(name), encoding="utf-8")
        made.append(path)
    return made


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    """Press a key in the text, as somebody does who writes there."""
    if not window.isActiveWindow():
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.editor, key, modifiers)


def shown(window: MainWindow) -> list[str]:
    """What the tabs say; empty where there is no row of them."""
    bar = window.tab_bar
    return [bar.tabText(at) for at in range(bar.count())] if bar.isVisible() else []


def test_one_document_has_no_tab_bar_and_a_second_one_brings_it(window: MainWindow) -> None:
    assert shown(window) == []
    QTest.keyClicks(window.editor, "first")
    press(window, Key.Key_T)
    assert shown(window) == ["● Untitled", "Untitled 2"]
    assert window.editor.text() == ""
    assert window.tab_bar.currentIndex() == 1
    QTest.keyClicks(window.editor, "second")
    press(window, Key.Key_N)
    assert shown(window) == ["● Untitled", "● Untitled 2", "Untitled 3"]
    press(window, Key.Key_W)
    assert shown(window) == ["● Untitled", "● Untitled 2"]
    assert window.editor.text() == "second"
    assert window.windowTitle().startswith("Untitled 2[*]")
    assert window.editor.hasFocus()


def test_keys_go_from_tab_to_tab(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.open_all(files(tmp_path, "a", "b", "c"))
    seen = []
    for key, modifiers in (
        (Key.Key_Tab, CTRL),
        (Key.Key_PageDown, CTRL),
        (Key.Key_Tab, CTRL),
        (Key.Key_Backtab, CTRL | SHIFT),
        (Key.Key_PageUp, CTRL),
    ):
        press(window, key, modifiers)
        seen.append(window.documents.name)
    assert seen == ["b", "c", "a", "c", "b"]
    assert window.tab_bar.currentIndex() == 1


def test_opening_takes_the_empty_tab_or_a_new_one_or_the_one_that_has_it(
    window: MainWindow, tmp_path: Path
) -> None:
    first, second = files(tmp_path, "a.txt", "b.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(first)
    assert window.tabs.open(first)
    assert shown(window) == []
    assert window.tabs.open(second)
    assert shown(window) == ["a.txt", "b.txt"]
    for name in (first, Path(os.path.relpath(first)), link):
        press(window, Key.Key_Tab)
        assert window.tabs.open(second)
        assert window.tabs.open(name)
        assert window.documents.document.path == first
    assert shown(window) == ["a.txt", "b.txt"]
    assert not window.tabs.open(tmp_path)
    assert "folder" in window.document_notice.text
    assert shown(window) == ["a.txt", "b.txt"]
    assert window.editor.text() == "text of a.txt\n"


def test_an_empty_tab_that_was_touched_is_no_room_for_a_file(
    window: MainWindow, tmp_path: Path
) -> None:
    QTest.keyClicks(window.editor, "x")
    QTest.keyClick(window.editor, Key.Key_Backspace)
    window.tabs.open(files(tmp_path, "a")[0])
    assert shown(window) == ["● Untitled", "a"]


def test_dropped_files_open_in_tabs(window: MainWindow, tmp_path: Path) -> None:
    QTest.keyClicks(window.editor, "mine")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files(tmp_path, "a", "b")])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, CTRL
    )
    window.editor.dropEvent(event)
    assert shown(window) == ["● Untitled", "a", "b"]
    assert window.editor.text() == "text of a\n"


def test_each_document_has_its_own_history_caret_and_view(
    window: MainWindow, tmp_path: Path
) -> None:
    long = "".join(f"line {number}\n" for number in range(400))
    (first,) = files(tmp_path, "a.txt", text=long)
    window.tabs.open(first)
    editor = window.editor
    cursor = editor.textCursor()
    cursor.setPosition(2000)
    cursor.setPosition(2010, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "one")
    cursor = editor.textCursor()
    cursor.setPosition(1990)
    cursor.setPosition(2002, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    selected, first_line = cursor.selectedText(), editor.verticalScrollBar().value()
    assert first_line > 100
    press(window, Key.Key_T)
    QTest.keyClicks(editor, "two ")
    QTest.keyClicks(editor, "three")
    press(window, Key.Key_Z)
    assert editor.text() == "two "
    press(window, Key.Key_Tab)
    assert editor.textCursor().selectedText() == selected
    assert editor.textCursor().position() == 2002
    assert editor.verticalScrollBar().value() == first_line
    press(window, Key.Key_Z)
    assert editor.text() == long
    assert not window.isWindowModified()
    press(window, Key.Key_Z, CTRL | SHIFT)
    assert "one" in editor.text()
    press(window, Key.Key_Tab)
    press(window, Key.Key_Z, CTRL | SHIFT)
    assert editor.text() == "two three"
    press(window, Key.Key_Z)
    press(window, Key.Key_Z)
    assert editor.text() == ""
    assert not window.isWindowModified()


def test_undo_is_offered_where_the_text_in_front_has_something_to_undo(window: MainWindow) -> None:
    undo = next(a for a in window.menus.edit.actions() if a.text().startswith("&Undo"))
    QTest.keyClicks(window.editor, "text")
    press(window, Key.Key_T)
    assert not undo.isEnabled()
    press(window, Key.Key_Tab)
    assert undo.isEnabled()


def test_each_document_keeps_its_encoding_and_line_ends(window: MainWindow, tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_bytes(b"\xff\xfe" + "é\r\n".encode("utf-16-le"))
    other.write_bytes(b"e\n")
    window.tabs.open_all([one, other])
    QTest.keyClicks(window.editor, "a")
    press(window, Key.Key_Tab)
    QTest.keyClicks(window.editor, "b")
    press(window, Key.Key_Tab)
    press(window, Key.Key_S)
    press(window, Key.Key_Tab)
    press(window, Key.Key_S)
    assert one.read_bytes() == b"\xff\xfe" + "aé\r\n".encode("utf-16-le")
    assert other.read_bytes() == b"be\n"
    assert shown(window) == ["one.txt", "other.txt"]


def test_a_text_that_can_only_be_read_locks_no_other(window: MainWindow, tmp_path: Path) -> None:
    heavy, light = tmp_path / "heavy.txt", tmp_path / "light.txt"
    heavy.write_text("x" * 3_000_000)
    light.write_text("light")
    window.tabs.open_all([heavy, light])
    mode = QPlainTextEdit.LineWrapMode
    assert window.editor.isReadOnly()
    said = window.document_notice.text
    assert "only shown" in said
    press(window, Key.Key_Tab)
    assert not window.editor.isReadOnly()
    assert window.editor.lineWrapMode() == mode.WidgetWidth
    assert window.document_notice.text == ""
    QTest.keyClicks(window.editor, "a ")
    assert window.editor.text() == "a light"
    press(window, Key.Key_Tab)
    assert window.editor.isReadOnly()
    assert window.editor.lineWrapMode() == mode.NoWrap
    assert window.document_notice.text == said
    window.document_notice.act(0)
    press(window, Key.Key_Tab)
    press(window, Key.Key_Tab)
    assert not window.editor.isReadOnly()
    assert window.document_notice.text == ""


def test_names_and_paths_are_told(window: MainWindow, tmp_path: Path) -> None:
    paths = files(tmp_path, "draft/a & b.txt", "final/a & b.txt", "c.txt")
    window.tabs.open_all(paths)
    assert shown(window) == ["a && b.txt — draft", "a && b.txt — final", "c.txt"]
    assert [window.tab_bar.tabToolTip(at) for at in range(3)] == [str(path) for path in paths]
    window.tabs.close(window.tabs.all[1])
    assert shown(window) == ["a && b.txt", "c.txt"]


def at_tab(window: MainWindow, at: int) -> QPoint:
    return window.tab_bar.tabRect(at).center()


def test_the_mouse_goes_closes_and_moves(window: MainWindow, tmp_path: Path) -> None:
    window.tabs.open_all(files(tmp_path, "a", "b", "c", "d"))
    bar, left = window.tab_bar, Qt.MouseButton.LeftButton
    QTest.mouseClick(bar, left, pos=at_tab(window, 2))
    assert window.editor.text() == "text of c\n"
    QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=at_tab(window, 1))
    assert shown(window) == ["a", "c", "d"]
    assert window.editor.text() == "text of c\n"
    start, end = at_tab(window, 0), at_tab(window, 2)
    QTest.mousePress(bar, left, pos=start)
    for step in range(1, 11):
        QTest.mouseMove(bar, start + (end - start) * step / 10)
    QTest.mouseRelease(bar, left, pos=end)
    assert shown(window) == ["c", "d", "a"]
    assert [tab.path.name for tab in window.tabs.all if tab.path] == ["c", "d", "a"]
    assert window.editor.text() == "text of a\n"
    assert window.tab_bar.currentIndex() == 2


def test_closing_asks_only_where_text_would_be_lost(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = files(tmp_path, "a", "b")
    window.tabs.open_all([first, second])
    QTest.keyClicks(window.editor, "my ")
    press(window, Key.Key_Tab)
    press(window, Key.Key_W)  # nothing to lose
    assert window.documents.document.path == first
    press(window, Key.Key_T)
    asked = decide(monkeypatch, CANCEL, SAVE, DISCARD)
    QTest.mouseClick(window.tab_bar, Qt.MouseButton.MiddleButton, pos=at_tab(window, 0))
    assert len(asked) == 1
    assert window.editor.text() == "my text of a\n"  # what the question is about
    press(window, Key.Key_W)
    assert first.read_text() == "my text of a\n"
    assert shown(window) == []
    QTest.keyClicks(window.editor, "nobody wants this")
    window.documents.journal_now()
    press(window, Key.Key_W)
    assert len(asked) == 3
    assert window.editor.text() == ""
    assert not window.isWindowModified()
    assert window.documents.waiting() == []
    press(window, Key.Key_W)
    assert window.isVisible()


def test_a_closed_tab_is_forgotten_by_the_journal_and_others_are_not(
    window: MainWindow, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> set[str]:
        return {file.read_text().split('"')[3] for file in (home / "recovery").glob("*.journal")}

    for text in ("one", "two", "three"):
        QTest.keyClicks(window.editor, text)
        press(window, Key.Key_T)
    window.tabs.journal_now()
    assert kept() == {"one", "two", "three"}
    decide(monkeypatch, DISCARD)
    window.tabs.close(window.tabs.all[1])
    assert kept() == {"one", "three"}


def test_a_closed_tab_comes_back_where_it_was(window: MainWindow, tmp_path: Path) -> None:
    paths = files(tmp_path, "a", "b", "c")
    window.tabs.open_all(paths)
    press(window, Key.Key_Tab)
    window.editor.moveCursor(QTextCursor.MoveOperation.End)
    press(window, Key.Key_W)
    press(window, Key.Key_W)
    assert shown(window) == []
    press(window, Key.Key_T, CTRL | SHIFT)
    press(window, Key.Key_T, CTRL | SHIFT)
    assert shown(window) == ["a", "b", "c"]
    assert window.editor.text() == "text of b\n"
    assert window.editor.textCursor().atEnd()
    press(window, Key.Key_T, CTRL | SHIFT)
    assert shown(window) == ["a", "b", "c"]
    press(window, Key.Key_W)
    paths[1].unlink()
    press(window, Key.Key_T, CTRL | SHIFT)
    assert "b" in window.document_notice.text
    assert shown(window) == ["a", "c"]


def test_the_last_tab_closes_to_an_empty_one_and_comes_back(
    window: MainWindow, tmp_path: Path
) -> None:
    window.tabs.open(files(tmp_path, "a")[0])
    press(window, Key.Key_W)
    assert window.editor.text() == ""
    assert window.windowTitle().startswith("Untitled[*]")
    press(window, Key.Key_T, CTRL | SHIFT)
    assert window.editor.text() == "text of a\n"
    assert shown(window) == []


def test_a_file_that_is_deleted_while_it_is_open_is_asked_about(
    qtbot: QtBot, open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    window = app.window
    paths = files(tmp_path, "a", "b")
    window.tabs.open_all(paths)
    press(window, Key.Key_Tab)  # both are read
    paths[0].unlink()
    enter(app)
    qtbot.waitUntil(lambda: shown(window) == ["● a", "b"], timeout=5000)
    assert window.document_notice.text == ""  # it is about the other one
    press(window, Key.Key_Tab)
    qtbot.waitUntil(lambda: "was removed" in window.document_notice.text, timeout=5000)
    press(window, Key.Key_Tab)
    assert window.document_notice.text == ""
    paths[1].unlink()
    asked = decide(monkeypatch, CANCEL)
    press(window, Key.Key_W)  # nobody has looked since
    assert len(asked) == 1
    assert window.editor.text() == "text of b\n"


def test_a_change_by_another_program_is_said_when_its_tab_is_in_front(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    paths = files(tmp_path, "a", "b")
    window.tabs.open_all(paths)
    press(window, Key.Key_Tab)
    paths[0].write_text("theirs")
    press(window, Key.Key_Tab)
    notice = window.document_notice
    qtbot.waitUntil(lambda: "changed by another program" in notice.text, timeout=5000)
    press(window, Key.Key_Tab)
    assert notice.text == ""
    press(window, Key.Key_Tab)
    assert "“a” was changed" in notice.text
    notice.act(0)
    assert window.editor.text() == "theirs"


# Suggestions.


def test_a_suggestion_shows_only_in_the_tab_that_it_was_asked_for(
    at_work: Callable[..., Typist],
) -> None:
    writer = at_work()
    window, editor = writer.window, writer.editor
    writer.type("thank y")
    late = writer.requests[-1]
    press(window, Key.Key_T)

    def arrive() -> None:
        writer.controller.on_suggestion(Suggestion(late, (Word("you", 0.9),), "ou very much", 0.9))
        QApplication.processEvents()

    arrive()
    assert (editor.ghost.text, writer.shown()) == ("", ["", "", ""])
    writer.type("than")
    arrive()
    assert editor.ghost.text == ""
    writer.answer("thanks", ghost="ks")
    assert editor.ghost.text == "ks"
    press(window, Key.Key_Tab)
    assert editor.text() == "thank y"
    assert editor.ghost.text == ""
    editor.moveCursor(QTextCursor.MoveOperation.End)
    writer.type("o")
    writer.answer("you", ghost="u very much")
    assert editor.ghost.text == "u very much"
    press(window, Key.Key_Tab, CTRL)
    assert (editor.ghost.text, editor.text()) == ("", "than")


def test_a_tab_may_close_while_its_answer_is_under_way(
    at_work: Callable[..., Typist], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = at_work()
    window = writer.window
    press(window, Key.Key_T)
    writer.type("thank y")
    decide(monkeypatch, DISCARD)
    press(window, Key.Key_W)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    writer.answer("you", ghost="ou very much")
    assert (window.editor.ghost.text, window.editor.text()) == ("", "")
    writer.type("thank y")
    writer.answer("you", ghost="ou very much")
    assert window.editor.ghost.text == "ou very much"


def test_the_real_engine_answers_whichever_tab_is_in_front(
    qtbot: QtBot, open_app: Open, tiny_pack: Path
) -> None:
    app = open_app(pack=str(tiny_pack), take_after_ms=0)
    window = app.window
    until_ready(qtbot, app)
    for _ in range(3):
        QTest.keyClicks(window.editor, "Thank you very")
        qtbot.waitUntil(lambda: window.controller.ghost == " much for your", timeout=20_000)
        press(window, Key.Key_T)
        assert window.controller.ghost == ""
        assert window.controller.silence in (Silence.AFTER_MOVE, None)


def test_what_became_of_suggestions_is_counted_for_each_text(
    at_work: Callable[..., Typist],
) -> None:
    writer = at_work()
    window = writer.window
    writer.type("hello")
    before = window.counting.text
    assert before
    press(window, Key.Key_T)
    assert window.counting.text != before
    press(window, Key.Key_Tab)
    assert window.counting.text == before
    assert window.documents.lot != ""


def test_a_text_without_a_name_keeps_what_chance_has_said_of_it(window: MainWindow) -> None:
    first = window.documents.lot
    press(window, Key.Key_T)
    assert window.documents.lot != first
    press(window, Key.Key_Tab)
    assert window.documents.lot == first


# Other parts of the window.


def test_words_are_marked_in_the_text_in_front(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(spelling="en_US").window
    editor = window.editor

    def marked() -> list[str]:
        block = editor.document().firstBlock()
        ranges = block.layout().formats()
        return [block.text()[each.start : each.start + each.length] for each in ranges]

    QTest.keyClicks(editor, "this is wrrong here ")
    qtbot.waitUntil(lambda: marked() == ["wrrong"], timeout=10_000)
    press(window, Key.Key_T)
    QTest.keyClicks(editor, "that is wronng there ")
    qtbot.waitUntil(lambda: marked() == ["wronng"], timeout=10_000)
    window.spelling.marks.ignore("wronng")
    assert marked() == []
    press(window, Key.Key_Tab)
    qtbot.waitUntil(lambda: marked() == ["wrrong"], timeout=10_000)
    QTest.keyClicks(editor, "x")
    press(window, Key.Key_Tab)
    window.spelling.marks.look()
    assert marked() == []
    assert window.spelling.marks.ignored == {"wronng"}


def test_what_is_looked_for_is_looked_for_in_the_text_in_front(
    qtbot: QtBot, window: MainWindow
) -> None:
    QTest.keyClicks(window.editor, "one two one")
    press(window, Key.Key_T)
    QTest.keyClicks(window.editor, "one")
    press(window, Key.Key_F)
    counts: list[str] = []
    window.find_bar.finder.counted.connect(counts.append)
    QTest.keyClicks(window.find_bar.field, "one")
    qtbot.waitUntil(lambda: counts[-1:] == ["1 of 1"], timeout=5000)
    window.tabs.step(1)
    qtbot.waitUntil(lambda: "2" in counts[-1], timeout=5000)
    window.find_bar.find_again()
    qtbot.waitUntil(lambda: window.editor.textCursor().selectedText() == "one", timeout=5000)
    window.tabs.step(1)
    qtbot.waitUntil(lambda: "of 1" in counts[-1] or "1 match" in counts[-1], timeout=5000)


def test_words_are_counted_in_the_text_in_front(qtbot: QtBot, window: MainWindow) -> None:
    counter = window.status.counter
    QTest.keyClicks(window.editor, "one two three")
    qtbot.waitUntil(lambda: counter.total.words == 3, timeout=5000)
    press(window, Key.Key_T)
    qtbot.waitUntil(lambda: counter.total.words == 0, timeout=5000)
    press(window, Key.Key_Tab)
    qtbot.waitUntil(lambda: counter.total.words == 3, timeout=5000)


def test_font_and_line_spacing_are_those_of_the_window(open_app: Open) -> None:
    app = open_app(line_spacing=1.0)
    window = app.window
    QTest.keyClicks(window.editor, "one")
    press(window, Key.Key_T)
    app.live.change(line_spacing=1.6, font_size=22)
    QTest.keyClicks(window.editor, "two")
    height = (
        window.editor.cursorRect().height(),
        window.editor.blockBoundingRect(window.editor.document().firstBlock()).height(),
    )
    press(window, Key.Key_Tab)
    assert window.editor.document().defaultFont().pointSizeF() == 22
    assert height == (
        window.editor.cursorRect().height(),
        window.editor.blockBoundingRect(window.editor.document().firstBlock()).height(),
    )


def marked_text(window: MainWindow) -> str:
    return "".join(mark.cursor.selectedText() for mark in window.editor.extraSelections())


def test_a_paragraph_in_focus_is_that_of_the_text_in_front(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(focus="paragraph").window
    QTest.keyClicks(window.editor, "one")
    QTest.keyClick(window.editor, Key.Key_Return)
    QTest.keyClicks(window.editor, "two")
    press(window, Key.Key_T)
    QTest.keyClicks(window.editor, "one")
    QTest.keyClick(window.editor, Key.Key_Return)
    QTest.keyClicks(window.editor, "two")
    for _ in range(3):
        press(window, Key.Key_Tab)
        qtbot.waitUntil(lambda: marked_text(window).startswith("one"), timeout=5000)
        (mark,) = window.editor.extraSelections()
        assert mark.cursor.document() is window.editor.document()


def test_full_screen_has_no_tabs_and_keys_go_on(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Key.Key_T)
    window.full_screen.set(True)
    qtbot.waitUntil(lambda: not window.tab_bar.isVisible(), timeout=5000)
    press(window, Key.Key_T)
    assert not window.tab_bar.isVisible()
    press(window, Key.Key_W)
    window.full_screen.set(False)
    qtbot.waitUntil(window.tab_bar.isVisible, timeout=5000)
    press(window, Key.Key_W)
    assert not window.tab_bar.isVisible()


# Many.


def test_two_hundred_tabs_are_read_only_when_they_are_shown(
    window: MainWindow, tmp_path: Path
) -> None:
    paths = files(tmp_path, *(f"{number:03}.txt" for number in range(200)))
    window.tabs.open_all(paths)
    assert len(shown(window)) == 200
    assert [tab.is_built for tab in window.tabs.all] == [True] + [False] * 199
    press(window, Key.Key_PageUp)
    assert window.editor.text() == "text of 199.txt\n"
    assert sum(tab.is_built for tab in window.tabs.all) == 2
    QTest.keyClicks(window.editor, "x")
    assert shown(window)[-1] == "● 199.txt"
    for _ in range(200):
        press(window, Key.Key_PageUp)
    assert all(tab.is_built for tab in window.tabs.all)
    assert window.editor.text() == "xtext of 199.txt\n"
    window.editor.document().setModified(False)
    window.tabs.close_others(window.tabs.all[7])
    assert window.editor.text() == "text of 007.txt\n"
    assert shown(window) == []


def test_names_can_be_read_however_many_tabs_there_are(window: MainWindow, tmp_path: Path) -> None:
    paths = files(tmp_path, *(f"f{number:03}.txt" for number in range(200)))
    window.tabs.open_all(paths)
    bar = window.tab_bar
    QTest.keyClicks(window.editor, "x")
    for at in (0, 1, 100, 199):
        # A style sheet pads a name by 12 pixels and the room of its button.
        room = bar.tabRect(at).width() - 39
        assert bar.fontMetrics().horizontalAdvance(bar.tabText(at)) <= room


def test_all_files_that_cannot_be_opened_are_named(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(300 << 20)
    wrong = [tmp_path / name for name in ("folder", "pipe", "loop", "huge")]
    (ok,) = files(tmp_path, "ok")
    window.tabs.open_all([*wrong[:2], ok])
    said = window.document_notice.text
    assert said == "“folder” and “pipe” cannot be opened; open one alone to see why."
    window.tabs.close()
    window.tabs.open_all([*wrong, ok])
    said = window.document_notice.text
    assert said.startswith("“folder”, “pipe”, “loop” and 1 more cannot be opened")
    assert [tab.path for tab in window.tabs.all] == [ok]
    window.tabs.open_all(wrong[:1])
    assert "is a folder" in window.document_notice.text
