"""Questions about the program are answered where one stands."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from autotype.text.advice import ADVICE, Remedy
from autotype.text.suggestion import Silence
from autotype.ui.main_window import MainWindow
from autotype.ui.settings_window.privacy import Privacy
from tests.ui.typist import Typist


def entry(window: MainWindow, text: str) -> QAction:
    return next(
        action for action in window.menus.help.actions() if action.text().replace("&", "") == text
    )


def why(window: MainWindow) -> list[QPushButton]:
    """Ask why nothing is shown; return the buttons of the answer but the one that hides it."""
    entry(window, "Why is nothing shown?").trigger()
    buttons = window.document_notice.findChildren(QPushButton)
    return [button for button in buttons if button.isVisible()]


@pytest.fixture
def typist(at_work: Callable[..., Typist]) -> Typist:
    return at_work()


def test_there_is_advice_for_every_reason() -> None:
    assert set(ADVICE) == {None, *Silence}
    for advice in ADVICE.values():
        assert advice.text.endswith(".")


def test_the_reason_of_this_moment_is_said_with_what_to_do(typist: Typist) -> None:
    window = typist.window
    typist.type("Than")
    typist.answer("k")
    (more,) = why(window)
    assert "not sure enough" in window.document_notice.text
    more.click()
    opener = window.settings_opener
    assert opener is not None
    assert opener.window is not None
    assert opener.window.confidence.isVisible()


def test_a_click_on_the_reason_asks_for_more(qtbot: QtBot, typist: Typist) -> None:
    window = typist.window
    typist.type("Than")
    typist.answer("k")
    qtbot.waitUntil(lambda: "not sure enough" in window.status.text)
    QTest.mouseClick(window.status.reason, Qt.MouseButton.LeftButton)
    assert "not sure enough" in window.document_notice.text


def test_the_menu_in_which_one_asks_is_no_reason(typist: Typist) -> None:
    typist.type("Than")
    typist.answer("k")
    QApplication.sendEvent(typist.editor, QFocusEvent(QEvent.Type.FocusOut))
    assert typist.controller.silence is Silence.UNFOCUSED
    why(typist.window)
    assert "not sure enough" in typist.window.document_notice.text


def test_what_is_paused_can_be_resumed(typist: Typist) -> None:
    typist.window.pausing.toggle()
    (resume,) = why(typist.window)
    assert "paused" in typist.window.document_notice.text
    resume.click()
    assert not typist.window.pausing.paused


def test_suggestions_before_text_can_be_had(typist: Typist) -> None:
    typist.editor.load("One two three")
    assert ADVICE[Silence.TEXT_AFTER].remedy is Remedy.MID_LINE
    typist.window.help._silence = lambda: Silence.TEXT_AFTER
    (there,) = why(typist.window)
    there.click()
    assert typist.controller._state.options.mid_line


def test_where_the_data_is(typist: Typist) -> None:
    entry(typist.window, "Where is my data?").trigger()
    opener = typist.window.settings_opener
    assert opener is not None
    assert opener.window is not None
    (page,) = opener.window.findChildren(Privacy)
    assert page.isVisible()


def test_a_place_to_try_it(typist: Typist) -> None:
    entry(typist.window, "Try it").trigger()
    assert "Tab takes it" in typist.window.document_notice.text
    assert not typist.window.documents.modified
    typist.type("e")
    typist.answer("aring", ghost="aring from you.")
    assert typist.controller.ghost == "aring from you."


def test_text_that_is_not_saved_is_not_practised_away(typist: Typist) -> None:
    typist.type("mine")
    entry(typist.window, "Try it").trigger()
    assert typist.editor.text() != "mine"
    typist.window.tabs.step(-1)
    assert typist.editor.text() == "mine"


def test_a_report_is_copied_and_holds_no_text(qtbot: QtBot, typist: Typist) -> None:
    QTest.keyClicks(typist.editor, "a secret")
    QGuiApplication.clipboard().clear()
    entry(typist.window, "Copy a report for help").trigger()
    qtbot.waitUntil(
        lambda: "report is copied" in typist.window.document_notice.text, timeout=60_000
    )
    report = QGuiApplication.clipboard().text()
    assert "utotype" in report
    assert "a secret" not in report


def test_the_empty_page_says_what_the_keys_do(typist: Typist) -> None:
    said = typist.editor.placeholderText()
    assert "Tab takes the grey text, Ctrl+Right takes its next word, Esc dismisses it." in said
    assert "Nothing that you write leaves this computer." in said
    typist.window.set_keys({"take": "Ctrl+Space", "dismiss": ""}, right_takes=False)
    said = typist.editor.placeholderText()
    assert "Ctrl+Space takes the grey text, Ctrl+Right takes its next word." in said


def test_a_window_that_closes_waits_for_no_report(typist: Typist) -> None:
    entry(typist.window, "Copy a report for help").trigger()
    process = typist.window.help._doctor
    assert process is not None
    typist.editor.document().setModified(False)
    typist.window.close()
    assert process.state() is process.ProcessState.NotRunning
