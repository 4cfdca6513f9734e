"""Texts on their way from a file into the real window and back."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.text.recovery import Journal
from tests.ui.conftest import Open, Session

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
MARKED = [
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-32-le", b"\xff\xfe\0\0"),
    ("utf-32-be", b"\0\0\xfe\xff"),
]
ODD = "\u2028\u2029\ufdd0\ufdd1\ufeff\ufffe\0\x0b\x0c\x1c\x85\u00a0\u202f\ufffc\ue000😀é\u0301"
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["\n", "\r\n", "\r", *ODD]),
        st.characters(exclude_categories=["Cs"]),
        st.text(alphabet="ab ", max_size=3),
    ),
    max_size=12,
).map("".join)


@pytest.fixture
def app(open_app: Open) -> App:
    return open_app()


def answer(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[list[str]]:
    """Let the user press buttons of the next questions; what each question showed comes back."""
    asked: list[list[str]] = []
    left = list(names)

    def press(box: QMessageBox) -> int:
        default = box.defaultButton()
        asked.append([box.text(), default.text() if default else ""])
        name = left.pop(0)
        for button in box.buttons():
            if button.text().replace("&", "") == name:
                button.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    return asked


def choose(monkeypatch: pytest.MonkeyPatch, name: Path | None = None) -> list[Path]:
    """Let the user choose a name, or the one that is proposed; proposals come back."""
    proposals: list[Path] = []

    def dialog(_window: object, _title: str, proposed: str, kinds: str) -> tuple[str, str]:
        proposals.append(Path(proposed))
        return str(name or proposed), kinds.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    return proposals


def enter(app: App) -> None:
    """Give the window the focus after another one had it."""
    other = QWidget()
    other.show()
    other.activateWindow()
    QTest.qWaitForWindowActive(other)
    other.close()
    app.window.show()
    app.window.activateWindow()
    assert QTest.qWaitForWindowActive(app.window)


# Bytes.


@given(TEXTS, st.sampled_from(MARKED), st.booleans())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
@example("\ufeffa", ("utf-8", b"\xef\xbb\xbf"), False)
@example("\ufffea\r\n", ("utf-16-le", b"\xff\xfe"), True)
@example("\0a", ("utf-16-le", b"\xff\xfe"), True)
@example("a\u2029b\ufdd0c\ufdd1d\u2028e\rf\r\ng\n", ("utf-8", b""), True)
def test_a_file_keeps_every_byte_that_was_not_written(
    app: App, tmp_path: Path, text: str, marked: tuple[str, bytes], at_end: bool
) -> None:
    path = tmp_path / "x.txt"
    encoding, mark = marked
    data = mark + text.encode(encoding)
    path.write_bytes(data)
    documents, editor = app.window.documents, app.window.editor
    assert documents.open(path)
    if documents.document.read_only:
        # Only what begins with a mark by chance and goes on as something else.
        assert app.window.document_notice.text
        return
    written = documents.document.encoding
    editor.document().setModified(True)
    assert documents.save()
    assert path.read_bytes() == data
    editor.moveCursor(QTextCursor.MoveOperation.End if at_end else QTextCursor.MoveOperation.Start)
    QTest.keyClicks(editor, "x")
    assert documents.save()
    mark = documents.document.mark
    letter, whole = "x".encode(written), data[len(mark) :]
    assert path.read_bytes() == mark + (whole + letter if at_end else letter + whole)
    QTest.keyClick(editor, Key.Key_Backspace)
    assert documents.save()
    assert path.read_bytes() == data


def test_saving_what_is_there_already_does_not_touch_the_file(app: App, tmp_path: Path) -> None:
    path, link = tmp_path / "x.txt", tmp_path / "y.txt"
    path.write_text("one\n")
    link.hardlink_to(path)
    os.utime(path, (1, 1))
    app.window.documents.open(path)
    assert app.window.documents.save()
    assert (path.stat().st_mtime, path.stat().st_nlink) == (1, 2)


def test_text_that_the_widget_does_not_hold_exactly_is_protected(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("one two")
    monkeypatch.setattr(type(app.window.editor), "text", lambda _: "one")
    app.window.documents.open(path)
    assert app.window.documents.document.read_only
    assert "another name" in app.window.document_notice.text


def test_lines_of_millions_of_characters_are_only_shown_at_first(app: App, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("x" * 1_200_000)
    app.window.documents.open(path)
    assert "1,200,000 characters" in app.window.document_notice.text
    assert app.window.editor.isReadOnly()
    app.window.document_notice.act(0)
    assert not app.window.editor.isReadOnly()
    assert app.window.document_notice.text == ""


def test_a_word_of_a_million_letters_can_be_pasted_and_left_again(app: App) -> None:
    data = QMimeData()
    data.setText("x" * 1_000_000)
    app.window.editor.insertFromMimeData(data)
    app.window.grab()
    QTest.keyClicks(app.window.editor, "y")
    app.window.grab()
    assert app.window.editor.text() == "x" * 1_000_000 + "y"
    app.window.editor.document().setModified(False)
    app.window.tabs.close()
    wrap = app.window.editor.LineWrapMode.WidgetWidth
    assert app.window.editor.lineWrapMode() == wrap


def test_a_failure_is_not_said_any_more_after_it_went_well(app: App, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    app.window.tabs.open_all([folder / "x.txt"])
    QTest.keyClicks(app.window.editor, "text")
    assert not app.window.documents.save()
    assert "cannot be saved" in app.window.document_notice.text
    folder.mkdir()
    assert app.window.documents.save()
    assert app.window.document_notice.text == ""


# The clipboard.

KEPT = "10\u00a0km «\u202foui\u202f» a\u2028b\nc\t\ufeff😀\u200d\u00ad"


@pytest.mark.parametrize("text", [KEPT, "\ufeffmark", "\ufffemark", "a\n"])
@pytest.mark.parametrize("way", ["keys", "menu", "drop"])
def test_what_is_moved_inside_the_editor_stays_as_it_is(
    session: Session, text: str, way: str
) -> None:
    editor = session.editor
    editor.replace_text(text)
    editor.selectAll()
    if way == "keys":
        QTest.keyClick(editor, Key.Key_X, Qt.KeyboardModifier.ControlModifier)
        assert editor.text() == ""
        gc.collect()
        QTest.keyClick(editor, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    elif way == "menu":
        editor.copy()
        editor.paste()
    else:
        data = editor.createMimeDataFromSelection()
        editor.clear()
        action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        where, none = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
        editor.dropEvent(QDropEvent(where, action, data, button, none))
    assert editor.text() == text
    editor.undo()
    editor.undo()
    assert editor.text() in (text, "")


COPIES = """
from PySide6.QtWidgets import QApplication
from autotype.ui.editor import Editor
application = QApplication([])
editor = Editor()
editor.replace_text("kept on the clipboard")
editor.selectAll()
editor.copy()
"""


def test_a_program_that_ends_with_its_text_on_the_clipboard_ends_well() -> None:
    done = subprocess.run([sys.executable, "-c", COPIES], timeout=60)
    assert done.returncode == 0


def test_other_programs_get_the_real_characters(session: Session) -> None:
    session.editor.replace_text(KEPT)
    session.editor.selectAll()
    session.editor.copy()
    assert QGuiApplication.clipboard().text() == KEPT


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2029b\u2028c", "a\nb\nc"),
        ("10\u00a0km\u202f!", "10\u00a0km\u202f!"),
        ("a\ufdd0b\x0bc", "a\nb\x0bc"),
    ],
)
def test_text_from_other_programs_gets_line_ends_that_can_be_seen(
    session: Session, pasted: str, text: str
) -> None:
    data = QMimeData()
    data.setText(pasted)
    session.editor.insertFromMimeData(data)
    assert session.editor.text() == text


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Key.Key_Return, SHIFT),
        (Key.Key_Enter, SHIFT),
        (Key.Key_Enter, SHIFT | Qt.KeyboardModifier.KeypadModifier),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_every_enter_key_ends_the_line(session: Session, key: Qt.Key, modifiers: Any) -> None:
    session.type("Hello")
    session.press(key, modifiers)
    session.type("World")
    assert session.editor.text() == "Hello\nWorld"
    assert session.requests[-1].before == "Hello\nWorld"


# Files that cannot be written, and names.


@pytest.mark.parametrize(
    ("data", "name", "proposal"),
    [(b"caf\xe9", "menu.txt", "menu (UTF-8).txt"), (b"caf\xe9", "menu", "menu (UTF-8)")],
)
def test_a_file_in_another_encoding_is_edited_and_saved_beside_it(
    app: App,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    name: str,
    proposal: str,
) -> None:
    (tmp_path / name).write_bytes(data)
    app.window.documents.open(tmp_path / name)
    QTest.keyClicks(app.window.editor, "Un ")
    proposals = choose(monkeypatch)
    assert app.window.documents.save()
    assert proposals == [tmp_path / proposal]
    saved = app.window.documents.document.path
    assert saved is not None
    assert saved.read_text(encoding="utf-8") == "Un café"
    assert (tmp_path / name).read_bytes() == data
    QTest.keyClicks(app.window.editor, "!")
    assert app.window.documents.save()
    assert len(proposals) == 1


def test_a_protected_file_is_not_overwritten_under_another_spelling_of_its_name(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.txt").write_bytes(b"caf\xe9")
    (tmp_path / "link.txt").symlink_to(tmp_path / "x.txt")
    app.window.documents.open(tmp_path / "x.txt")
    choose(monkeypatch, tmp_path / "link.txt")
    assert not app.window.documents.save()
    assert "another name" in app.window.document_notice.text
    assert (tmp_path / "x.txt").read_bytes() == b"caf\xe9"


def test_a_name_without_a_suffix_gets_one_and_overwrites_nothing(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClicks(app.window.editor, "mine")
    choose(monkeypatch, tmp_path / "letter")
    (tmp_path / "letter.txt").write_text("theirs")
    asked = answer(monkeypatch, "Cancel")
    assert not app.window.documents.save()
    assert (tmp_path / "letter.txt").read_text() == "theirs"
    assert asked[0][1].replace("&", "") == "Cancel"
    (tmp_path / "letter.txt").unlink()
    assert app.window.documents.save()
    assert (tmp_path / "letter.txt").read_text() == "mine"


# Other programs.


def test_a_change_on_disk_is_said_when_the_window_is_entered(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    path = tmp_path / "shared.txt"
    path.write_text("one")
    window = app.window
    window.documents.open(path)
    path.write_text("theirs")
    enter(app)
    qtbot.waitUntil(lambda: "was changed" in window.document_notice.text, timeout=5000)
    window.document_notice.act(0)
    assert window.editor.text() == "theirs"
    assert not window.isWindowModified()
    assert window.document_notice.text == ""
    window.editor.undo()
    assert window.editor.text() == "one"
    window.editor.redo()
    assert window.documents.save()
    assert path.read_text() == "theirs"


def test_keeping_mine_is_not_overwriting_theirs(
    qtbot: QtBot, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shared.txt"
    path.write_text("one")
    window = app.window
    window.documents.open(path)
    QTest.keyClicks(window.editor, "my ")
    path.write_text("theirs")
    enter(app)
    qtbot.waitUntil(lambda: "not saved" in window.document_notice.text, timeout=5000)
    window.document_notice.act(1)
    assert window.editor.text() == "my one"
    asked = answer(monkeypatch, "Cancel", "Overwrite")
    assert not window.documents.save()
    assert path.read_text() == "theirs"
    assert "changed" in asked[0][0]
    assert asked[0][1] != "Overwrite"
    assert "is not saved" in window.document_notice.text
    assert window.documents.save()
    assert path.read_text() == "my one"
    assert window.document_notice.text == ""


def test_a_removed_file_is_said_and_its_text_is_unsaved(
    qtbot: QtBot, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("all there is")
    window = app.window
    window.documents.open(path)
    path.rename(tmp_path / "y.txt")
    enter(app)
    qtbot.waitUntil(lambda: "removed or renamed" in window.document_notice.text, timeout=5000)
    assert window.isWindowModified()
    answer(monkeypatch, "Save it here again")
    assert window.documents.save()
    assert path.read_text() == "all there is"


def test_a_file_that_cannot_be_read_any_more_is_not_called_removed(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("all there is")
    window = app.window
    window.documents.open(path)
    path.unlink()
    path.mkdir()
    enter(app)
    qtbot.waitUntil(lambda: "only here" in window.document_notice.text, timeout=5000)
    assert "cannot be read any more" in window.document_notice.text
    assert window.isWindowModified()


def test_a_change_while_it_is_asked_about_hard_links_is_asked_about_too(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "x.txt", tmp_path / "y.txt"
    path.write_text("one")
    other.hardlink_to(path)
    app.window.documents.open(path)
    QTest.keyClicks(app.window.editor, "my ")
    asked = answer(monkeypatch, "Overwrite", "Cancel")
    press = QMessageBox.exec

    def meanwhile(box: QMessageBox) -> int:
        if "hard links" in box.text():
            other.write_text("theirs")
        return press(box)

    monkeypatch.setattr(QMessageBox, "exec", meanwhile)
    assert not app.window.documents.save()
    assert ["hard links" in asked[0][0], "changed" in asked[1][0]] == [True, True]
    assert path.read_text() == "theirs"


@pytest.mark.parametrize("name", ["<b>one<i>.txt", "<!-- draft -->.txt", "a[*]b.txt", "a&b.txt"])
def test_the_name_of_a_file_is_shown_as_it_is(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.write_text("one")
    window = app.window
    window.documents.open(path)
    QTest.keyClicks(window.editor, "my ")
    path.write_text("theirs")
    shown = []

    def read_off(box: QMessageBox) -> int:
        label = box.findChild(QLabel, "qt_msgbox_label")
        assert isinstance(label, QLabel)
        plain = label.textFormat() is Qt.TextFormat.PlainText
        shown.append(label.text() if plain else "perhaps markup")
        return 0

    monkeypatch.setattr(QMessageBox, "exec", read_off)
    assert not window.documents.save()
    assert not window.documents.may_leave()
    assert [f"“{name}”" in said for said in shown] == [True, True]
    handle = window.windowHandle()
    assert handle is not None
    assert handle.title().startswith(name)


def test_a_name_that_would_move_a_cursor_is_written_out(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a\nb\x1b[31m\u202e.txt"
    path.write_bytes(b"caf\xe9")
    window = app.window
    window.tabs.open(path)
    shown = [window.document_notice.text, window.windowTitle(), *window.tabs.names]
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()) or 0)
    QTest.keyClicks(window.editor, "my ")
    path.write_bytes(b"theirs")
    assert not window.documents.may_leave()
    window.documents.journalling.now()
    assert len(shown) == 4
    for said in shown:
        assert "a b\\x1b[31m\\u202e.txt" in said
        assert not {"\n", "\x1b", "\u202e"} & set(said)


def test_a_file_that_was_only_touched_is_nothing_to_say(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"a\r\nb\n")
    app.window.documents.open(path)
    said = app.window.document_notice.text
    assert "mixed" in said
    os.utime(path, (5, 5))
    with qtbot.waitSignal(app.window.documents.watch.seen, timeout=5000):
        enter(app)
    assert app.window.document_notice.text == said


# What a crash left.


def crashed(folder: Path, key: str, text: str, app: App) -> None:
    """Leave a text as an Autotype does that is killed; its document is that of the window."""
    document = app.window.documents.document
    Journal(folder).save(key, text, document.path, document)


def test_a_restored_text_asks_before_it_overwrites_what_was_written_since(
    app: App, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shared.txt"
    path.write_bytes(b"one\r\ntwo\n")
    app.window.documents.open(path)
    crashed(home / "recovery", "dead", "my one\ntwo\n", app)
    app.window.tabs.close()
    path.write_bytes(b"theirs")
    (found,) = app.window.documents.waiting()
    app.window.notices.offer_recovery(found)
    assert "shared.txt" in app.window.document_notice.text
    app.window.document_notice.act(0)
    assert app.window.editor.text() == "my one\ntwo\n"
    assert "was changed" in app.window.document_notice.text
    asked = answer(monkeypatch, "Cancel", "Overwrite")
    assert not app.window.documents.save()
    assert path.read_bytes() == b"theirs"
    assert len(asked) == 1
    assert app.window.documents.save()
    assert path.read_bytes() == b"my one\r\ntwo\n"


def test_a_restored_text_of_a_protected_file_stays_protected(
    app: App, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"caf\xe9")
    app.window.documents.open(path)
    crashed(home / "recovery", "dead", "un café", app)
    app.window.tabs.close()
    (found,) = app.window.documents.waiting()
    app.window.documents.recover(found)
    proposals = choose(monkeypatch)
    assert app.window.documents.save()
    assert proposals == [tmp_path / "x (UTF-8).txt"]
    assert path.read_bytes() == b"caf\xe9"


def test_all_texts_are_offered_one_after_the_other(
    app: App, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        Journal(home / "recovery").save(name, f"text {name}", None)
    notice = app.window.document_notice
    waiting = app.window.documents.waiting()
    assert len(waiting) == 3
    app.window.notices.offer_recovery(waiting[0])
    assert "text c" in notice.text
    notice.dismiss()
    assert "text b" in notice.text
    app.window.documents.failed.emit("Something else.")
    notice.dismiss()
    assert "text b" in notice.text
    notice.act(1)  # deleted
    assert "text a" in notice.text
    assert "is deleted" in notice.text
    notice.act(0)
    assert app.window.editor.text() == "text a"
    assert notice.text == ""
    left = [found.text for found in app.window.documents.waiting()]
    assert left == ["text c"]


def test_the_user_learns_when_unsaved_text_is_not_kept(qtbot: QtBot, app: App, home: Path) -> None:
    window = app.window
    window.documents.journalling.timer.setInterval(0)
    # What stands where the folder should be is as much in the way as a disk that is full.
    (home / "recovery").rmdir() if (home / "recovery").exists() else None
    (home / "recovery").write_text("in the way")
    said: list[str] = []
    window.documents.journalling.told.connect(lambda text, _: said.append(text))
    QTest.keyClicks(window.editor, "abc")
    qtbot.waitUntil(lambda: "not being kept" in window.document_notice.text, timeout=5000)
    QTest.keyClicks(window.editor, "def")
    qtbot.wait(50)
    (home / "recovery").unlink()
    qtbot.waitUntil(lambda: "being kept again" in window.document_notice.text, timeout=5000)
    assert len(said) == 2
    qtbot.waitUntil(lambda: bool(list((home / "recovery").glob("*.journal"))), timeout=5000)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("no file system can be mounted here; the test above has another hindrance")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_leaves_the_older_text(
    qtbot: QtBot, app: App, small_disk: Path
) -> None:
    journalling = app.window.documents.journalling
    journalling._journal = Journal(small_disk)
    QTest.keyClicks(app.window.editor, "abc")
    app.window.documents.journal_now()
    (small_disk / "filler").write_bytes(b"x" * 48_000)
    app.window.editor.insertPlainText("x" * 40_000)
    journalling.timer.setInterval(0)
    QTest.keyClicks(app.window.editor, "y")
    qtbot.waitUntil(lambda: "No space left" in app.window.document_notice.text, timeout=5000)
    (kept,) = small_disk.glob("*.journal")
    assert '"text": "abc"' in kept.read_text()
    (small_disk / "filler").unlink()
    qtbot.waitUntil(lambda: "kept again" in app.window.document_notice.text, timeout=5000)
    assert {file.suffix for file in small_disk.iterdir()} == {".journal"}


def test_the_buttons_of_a_notice_can_be_pressed(app: App) -> None:
    pressed: list[int] = []
    app.window.document_notice.say(
        "One of three.", *((str(n), lambda n=n: pressed.append(n)) for n in range(3))
    )
    buttons = app.window.document_notice.findChildren(QPushButton)
    for button in buttons:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [0, 1, 2]


def test_what_has_to_be_known_about_a_file_comes_back_after_an_offer(
    app: App, home: Path, tmp_path: Path
) -> None:
    Journal(home / "recovery").save("dead", "older text", None)
    path = tmp_path / "x.txt"
    path.write_bytes(b"caf\xe9")
    app.window.documents.open(path)
    notice = app.window.document_notice
    said = notice.text
    assert "can only be saved under another name" in said
    app.window.notices.offer_recovery(app.window.documents.waiting()[0])
    assert "older text" in notice.text
    notice.dismiss()
    assert notice.text == said
    app.window.tabs.close()
    assert notice.text == ""


def test_what_failed_with_one_file_is_not_said_of_the_next(app: App, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"text")
    assert not app.window.documents.open(tmp_path)
    assert app.window.document_notice.text
    assert app.window.documents.open(path)
    assert app.window.document_notice.text == ""
