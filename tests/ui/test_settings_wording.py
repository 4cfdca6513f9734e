"""What the settings are called and offer, as somebody reads it who looks for something."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListWidget

from autotype import paths
from autotype.settings import OPTIONS, Kind
from autotype.ui.settings_window.rows import Row
from tests.ui.conftest import Open
from tests.ui.test_settings_window import Person, visible_rows


@pytest.fixture
def german_dictionary(home: Path) -> None:
    paths.dictionaries().mkdir(parents=True)
    for ending, text in (("aff", "SET UTF-8\n"), ("dic", "1\nHaus\n")):
        (paths.dictionaries() / f"de_DE.{ending}").write_text(text)


def box_of(person: Person, name: str) -> QComboBox:
    (box,) = person.row(name).findChildren(QComboBox)
    return box


@pytest.mark.usefixtures("german_dictionary")
def test_the_language_of_spelling_is_chosen_by_its_own_name(open_app: Open) -> None:
    person = Person(open_app())
    box = box_of(person, "spelling")
    assert box.currentText().startswith("The system's language")
    assert "Deutsch (de_DE)" in [box.itemText(at) for at in range(box.count())]
    person.choose("spelling", "de_DE")
    assert person.kept().spelling == "de_DE"
    (entry,) = (
        each for each in person.app.window.findChildren(QAction) if each.text() == "Deutsch (de_DE)"
    )
    assert entry.isChecked()
    groups = person.window.findChild(QListWidget)
    assert "Writing" in [groups.item(at).text() for at in range(groups.count())]
    person.window.search("Writing")
    assert visible_rows(person)[0] == "spelling"


@pytest.mark.usefixtures("german_dictionary")
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("tlh", "which is not installed"),
        ("de", "de: Deutsch (de_DE)"),
        ("de-DE", "de-DE: Deutsch (de_DE)"),
    ],
)
def test_a_dictionary_that_is_not_in_the_list_is_shown_and_kept(
    open_app: Open, written: str, shown: str
) -> None:
    paths.settings_file().write_text(f'spelling = "{written}"\n')
    person = Person(open_app(spelling=written))
    box = box_of(person, "spelling")
    assert box.currentText().endswith(shown)
    person.switch("mid_line")
    assert person.kept().spelling == written
    usual = box.count() - 1
    person.choose("spelling", "off")
    assert (box.count(), box.currentText()) == (usual, "No spell checking")


def test_contrast_is_found_by_the_name_that_the_menu_has(open_app: Open) -> None:
    person = Person(open_app())
    person.window.search("contrast")
    assert "theme" in visible_rows(person)
    texts = [box_of(person, "theme").itemText(at) for at in range(4)]
    assert "High contrast" in texts
    entries = [each.text().replace("&", "") for each in person.app.window.findChildren(QAction)]
    assert "High contrast" in entries


def test_what_is_ticked_is_a_statement_and_its_words_can_be_clicked(open_app: Open) -> None:
    person = Person(open_app())
    for row in person.window.findChildren(Row):
        if OPTIONS[row.name].kind is Kind.SWITCH:
            assert not OPTIONS[row.name].help.startswith("Whether")
    row = person.row("mid_line")
    (words,) = row.findChildren(QLabel, "quiet")
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    assert row.findChildren(QCheckBox)[0].isChecked()
    assert person.app.live.now.mid_line


def test_nothing_in_the_window_is_written_as_the_file_has_it(open_app: Open) -> None:
    person = Person(open_app())
    for row in person.window.findChildren(Row):
        for label in row.findChildren(QLabel, "quiet"):
            assert "auto" not in label.text().split()
            assert '"' not in label.text()
