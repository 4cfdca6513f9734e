"""What the window shows of applications that no rule of the user names."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from autotype import paths
from autotype.assistant.modes import Mode
from autotype.assistant.programs import read_programs
from autotype.assistant.rules import load_rules, save_rules
from autotype.tray.known import Known
from autotype.tray.rules_table import RulesTable


@pytest.fixture
def shown(qtbot: QtBot, home: Path) -> tuple[RulesTable, Known, list[str]]:
    table, said = RulesTable(), list[str]()
    known = Known(table, said.append, table)
    qtbot.addWidget(table)
    table.show()
    return table, known, said


def rows(table: RulesTable) -> list[list[str]]:
    cells = [[table.table.item(row, n) for n in range(3)] for row in range(table.table.rowCount())]
    return [[item.text() if item else "" for item in row] for row in cells]


def test_what_is_shipped_is_shown_below_the_users_rules(
    shown: tuple[RulesTable, Known, list[str]],
) -> None:
    table, known, _ = shown
    table.show_rules({"gedit": Mode.OFF})
    assert known.look() == []
    found = rows(table)
    assert found[0][0] == "gedit"
    assert ["Terminals", "Off", "known"] in found
    assert len(found) == 1 + len(read_programs())
    why = table.table.item(1, 0).toolTip()
    assert read_programs()[0].why in why
    assert "Tried with: Chromium 156.0" in why
    assert not known.isVisible()


def test_what_was_switched_by_itself_is_said_and_can_be_undone(
    qtbot: QtBot, shown: tuple[RulesTable, Known, list[str]]
) -> None:
    table, known, said = shown
    save_rules(paths.switched_file(), {"kate": Mode.POPUP, "notes": Mode.POPUP})
    table.show_rules({"gedit": Mode.OFF})
    known.look()
    assert known.isVisible()
    assert known.text().startswith("“kate” and “notes” inserted a suggestion")
    assert [row[:2] for row in rows(table)[1:3]] == [
        ["kate", "In a pop-up"],
        ["notes", "In a pop-up"],
    ]
    for left in ({"notes": Mode.POPUP}, {}):
        reset = table.table.cellWidget(1, 2)
        assert isinstance(reset, QPushButton)
        assert reset.text() == "Reset"
        reset.click()
        qtbot.waitUntil(lambda left=left: load_rules(paths.switched_file()) == left)
    assert not known.isVisible()
    assert set(said) == {""}
    assert not paths.rules_file().exists()


def test_a_rule_of_the_user_hides_what_was_switched(
    shown: tuple[RulesTable, Known, list[str]],
) -> None:
    table, known, _ = shown
    save_rules(paths.switched_file(), {"kate": Mode.POPUP})
    table.show_rules({"kate": Mode.INLINE})
    known.look()
    assert [row[0] for row in rows(table)].count("kate") == 1


def test_files_that_cannot_be_read_are_named(
    shown: tuple[RulesTable, Known, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, known, _ = shown
    paths.switched_file().mkdir(parents=True)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    wrong = known.look()
    assert len(wrong) == 2
    assert "install Autotype again" in wrong[0]
    assert "switched.toml" in wrong[1]
