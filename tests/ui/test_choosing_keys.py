"""Keys are chosen by pressing them: what comes of it is said beside the key, and Esc gives up."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from autotype.ui.settings_window.key_button import KeyButton
from tests.ui.conftest import Open
from tests.ui.test_settings_window import Person

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ALONE = Modifier.NoModifier


@pytest.fixture
def person(open_app: Open) -> Person:
    return Person(open_app())


def press(person: Person, action: str, key: Qt.Key, modifier: Qt.KeyboardModifier = ALONE) -> None:
    button = person.key(action)
    button.click()
    QTest.keyClick(button, key, modifier)


def button_called(person: Person, name: str) -> QToolButton:
    (found,) = (
        each for each in person.window.findChildren(QToolButton) if each.accessibleName() == name
    )
    return found


def note(person: Person) -> QLabel:
    (found,) = (each for each in person.window.findChildren(QLabel, "wrong") if each.isVisible())
    return found


def is_below(person: Person, label: QLabel, button: KeyButton) -> bool:
    """Whether a sentence stands between a key and the next one, where it can be read."""
    area = person.window.findChild(QScrollArea)
    top = label.mapTo(area.viewport(), QPoint(0, 0)).y()
    whole = top >= 0 and top + label.height() <= area.viewport().height()
    own = button.mapTo(area.viewport(), QPoint(0, button.height())).y()
    following = (
        each.mapTo(area.viewport(), QPoint(0, 0)).y()
        for each in person.window.findChildren(KeyButton)
        if each.mapTo(area.viewport(), QPoint(0, 0)).y() > own
    )
    return whole and own <= top < min(following, default=top + 1)


def test_esc_gives_up_and_says_so_before(person: Person) -> None:
    button = person.key("Take the suggestion")
    button.click()
    assert note(person).text() == "Press the new key, or Esc to keep Tab."
    QTest.keyClick(button, Key.Key_Escape)
    assert button.text() == "Tab"
    assert person.key("Dismiss until the next word").text() == "Esc"
    assert person.app.live.now.keys == {}
    assert person.said() == ""
    assert person.window.isVisible()


def test_esc_comes_back_to_what_has_it_by_default(person: Person) -> None:
    button_called(person, "No key for: Dismiss until the next word").click()
    button = person.key("Dismiss until the next word")
    assert button.text() == "None"
    button.click()
    assert "leave it without one" in note(person).text()
    QTest.keyClick(button, Key.Key_Escape)
    assert button.text() == "None"
    button_called(person, "The usual key for: Dismiss until the next word").click()
    assert button.text() == "Esc"


@pytest.mark.parametrize("action", ["Take the suggestion", "Next alternative", "Pause suggestions"])
def test_what_came_of_a_key_is_said_below_it(qtbot: QtBot, person: Person, action: str) -> None:
    button = person.key(action)
    press(person, action, Key.Key_S, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: is_below(person, note(person), button))
    assert "the editor's key for “Save”" in note(person).text()
    press(person, action, Key.Key_2, Modifier.AltModifier)
    qtbot.waitUntil(lambda: is_below(person, note(person), button))
    assert note(person).text() == (
        "“Alt+2” was the key for “Take the second word of the bar”, which has none now."
    )


def test_who_keeps_which_key_is_said_as_the_list_has_it(person: Person) -> None:
    press(person, "Take the suggestion", Key.Key_F4)
    press(person, "Take the suggestion", Key.Key_S, Modifier.ControlModifier)
    assert note(person).text().endswith("; “Take the suggestion” keeps F4.")
    button_called(person, "No key for: Take the suggestion").click()
    assert person.said() == ""
    press(person, "Take the suggestion", Key.Key_S, Modifier.ControlModifier)
    assert note(person).text().endswith("; “Take the suggestion” is still without a key.")


def test_a_key_that_was_chosen_is_taken_as_well_as_a_usual_one(person: Person) -> None:
    press(person, "Take the suggestion", Key.Key_F4)
    press(person, "Suggest now", Key.Key_F4)
    assert "“F4” was the key for “Take the suggestion”" in note(person).text()
    assert person.kept().keys == {"take": "", "ask": "F4"}
    press(person, "Suggest now", Key.Key_Tab)
    button_called(person, "The usual key for: Take the suggestion").click()
    assert "“Tab” was the key for “Suggest now”" in note(person).text()
    assert person.kept().keys == {"ask": ""}


def test_the_button_that_takes_a_key_away_is_not_called_like_its_value(person: Person) -> None:
    assert button_called(person, "No key for: Suggest now").text() == "Clear"
