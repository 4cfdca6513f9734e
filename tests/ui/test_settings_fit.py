"""What can be chosen in the settings is to be read whole, in each language."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFontComboBox,
    QLabel,
    QListWidget,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
)
from pytestqt.qtbot import QtBot

from autotype.settings import OPTIONS
from autotype.ui.settings_window.key_button import KeyButton
from autotype.ui.settings_window.keys_page import KeysPage
from autotype.ui.settings_window.rows import Row
from autotype.ui.settings_window.window import SettingsWindow
from tests.ui.conftest import Open


def cut_off(box: QComboBox) -> list[str]:
    """What of a box can be chosen, but not read whole."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    field = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    texts = map(box.itemText, range(box.count()))
    return [one for one in texts if box.fontMetrics().horizontalAdvance(one) > field.width()]


def test_every_choice_is_to_be_read_whole(open_app: Open, language: str) -> None:
    app = open_app()
    opener = app.window.settings_opener
    assert opener is not None
    opener.open()
    (window,) = app.window.findChildren(SettingsWindow)
    seen = 0
    for row in window.findChildren(Row):
        window.search(row.name)
        QApplication.processEvents()
        for box in row.findChildren(QComboBox):
            if isinstance(box, QFontComboBox):
                continue
            assert box.isVisible()
            seen += 1
            assert cut_off(box) == []
    assert seen > 10
    window.close()


def test_a_long_choice_takes_the_room_that_it_needs(qtbot: QtBot) -> None:
    long = "what nobody can say in few words, however long they think, so it is said at length here"
    option = replace(OPTIONS["look_ahead"], choices={"auto": long, "off": "nothing"})
    row = Row("look_ahead", option)
    qtbot.addWidget(row)
    row.resize(1000, 200)
    row.show()
    QApplication.processEvents()
    (box,) = row.findChildren(QComboBox)
    assert cut_off(box) == []
    assert box.width() < row.width() - 100


def test_nothing_is_wider_than_the_window(open_app: Open, language: str) -> None:
    app = open_app()
    opener = app.window.settings_opener
    assert opener is not None
    opener.open()
    (window,) = app.window.findChildren(SettingsWindow)
    (groups,) = window.findChildren(QListWidget)
    (area,) = window.findChildren(QScrollArea)
    for at in range(groups.count()):
        groups.setCurrentRow(at)
        QApplication.processEvents()
        assert area.horizontalScrollBar().maximum() == 0, groups.item(at).text()
    assert groups.count() > 10
    window.close()


@pytest.mark.parametrize("language", ["de"], indirect=True)
def test_what_is_said_of_a_key_is_to_be_read_whole(open_app: Open, language: str) -> None:
    app = open_app()
    opener = app.window.settings_opener
    assert opener is not None
    opener.open("keys")
    (window,) = app.window.findChildren(SettingsWindow)
    (page,) = window.findChildren(KeysPage)
    (button,) = (
        found
        for found in page.findChildren(KeyButton)
        if found.accessibleName().endswith("Den Vorschlag übernehmen")
    )
    for key in (Qt.Key.Key_S, Qt.Key.Key_Right):  # of a menu, and of another action
        button.click()
        QTest.keyClick(button, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()  # it is laid out
        labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
        (note,) = (label for label in labels if label.objectName() == "wrong")
        assert note.heightForWidth(note.width()) > 1.5 * note.fontMetrics().height()
        cut = [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]
        assert cut == []
    window.close()
