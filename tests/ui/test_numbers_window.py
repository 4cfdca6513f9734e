"""What is counted in the real window, kept in a real file, and said in “Your numbers”."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from autotype.numbers.days import this_hour
from autotype.numbers.keeper import Kept
from autotype.numbers.store import Store
from autotype.text.suggestion import Silence
from autotype.ui.day_plot import DayPlot
from autotype.ui.numbers_window import NumbersWindow
from tests.ui.conftest import Open
from tests.ui.typist import Key, Typist

AtWork = Callable[..., Typist]


@pytest.fixture
def writer(at_work: AtWork) -> Typist:
    """Somebody who took “ three four” behind “one two”."""
    typist = at_work()
    typist.type("one two")
    typist.answer(" three", " cat", ghost=" three four")
    typist.now += 0.5
    QTest.keyClick(typist.editor, Key.Key_Tab)
    assert typist.editor.text() == "one two three four"
    return typist


def file_of(typist: Typist, home: Path) -> dict[str, int]:
    typist.window.counting.close()
    return {row.counter: row.number for row in Store(home / "numbers.sqlite").read()}


def opened(qtbot: QtBot, typist: Typist) -> NumbersWindow:
    entries = typist.window.menus.suggest.actions()
    entry: QAction = next(each for each in entries if "numbers" in each.text())
    entry.trigger()
    window = typist.window.findChild(NumbersWindow)
    assert window is not None
    # Not by the signal: it comes from another thread, on which pytest-qt would end its loop.
    qtbot.waitUntil(lambda: window._kept is not None, timeout=20_000)
    return window


def test_what_was_written_is_counted_and_kept(writer: Typist, home: Path) -> None:
    writer.now += 11
    writer.type("x")
    found = file_of(writer, home)
    wanted = {"typed": 8, "taken": 11, "takes": 1, "spaces": 1, "kept": 1, "shows": 1, "words": 5}
    assert {name: found.get(name) for name in wanted} == wanted
    assert found["right_taken"] == 1
    assert not {"undone", "wrong_typed", "unread"} & set(found)


def test_no_text_is_in_the_file(writer: Typist, home: Path) -> None:
    file_of(writer, home)
    stored = b"".join(path.read_bytes() for path in home.glob("numbers*"))
    assert b"editor" in stored
    assert not [word for word in (b"one", b"two", b"three", b"four") if word in stored]


@pytest.mark.parametrize("how", ["key", "menu"])
def test_a_take_that_is_undone_costs_its_key(writer: Typist, home: Path, how: str) -> None:
    writer.now += 1
    if how == "key":
        QTest.keyClick(writer.editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    else:
        writer.editor.undo()
    assert writer.editor.text() == "one two"
    writer.now += 11
    found = file_of(writer, home)
    assert (found["undone"], found["undone_characters"], found["wrong_undone"]) == (1, 11, 1)
    assert "kept" not in found


def test_a_correction_behind_another_line_is_found(writer: Typist, home: Path) -> None:
    writer.type("\nmore\n")
    for _ in range(2):
        QTest.keyClick(writer.editor, Key.Key_Up)
    QTest.keyClick(writer.editor, Key.Key_End)
    QTest.keyClick(writer.editor, Key.Key_Backspace)
    assert writer.editor.text() == "one two three fou\nmore\n"
    assert file_of(writer, home)["undone"] == 1


def test_what_is_changed_elsewhere_leaves_a_take_alone(writer: Typist, home: Path) -> None:
    writer.type("\nmore")
    for _ in range(3):
        QTest.keyClick(writer.editor, Key.Key_Backspace)
    QTest.keyClick(writer.editor, Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(writer.editor, Key.Key_Delete)
    writer.editor.undo()
    writer.now += 11
    found = file_of(writer, home)
    assert found["kept"] == 1
    assert "undone" not in found


def test_another_document_is_another_text(qtbot: QtBot, writer: Typist, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("something", encoding="utf-8")
    writer.window.documents.open(other)
    counting = writer.window.counting
    assert not counting.text
    writer.type("x")
    assert counting.text["typed"] == 1
    assert counting.session["typed"] == 8


def test_the_window_says_numbers_with_their_n(qtbot: QtBot, at_work: AtWork, home: Path) -> None:
    store, hour = Store(home / "numbers.sqlite"), this_hour()
    for day in range(8):
        counts = {"typed": 400 + day, "taken": 90, "takes": 10, "right_taken": 10, "words": 70}
        counts |= {"wrong_typed": 3, "kept": 9, "undone": 1, "shows": 20, "answers": 50}
        store.add(hour - 24 * day, "editor", counts | {"silence:unsure": 25})
    store.add(hour - 24 * 40, "editor", {"typed": 1000})
    store.add(hour, "org.gnome.gedit", {"typed": 50, "taken": 8, "takes": 1})
    window = opened(qtbot, at_work())
    window.tabs.setCurrentIndex(2)
    for sentence in (
        "Right 7.7 times in 10 (counted 104 times; most likely 6.8 to 8.4).",
        "What you took stayed 9.0 times in 10 (counted 80 times; most likely 8.1 to 9.5).",
        "– not sure enough: 50 % (200)",
        "Shown 29 times in 100 words (counted over 560 words).",
        "647 keys of 4,006 characters (16.2 %; ",
        "This editor: 640 keys of 3,948 characters",
        "org.gnome.gedit: 7 keys of 58 characters",
        "Keys not pressed on each day from ",
    ):
        assert sentence in window.said
    plot = window.area.findChild(DayPlot)
    assert plot is not None
    assert "647 in all" in plot.accessibleDescription()
    window.tabs.setCurrentIndex(3)
    assert "647 keys of 5,006 characters" in window.said
    window.tabs.setCurrentIndex(0)
    assert "Nothing has been counted yet." in window.said


def test_what_is_written_beside_it_is_there_when_it_comes_to_the_front(
    qtbot: QtBot, writer: Typist
) -> None:
    window = opened(qtbot, writer)
    window.tabs.setCurrentIndex(1)
    assert "(18 characters so far)" in window.said
    writer.type("x y")
    window.refresh()
    assert "10 keys of 21 characters" in window.said


@pytest.mark.parametrize("sure", [True, False])
def test_a_reset_asks_once(
    qtbot: QtBot, writer: Typist, home: Path, monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    window = opened(qtbot, writer)
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        wanted = "Forget" if sure else "Cancel"
        next(b for b in box.buttons() if wanted in b.text().replace("&", "")).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    button = next(b for b in window.findChildren(QPushButton) if "Reset" in b.text())
    button.click()
    if sure:
        qtbot.waitUntil(lambda: window._kept == Kept([], []), timeout=20_000)
    assert len(asked) == 1
    window.tabs.setCurrentIndex(3)
    assert ("Nothing has been counted yet." in window.said) is sure
    window.tabs.setCurrentIndex(1)
    assert ("Nothing has been counted yet." in window.said) is sure
    assert bool(file_of(writer, home)) is not sure


def test_an_export_is_a_table(
    qtbot: QtBot, writer: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, writer)
    names = iter([tmp_path / "mine.csv", tmp_path / "nowhere" / "mine.csv"])
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(next(names)), "Tables (*.csv)")
    )
    button = next(b for b in window.findChildren(QPushButton) if "Export" in b.text())
    for said in ("were written to the file", "cannot be written"):
        button.click()
        qtbot.waitUntil(lambda said=said: said in window.notice.text(), timeout=20_000)
    lines = (tmp_path / "mine.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "hour,source,counter,number"
    assert any(line.endswith(",editor,taken,11") for line in lines)


@pytest.mark.parametrize("spoil", ["damaged", "folder"])
def test_a_file_that_cannot_be_used_is_one_sentence(
    qtbot: QtBot, at_work: AtWork, home: Path, spoil: str
) -> None:
    file = home / "numbers.sqlite"
    home.mkdir(exist_ok=True)
    file.write_bytes(b"?" * 9999) if spoil == "damaged" else file.mkdir()
    typist = at_work()
    typist.type("some text and some more of it")
    window = opened(qtbot, typist)
    assert window.notice.isVisible()
    said = "was damaged; it was set aside" if spoil == "damaged" else "it is a folder"
    assert said in window.notice.text()
    window.tabs.setCurrentIndex(3)
    assert "0 keys of 29 characters" in window.said


def test_numbers_that_were_set_aside_are_said_above_the_text_before_anything_is_counted(
    qtbot: QtBot, open_app: Open, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home.mkdir(exist_ok=True)
    (home / "numbers.sqlite").write_bytes(b"?" * 9999)
    notice = open_app().window.document_notice
    qtbot.waitUntil(lambda: "it was set aside as “numbers-set-aside-1.sqlite”" in notice.text)
    assert "numbers.sqlite was set aside as numbers-set-aside-1.sqlite" in caplog.text


def test_a_key_only_puts_a_moment_aside(writer: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("a key has counted something itself")

    import autotype.numbers.collector as collector

    monkeypatch.setattr(collector, "tallied", never)
    monkeypatch.setattr(sqlite3, "connect", never)
    writer.type("x")
    monkeypatch.undo()
    assert writer.window.counting.session["typed"] == 8


def test_counting_comes_by_itself_in_a_pause(qtbot: QtBot, writer: Typist) -> None:
    counting = writer.window.counting
    qtbot.waitUntil(lambda: not counting._collector.waits, timeout=10_000)
    assert counting._collector.session["typed"] == 7
    assert counting._save.isActive()


def test_it_can_be_used_by_keyboard_and_read_aloud(qtbot: QtBot, writer: Typist) -> None:
    writer.window.counting._keeper._store.add(this_hour() - 30, "editor", {"typed": 99})
    window = opened(qtbot, writer)
    window.tabs.setCurrentIndex(3)
    window.activateWindow()
    window.tabs.setFocus()
    reached = []
    for _ in range(12):
        part = window.focusWidget()
        reached.append(type(part).__name__)
        QTest.keyClick(part, Key.Key_Tab)
    order = list(dict.fromkeys(reached))
    assert order == ["QTabBar", "QLabel", "DayPlot", "QPushButton"]
    labels = [each for each in window.area.findChildren(QLabel) if each.focusPolicy()]
    labels[0].setFocus()
    window.refresh()  # as when it comes to the front again
    assert window.focusWidget() is labels[0]
    assert any(each.accessibleName().startswith("Keys you did not press: ") for each in labels)
    QTest.keyClick(window, Key.Key_Escape)
    assert not window.isVisible()


@pytest.mark.parametrize("points", [7, 40])
def test_it_fits_a_small_screen(qtbot: QtBot, writer: Typist, points: int) -> None:
    font = QApplication.font()
    larger = QApplication.font()
    larger.setPointSize(points)
    QApplication.setFont(larger)
    try:
        window = opened(qtbot, writer)
        window.resize(420, 280)
        window.tabs.setCurrentIndex(3)
        QApplication.processEvents()
        assert window.area.horizontalScrollBar().maximum() == 0 or points > 20
        assert window.area.viewport().height() > 0
    finally:
        QApplication.setFont(font)


def test_a_day_without_a_text_has_its_place(qtbot: QtBot, at_work: AtWork, home: Path) -> None:
    store, hour = Store(home / "numbers.sqlite"), int(time.time() // 3600)
    for day, taken in ((0, 5), (3, 9), (4, -4)):
        store.add(hour - 24 * day, "editor", {"taken": taken, "typed": 20})
    window = opened(qtbot, at_work())
    window.tabs.setCurrentIndex(2)
    plot = window.area.findChild(DayPlot)
    assert plot is not None and plot._bars is not None
    assert plot._bars.keys == (-4, 9, 0, 0, 5)
    picture = plot.grab().toImage()
    bar = plot.palette().highlight().color()
    seen = {
        x
        for x in range(picture.width())
        for y in range(0, picture.height(), 2)
        if picture.pixelColor(x, y) == bar
    }
    assert seen


def test_one_day_is_no_plot(qtbot: QtBot, writer: Typist) -> None:
    window = opened(qtbot, writer)
    window.tabs.setCurrentIndex(2)
    assert "(18 characters so far)" in window.said
    assert window.area.findChild(DayPlot) is None


# Leaving suggestions out.


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Whether chance leaves suggestions out of a text, by its name."""
    import autotype.ui.holding_out as holding_out

    names: dict[str, str] = {}
    chance = {"Untitled": True}

    def unit(seed: str, document: str, day: str) -> str:
        name = Path(document).name if "/" in document else "Untitled"
        names[f"unit {name}"] = name
        return f"unit {name}"

    monkeypatch.setattr(holding_out, "unit_of", unit)
    monkeypatch.setattr(holding_out, "is_held_out", lambda unit, _: chance[names[unit]])
    return chance


def test_a_text_that_is_held_out_has_no_suggestions(
    qtbot: QtBot, at_work: AtWork, home: Path, tmp_path: Path, held: dict[str, bool]
) -> None:
    held["other.txt"] = False
    (tmp_path / "other.txt").write_text("some ", encoding="utf-8")
    typist = at_work(hold_out=0.5)
    qtbot.waitUntil(lambda: typist.controller.silence is Silence.HELD_OUT, timeout=20_000)
    asked = len(typist.requests)
    typist.type("one two three")
    assert len(typist.requests) == asked
    qtbot.waitUntil(lambda: "without suggestions, to compare" in typist.window.status.text)
    typist.window.pausing.toggle()
    typist.window.pausing.toggle()
    assert typist.controller.silence is Silence.HELD_OUT  # a pause of the user's changes nothing
    typist.editor.document().setModified(False)
    typist.window.documents.open(tmp_path / "other.txt")
    qtbot.waitUntil(lambda: typist.controller._state.paused is None, timeout=20_000)
    typist.type("more")
    assert len(typist.requests) > asked
    typist.window.counting.close()
    found = {trial.held_out: trial.effort for trial in Store(home / "numbers.sqlite").trials()}
    assert (found[True].keys, found[True].characters) == (13, 13)
    assert (found[False].keys, found[False].characters) == (4, 4)
    assert found[True].milliseconds == 2400


def test_nothing_is_held_out_unless_it_is_wanted(writer: Typist, home: Path) -> None:
    writer.window.counting.close()
    assert Store(home / "numbers.sqlite").trials() == []
