"""How the text looks and moves: sizes, width, spacing, colours, full screen, focus, typewriter."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QCursor,
    QEnterEvent,
    QFont,
    QPalette,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFontDialog
from pytestqt.qtbot import QtBot

from autotype import paths, settings
from autotype.app import App
from autotype.settings import Settings
from autotype.ui import theme as theme_module
from autotype.ui.caret import caret_of
from autotype.ui.editor import Editor
from autotype.ui.line_spacing import line_height
from autotype.ui.main_window import MainWindow
from autotype.ui.snapshot import Change
from autotype.ui.theme import apply_theme, contrast, faded, follow_system, ghost_style, palette_of
from autotype.ui.zoom import SIZES, zoomed
from tests.ui.conftest import Open, Session
from tests.ui.typist import Typist

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ROLE = QPalette.ColorRole


@pytest.fixture
def application() -> Any:
    found = QApplication.instance()
    yield found
    apply_theme(found, Settings())  # type: ignore[arg-type]


def entry(window: MainWindow, text: str, menu: str = "") -> QAction:
    """The entry of a menu."""
    actions = window.findChildren(QAction)
    if menu:
        (parent,) = [one.menu() for one in actions if one.text().replace("&", "") == menu]
        actions = parent.actions()  # type: ignore[union-attr,attr-defined]
    return next(one for one in actions if one.text().replace("&", "") == text)


def keep(window: MainWindow) -> None:
    """Have written what would be in a moment."""
    assert window.live is not None
    window.live.save()


def put(editor: Editor, marked: str) -> None:
    before, _, after = marked.partition("|")
    editor.replace_text(before + after)
    cursor = editor.textCursor()
    cursor.setPosition(len(before.encode("utf-16-le")) // 2)
    editor.setTextCursor(cursor)
    QApplication.processEvents()
    editor.ensureCursorVisible()
    QApplication.processEvents()


def in_front(qtbot: QtBot, app: App) -> MainWindow:
    """The window, with the focus and without the line about the model."""
    window = app.window
    qtbot.waitUntil(lambda: bool(window.notice.text))
    window.notice.dismiss()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.editor.hasFocus())
    qtbot.waitUntil(lambda: not window.notice.isVisible())
    QTest.qWait(20)
    return window


def remembered() -> Settings:
    return settings.load(paths.settings_file())[0]


# Sizes.


def test_zooming_goes_through_the_same_sizes_both_ways() -> None:
    assert SIZES[0] == 6
    assert SIZES[-1] == 72
    for small, large in pairwise(SIZES):
        assert zoomed(small, 1) == large
        assert zoomed(large, -1) == small
    assert zoomed(72, 1) == 72
    assert zoomed(6, -3) == 6
    assert zoomed(13.5, 1) == 14
    assert zoomed(13.5, -1) == 13


@pytest.mark.parametrize(
    ("key", "modifiers", "size"),
    [
        (Key.Key_Plus, CTRL, 14),
        (Key.Key_Equal, CTRL, 14),
        (Key.Key_Minus, CTRL, 12),
        (Key.Key_0, CTRL, 13),
    ],
)
def test_keys_zoom_and_are_remembered(open_app: Open, key: Key, modifiers: Any, size: int) -> None:
    window = open_app().window
    window.activateWindow()
    QTest.keyClick(window.windowHandle(), key, modifiers)
    assert window.editor.font().pointSizeF() == size
    assert window.statusBar().currentMessage() == f"Text size: {size} points"
    keep(window)
    assert remembered() == Settings(font_size=size)
    assert not window.editor.document().isModified()


def test_ctrl_and_the_wheel_zoom_and_scroll_nothing(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app())
    put(window.editor, "line\n" * 100 + "|")
    at = window.editor.verticalScrollBar().value()
    assert at
    for turned, size in ((40, 13), (40, 13), (40, 14), (-120, 13), (-240, 11)):
        turn(window.editor, turned, CTRL)
        assert window.editor.font().pointSizeF() == size
    window.view.zoom(0)
    at = window.editor.verticalScrollBar().value()
    turn(window.editor, 120, Qt.KeyboardModifier.NoModifier)
    assert window.editor.font().pointSizeF() == 13
    assert window.editor.verticalScrollBar().value() < at


def turn(editor: Editor, by: int, held: Qt.KeyboardModifier) -> None:
    viewport = editor.viewport()
    place = QPointF(viewport.rect().center())
    event = QWheelEvent(
        place,
        viewport.mapToGlobal(place),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_zooming_keeps_the_caret_in_view(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app())
    editor = window.editor
    put(editor, "A paragraph that takes several lines in a window. " * 12 + "\n" + "b\n" * 30 + "|")
    for steps in (8, 8, -10, -5, 14):
        window.view.zoom(steps)
        QApplication.processEvents()
        assert editor.viewport().rect().contains(editor.cursorRect())
    editor.verticalScrollBar().setValue(0)
    window.view.zoom(1)
    assert editor.verticalScrollBar().value() == 0  # whoever reads elsewhere stays there


def test_what_stands_beside_the_text_grows_with_it(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(words_at="bottom"))
    small = window.bar.height(), window.statusBar().height()
    window.view.apply(Settings(words_at="bottom", font_size=40))
    qtbot.waitUntil(lambda: window.bar.height() > 1.3 * small[0])
    qtbot.waitUntil(lambda: window.statusBar().height() > 1.1 * small[1])
    window.view.apply(Settings(words_at="bottom", font_size=7))
    QApplication.processEvents()
    assert window.bar.buttons[0].font().pointSizeF() >= QApplication.font().pointSizeF()
    for font_size in (72, 40):
        window.resize(420, 280)
        window.view.apply(Settings(words_at="bottom", font_size=font_size))
        QApplication.processEvents()
        assert window.editor.height() > 80


def test_a_font_is_chosen_from_the_menu(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    entry(window, "Font …").trigger()
    (dialog,) = window.findChildren(QFontDialog)
    dialog.setCurrentFont(QFont("DejaVu Serif", 21))
    dialog.accept()
    font = window.editor.font()
    assert (font.family(), font.pointSizeF()) == ("DejaVu Serif", 21)
    keep(window)
    assert remembered() == Settings(font_family="DejaVu Serif", font_size=21)


def test_the_users_own_lines_stay_in_the_settings_file(open_app: Open, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    file = paths.settings_file()
    file.write_text('# mine\npack = "auto"  # so\n')
    window = open_app().window
    window.view.zoom(1)
    window.close()
    assert file.read_text().startswith('# mine\npack = "auto"  # so\n')
    assert remembered().font_size == 14


def test_what_cannot_be_remembered_is_said(open_app: Open, home: Path) -> None:
    window = open_app().window
    paths.settings_file().mkdir(parents=True)
    window.view.zoom(1)
    keep(window)
    assert "cannot be saved" in window.document_notice.text
    assert window.editor.font().pointSizeF() == 14
    paths.settings_file().rmdir()


# Width and spacing.


@pytest.mark.parametrize("characters", [40, 74])
def test_the_text_is_a_column(open_app: Open, characters: int) -> None:
    window = open_app(text_width=characters).window
    window.resize(1200, 600)
    editor = window.editor
    for font_size in (9, 13):
        window.view.apply(Settings(text_width=characters, font_size=font_size))
        wide = editor.fontMetrics().averageCharWidth() * characters
        assert abs(editor.viewport().width() - wide) <= 2
        left = editor.viewport().x()
        assert abs(left - (editor.width() - editor.viewport().geometry().right() - 1)) <= 2
    # Where there is no room for the column, its margins stay.
    window.view.apply(Settings(text_width=characters, font_size=30))
    window.resize(420, 280)
    assert editor.viewport().x() == 28


def test_the_text_is_laid_out_for_its_column_from_the_start(open_app: Open) -> None:
    editor = open_app(text_width=40).window.editor
    for _ in range(2):
        line = editor.document().firstBlock().layout().lineAt(0)
        assert abs(line.width() - editor.viewport().width() + 8) < 1
        assert not editor.horizontalScrollBar().isVisible()
        editor.replace_text("Words that are wrapped. " * 40)
        editor.grab()


def test_a_choice_in_the_menu_is_followed_and_remembered(open_app: Open) -> None:
    window = open_app().window
    window.resize(1200, 600)
    medium = window.editor.viewport().width()
    entry(window, "Narrow", "Text width").trigger()
    assert window.editor.viewport().width() < medium
    assert entry(window, "Narrow", "Text width").isChecked()
    assert not entry(window, "Medium", "Text width").isChecked()
    entry(window, "As wide as the window", "Text width").trigger()
    assert window.editor.viewport().width() > 1100
    entry(window, "One and a half", "Line spacing").trigger()
    keep(window)
    assert remembered() == Settings(text_width=400, line_spacing=1.5)
    # What a settings window says counts as well, and is no choice of the menu.
    window.view.apply(Settings(text_width=80))
    assert not entry(window, "Medium", "Text width").isChecked()
    assert entry(window, "Single", "Line spacing").isChecked()


def tops(editor: Editor) -> list[float]:
    """Where each line of the text stands."""
    found = []
    block = editor.document().firstBlock()
    while block.isValid():
        top = editor.blockBoundingGeometry(block).top()
        layout = block.layout()
        found += [top + layout.lineAt(number).y() for number in range(layout.lineCount())]
        block = block.next()
    return found


@pytest.mark.parametrize("spacing", [1.0, 1.25, 2.0])
def test_lines_stand_apart(open_app: Open, spacing: float) -> None:
    window = open_app(line_spacing=spacing).window
    editor = window.editor
    changes: list[Change] = []
    editor.change_listeners.append(lambda change, _: changes.append(change))
    put(editor, "Words that wrap. " * 20 + "\n\nShort\n" + "Others that wrap. " * 20 + "|")
    pitch = round(line_height(editor.font()) * spacing)
    for _ in range(2):
        found = tops(editor)
        assert len(found) > 8
        assert all(abs(low - high - pitch) < 1 for high, low in pairwise(found))
        window.resize(500, 500)
        QApplication.processEvents()
    QTest.keyClicks(editor, "and more that wraps in the end, too")
    assert all(abs(low - high - pitch) < 1 for high, low in pairwise(tops(editor)))
    window.view.apply(Settings(line_spacing=1.5, font_size=20))
    pitch = round(line_height(editor.font()) * 1.5)
    assert all(abs(low - high - pitch) < 1.1 for high, low in pairwise(tops(editor)))
    window.view.apply(Settings(line_spacing=2, font_size=20))
    assert all(low - high > pitch for high, low in pairwise(tops(editor)))
    editor.grab()
    assert not editor.horizontalScrollBar().isVisible()
    assert len(tops(editor)) > 8
    # It is no edit, and nothing was pasted.
    assert Change.PASTED not in changes
    assert editor.document().isUndoAvailable()
    editor.undo()
    assert not editor.text().endswith("too")


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_click_between_two_lines_means_the_upper_one(
    qtbot: QtBot, open_app: Open, line: int
) -> None:
    window = in_front(qtbot, open_app(line_spacing=2))
    editor = window.editor
    put(editor, "|The first line\nThe second line\nThe third")
    height = editor.fontMetrics().height()
    pitch = round(2 * line_height(editor.font()))
    x = editor.fontMetrics().horizontalAdvance("The ") + 5
    for below in (height // 2, height + 4, pitch - 2):
        place = QPoint(x, line * pitch + below + 4)
        QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
        cursor = editor.textCursor()
        assert (cursor.blockNumber(), cursor.positionInBlock()) == (line, 4), below
        assert editor.cursorForPosition(place).position() == cursor.position()


def test_a_ghost_keeps_to_the_spacing(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(line_spacing=2))
    window.resize(420, 400)
    editor = window.editor
    put(editor, "A line that nearly fills the window it|")
    before = tops(editor)
    editor.ghost.show(" is in, and a ghost that needs another line")
    QApplication.processEvents()
    assert tops(editor) == before
    caret = caret_of(editor)
    assert caret is not None
    assert caret.pitch == 2 * line_height(editor.font())
    layout = editor.ghost.view._layout  # type: ignore[attr-defined]
    lines = [layout.lineAt(number).y() for number in range(layout.lineCount())]
    assert len(lines) == 2
    assert abs(lines[1] - lines[0] - caret.pitch) < 1
    assert editor.ghost.view.geometry().bottom() <= editor.height()


def test_scrolling_through_spaced_lines_reaches_the_end(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(line_spacing=1.5))
    editor = window.editor
    put(editor, "A line of words that wraps here and there. " * 300 + "|")
    editor.ensureCursorVisible()
    assert editor.viewport().rect().contains(editor.cursorRect())
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum())
    assert editor.viewport().rect().contains(editor.cursorRect())
    QTest.keyClick(editor, Key.Key_PageUp)
    assert editor.viewport().rect().contains(editor.cursorRect())
    assert editor.textCursor().position() < len(editor.text())
    QTest.keyClick(editor, Key.Key_Up)
    QTest.keyClick(editor, Key.Key_Down)
    assert editor.viewport().rect().contains(editor.cursorRect())


# Colours.


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("theme", ["system", "contrast"])
@pytest.mark.parametrize("ghost", ["normal", "high"])
def test_everything_can_be_read(theme: str, dark: bool, ghost: str) -> None:
    palette = palette_of(Settings(theme=theme, ghost_contrast=ghost), dark)
    least = 7.0 if theme == "contrast" else 4.5
    paper, frame = palette.color(ROLE.Base), palette.color(ROLE.AlternateBase)
    assert (contrast(paper, QColor("black")) < contrast(paper, QColor("white"))) == dark
    for ground in (paper, frame):
        for role in (ROLE.Text, ROLE.WindowText, ROLE.PlaceholderText):
            assert contrast(palette.color(role), ground) >= least
        off = palette.color(QPalette.ColorGroup.Disabled, ROLE.WindowText)
        assert contrast(off, ground) >= 4.5
    assert contrast(palette.color(ROLE.HighlightedText), palette.color(ROLE.Highlight)) >= 4.5
    # A ghost is told apart, and what is out of focus from what is in it.
    assert contrast(palette.color(ROLE.Text), palette.color(ROLE.PlaceholderText)) > 1.9
    assert contrast(faded(palette), paper) >= (7.0 if theme == "contrast" else 3.0)
    assert contrast(faded(palette), palette.color(ROLE.Text)) > 2.4


def test_high_contrast_follows_the_system(
    application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = []
    apply_theme(application, Settings(theme="contrast"))
    for dark in (False, True, False):
        monkeypatch.setattr(theme_module, "is_dark", lambda *_, dark=dark: dark)
        follow_system(application)
        papers.append(application.palette().color(ROLE.Base).name())
    assert papers == ["#ffffff", "#000000", "#ffffff"]
    apply_theme(application, Settings(theme="dark"))
    ours = application.palette().color(ROLE.Base)
    follow_system(application)
    assert application.palette().color(ROLE.Base) == ours


def test_colours_change_at_once(application: Any, open_app: Open) -> None:
    window = open_app(theme="light").window
    apply_theme(application, Settings(theme="light"))
    paper = window.editor.palette().color(ROLE.Base)
    entry(window, "Dark", "Colours").trigger()
    assert contrast(window.editor.palette().color(ROLE.Base), paper) > 10
    entry(window, "High contrast", "Colours").trigger()
    assert window.editor.palette().color(ROLE.Text).name() in ("#000000", "#ffffff")
    keep(window)
    assert remembered() == Settings(theme="contrast")


def test_the_strongest_contrast_never_goes_by_colour_alone() -> None:
    assert ghost_style(Settings()) == "colour"
    assert ghost_style(Settings(theme="contrast")) == "italic"
    assert ghost_style(Settings(theme="contrast", ghost_style="underline")) == "underline"
    assert ghost_style(Settings(theme="dark", ghost_style="underline")) == "underline"


def ink(editor: Editor) -> tuple[int, QRect]:
    """How many pixels of a ghost are drawn, and where in its widget."""
    image = editor.ghost.view.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    drawn = [
        QPoint(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if contrast(image.pixelColor(x, y), ground) > 1.2
    ]
    place = QRect()
    for point in drawn:
        place = place.united(QRect(point.x(), point.y(), 1, 1))
    return len(drawn), place


@pytest.mark.parametrize("family", ["DejaVu Serif", "DejaVu Sans Mono"])
@pytest.mark.parametrize("size", [13, 40])
def test_each_style_of_a_ghost_is_drawn_whole(session: Session, family: str, size: int) -> None:
    editor = session.editor
    editor.resize(900, 300)
    editor.setFont(QFont(family, size))
    put(editor, "I th|")
    seen = []
    for style in ("colour", "italic", "underline"):
        editor.ghost.set_style(style)
        editor.ghost.show("ink of all")
        QApplication.processEvents()
        amount, place = ink(editor)
        assert place.right() < editor.ghost.view.width() - 1  # no letter is cut
        seen.append((amount, place))
        editor.ghost.clear()
    assert seen[1] != seen[0]
    assert seen[2][0] > seen[0][0]
    assert seen[2][1].height() >= seen[0][1].height()


@pytest.mark.parametrize("style", ["italic", "underline"])
def test_a_slanted_ghost_is_typed_through_without_a_jump(session: Session, style: str) -> None:
    session.editor.setFont(QFont("DejaVu Serif", 13))
    session.editor.ghost.set_style(style)
    session.type("foo")
    session.answer("bar baz")
    right = session.editor.ghost.view.geometry().right()
    for character in "bar ":
        session.type(character)
        now = session.editor.ghost.view.geometry().right()
        assert abs(now - right) <= 3
        right = now
    assert session.seen[-1] == "foobar [baz]"


# Full screen.


def test_full_screen_is_nothing_but_the_text(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(words_at="bottom"))
    QTest.keyClick(window.windowHandle(), Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    QApplication.processEvents()
    assert window.menuBar().height() == 0
    assert window.statusBar().isHidden()
    assert window.bar.isHidden()
    assert entry(window, "Full screen").isChecked()
    # The menus' keys work on.
    QTest.keyClick(window.windowHandle(), Key.Key_Plus, CTRL)
    assert window.editor.font().pointSizeF() == 14
    QTest.keyClick(window.windowHandle(), Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    QApplication.processEvents()
    assert window.menuBar().height() > 10
    assert window.statusBar().isVisible()
    assert window.bar.isVisible()
    assert not entry(window, "Full screen").isChecked()


def test_escape_dismisses_a_ghost_before_it_ends_full_screen(
    qtbot: QtBot, at_work: Callable[..., Typist]
) -> None:
    typist = at_work()
    window = typist.window
    window.activateWindow()
    window.full_screen.set(True)
    qtbot.waitUntil(lambda: window.isFullScreen() and window.isActiveWindow())
    typist.type("Thank y")
    typist.answer("you", ghost="ou very much")
    assert window.editor.ghost.text
    QTest.keyClick(window.windowHandle(), Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.editor.ghost.text)
    QApplication.processEvents()
    assert window.isFullScreen()
    QTest.keyClick(window.windowHandle(), Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert window.editor.text() == "Thank y"


def test_the_desktop_may_end_full_screen(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.showFullScreen()
    QApplication.processEvents()
    assert entry(window, "Full screen").isChecked()
    assert window.statusBar().isHidden()
    assert window.bar.isHidden()
    window.showNormal()
    QApplication.processEvents()
    assert not entry(window, "Full screen").isChecked()
    assert window.statusBar().isVisible()
    assert window.bar.isHidden()  # as it was


def test_the_pointer_at_the_upper_edge_brings_the_menus(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.full_screen.set(True)
    QApplication.processEvents()
    QCursor.setPos(window.mapToGlobal(window.rect().center()))
    edge = window.full_screen._edge
    assert edge.isVisible()
    assert edge.geometry().top() == 0
    assert edge.width() == window.width()
    QApplication.sendEvent(edge, QEnterEvent(QPointF(5, 0), QPointF(5, 0), QPointF(5, 0)))
    QApplication.processEvents()
    assert window.menuBar().height() > 10
    qtbot.waitUntil(lambda: window.menuBar().height() == 0, timeout=5000)
    assert edge.isVisible()


def test_the_focus_brings_the_menus(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.activateWindow()
    window.full_screen.set(True)
    QApplication.processEvents()
    QCursor.setPos(window.mapToGlobal(window.rect().center()))
    window.menuBar().setFocus()  # as Alt gives it
    QTest.qWait(400)
    assert window.menuBar().height() > 10
    window.editor.setFocus()
    qtbot.waitUntil(lambda: window.menuBar().height() == 0, timeout=5000)


# Focus.


def in_focus(window: MainWindow) -> str:
    """What of the text has its own colour."""
    editor = window.editor
    units = editor.text().encode("utf-16-le")
    out = [QTextCursor(mark.cursor) for mark in editor.extraSelections()]
    kept = [
        units[2 * at : 2 * at + 2]
        for at in range(len(units) // 2)
        if not any(one.selectionStart() <= at < one.selectionEnd() for one in out)
    ]
    return b"".join(kept).decode("utf-16-le")


@pytest.mark.parametrize(
    ("focus", "marked", "kept"),
    [
        ("sentence", "One. Tw|o. Three.\nFour.", "Two. "),
        ("sentence", "😀 One. Tw|o 😀. Three.", "Two 😀. "),
        ("sentence", "One.\n|\nTwo.", ""),
        ("sentence", "One. Two.|", "Two."),
        ("sentence", "One. |", ""),
        ("paragraph", "One.\nTw|o. Three.\nFour.", "Two. Three."),
        ("paragraph", "|", ""),
        ("off", "One. T|wo.", "One. Two."),
    ],
)
def test_what_is_in_focus(qtbot: QtBot, open_app: Open, focus: str, marked: str, kept: str) -> None:
    window = open_app(focus=focus).window
    put(window.editor, marked)
    qtbot.waitUntil(lambda: in_focus(window).strip("\n") == kept)
    assert not window.editor.document().isModified()
    assert not window.editor.document().isUndoAvailable()


def test_the_focus_follows_the_caret_in_a_pause(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(focus="sentence").window
    editor = window.editor
    put(editor, "One. Two. |")
    qtbot.waitUntil(lambda: in_focus(window) == "")
    QTest.keyClicks(editor, "Three")
    assert in_focus(window) == "Three"  # while it is typed
    QTest.keyClicks(editor, ". ")
    qtbot.waitUntil(lambda: in_focus(window) == "")
    QTest.keyClicks(editor, "F")
    assert in_focus(window) == "F"
    QTest.keyClick(editor, Key.Key_Home)
    qtbot.waitUntil(lambda: in_focus(window) == "One. ")
    entry(window, "Everything", "Focus on").trigger()
    assert in_focus(window) == editor.text()
    entry(window, "The paragraph", "Focus on").trigger()
    assert in_focus(window) == editor.text()


def test_another_document_gets_a_focus_of_its_own(qtbot: QtBot, open_app: Open) -> None:
    window = open_app(focus="sentence").window
    for text in ("One. Tw|o. End.", "Six. Te|n. End."):
        put(window.editor, text)
        qtbot.waitUntil(lambda text=text: in_focus(window) == text.replace("|", "")[5:10])


def test_marks_of_others_are_left_alone(open_app: Open) -> None:
    window = open_app().window
    editor = window.editor
    put(editor, "One. T|wo.")
    window.view.apply(Settings(focus="sentence"))
    mark = editor.extraSelections()[0]
    editor.marks.put("found", [mark])
    assert len(editor.extraSelections()) == 2
    window.view.apply(Settings(focus="off"))
    assert len(editor.extraSelections()) == 1
    editor.marks.put("found", [])
    assert editor.extraSelections() == []


# Typewriter.


def height_of_caret(editor: Editor) -> float:
    caret = caret_of(editor)
    assert caret is not None
    return editor.viewport().y() + caret.top


@pytest.mark.parametrize(("where", "share"), [("centre", 1 / 2), ("third", 1 / 3)])
@pytest.mark.parametrize("spacing", [1, 1.5])
@pytest.mark.parametrize("higher", range(0, 30, 3))
def test_the_line_stays_at_its_height(
    qtbot: QtBot, open_app: Open, where: str, share: float, spacing: float, higher: int
) -> None:
    # Which line is nearest is another one in a window of another height, or in another font.
    window = in_front(qtbot, open_app(typewriter=where, line_spacing=spacing))
    window.resize(window.width(), window.height() + higher)
    QApplication.processEvents()
    editor = window.editor
    pitch = line_height(editor.font()) * spacing
    heights = []
    for number in range(30):
        QTest.keyClicks(editor, f"line {number}")
        QTest.keyClick(editor, Key.Key_Return)
        QApplication.processEvents()
        heights.append(height_of_caret(editor))
    wanted = share * editor.height()
    near = pitch / 2 + editor.document().documentMargin() + 1
    assert all(abs(height - wanted) <= near for height in heights)
    assert max(heights) - min(heights) < 5  # what Qt leaves above the first line
    for key in (Key.Key_PageUp, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp, Key.Key_PageUp):
        QTest.keyClick(editor, key)
        QApplication.processEvents()
        assert abs(height_of_caret(editor) - wanted) <= near
    QTest.keyClick(editor, Key.Key_End, CTRL)
    QApplication.processEvents()
    assert editor.textCursor().atEnd()
    assert abs(height_of_caret(editor) - wanted) <= near


def test_the_line_is_found_again_from_afar(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(typewriter="third"))
    editor = window.editor
    put(editor, "line\n" * 600 + "|")
    QTest.keyClicks(editor, "a")
    QApplication.processEvents()
    height = height_of_caret(editor)
    editor.verticalScrollBar().setValue(0)
    window.view.apply(Settings(typewriter="third", text_width=60))
    assert abs(height_of_caret(editor) - height) < 2


def test_the_line_is_found_again_in_another_width(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(typewriter="third", font_size=30))
    window.resize(420, 280)
    QTest.qWait(20)
    editor = window.editor
    put(editor, ("A paragraph that takes many lines in a narrow window. " * 4 + "\n") * 8 + "|")
    QTest.keyClicks(editor, "a")
    QApplication.processEvents()
    window.resize(780, 600)
    QTest.qWait(20)
    QTest.keyClicks(editor, "b")
    QApplication.processEvents()
    assert abs(height_of_caret(editor) - editor.height() / 3) < line_height(editor.font())
    assert editor.viewport().rect().contains(editor.cursorRect())


@pytest.mark.parametrize("typewriter", ["off", "centre", "third"])
@pytest.mark.parametrize("where", ["caret", "bottom"])
def test_the_line_that_is_written_is_seen_in_a_small_window(
    qtbot: QtBot, open_app: Open, where: str, typewriter: str
) -> None:
    options = {"font_size": 40, "words_at": where, "typewriter": typewriter}
    window = in_front(qtbot, open_app(**options))
    window.resize(420, 280)
    QTest.qWait(20)
    editor = window.editor
    put(editor, "line\n" * 20 + "|")
    QTest.keyClicks(editor, "abc")
    QApplication.processEvents()
    assert editor.viewport().rect().contains(editor.cursorRect())


def test_the_mouse_scrolls_nothing_away(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(typewriter="centre"))
    editor = window.editor
    put(editor, "line\n" * 60 + "|")
    at = editor.verticalScrollBar().value()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QApplication.processEvents()
    assert editor.verticalScrollBar().value() == at
    turn(editor, -120, Qt.KeyboardModifier.NoModifier)
    assert editor.verticalScrollBar().value() > at


def test_the_room_above_the_first_line_is_scrolled_away_first(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(typewriter="centre"))
    editor = window.editor
    put(editor, "|" + "line\n" * 60)
    top = editor.viewport().y()
    assert top > 200
    editor.verticalScrollBar().setValue(3)
    assert editor.verticalScrollBar().value() == 0
    assert abs(top - editor.viewport().y() - 3 * line_height(editor.font())) < 2
    window.view.apply(Settings())
    assert editor.viewport().y() < 30
    assert not editor.centerOnScroll()


def test_a_ghost_has_its_lines_below_the_typewriters(qtbot: QtBot, open_app: Open) -> None:
    window = in_front(qtbot, open_app(typewriter="centre"))
    editor = window.editor
    put(editor, "line\n" * 60 + "The last line|")
    before = tops(editor)
    editor.ghost.show(" and a ghost that goes on " + "and on " * 20)
    QApplication.processEvents()
    assert tops(editor) == before
    assert editor.ghost.is_visible
    assert editor.ghost.view.geometry().bottom() <= editor.height()


def test_leaving_a_key_alone_costs_nothing(open_app: Open) -> None:
    """With nothing switched on neither layout nor marks are our own."""
    window = open_app().window
    editor = window.editor
    QTest.keyClicks(editor, "words")
    assert type(editor.document().documentLayout()).__name__ == "QPlainTextDocumentLayout"
    assert editor.extraSelections() == []
