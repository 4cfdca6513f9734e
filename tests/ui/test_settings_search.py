"""The search of the settings finds what people type, and not only what a setting is called."""

import pytest
from PySide6.QtWidgets import QLabel

from autotype.settings import OPTIONS
from autotype.settings.search_words import SEARCH_WORDS
from autotype.ui.settings_window.menu_keys import MenuKeys
from autotype.ui.settings_window.privacy import Privacy
from autotype.ui.settings_window.rows import Row
from tests.ui.conftest import Open
from tests.ui.test_settings_window import Person

NOTHING = "No setting is called that."


@pytest.fixture
def person(open_app: Open) -> Person:
    return Person(open_app())


def found(person: Person, words: str) -> set[str]:
    """What a search shows: names of settings, and of the other parts of the window."""
    person.window.search(words)
    rows = {row.name for row in person.window.findChildren(Row) if row.isVisible()}
    parts = [*person.window.findChildren(Privacy), *person.window.findChildren(MenuKeys)]
    return rows | {type(part).__name__ for part in parts if part.isVisible()}


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("privacy", {"learning", "Privacy"}),
        ("folder", {"Privacy"}),
        ("shortcut", {"keys"}),
        ("full screen", {"MenuKeys"}),
        ("quiet", {"show_at_least"}),
        ("delete", {"learning", "recent_files", "Privacy"}),
        ("dark mode", {"theme"}),
        ("Zoom", {"font_size", "MenuKeys"}),
        ("right_takes", {"right_takes"}),
    ],
)
def test_a_search_finds_what_people_call_it(person: Person, words: str, what: set[str]) -> None:
    assert found(person, words) >= what
    assert NOTHING not in seen(person)


def test_a_part_that_has_nothing_of_it_stays_away(person: Person) -> None:
    assert found(person, "dark mode") == {"theme"}
    assert "Look" in seen(person)
    assert "Privacy" not in seen(person)


def test_how_a_text_is_marked_up_is_nothing_to_find(person: Person) -> None:
    assert found(person, "<table>") == set()
    assert NOTHING in seen(person)


@pytest.mark.parametrize("language", ["de"], indirect=True)
def test_in_german_the_words_are_german_and_english(open_app: Open, language: str) -> None:
    person = Person(open_app())
    for words in ("Verlauf", "löschen", "delete"):
        assert found(person, words) >= {"learning"}
    assert found(person, "Datenschutz") >= {"Privacy"}
    assert found(person, "Kurzbefehl") == {"keys"}


def test_other_words_are_of_settings_that_there_are() -> None:
    assert set(SEARCH_WORDS) <= set(OPTIONS)


def seen(person: Person) -> list[str]:
    return [label.text() for label in person.window.findChildren(QLabel) if label.isVisible()]
