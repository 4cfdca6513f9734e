"""What is said above the text lasts as long as what it is about, whichever way that ends."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype import paths
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.ui.main_window import MainWindow
from tests.ui.conftest import Open
from tests.ui.test_help import entry
from tests.ui.test_learning_at_the_editor import opened, press, rows, write
from tests.ui.typist import Typist

End = Callable[[Typist], object]


def ask_why(window: MainWindow) -> str:
    entry(window, "Why is nothing shown?").trigger()
    return window.document_notice.text


def resume_by_key(typist: Typist) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(typist.editor, Qt.Key.Key_Space, modifiers)


PAUSE_ENDS: dict[str, End] = {
    "its button": lambda typist: typist.window.document_notice.act(0),
    "the menu": lambda typist: typist.window._pause.trigger(),
    "a key": resume_by_key,
    "time": lambda typist: typist.window.pausing._timer.timeout.emit(),
}


@pytest.mark.parametrize("end", PAUSE_ENDS.values(), ids=PAUSE_ENDS.keys())
def test_a_pause_is_said_no_longer_than_it_lasts(
    qtbot: QtBot, at_work: Callable[..., Typist], end: End
) -> None:
    typist = at_work()
    typist.window.pausing.snooze()
    assert "paused for ten minutes" in ask_why(typist.window)
    end(typist)
    assert not typist.window.pausing.paused
    assert typist.window.document_notice.text == ""


REASON_ENDS: dict[str, End] = {
    "typing": lambda typist: (typist.type("k"), typist.answer("you", ghost=" you")),
    "another tab": lambda typist: typist.window.tabs.new(),
    "the settings": lambda typist: (
        typist.window.live.change(mid_line=True) if typist.window.live else None
    ),
    "the engine": lambda typist: typist.controller.on_status(EngineStatus(EngineState.LOADING)),
}


@pytest.mark.parametrize("end", REASON_ENDS.values(), ids=REASON_ENDS.keys())
def test_a_reason_is_said_until_there_is_another_or_none(
    qtbot: QtBot, at_work: Callable[..., Typist], end: End
) -> None:
    typist = at_work()
    typist.type("Than")
    typist.answer("k")
    assert "not sure enough" in ask_why(typist.window)
    end(typist)
    qtbot.waitUntil(lambda: typist.window.document_notice.text == "")


def test_a_reason_that_comes_back_at_once_was_never_gone(
    qtbot: QtBot, at_work: Callable[..., Typist]
) -> None:
    typist = at_work()
    typist.type("Than")
    typist.answer("k")
    said = ask_why(typist.window)
    again: list[None] = []
    typist.window.document_notice.said.connect(lambda: again.append(None))
    typist.type("k")
    typist.answer("you")
    typist.window.document_notice.review()
    assert typist.window.document_notice.text == said
    assert not again  # nor is it announced anew


def test_what_to_try_is_said_in_its_text_until_it_was_tried(
    qtbot: QtBot, at_work: Callable[..., Typist]
) -> None:
    typist = at_work(take_after_ms=0)
    window = typist.window
    entry(window, "Try it").trigger()
    typist.type("e")
    typist.answer("hearing", ghost="aring from you")
    assert "grey text appears" in window.document_notice.text
    QTest.keyClick(typist.editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: window.document_notice.text == "")


def test_what_to_try_does_not_follow_into_another_tab(at_work: Callable[..., Typist]) -> None:
    typist = at_work()
    entry(typist.window, "Try it").trigger()
    assert typist.window.document_notice.text
    typist.window.tabs.new()
    assert typist.window.document_notice.text == ""


def test_what_came_of_writing_a_file_is_said_where_it_was_done(
    at_work: Callable[..., Typist], tmp_path: Path
) -> None:
    typist = at_work()
    window = typist.window
    typist.type("Words.")
    window.exporting._write(tmp_path, b"")
    assert "cannot be written" in window.document_notice.text
    window.tabs.new()
    assert window.document_notice.text == ""
    window.exporting._write(tmp_path / "a.html", b"<p>")
    assert "is written" in window.document_notice.text
    window.document_notice._passing.timeout.emit()
    assert window.document_notice.text == ""


def test_a_wrong_setting_is_said_until_it_is_right(qtbot: QtBot, open_app: Open) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("nonsense = 1\n", encoding="utf-8")
    window = open_app().window
    window.notices.say_at_start(["“nonsense” is not a setting."], ["No room."])
    assert "nonsense" in window.start_notice.text
    file.write_text("", encoding="utf-8")
    qtbot.waitUntil(lambda: window.start_notice.text == "No room.", timeout=20_000)
    file.write_text("other = 1\n", encoding="utf-8")
    qtbot.waitUntil(lambda: "other" in window.document_notice.text, timeout=20_000)
    window.tabs.new()
    assert "other" in window.document_notice.text  # it is about no text
    file.write_text("", encoding="utf-8")
    qtbot.waitUntil(lambda: window.document_notice.text == "", timeout=20_000)


def test_what_was_forgotten_is_no_news_the_next_time(qtbot: QtBot, open_app: Open) -> None:
    app = open_app()
    write(app, "We met Zyxxo.", "We met Zyxxo.")
    window = opened(qtbot, app)
    qtbot.waitUntil(lambda: "Zyxxo" in rows(window), timeout=20_000)
    window.table.setCurrentItem(window.table.topLevelItem(0))
    press(window, "Delete")
    qtbot.waitUntil(lambda: window.notice.text() == "1 word is forgotten.", timeout=20_000)
    window.close()
    again = opened(qtbot, app)
    assert again is window
    assert not window.notice.isVisible()
    assert window.notice.text() == ""
