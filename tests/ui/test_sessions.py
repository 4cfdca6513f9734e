"""What was open comes back: real windows that are closed, killed and started again."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from autotype.app import App, _show
from autotype.text.recovery import Journal
from autotype.text.session import MOST_TRIES, Open, Session, Sessions
from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open as OpenApp
from tests.ui.test_tabs import CANCEL, DISCARD, decide, files, press, shown

Key = Qt.Key


@pytest.fixture(autouse=True)
def no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(box: QMessageBox) -> int:
        raise AssertionError(f"asked: {box.text()}")

    monkeypatch.setattr(QMessageBox, "exec", refuse)


class Starter:
    """Starts windows one after the other, as the command does."""

    def __init__(self, open_app: OpenApp, home: Path) -> None:
        self._open_app, self._home = open_app, home

    def __call__(self, *paths: Path, **options: object) -> MainWindow:
        app: App = self._open_app(**options)
        _show(app.window, paths)
        return app.window


@pytest.fixture
def start(open_app: OpenApp, home: Path) -> Starter:
    return Starter(open_app, home)


def sessions(home: Path) -> list[Path]:
    return list((home / "sessions").glob("*.session"))


def test_tabs_order_front_and_carets_come_back(start: Starter, tmp_path: Path) -> None:
    paths = files(tmp_path, "a", "b", "c")
    window = start(*paths)
    for at in (3, 5, 7):
        cursor = window.editor.textCursor()
        cursor.setPosition(at)
        window.editor.setTextCursor(cursor)
        press(window, Key.Key_Tab)
    window.tabs.move(0, 2)
    press(window, Key.Key_Tab)
    assert window.documents.name == "b"
    assert window.close()
    again = start()
    assert shown(again) == ["b", "c", "a"]
    assert again.documents.name == "b"
    assert sum(tab.is_built for tab in again.tabs.all) == 1
    carets = []
    for _ in range(3):
        carets.append((again.documents.name, again.editor.textCursor().position()))
        press(again, Key.Key_Tab)
    assert carets == [("b", 5), ("c", 7), ("a", 3)]


def test_texts_that_were_not_saved_come_back_without_a_question(
    start: Starter, tmp_path: Path, home: Path
) -> None:
    (path,) = files(tmp_path, "a.txt")
    window = start(path)
    QTest.keyClicks(window.editor, "my ")
    press(window, Key.Key_T)
    QTest.keyClicks(window.editor, "no name yet")
    press(window, Key.Key_T)
    assert window.close()
    assert path.read_text() == "text of a.txt\n"
    again = start()
    assert shown(again) == ["● a.txt", "● Untitled"]
    assert again.document_notice.text == ""
    texts = []
    for _ in range(2):
        press(again, Key.Key_Tab)
        texts.append(again.editor.text())
    assert sorted(texts) == ["my text of a.txt\n", "no name yet"]
    while again.documents.document.path is None:
        press(again, Key.Key_Tab)
    press(again, Key.Key_S)
    assert path.read_text() == "my text of a.txt\n"


def test_a_text_that_was_never_looked_at_again_stays_for_the_start_after(
    start: Starter, tmp_path: Path
) -> None:
    window = start()
    QTest.keyClicks(window.editor, "far back")
    window.tabs.open(files(tmp_path, "front")[0])
    assert window.close()
    for _ in range(3):
        window = start()
        assert window.documents.name == "front"
        assert shown(window)[0].startswith("●")
        assert window.documents.waiting() == []  # it is no offer, here nor anywhere else
        assert window.close()
    window = start()
    press(window, Key.Key_Tab)
    assert window.editor.text() == "far back"


def test_files_that_are_gone_are_said_in_one_sentence_and_lose_nothing(
    start: Starter, tmp_path: Path
) -> None:
    paths = files(tmp_path, "a", "b", "c", "d", "e")
    window = start(*paths)
    press(window, Key.Key_PageUp)  # e
    QTest.keyClicks(window.editor, "my ")
    assert window.close()
    for path in (paths[0], paths[4]):
        path.unlink()
    paths[1].unlink()
    paths[1].mkdir()
    paths[2].write_bytes(bytes(range(256)) * 40)
    again = start()
    said = again.document_notice._said
    assert any("“a” and “b” are not there any more" in each.text for each in said)
    assert again.editor.text() == "my text of e\n"
    assert again.isWindowModified()
    assert shown(again) == ["c", "d", "● e"]
    press(again, Key.Key_PageUp)
    assert again.editor.text() == "text of d\n"
    press(again, Key.Key_PageUp)  # what "c" has become cannot be edited, or can; none is lost
    assert again.tabs.front in again.tabs.all
    assert "● e" in shown(again)


def test_who_wants_it_begins_with_an_empty_window_and_is_asked(
    start: Starter, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start(*files(tmp_path, "a", "b"), reopen=False)
    QTest.keyClicks(window.editor, "x")
    asked = decide(monkeypatch, CANCEL, DISCARD)
    assert not window.close()
    assert window.isWindowModified()
    assert window.close()
    assert len(asked) == 2
    assert sessions(home) == []
    assert start(reopen=False).documents.name == "Untitled"


def test_an_answer_that_was_given_holds_only_once_the_window_closes(
    start: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start(reopen=False)
    QTest.keyClicks(window.editor, "one")
    press(window, Key.Key_T)
    QTest.keyClicks(window.editor, "two")
    decide(monkeypatch, DISCARD, CANCEL, DISCARD, DISCARD)
    assert not window.close()
    assert shown(window) == ["● Untitled", "● Untitled 2"]
    assert window.close()


def test_the_setting_can_change_while_the_window_is_open(
    qtbot: QtBot, open_app: OpenApp, tmp_path: Path, home: Path
) -> None:
    app = open_app()
    app.window.tabs.open(files(tmp_path, "a")[0])
    qtbot.waitUntil(lambda: len(sessions(home)) == 1, timeout=5000)
    app.live.change(reopen=False)
    assert sessions(home) == []
    app.window.tabs.open(files(tmp_path, "b")[0])
    app.live.change(reopen=True)
    qtbot.waitUntil(lambda: len(sessions(home)) == 1, timeout=5000)
    (file,) = sessions(home)
    assert len(json.loads(file.read_text())["tabs"]) == 2


def test_where_nothing_can_be_kept_closing_asks(
    start: Starter, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    (home / "recovery").rmdir() if (home / "recovery").exists() else None
    (home / "recovery").write_text("in the way")
    QTest.keyClicks(window.editor, "precious")
    asked = decide(monkeypatch, CANCEL, DISCARD)
    assert not window.close()
    assert window.close()
    assert len(asked) == 2


def test_files_that_are_named_come_in_front_of_what_was_open(
    start: Starter, tmp_path: Path
) -> None:
    first, second, third = files(tmp_path, "a", "b", "c")
    assert start(first, second).close()
    window = start(third, tmp_path / "new.txt", second)
    assert shown(window) == ["a", "b", "c", "new.txt"]
    assert window.documents.name == "c"
    press(window, Key.Key_Tab)
    assert window.documents.document.path == tmp_path / "new.txt"
    QTest.keyClicks(window.editor, "new")
    press(window, Key.Key_S)
    assert (tmp_path / "new.txt").read_text() == "new"


def test_two_windows_at_once_keep_what_is_theirs(start: Starter, tmp_path: Path) -> None:
    first, second = files(tmp_path, "a", "b")
    one = start(first)
    QTest.keyClicks(one.editor, "mine ")
    other = start(second)
    assert shown(other) == []
    assert other.documents.name == "b"
    assert other.documents.waiting() == []
    assert one.close()
    third = start()  # what was open in the first window, and only that
    assert third.documents.name == "a"
    assert third.editor.text() == "mine text of a\n"
    assert other.close()
    assert third.close()
    last = start()
    assert last.documents.name == "a"
    assert last.isWindowModified()


def test_two_hundred_tabs_come_back_unread(start: Starter, tmp_path: Path) -> None:
    paths = files(tmp_path, *(f"{number:03}.txt" for number in range(200)))
    window = start(*paths)
    window.tabs.step(-1)
    assert window.close()
    again = start()
    assert len(shown(again)) == 200
    assert sum(tab.is_built for tab in again.tabs.all) == 1
    assert again.documents.name == "199.txt"
    again.editor.moveCursor(QTextCursor.MoveOperation.End)
    assert again.close()


WRITER = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from autotype import app, settings
from autotype.text.recovery import Journal
chosen = settings.Settings()
application = app.application_of(chosen)
journal = Journal(Path(sys.argv[1]) / "recovery")
running = app.build(chosen, journal)
window = running.window
app._show(window, [Path(name) for name in sys.argv[2:]])
for letter in "kept ":
    QTest.keyClicks(window.editor, letter)
window.tabs.step(1)
QTest.keyClicks(window.editor, "kept too ")
window.tabs.new()
QTest.keyClicks(window.editor, "never saved")
for tab in window.tabs.all:
    if tab.is_built and tab.parts.text.isModified():
        tab.parts.journalling.timer.start(0)
folder = Path(sys.argv[1])
while len(list((folder / "recovery").glob("*.journal"))) < 3 or not any(
    "-4" in file.read_text() for file in (folder / "sessions").glob("*.session")
):
    QTest.qWait(5)
print("written", flush=True)
while True:
    QTest.qWait(1)
"""


def test_a_killed_window_comes_back_with_all_its_texts(
    start: Starter, home: Path, tmp_path: Path
) -> None:
    paths = files(tmp_path, "a", "b")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(home), *map(str, paths)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"written\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert [path.read_text() for path in paths] == ["text of a\n", "text of b\n"]
    window = start()
    assert [name.split()[0] for name in shown(window)] == ["●", "●", "●"]
    texts = set()
    for _ in range(3):
        texts.add(window.editor.text())
        press(window, Key.Key_Tab)
    assert texts == {"kept text of a\n", "kept too text of b\n", "never saved"}
    assert window.documents.waiting() == []


def test_what_ends_autotype_at_every_start_is_offered_and_not_opened(
    start: Starter, home: Path, tmp_path: Path
) -> None:
    journal = Journal(home / "recovery")
    journal.save("9", "deadly", None)
    sessions_left = Sessions(home / "sessions")
    sessions_left.write(Session((Open(None, journal.name_of("9")),), tries=MOST_TRIES))
    sessions_left.close()
    window = start()
    assert window.editor.text() == ""
    said = window.document_notice._said
    assert any("begins empty" in each.text for each in said)
    assert "deadly" in window.document_notice.text
    window.document_notice.act(0)
    assert window.editor.text() == "deadly"


def test_a_file_that_another_window_has_changes_to_says_so(
    qtbot: QtBot, start: Starter, home: Path, tmp_path: Path
) -> None:
    first, second = files(tmp_path, "a", "b")
    one = start(first)
    QTest.keyClicks(one.editor, "mine ")
    one.tabs.journal_now()
    one.session.save(ended=False)
    other = start(second)
    assert "another window" not in other.document_notice.text
    other.tabs.open(first)
    said = "“a” has unsaved changes in another window of Autotype; save them there first."
    assert said in other.document_notice.text
    press(one, Key.Key_S)
    one.session.save(ended=False)
    other.activateWindow()  # somebody comes from there
    qtbot.waitUntil(lambda: said not in other.document_notice.text)
    other.tabs.close()
    other.tabs.open(first)
    assert "another window" not in other.document_notice.text


@pytest.mark.parametrize("count", [1, 2])
def test_kept_texts_that_cannot_be_read_are_said_with_their_place(
    start: Starter, home: Path, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    folder = home / "recovery"
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"1-{number}.abc.journal").write_text('{"text": "my precious unsaved')
    said = start().document_notice.text
    left = folder / "1-0.abc.damaged" if count == 1 else folder
    assert "could not be read" in said and f"“{left}”" in said
    assert left.exists()
    assert "could not be read (JSONDecodeError)" in caplog.text
    assert "precious" not in caplog.text


def test_the_text_of_a_tab_that_cannot_be_read_any_more_is_said_too(
    start: Starter, home: Path
) -> None:
    window = start()
    window.editor.insert_exactly("my precious unsaved")
    window.tabs.journal_now()
    (draft,) = (home / "recovery").glob("*.journal")
    draft.write_text('{"text": "my prec')
    window.tabs.put_back([Open(None, draft.name.removesuffix(".journal"))], 0)
    assert f"“{draft.with_suffix('.damaged')}”" in window.document_notice.text
