"""The bar below the text in which one finds and replaces."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from autotype.text.finding import as_pattern
from autotype.ui.editor import Editor
from autotype.ui.find_form import FindForm
from autotype.ui.find_replacing import Replacing
from autotype.ui.finder import Finder, ends_of
from autotype.ui.go_to_line import go_to_line
from autotype.ui.menus import Menus

_LONGEST_SEED = 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class FindBar(FindForm):
    """Hidden until something is looked for.

    Attributes:
        finder: Who finds it.
        replacing: Who puts something else in its place.
    """

    def __init__(self, editor: Editor, parent: QWidget) -> None:
        """Make the bar of an editor."""
        super().__init__(self._press, parent)
        self._editor = editor
        editor.setMinimumHeight(1)  # in a small window it gives way, and not the bar
        self.finder = Finder(editor)
        self.replacing = Replacing(editor, self.finder)
        self._switches = {
            Qt.Key.Key_C: self.case,
            Qt.Key.Key_W: self.words,
            Qt.Key.Key_R: self.pattern,
            Qt.Key.Key_L: self.selection,
            Qt.Key.Key_P: self.keep_case,
        }
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._look)
        for switch in (self.case, self.words, self.pattern):
            switch.toggled.connect(self._look)
        self.selection.toggled.connect(self._search_in_selection)
        self.back.clicked.connect(lambda: self.finder.go(back=True))
        self.forth.clicked.connect(lambda: self.finder.go())
        self.shut.clicked.connect(self.close_bar)
        self.one.clicked.connect(lambda: self.replacing.replace(self.wanted))
        self.all.clicked.connect(lambda: self.replacing.replace_all(self.wanted))
        self.finder.counted.connect(self.show_count)
        self.finder.said.connect(self._say)
        self.replacing.said.connect(self._say)
        self._editor.swapped.connect(self._look_in_another)
        self._editor.locked.connect(lambda _: self._say(""))
        # Where a ghost is, Esc is the editor's.
        self._escape = QShortcut(QKeySequence("Esc"), self._editor, self.close_bar)
        self._escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._escape.activatedAmbiguously.connect(self.close_bar)  # it is the newest to close
        self.show_replacing(False)

    def add_to(self, menus: Menus) -> None:
        """Add what it can do to the menus."""
        edit = menus.edit
        menus.add(edit, self.tr("Fi&nd …"), QKeySequence("Ctrl+F"), self.open)
        forth = menus.add(edit, self.tr("Find ne&xt"), QKeySequence("F3"), self.find_again)
        back = menus.add(
            edit,
            self.tr("Find pre&vious"),
            QKeySequence("Shift+F3"),
            lambda: self.find_again(back=True),
        )
        for action in (forth, back):
            action.setAutoRepeat(True)
        menus.add(
            edit, self.tr("Rep&lace …"), QKeySequence("Ctrl+H"), lambda: self.open(replacing=True)
        )
        menus.add(
            edit, self.tr("&Go to line …"), QKeySequence("Ctrl+G"), lambda: go_to_line(self._editor)
        )

    # Opening and closing.

    def show_replacing(self, on: bool) -> None:
        """Show or hide the row for replacing, and say whether anything can be."""
        super().show_replacing(on)
        self._say("")

    def open(self, *, replacing: bool = False) -> None:
        """Look for what is selected, or for what was looked for last."""
        was_open, has_seed = self.isVisible(), False
        if not self._has_focus():
            has_seed = self._seed()
            self._appear()
            self._look(select=False)
        if replacing or not was_open:
            self.show_replacing(replacing)
        field = self.replacement if replacing and has_seed else self.field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def find_again(self, *, back: bool = False) -> None:
        """Go to the next match of what was looked for last; the focus stays where it is."""
        if not self.field.text():
            self.open()
            return
        if not self.isVisible():
            self.show_replacing(False)
            self._appear()
        self.finder.go(back=back)

    def close_bar(self) -> None:
        """Close it; the focus goes back to the text."""
        self._editor.setFocus()
        self.hide()

    def _appear(self) -> None:
        caret, page = self._editor.cursorRect(), self._editor.viewport().rect()
        self.show()
        if page.intersects(caret):
            # The text has less room now, once everything has its place.
            QTimer.singleShot(0, self._editor, self._editor.ensureCursorVisible)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep what was found in view where the bar takes more of the room."""
        super().resizeEvent(event)
        if self._has_focus() and event.size().height() != event.oldSize().height():
            QTimer.singleShot(0, self._editor, self._editor.ensureCursorVisible)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _seed(self) -> bool:
        """Take over what is selected: a few words to look for, or more to look in."""
        cursor = self._editor.textCursor()
        start, end = ends_of(cursor)
        if start == end or (self.isVisible() and self.finder.present is not None):
            return False  # what was found is no other thing to look for
        text = cursor.selectedText() if end - start <= _LONGEST_SEED else "\u2029"
        if "\u2029" in text:
            with QSignalBlocker(self.selection):
                self.selection.setChecked(self.finder.search_in_selection(True))
            return False
        with QSignalBlocker(self.field):
            self.field.setText(as_pattern(text) if self.pattern.isChecked() else text)
        return True

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look for it again; the text may be another one."""
        super().showEvent(event)
        if not event.spontaneous():
            self._escape.setEnabled(True)
            self.finder.open()
            self._look(select=False)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Stop searching."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._escape.setEnabled(False)
            self.finder.close()
            with QSignalBlocker(self.selection):
                self.selection.setChecked(False)

    # What is asked for.

    def _look(self, _: object = None, *, select: bool = True) -> None:
        self.finder.look_for(self.query, select=select)

    def _look_in_another(self) -> None:
        """Look for the same in the text that has come in front."""
        with QSignalBlocker(self.selection):
            self.selection.setChecked(False)
        if not self.isHidden():
            self.finder.open()
            self._look(select=False)

    def _search_in_selection(self, on: bool) -> None:
        if self.finder.search_in_selection(on) == on:
            self._look()
            return
        with QSignalBlocker(self.selection):
            self.selection.setChecked(False)
        self._say(self.tr("Select some text first; then only that is searched."))

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the bar from meaning something else in the window."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self._meaning(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Do what a key means where a button has the focus."""
        if not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False if it means nothing here."""
        work = self._meaning(event)
        if work is not None:
            work()
        return work is not None

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and not held & ~_SHIFT:
            return None if held else self.close_bar
        if held == _ALT and key in self._switches:
            switch = self._switches[Qt.Key(key)]
            return switch.click if switch.isVisible() else None
        if key not in _ENTER:
            return None
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton):
            return focus.click
        if held == _SHIFT:
            return self.back.click
        replaces = self.is_replacing
        if held in (_CONTROL, _CONTROL | _ALT):
            return self.all.click if replaces else None
        return self.one.click if focus is self.replacement else self.forth.click

    def _say(self, said: str) -> None:
        """Say something, or why nothing can be replaced."""
        locked = self._editor.isReadOnly()
        for button in (self.one, self.all):
            button.setEnabled(not locked)
        if not said and locked and self.is_replacing:
            said = self.tr("This document is read-only, so nothing can be replaced in it.")
        self.show_sentence(said)
