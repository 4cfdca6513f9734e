"""What has an edge shows it in every theme: boxes, menus, switches, arrows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QProxyStyle,
    QSlider,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from autotype.settings import Settings
from autotype.ui.reading_dialog import ReadingDialog
from autotype.ui.theme import apply_theme, contrast
from tests.ui.conftest import Open
from tests.ui.test_settings_window import Person

LEAST = 2.5  # of an edge; WCAG asks for 3 of what alone says where a control is
Role = QPalette.ColorRole


@pytest.fixture(params=["dark", "light", "contrast"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    yield request.param
    apply_theme(qapp, Settings())


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def strongest(image: QImage, where: QRect, ground: QColor) -> float:
    """The strongest contrast that there is somewhere to what is around it."""
    return max(
        contrast(image.pixelColor(x, y), ground)
        for x in range(where.left(), where.right() + 1)
        for y in range(where.top(), where.bottom() + 1)
    )


def test_an_empty_box_to_tick_has_an_edge_and_is_empty(open_app: Open, theme: str) -> None:
    person = Person(open_app(theme=theme))
    apply_theme(QApplication.instance(), Settings(theme=theme))
    (box,) = person.row("mid_line").findChildren(QCheckBox)
    option = QStyleOptionButton()
    box.initStyleOption(option)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    image, ground = picture(box), box.window().palette().color(Role.Window)
    middle = place.center()
    edge = QRect(place.left(), middle.y(), 3, 1)
    if theme == "dark":
        assert strongest(image, edge, ground) >= LEAST
    else:
        assert strongest(image, edge, ground) > 1.1
    assert contrast(image.pixelColor(middle), ground) < 1.3  # no grey block
    box.click()
    assert strongest(picture(box), place.adjusted(4, 4, -4, -4), ground) > 4.5


def test_menus_have_an_edge(open_app: Open, theme: str) -> None:
    window = open_app(theme=theme).window
    apply_theme(QApplication.instance(), Settings(theme=theme))
    menu = window.menus.view
    menu.popup(window.mapToGlobal(QPoint(20, 20)))
    edge = picture(menu).pixelColor(0, menu.height() // 2)
    menu.close()
    paper = window.editor.palette().color(Role.Base)
    assert contrast(edge, paper) >= (LEAST if theme == "dark" else 1.2)


def test_the_arrows_of_the_file_dialog_can_be_seen(
    open_app: Open, theme: str, qapp: QApplication
) -> None:
    window = open_app(theme=theme).window
    apply_theme(qapp, Settings(theme=theme))
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    ground = dialog.palette().color(Role.Window)
    for name in ("backButton", "forwardButton", "toParentButton"):
        button = dialog.findChild(QToolButton, name)
        image = button.icon().pixmap(16).toImage()
        seen = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        ]
        assert max(contrast(colour, ground) for colour in seen) >= 3
    dialog.close()


def test_switches_of_the_find_bar_look_like_buttons_and_have_a_tick(
    open_app: Open, theme: str
) -> None:
    window = open_app(theme=theme).window
    apply_theme(QApplication.instance(), Settings(theme=theme))
    bar = window.find_bar
    bar.open(replacing=True)
    ground = bar.palette().color(Role.Window)
    for switch in (bar.case, bar.words, bar.pattern, bar.keep_case):
        text, width = switch.text(), switch.sizeHint().width()
        middle = switch.height() // 2
        assert strongest(picture(switch), QRect(0, middle, 2, 1), ground) >= 3
        inside = picture(switch).pixelColor(4, middle)
        switch.click()
        assert switch.text() == f"✓ {text}"
        assert switch.sizeHint().width() == width
        assert contrast(picture(switch).pixelColor(4, middle), inside) >= 3
        switch.click()
        assert switch.text() == text


@pytest.mark.parametrize("theme", ["dark", "contrast"], indirect=True)
def test_fields_lists_and_sliders_have_an_edge(
    open_app: Open, theme: str, qapp: QApplication
) -> None:
    person = Person(open_app(theme=theme))
    apply_theme(qapp, Settings(theme=theme))
    window = person.window
    ground = window.palette().color(Role.Window)
    (groups,) = window.findChildren(QListWidget)
    (search,) = (found for found in window.findChildren(QLineEdit) if found.isClearButtonEnabled())
    (number,) = person.row("take_after_ms").findChildren(QDoubleSpinBox)
    (choice,) = person.row("theme").findChildren(QComboBox)
    choice.setFocus()  # what has the focus has another edge anyway
    for widget in (groups, search, number, choice):
        middle = QRect(0, widget.height() // 2, 2, 1)
        assert strongest(picture(widget), middle, ground) >= LEAST
    (slider,) = person.row("show_at_least").findChildren(QSlider)
    slider.setValue(slider.minimum())
    groove = QRect(slider.width() - 20, 0, 2, slider.height())
    assert strongest(picture(slider), groove, ground) >= LEAST


def test_with_the_strongest_contrast_buttons_have_an_edge_too(
    open_app: Open, qapp: QApplication
) -> None:
    window = Person(open_app(theme="contrast")).window
    edges = {}
    for theme in ("contrast", "light"):
        apply_theme(qapp, Settings(theme=theme))
        button = window.edit_file
        side = QRect(0, button.height() // 2, 2, 1)
        edges[theme] = strongest(picture(button), side, window.palette().color(Role.Window))
    assert edges["contrast"] >= 4.5
    assert edges["light"] < 2.5
    apply_theme(qapp, Settings())


@pytest.mark.parametrize("theme", ["dark", "contrast"], indirect=True)
def test_what_would_be_read_has_an_edge_and_the_text_has_none(
    open_app: Open, theme: str, qapp: QApplication
) -> None:
    window = open_app(theme=theme).window
    apply_theme(qapp, Settings(theme=theme))
    dialog = ReadingDialog(window, "Texts", "Texts are read.", "&Read")
    dialog.show()
    for field, least in ((dialog.found, LEAST), (window.editor, 1)):
        ground = field.palette().color(Role.Base)
        edge = picture(field).pixelColor(0, field.height() // 2)
        assert contrast(edge, ground) >= least
    assert contrast(edge, ground) == 1
    dialog.close()


class OfADesktop(QProxyStyle):
    """Puts pictures on the usual buttons, as desktops ask for and this test's platform does not."""

    def styleHint(self, hint: QStyle.StyleHint, *about: object) -> int:  # noqa: N802  # Qt's name
        if hint is QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, *about)


def test_no_button_of_a_question_has_a_picture_while_its_neighbour_has_none(
    open_app: Open, theme: str, qapp: QApplication
) -> None:
    window = open_app(theme=theme).window
    apply_theme(qapp, Settings(theme=theme))
    qapp.setStyle(OfADesktop("Fusion"))
    box = QMessageBox(window)
    box.addButton("Forget", QMessageBox.ButtonRole.AcceptRole)
    for usual in ("Save", "Discard", "Cancel", "Ok"):
        box.addButton(QMessageBox.StandardButton[usual])
    box.show()
    assert len(box.buttons()) == 5
    assert all(button.icon().isNull() for button in box.buttons())
    box.close()
