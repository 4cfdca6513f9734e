"""Every window of the editor, opened one after the other, and what is in it for a keyboard."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QMainWindow,
    QMenu,
    QTabBar,
    QWidget,
)

from autotype import paths
from autotype.app import App
from autotype.learning.shortcuts import set_shortcut
from autotype.learning.store import Store
from autotype.settings import Group
from autotype.ui.clickable import ClickableLabel
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.learning import EDITOR
from autotype.ui.main_window import MainWindow
from autotype.ui.mnemonics import key_of
from autotype.ui.past_writing import PastWriting

Show = Callable[[MainWindow], None]
_LONGEST_S = 10


@dataclass(frozen=True, slots=True)
class Scene:
    """A window as a user opens it.

    Attributes:
        name: For people.
        show: Opens it; may wait until it is closed.
        of_window: Whether it is in the window itself and not in one of its own.
        ready: Whether all of it is there, which is waited for.
    """

    name: str
    show: Show
    of_window: bool = False
    ready: Callable[[QWidget], bool] = lambda _: True


def entry(window: MainWindow, key: str) -> QAction:
    """Return the entry of the menus with a key."""
    wanted = QKeySequence(key)
    return next(found for found in window.findChildren(QAction) if found.shortcut() == wanted)


def _ask_about_unsaved_text(window: MainWindow) -> None:
    window.editor.insertPlainText("precious")
    window.documents.may_leave()


def _settings(search: str) -> Show:
    return lambda window: window.settings_opener.open(search)  # type: ignore[union-attr]


def _say(window: MainWindow) -> None:
    window.document_notice.say("Two.", ("Restore", print), ("Delete it", print))
    window.notice.say("Three.", ("Try again", print))


def _numbers(window: MainWindow) -> None:
    own = [each for each in window.menus.suggest.actions() if each.text().endswith("…")]
    own[0].trigger()


def _learned(window: MainWindow) -> None:
    now = int(time.time()) // 60
    rows = [("", word, 2.0, 2, now, now, EDITOR) for word in ("Zyxxo", "Quorvale")]
    Store(paths.learned()).add_rows(rows, ["Quorvale"])
    own = [each for each in window.menus.suggest.actions() if each.text().endswith("…")]
    own[-2].trigger()


def _shortcuts(window: MainWindow) -> None:
    set_shortcut(Store(paths.learned()), "brb", "be right back")
    own = [each for each in window.menus.suggest.actions() if each.text().endswith("…")]
    own[-3].trigger()


def _tuning(window: MainWindow) -> None:
    own = [each for each in window.menus.suggest.actions() if each.text().endswith("…")]
    own[-1].trigger()


def _past_writing(window: MainWindow) -> None:
    PastWriting(window).open()


def _with_shortcut(shown: QWidget) -> bool:
    """Return whether a shortcut is there, and select it."""
    assert isinstance(shown, LearnedWindow)
    found = shown.shortcuts.table.findItems("brb", Qt.MatchFlag.MatchExactly)
    for item in found:
        item.setSelected(True)
    return bool(found)


def _with_selected(word: str) -> Callable[[QWidget], bool]:
    """Return what waits for a word in “What was learned” and selects it."""

    def is_there(shown: QWidget) -> bool:
        assert isinstance(shown, LearnedWindow)
        found = shown.table.findItems(word, Qt.MatchFlag.MatchExactly)
        shown.table.clearSelection()  # the window stays the same, and what was selected in it
        for item in found:
            item.setSelected(True)
        return bool(found)

    return is_there


def _tabs(window: MainWindow) -> None:
    window.editor.insertPlainText("Not saved")
    for _ in range(2):
        window.tabs.new()


def _tab_list(window: MainWindow) -> None:
    _tabs(window)
    entry(window, "Ctrl+Shift+A").trigger()


SCENES = (
    Scene("text", lambda window: window.editor.insertPlainText("Some text"), of_window=True),
    Scene("off the record", lambda w: entry(w, "Ctrl+Shift+N").trigger(), of_window=True),
    Scene("notices", _say, of_window=True),
    Scene("why", lambda window: entry(window, "Shift+F1").trigger(), of_window=True),
    Scene("find", lambda window: entry(window, "Ctrl+F").trigger(), of_window=True),
    Scene("replace", lambda window: entry(window, "Ctrl+H").trigger(), of_window=True),
    *(Scene(f"settings, {group.value}", _settings(group.value)) for group in Group),
    Scene("settings, privacy", _settings("Privacy")),
    Scene("settings, found", _settings("font")),
    Scene("numbers", _numbers),
    Scene("learned", _learned, ready=_with_selected("Zyxxo")),
    Scene("learned, never suggested", _learned, ready=_with_selected("Quorvale")),
    Scene("shortcuts", _shortcuts, ready=_with_shortcut),
    Scene("past writing", _past_writing),
    Scene("tuning", _tuning),
    Scene("keys", lambda window: entry(window, "F1").trigger()),
    Scene("about", lambda window: window.menus.help.actions()[-1].trigger()),
    Scene("go to line", lambda window: entry(window, "Ctrl+G").trigger()),
    Scene("unsaved text", _ask_about_unsaved_text),
    Scene("tabs", _tabs, of_window=True),
    Scene("all tabs", _tab_list),
)


def visit(app: App, scene: Scene, look: Callable[[QWidget], None]) -> None:
    """Show a scene, let somebody look at its window, and close it again."""
    window = app.window
    seen: list[QWidget] = []
    wrong: list[BaseException] = []

    def look_once() -> None:
        shown = window if scene.of_window else newest(window)
        if shown is None or seen or not scene.ready(shown):
            return
        seen.append(shown)
        try:
            look(shown)
        except BaseException as error:  # raised below: a timer would swallow it
            wrong.append(error)
        finally:
            if shown is not window:
                shown.close()

    # What waits for an answer is looked at while it waits.
    timer = QTimer(interval=50)
    timer.timeout.connect(look_once)
    timer.start()
    scene.show(window)
    look_once()
    until = time.monotonic() + _LONGEST_S
    while not seen and time.monotonic() < until:
        QTest.qWait(50)
    timer.stop()
    QApplication.processEvents()
    if wrong:
        raise wrong[0]
    assert seen, scene.name


def newest(window: QWidget) -> QWidget | None:
    """Return the window that was opened from another one."""
    own = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each != window]
    return next((each for each in own if not isinstance(each, QMenu)), None)


def parts(window: QWidget) -> Iterator[QWidget]:
    """Return all that is seen in a window."""
    for part in window.findChildren(QWidget):
        if part.isVisible() and part.window() is window:
            yield part


def stops(window: QWidget) -> list[QWidget]:
    """Return where Tab is to lead: what can be used, each control as a whole."""
    return [
        part
        for part in parts(window)
        if part.isEnabled()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and not isinstance(part.parentWidget(), QAbstractSpinBox | QComboBox)
    ]


def for_the_mouse(window: QWidget) -> list[QWidget]:
    """Return what can be clicked, is no stop of Tab, and has no key that is marked in its name."""
    reached = stops(window)
    return [
        part
        for part in parts(window)
        if isinstance(part, QAbstractButton | ClickableLabel)
        and part.isEnabled()
        and part not in reached
        and part.text()
        and not key_of(part.text())
        and not isinstance(part.parentWidget(), QAbstractSpinBox | QComboBox)
    ]


def mnemonics(window: QWidget) -> dict[str, list[str]]:
    """Return the names with a marked key: those of the window, and those of each of its menus."""
    names: dict[str, list[str]] = {"": []}
    for part in parts(window):
        if isinstance(part, QAbstractButton) or (isinstance(part, QLabel) and part.buddy()):
            names[""].append(part.text())
        elif isinstance(part, QTabBar):
            names[""] += [part.tabText(at) for at in range(part.count())]
    if isinstance(window, QMainWindow):
        names[""] += [action.text() for action in window.menuBar().actions()]
        for menu in window.menuBar().findChildren(QMenu):
            names[menu.title()] = [action.text() for action in menu.actions()]
    return {where: [name for name in found if key_of(name)] for where, found in names.items()}
