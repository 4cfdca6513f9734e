"""What is typed in a real window is learned, can be seen, and is forgotten; by keys alone."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible, QAction, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.learning.forgetting import set_never
from autotype.learning.kept import KnownWord
from autotype.learning.store import Store
from autotype.text.suggestion import Suggestion
from autotype.ui.learned_rows import LAST, WordRow
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.record_button import RecordButton
from tests.ui.conftest import Open, until_ready

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def words(home: Path) -> list[str]:
    return sorted(word.word for word in Store(home / "learned").words())


def write(app: App, *lines: str) -> None:
    for line in lines:
        QTest.keyClicks(app.window.editor, line)
        QTest.keyClick(app.window.editor, Qt.Key.Key_Return)


def choose(app: App, name: str) -> None:
    found = [each for each in app.window.findChildren(QAction) if each.text() == name]
    assert len(found) == 1, name
    found[0].trigger()


def opened(qtbot: QtBot, app: App) -> LearnedWindow:
    choose(app, "What was &learned …")
    window = app.window.findChild(LearnedWindow)
    assert window is not None
    qtbot.waitUntil(window.isVisible)
    return window


def rows(window: LearnedWindow) -> list[str]:
    items = [window.table.topLevelItem(at) for at in range(window.table.topLevelItemCount())]
    return sorted(item.text(0) for item in items if item is not None)


def press(window: LearnedWindow, start: str) -> None:
    buttons = window.findChildren(QPushButton)
    found = [each for each in buttons if each.text().replace("&", "") == start]
    assert len(found) == 1, [each.text() for each in buttons]
    found[0].click()


def test_what_is_typed_is_learned_and_answered(qtbot: QtBot, open_app: Open, home: Path) -> None:
    app = open_app()
    write(app, "We met Zyxxo.", "We met Zyxxo.")
    evidence = app.learning.evidence
    qtbot.waitUntil(lambda: bool(evidence.words("Today we met ", "Z")), timeout=20_000)
    qtbot.waitUntil(lambda: words(home) == ["Zyxxo", "met", "we"], timeout=20_000)
    assert [word.word for word in evidence.words("we met ", "Z")] == ["Zyxxo"] * 3


def test_what_is_left_is_learned_at_the_end(open_app: Open, home: Path) -> None:
    app = open_app()
    write(app, "We met Zyxxo.", "We met Zyxxo.")
    app.window.editor.document().setModified(False)
    app.window.close()
    assert app.stop()
    assert words(home) == ["Zyxxo", "met", "we"]


def test_words_of_the_open_document_count_at_once_and_are_kept_nowhere(
    qtbot: QtBot, open_app: Open, home: Path, tmp_path: Path
) -> None:
    letter, other = tmp_path / "letter.txt", tmp_path / "other.txt"
    letter.write_text("Dear Zyxxo,\nQuorvale is fine.\n")
    other.write_text("Nothing.\n")
    app = open_app()
    evidence = app.learning.evidence
    app.window.documents.open(letter)
    qtbot.waitUntil(lambda: bool(evidence.words("for ", "Zy")), timeout=20_000)
    QApplication.clipboard().setText("Pastedname came.\n")
    app.window.editor.paste()
    qtbot.waitUntil(lambda: bool(evidence.words("for ", "Past")), timeout=20_000)
    app.window.editor.document().setModified(False)
    app.window.documents.open(other)
    qtbot.waitUntil(lambda: not evidence.words("for ", "Zy"), timeout=20_000)
    assert words(home) == []


def test_nothing_is_learned_off_the_record_and_when_it_is_off(open_app: Open, home: Path) -> None:
    app = open_app()
    choose(app, "Learn nothing, &off the record")
    write(app, *["We met Zyxxo."] * 3)
    choose(app, "Learn nothing, &off the record")
    write(app, *["Hello Ann."] * 2)
    off = open_app(learning=False)
    write(off, *["We met Quorvale."] * 3)
    for each in (app, off):
        each.window.editor.document().setModified(False)
        each.window.close()
        assert each.stop()
    assert words(home) == ["Ann", "hello"]


def seen_buttons(app: App) -> list[RecordButton]:
    return [each for each in app.window.findChildren(RecordButton) if each.isVisible()]


def test_off_the_record_is_seen_heard_and_ended_with_a_click(
    qtbot: QtBot, open_app: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(announce="idle")
    said: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    assert seen_buttons(app) == []
    app.window.activateWindow()
    assert QTest.qWaitForWindowActive(app.window)
    QTest.keyClick(app.window.editor, Qt.Key.Key_N, CTRL | SHIFT)
    assert "Off the record" in app.window.status.text
    assert said[-1] == "Off the record: nothing that you write is learned."
    write(app, *["We met Zyxxo."] * 3)
    app.window.statusBar().showMessage("Something for a moment")
    app.window.status.scale(QFont("Sans", 24))
    app.window.resize(app.window.minimumSize())
    QApplication.processEvents()
    (button,) = seen_buttons(app)
    assert button.visibleRegion().boundingRect() == button.rect()  # whole, whatever room there is
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert seen_buttons(app) == []
    assert "Off the record" not in app.window.status.text
    assert said[-1] == "No longer off the record."
    assert app.window.editor.hasFocus()
    write(app, *["Hello Ann."] * 2)
    qtbot.waitUntil(lambda: words(home) == ["Ann", "hello"], timeout=20_000)


def test_off_the_record_is_seen_in_full_screen(qtbot: QtBot, open_app: Open) -> None:
    app = open_app()
    window = app.window
    choose(app, "Learn nothing, &off the record")
    window.full_screen.set(True)
    qtbot.waitUntil(lambda: window.isFullScreen() and not window.statusBar().isVisible())
    (button,) = seen_buttons(app)
    assert button.text() == "Off the record"
    window.full_screen.set(False)
    qtbot.waitUntil(lambda: window.statusBar().isVisible())
    assert seen_buttons(app) == [window.status.off_the_record]
    window.full_screen.set(True)
    qtbot.waitUntil(lambda: window.isFullScreen() and not window.statusBar().isVisible())
    QTest.mouseClick(seen_buttons(app)[0], Qt.MouseButton.LeftButton)
    assert seen_buttons(app) == []
    window.full_screen.set(False)
    qtbot.waitUntil(lambda: window.statusBar().isVisible())
    assert seen_buttons(app) == []


def test_the_window_lists_searches_deletes_and_never_suggests(
    qtbot: QtBot, open_app: Open, home: Path
) -> None:
    app = open_app()
    write(app, *["We met Zyxxo and Quorvale."] * 2)
    window = opened(qtbot, app)
    qtbot.waitUntil(lambda: "Zyxxo" in rows(window), timeout=20_000)
    assert "words. All of it is on this computer alone." in window.said.text()
    assert window.focusWidget() is window.search
    QTest.keyClicks(window.search, "zyx")
    assert rows(window) == ["Zyxxo"]
    item = window.table.topLevelItem(0)
    assert item is not None
    assert item.text(4) == "This editor"
    item.setSelected(True)
    press(window, "Never suggest")
    qtbot.waitUntil(lambda: "never suggested" in window.table.topLevelItem(0).text(4))
    assert not app.learning.evidence.words("we met ", "Z")
    window.table.topLevelItem(0).setSelected(True)
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: rows(window) == [], timeout=20_000)
    assert window.notice.text() == "1 word is forgotten."
    assert "Zyxxo" not in words(home)
    assert "Quorvale" in words(home)


def test_what_was_done_is_told_to_a_screen_reader(
    qtbot: QtBot, open_app: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    told: list[str] = []
    monkeypatch.setattr(app.window.announcer, "say", told.append)
    monkeypatch.setattr("autotype.ui.forget_question.ask", lambda *_: "Forget it")
    window = opened(qtbot, app)
    press(window, "Forget the last hour …")
    press(window, "Forget imported texts …")
    wanted = ["The last hour is forgotten: 0 changes.", "Imported texts are forgotten."]
    qtbot.waitUntil(
        lambda: [each for each in told if "forgotten" in each] == wanted, timeout=20_000
    )


def test_one_word_is_no_words(qtbot: QtBot, open_app: Open, home: Path) -> None:
    app = open_app()
    write(app, *["Zyxxo."] * 2)
    window = opened(qtbot, app)
    qtbot.waitUntil(lambda: rows(window) == ["Zyxxo"], timeout=20_000)
    assert window.said.text() == "1 word. All of it is on this computer alone."


def test_the_last_hour_and_everything_are_forgotten(
    qtbot: QtBot, open_app: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    write(app, *["We met Zyxxo."] * 2)
    window = opened(qtbot, app)
    qtbot.waitUntil(lambda: "Zyxxo" in rows(window), timeout=20_000)
    answers = ["", "Forget it", "", "Forget it"]
    monkeypatch.setattr("autotype.ui.forget_question.ask", lambda *_: answers.pop(0))
    press(window, "Forget the last hour …")
    assert rows(window)
    press(window, "Forget the last hour …")
    qtbot.waitUntil(lambda: rows(window) == [] and not words(home), timeout=20_000)
    write(app, *["We met Zyxxo."] * 2)
    window.refresh()
    qtbot.waitUntil(lambda: "Zyxxo" in rows(window), timeout=20_000)
    press(window, "Forget everything …")
    assert rows(window)
    press(window, "Forget everything …")
    qtbot.waitUntil(lambda: rows(window) == [] and not words(home), timeout=20_000)


def test_switching_it_off_asks_and_forgets(
    qtbot: QtBot, open_app: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    write(app, *["We met Zyxxo."] * 2)
    evidence = app.learning.evidence
    qtbot.waitUntil(lambda: bool(evidence.words("we met ", "Z")), timeout=20_000)
    monkeypatch.setattr("autotype.ui.forget_question.ask", lambda *_: "Forget it")
    app.live.change(learning=False)
    qtbot.waitUntil(lambda: not evidence.words("we met ", "Z"), timeout=20_000)
    qtbot.waitUntil(lambda: not words(home), timeout=20_000)
    app.live.change(learning=True)
    write(app, *["We met Quorvale."] * 2)
    qtbot.waitUntil(lambda: bool(evidence.words("we met ", "Q")), timeout=20_000)


def test_what_is_kept_does_not_count_while_it_is_off(
    qtbot: QtBot, open_app: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    write(app, *["We met Zyxxo."] * 2)
    qtbot.waitUntil(lambda: "Zyxxo" in words(home), timeout=20_000)
    monkeypatch.setattr("autotype.ui.forget_question.ask", lambda *_: "")
    app.live.change(learning=False)
    window = opened(qtbot, app)
    qtbot.waitUntil(lambda: "Zyxxo" in rows(window), timeout=20_000)
    assert not app.learning.evidence.words("we met ", "Z")


def test_a_file_that_is_not_ours_is_said_in_the_window(
    qtbot: QtBot, open_app: Open, home: Path
) -> None:
    (home / "learned").mkdir(parents=True)
    (home / "learned" / "learned.sqlite").write_bytes(b"no database" * 500)
    window = opened(qtbot, open_app())
    qtbot.waitUntil(lambda: "was damaged; it was set aside" in window.notice.text())


@pytest.mark.parametrize("learning", [True, False])
@pytest.mark.parametrize("damage", [b"no database" * 500, None], ids=["random", "cut short"])
def test_a_file_that_was_set_aside_is_said_above_the_text_at_once(
    qtbot: QtBot,
    open_app: Open,
    home: Path,
    learning: bool,
    damage: bytes | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = home / "learned" / "learned.sqlite"
    set_never(Store(file.parent), ["moist"], never=True)
    file.write_bytes(damage or file.read_bytes()[:5000])
    app = open_app(learning=learning)
    notice = app.window.document_notice
    qtbot.waitUntil(lambda: "it was set aside as “learned-set-aside-1.sqlite”" in notice.text)
    assert "learned.sqlite was set aside as learned-set-aside-1.sqlite" in caplog.text
    app.window.documents.failed.emit("Something else.")
    notice.dismiss()
    assert "it was set aside" in notice.text  # until it was read
    notice.dismiss()
    assert notice.text == ""


def test_what_cannot_be_kept_is_said_once_above_the_text(
    qtbot: QtBot, open_app: Open, home: Path
) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "learned").write_text("no folder")
    app = open_app()
    write(app, "We met Zyxxo.")
    notice = app.window.document_notice
    qtbot.waitUntil(lambda: "What was learned cannot be kept in" in notice.text, timeout=20_000)
    notice.dismiss()
    write(app, "We met Zyxxo.")
    qtbot.waitUntil(lambda: bool(app.learning.evidence.words("we met ", "Z")), timeout=20_000)
    assert not notice.text


def test_a_name_that_was_typed_twice_is_offered_after_its_first_letter(
    qtbot: QtBot, open_app: Open, tiny_pack: Path
) -> None:
    app = open_app(pack=str(tiny_pack))
    until_ready(qtbot, app)
    write(app, *["Thank you very much for the photos of Zyxxo."] * 2)
    evidence = app.learning.evidence
    qtbot.waitUntil(lambda: bool(evidence.words("the photos of ", "Z")), timeout=20_000)
    QTest.keyClicks(app.window.editor, "Thank you very much for the photos of Z")
    offered = app.window.controller
    qtbot.waitUntil(lambda: "yxxo" in [word.text for word in offered.words], timeout=20_000)


def test_nothing_is_offered_of_what_is_not_learned(
    qtbot: QtBot, open_app: Open, tiny_pack: Path
) -> None:
    app = open_app(pack=str(tiny_pack), learning=False)
    until_ready(qtbot, app)
    write(app, *["Thank you very much for the photos of Zyxxo."] * 2)
    answers: list[Suggestion] = []
    app.window.controller.answered.connect(answers.append)
    QTest.keyClicks(app.window.editor, "Thank you very much for the photos of Z")
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    assert "yxxo" not in [word.text for answer in answers for word in answer.words]


def test_what_was_offered_is_not_offered_again_once_it_is_never_to_be(
    qtbot: QtBot, open_app: Open, home: Path, tiny_pack: Path
) -> None:
    app = open_app(pack=str(tiny_pack))
    until_ready(qtbot, app)
    offered = app.window.controller
    QTest.keyClicks(app.window.editor, "Thank you very much for ")
    qtbot.waitUntil(lambda: "your" in [word.text for word in offered.words], timeout=20_000)
    done: list[str] = []
    app.learning.told.connect(lambda who, _, wrong: done.append(f"{who}{wrong}"))
    app.learning.ask("never", lambda store: set_never(store, ["your"], never=True))
    qtbot.waitUntil(lambda: done == ["never"], timeout=20_000)
    QTest.keyClick(app.window.editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(app.window.editor, " ")
    qtbot.waitUntil(lambda: bool(offered.words), timeout=20_000)
    assert "your" not in [word.text for word in offered.words]
    assert not app.window.editor.ghost.text.startswith("your")


@pytest.mark.parametrize(("name", "begins"), [("de_DE", "29.11.26"), ("en_GB", "29/11/2026")])
def test_dates_are_written_as_where_the_user_lives(
    monkeypatch: pytest.MonkeyPatch, name: str, begins: str
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(name))
    noon = int(datetime(2026, 11, 29, 12).timestamp())
    row = WordRow(KnownWord("Zyxxo", 2, 1.0, noon, noon, "editor", False))
    assert row.text(LAST).startswith(begins)
