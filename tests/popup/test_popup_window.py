"""What the pop-up shows, in a window without a screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.popup.place import Rect
from autotype.popup.window import PopupWindow
from autotype.settings import Settings
from autotype.ui.application import application_of
from autotype.ui.theme import apply_theme

CARET = Rect(100, 100, 1, 18)
_NEARLY = 12


@pytest.fixture(params=["light", "dark"])
def window(request: pytest.FixtureRequest, qtbot: QtBot, home: object) -> Iterator[PopupWindow]:
    application = application_of(Settings())
    apply_theme(application, Settings(theme=request.param))
    window = PopupWindow()
    qtbot.addWidget(window)
    yield window
    apply_theme(application, Settings())


def apart(one: QColor, other: QColor) -> int:
    """Return how far apart two colours are, in 256ths of the channel that differs most."""
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[call-overload]
    return max(abs(a - b) for a, b in pairs)


def colours(window: PopupWindow, left: int, right: int) -> set[str]:
    """Return the colours of some of its columns."""
    image = window.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name() for x in range(left, right) for y in range(image.height())
    }


def test_the_ghost_is_as_grey_as_in_the_editor(window: PopupWindow) -> None:
    window.show_at(CARET, "mmmmmmmm", "")
    palette = QApplication.palette()
    base = palette.color(QPalette.ColorRole.Base)
    found = [QColor(name) for name in colours(window, 8, window.width() - 8)]
    assert base in found
    # Thin letters have no pixel that is nothing but letter.
    ink = max(found, key=lambda colour: apart(colour, base))
    assert apart(ink, palette.color(QPalette.ColorRole.PlaceholderText)) <= _NEARLY
    assert apart(ink, palette.color(QPalette.ColorRole.Text)) > _NEARLY


def test_it_is_below_the_caret_and_moves_with_it(window: PopupWindow) -> None:
    window.show_at(CARET, "ch for", "Tab")
    assert window.pos() == QPoint(92, 121)
    window.show_at(Rect(107, 100, 1, 18), "h for", "Tab")
    assert window.pos() == QPoint(99, 121)
    assert window.text == "h for"


def test_a_key_makes_it_wider_and_none_does_not(window: PopupWindow) -> None:
    window.show_at(CARET, "ch for", "")
    plain = window.width()
    window.show_at(CARET, "ch for", "Tab")
    with_tab = window.width()
    window.show_at(CARET, "ch for", "Ctrl+Right")
    assert plain < with_tab < window.width()


def test_a_long_ghost_is_shortened_and_stays_on_the_screen(window: PopupWindow) -> None:
    window.show_at(Rect(780, 100, 1, 18), "a ghost that goes on and on " * 20, "Tab")
    assert window.text.startswith("a ghost that goes on")
    assert window.text.endswith("…")
    assert window.geometry().right() < 800
    assert window.height() < 60


@pytest.mark.parametrize(
    ("ghost", "shown"),
    [
        ("one\ntwo", "one two"),
        ("tab\there", "tab here"),
        ("\x1b[31mred", "\\x1b[31mred"),
        (" 😀 👩‍🚀", " 😀 👩‍🚀"),
        ("half \ud83d of one", "half \\ud83d of one"),
    ],
)
def test_what_is_no_plain_line(window: PopupWindow, ghost: str, shown: str) -> None:
    window.show_at(CARET, ghost, "Tab")
    assert window.text == shown
    window.grab()


@pytest.mark.parametrize("ghost", ["שלום לכם", " مرحبا", "… שלום"])
def test_from_right_to_left(window: PopupWindow, ghost: str) -> None:
    window.show_at(Rect(400, 100, 1, 18), ghost, "Tab")
    assert window.geometry().right() == 400 + 8
    base = QApplication.palette().color(QPalette.ColorRole.Base).name()
    # The key's cap is at its left, and the ghost at its right.
    cap = QApplication.palette().color(QPalette.ColorRole.Window).name()
    assert cap in colours(window, 10, 16)
    assert base in colours(window, 10, 16)


def test_it_lingers_until_the_next_ghost_is_there(window: PopupWindow, qtbot: QtBot) -> None:
    window.show_at(CARET, "ch for", "Tab")
    window.leave(at_once=False)
    assert window.text == "ch for"
    window.show_at(CARET, "h for", "Tab")
    qtbot.wait(150)
    assert window.text == "h for"
    window.leave(at_once=False)
    qtbot.waitUntil(lambda: window.text == "", timeout=2000)
    window.show_at(CARET, "ch for", "Tab")
    window.leave(at_once=True)
    assert window.text == ""


def test_it_wants_neither_focus_nor_clicks(window: PopupWindow) -> None:
    wanted = (
        Qt.WindowType.WindowDoesNotAcceptFocus
        | Qt.WindowType.WindowTransparentForInput
        | Qt.WindowType.BypassWindowManagerHint
    )
    assert window.windowFlags() & wanted == wanted
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
