"""The text widget: says what the user did, shows ghost text, inserts what is taken.

Every way to move the caret removes the ghost first: it belongs to the place where it was shown.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from autotype.ui.caret_edit import CaretEdit
from autotype.ui.commanded import CommandedEdit
from autotype.ui.composition import Composition, with_gap
from autotype.ui.ghost_text import GhostText
from autotype.ui.margins import Margins
from autotype.ui.marks import Marks
from autotype.ui.pressed import (
    CARET_KEYS,
    MODIFIERS,
    KeyListener,
    Spacing,
    change_named_by,
    is_backspace,
    only_writes,
    retypes,
    typed_by,
)
from autotype.ui.quiet import Quiet
from autotype.ui.snapshot import Change, CharacterPositions, Snapshot, snapshot_at
from autotype.ui.undo_steps import UndoSteps, insert_as_a_step


class Editor(CommandedEdit):
    """A plain-text editor with room for a ghost.

    `keys`, if set, is asked about every key first, `spacing` about what is typed.

    Attributes:
        change_listeners: Called with what the user did, a `Change`, and with TYPED and REWRITTEN
            the new text that ends at the caret, as far as it is known. A list, as in
            `SwappingEdit`: every key waits for it.

    Signals:
        disturbed(Change): What the user did, of everything but plain typing.
        files_dropped(object): Files were dropped on the editor, a list of names.
        scrolled(): The text stands elsewhere in the widget.
    """

    disturbed = Signal(object)
    files_dropped = Signal(object)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ghost = GhostText(self)
        self._positions = CharacterPositions(self.document())
        self.change_listeners: list[Callable[[Change, str], object]] = []
        self.quiet = self._quiet = Quiet()
        self.margins = Margins(self)
        self.marks = Marks(self)
        self._composition = Composition(self)
        self.undo_steps = UndoSteps(self)
        self.keys: KeyListener | None = None
        self.spacing: Spacing | None = None
        self.setTabChangesFocus(False)
        self.setCursorWidth(2)
        self.edit_listeners.append(self._contents_changed)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(lambda _: self.scrolled.emit())
        self.scrolled.connect(self.ghost.follow)

    @property
    def composing(self) -> bool:
        """Whether an input method is composing."""
        return self._composition.is_active

    def snapshot(self, cursor: QTextCursor | None = None) -> Snapshot:
        """Return the text around the caret, or around another place in the document."""
        return snapshot_at(cursor or self.textCursor(), self._positions)

    def replace_text(self, text: str) -> None:
        """Put another document's text in place; its undo history starts empty."""
        self.ghost.clear()
        with self._quiet:
            self.load(text)
        self.follow_loaded(text)

    def follow_loaded(self, text: str) -> None:
        """Note that the text in front is another document's now, which is `text`."""
        self._positions.loaded(text)
        self.document().setModified(False)
        self._report(Change.REPLACED)

    def show_text(self, text: QTextDocument) -> None:
        """Put another text in front; see `SwappingEdit`."""
        self.ghost.clear()
        self._composition.end()
        self.marks.forget()
        with self._quiet:
            self._swap(text)
        self._positions.turn_to(text)
        self.swapped.emit()
        self._report(Change.SWAPPED)

    def insert_taken(self, text: str, replaces: int = 0) -> None:
        """Insert what was taken, as one undo step of its own.

        Args:
            text: What was taken.
            replaces: How many characters before the caret it takes the place of.
        """
        gone = len(self.snapshot().before[-replaces:].encode("utf-16-le")) // 2 if replaces else 0
        self.ghost.clear()
        cursor = self.textCursor()
        with self._quiet:
            insert_as_a_step(cursor, text, gone)
            self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        """Keep keys that mean a suggestion from becoming shortcuts of the window."""
        # In this order: four events of other kinds come with every key. What asks whether a key
        # is claimed comes unaccepted; the type of an event is an enum, which Python makes slowly.
        if (
            isinstance(event, QKeyEvent)
            and not event.isAccepted()
            and self.keys is not None
            and event.type() is QEvent.Type.ShortcutOverride
            and self.keys.claims(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Remove the ghost, let Qt do what the key does, and say what that was."""
        self.ghost.hold()
        try:
            self._press(event)
        finally:
            self.ghost.release()

    def _press(self, event: QKeyEvent) -> None:
        writes = only_writes(event)  # nearly always, and then much need not be asked
        if not writes and event.key() in MODIFIERS:
            super().keyPressEvent(event)
            return
        if self.keys is not None:
            if writes:
                self.keys.wrote()
            elif self.keys.press(event):
                event.accept()
                return
        if retypes(self.spacing, event):
            event.accept()
            return
        spacing = self.spacing if self.spacing is not None and self.spacing.soft_space else None
        if spacing is not None and not writes and is_backspace(event) and spacing.unspace():
            event.accept()
            return
        # Inside of a word neither matters.
        matters = spacing is not None or self.undo_steps.may_begin
        key = typed_by(event) if matters else ""
        gap = spacing.gap(key) if spacing is not None else ""
        ghost = self.ghost.text
        self.ghost.clear()
        gave_up = False
        if self.composing:
            with self._quiet:
                gave_up = self._composition.gives_way_to(event)
        edit = CaretEdit(self, reach=0)
        with self._quiet:
            if matters:
                with self.undo_steps.typing(gap + key):
                    self._type_with(gap, event)
            else:
                super().keyPressEvent(event)
        if edit.happened:
            named = None if writes else change_named_by(event)
            self._report(*(named or edit.change()))
        elif edit.moved:
            self._report(Change.MOVED)
        elif spacing is not None and event.key() in CARET_KEYS:
            self._report(Change.MOVED)  # it meant to, if there was no room
        elif gave_up:
            self.say(Change.UNCOMPOSED)
        else:
            self.ghost.show(ghost)  # the key did nothing here, such as Right at the end

    def _type_with(self, gap: str, event: QKeyEvent) -> None:
        """Let Qt do what a key does, behind a space that it needs."""
        position = self.textCursor().position()
        if gap:
            # Before the key, so that Qt makes one undo step of both and what is typed next.
            self.textCursor().insertText(gap)
        super().keyPressEvent(event)
        if gap and self.textCursor().position() == position + 1:
            self.textCursor().deletePreviousChar()  # the key typed nothing

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Tell who listens to keys."""
        if self.keys is not None:
            self.keys.release(event)
        super().keyReleaseEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Give way to an input method."""
        composed, committed = event.preeditString(), event.commitString()
        if not (composed or committed or event.replacementLength()) and self.ghost.text:
            # Input methods send empty events at every reset.
            event.accept()
            return
        if retypes(self.spacing, event):
            event.accept()
            return
        self.ghost.clear()
        was_composing, edit = self.composing, CaretEdit(self)
        with self._quiet:
            super().inputMethodEvent(event if self.isReadOnly() else with_gap(event, self.spacing))
        self._composition.follow()
        if self.composing:
            self.say(Change.COMPOSING)
        elif committed or event.replacementLength():
            self.say(*edit.change())
        elif was_composing:
            self.say(Change.UNCOMPOSED)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Remove the ghost before the caret moves."""
        self.ghost.clear()
        super().mousePressEvent(event)
        self._report(Change.MOVED)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Remove the ghost before a word is selected."""
        self.ghost.clear()
        super().mouseDoubleClickEvent(event)
        self._report(Change.MOVED)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Accept files as well as text."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open a dropped file; insert dropped text."""
        self.ghost.clear()
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)
            return
        with self._quiet:
            super().dropEvent(event)
        self._report(Change.PASTED)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """No ghost without the focus."""
        self.ghost.clear()
        super().focusOutEvent(event)
        self._report(Change.UNFOCUSED)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Say that the focus is back, as after a menu or a dialog."""
        super().focusInEvent(event)
        self.say(Change.FOCUSED)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw the ghost again when the colours or the font change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.margins.fit()
            self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Draw the ghost where the text is now."""
        super().resizeEvent(event)
        self.margins.fit()
        self.scrolled.emit()

    def edit(self, work: Callable[[], object], change: Change) -> None:
        """Change the text or move the caret by program, and say what that was."""
        self.ghost.clear()
        with self._quiet:
            work()
        self._report(change)

    def _report(self, change: Change, typed: str = "") -> None:
        """Say what was done by anything but an input method; what it composed is over."""
        self._composition.end()
        self.undo_steps.after(change, typed)
        self.say(change, typed)

    def say(self, change: Change, typed: str = "") -> None:
        """Tell who listens what was done."""
        if change is not Change.TYPED:
            self.disturbed.emit(change)
        for listener in self.change_listeners:
            listener(change, typed)

    def _contents_changed(self, at: int, removed: int, added: int) -> None:
        """Notice what came about in none of the ways above."""
        self._positions.follow(at, added)
        if not self._quiet.lasts and (removed or added):
            self.ghost.clear()
            inserted = Change.PASTED if self.pastes else Change.CHANGED
            self._report(inserted if added else Change.DELETED)

    def setTextCursor(self, cursor: QTextCursor) -> None:  # noqa: N802
        """Move the caret by program."""
        self.ghost.clear()
        self._composition.end()
        super().setTextCursor(cursor)

    def moveCursor(  # noqa: N802
        self,
        operation: QTextCursor.MoveOperation,
        mode: QTextCursor.MoveMode = QTextCursor.MoveMode.MoveAnchor,
    ) -> None:
        """Move the caret by program."""
        self.ghost.clear()
        self._composition.end()
        super().moveCursor(operation, mode)
