"""All windows for those who use no mouse, or a screen reader: names, order, keys."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from autotype.app import App
from autotype.ui.clickable import ClickableLabel
from autotype.ui.count_button import CountButton
from autotype.ui.editor import Editor
from autotype.ui.mnemonics import key_of
from autotype.ui.notice import Notice
from autotype.ui.record_button import RecordButton
from autotype.ui.word_button import WordButton
from tests.ui.conftest import Open
from tests.ui.scenes import SCENES, Scene, entry, for_the_mouse, mnemonics, stops, visit

# Roles that say nothing of what one can do.
SILENT = (
    *(QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane),
    *(QAccessible.Role.Grouping, QAccessible.Role.Window),
)
every_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)


def told_of(part: QWidget) -> tuple[str, QAccessible.Role]:
    """Return the name and the role that a screen reader is told."""
    # Not kept: it goes with the part, and Python would not know.
    found = QAccessible.queryAccessibleInterface(part)
    return found.text(QAccessible.Text.Name), found.role()


def described(part: QWidget) -> str:
    return f"{type(part).__name__} “{part.accessibleName()}” in {type(part.parent()).__name__}"


@every_scene
def test_whatever_takes_the_focus_says_what_it_is(open_app: Open, scene: Scene) -> None:
    def look(window: QWidget) -> None:
        for part in (*stops(window), *for_the_mouse(window)):
            name, role = told_of(part)
            assert name.strip(" ✕"), described(part)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert role not in SILENT, described(part)

    visit(open_app(), scene, look)


@every_scene
def test_tab_goes_through_all_of_it_and_back_to_the_beginning(open_app: Open, scene: Scene) -> None:
    def look(window: QWidget) -> None:
        wanted = [part for part in stops(window) if not is_reached_otherwise(part)]
        if not wanted:
            return
        if window.focusWidget() not in wanted:
            wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        seen: list[QWidget] = []
        while (now := window.focusWidget()) is not None and now not in seen:
            seen.append(now)
            assert len(seen) < 200
            if isinstance(now, Editor):
                break
            QTest.keyClick(now, Qt.Key.Key_Tab)
        missed = [described(part) for part in wanted if part not in seen]
        assert not missed

    visit(open_app(), scene, look)


def is_reached_otherwise(part: QWidget) -> bool:
    """Whether Tab need not lead there: in the text it indents and takes suggestions."""
    is_close = isinstance(part, QToolButton)  # Shift+Esc
    has_key = isinstance(part, QAbstractButton) and bool(key_of(part.text()))
    return isinstance(part.parentWidget(), Notice) and (is_close or has_key)


@every_scene
def test_a_key_is_marked_once_in_a_window(open_app: Open, language: str, scene: Scene) -> None:
    def look(window: QWidget) -> None:
        for where, names in mnemonics(window).items():
            twice = [key for key, n in Counter(map(key_of, names)).items() if n > 1]
            assert not twice, (where, names)

    visit(open_app(), scene, look)


@every_scene
def test_nothing_is_for_the_mouse_alone(open_app: Open, scene: Scene) -> None:
    app = open_app()

    def look(window: QWidget) -> None:
        for part in for_the_mouse(window):
            key = key_in_its_place(app, part)
            assert key, described(part)

    visit(app, scene, look)


def key_in_its_place(app: App, part: QWidget) -> str:
    """Return the key that does what a click does; empty if there is none."""
    if isinstance(part, WordButton):
        return part.toolTip() if "Alt+" in part.toolTip() else ""
    ways = {CountButton: "F9", ClickableLabel: "Shift+F1", RecordButton: "Ctrl+Shift+N"}
    if type(part) in ways:
        return entry(app.window, ways[type(part)]).text()
    if isinstance(part, QToolButton) and isinstance(part.parentWidget(), Notice):
        return entry(app.window, "Shift+Esc").text()
    names = {"closeTab": "Ctrl+W", "newTab": "Ctrl+N"}
    if part.objectName() in names:
        return entry(app.window, names[part.objectName()]).text()
    return ""
