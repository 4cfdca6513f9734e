"""The context menu of the text, with corrections where it is opened on a misspelled word."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QCursor, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from autotype.spelling.ranking import Correction
from autotype.text.spelled_words import SpelledWord
from autotype.ui.correction_order import CorrectionOrder
from autotype.ui.editor import Editor
from autotype.ui.paragraph_marks import ParagraphMarks
from autotype.ui.spelling_thread import SpellingThread
from autotype.ui.undo_steps import insert_as_a_step

_WAIT_MS = 350


class SpellingMenu(QObject):
    """Opens the context menu of one editor.

    Attributes:
        order: In which order corrections are offered.
        menu: The one that was opened last.
    """

    def __init__(self, editor: Editor, marks: ParagraphMarks, thread: SpellingThread) -> None:
        """Take over the editor's context menu."""
        super().__init__(editor)
        self._editor = editor
        self._marks = marks
        self._thread = thread
        self.order = CorrectionOrder(editor)
        self.order.ordered.connect(self._show_corrections)
        self.menu: QMenu | None = None
        self._place = QPoint()
        self._by_key = False
        self._cursor = QTextCursor()
        self._word: SpelledWord | None = None
        self._opens = False  # as soon as its corrections are known
        self._undecided: tuple[int, QPoint] | None = None  # where a word may be misspelled
        self._focus: QWidget | None = None
        # Listened to while it waits: no key is to be asked about a menu that nobody wants.
        self._other_things = (editor.textChanged, editor.cursorPositionChanged, editor.swapped)
        self._written = ""
        self._waiting: QAction | None = None
        # A menu that grows under the pointer is clicked wrongly, so it waits for its words a bit.
        self._patience = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._patience.timeout.connect(self._lose_patience)
        editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        editor.customContextMenuRequested.connect(self._asked)
        thread.corrected.connect(self._on_corrected)
        thread.caught_up.connect(self._decide)

    def _asked(self, at: QPoint) -> None:
        viewport = self._editor.viewport()
        if (viewport.mapFromGlobal(QCursor.pos()) - at).manhattanLength() <= 1:
            position = self._editor.cursorForPosition(at).position()
            place, self._by_key = viewport.mapToGlobal(at), False
        else:  # a key, whose place is reckoned without the margins
            position = self._editor.textCursor().position()
            place, self._by_key = self._below_caret(), True
        if self._marks.is_behind(position):
            # It was changed a moment ago, by an undo perhaps; what is wrong is found out first.
            self._undecided = position, place
            self._wait()
            self._marks.look()
            self._thread.catch_up()
        else:
            self._open_at(position, place)

    def _open_at(self, position: int, place: QPoint) -> None:
        found = self._marks.misspelled_at(position)
        if found is None:
            self._stop_waiting()
            self._place, self._word = place, None
            self._open()
        else:
            self._look_for(*found, place)

    def open_for(self, cursor: QTextCursor, word: SpelledWord) -> None:
        """Open the menu for a word that `cursor` selects, and the editor too."""
        self._by_key = True
        self._look_for(cursor, word, self._below_caret())

    def _below_caret(self) -> QPoint:
        return self._editor.viewport().mapToGlobal(self._editor.cursorRect().bottomLeft())

    def _look_for(self, cursor: QTextCursor, word: SpelledWord, place: QPoint) -> None:
        self._cursor, self._word, self._place = cursor, word, place
        self._written = cursor.selectedText()
        self._wait()
        self.order.look_at(cursor)
        self._thread.correct(word.text, self._written)

    def _decide(self) -> None:
        if self._opens and self._undecided is not None:
            undecided, self._undecided = self._undecided, None
            if self._is_in_front():
                self._open_at(*undecided)
            else:
                self._give_up()

    def _wait(self) -> None:
        """Open as soon as the corrections are known, if nothing else is done meanwhile."""
        if not self._opens:
            for done in self._other_things:
                done.connect(self._give_up)
        self._opens = True
        self._focus = QApplication.focusWidget()
        self._patience.start()

    def _give_up(self) -> None:
        """Open no menu: somebody writes on, or has gone elsewhere, and it would take the keys."""
        self._stop_waiting()
        self.order.forget()

    def _stop_waiting(self) -> None:
        self._patience.stop()
        self._undecided = None
        if self._opens:
            self._opens = False
            for done in self._other_things:
                done.disconnect(self._give_up)

    def _is_in_front(self) -> bool:
        """Whether keys still go where they went when the menu was asked for, or to the text.

        A right click on a window in the background asks first, and brings it to the front then.
        """
        elsewhere = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        return (
            elsewhere is None
            and self._editor.isVisible()
            and QApplication.focusWidget() in (self._focus, self._editor)
        )

    def _lose_patience(self) -> None:
        if self._undecided is not None:
            (_, self._place), self._word = self._undecided, None
        if self.order.is_due:
            self.order.settle()
        else:
            self._open()

    def _open(self, corrections: list[str] | None = None) -> None:
        waited = self._opens
        self._stop_waiting()
        if waited and not self._is_in_front():
            return
        menu = self._editor.createStandardContextMenu()
        self.menu, self._waiting = menu, None
        if self._word is not None:
            self._add_spelling(menu, self._word, corrections)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._closed)
        menu.popup(self._place)
        if corrections:
            self._lead_to_first(menu)

    def _lead_to_first(self, menu: QMenu) -> None:
        """Let Enter take the first correction; a pointer is not led anywhere."""
        if self._by_key:
            menu.setActiveAction(menu.actions()[0])

    def _closed(self) -> None:
        self.menu = self._waiting = None

    def _add_spelling(self, menu: QMenu, word: SpelledWord, found: list[str] | None) -> None:
        first = menu.actions()[0]
        if found is None:
            self._waiting = QAction(self.tr("Looking for corrections …"), menu)
            self._waiting.setEnabled(False)
            menu.insertAction(first, self._waiting)
        else:
            self._add_corrections(menu, first, found)
        menu.insertSeparator(first)
        shown = word.text if len(word.text) <= 30 else f"{word.text[:30]} …"
        for text, work in (
            (self.tr("&Add “{word}” to dictionary").format(word=shown), self._thread.add),
            (self.tr("&Ignore in this document"), self._marks.ignore),
        ):
            _add(menu, first, text, partial(work, word.text))
        menu.insertSeparator(first)

    def _add_corrections(self, menu: QMenu, before: QAction, found: list[str]) -> None:
        for number, correction in enumerate(found, 1):
            action = _add(
                menu,
                before,
                f"&{number}  {correction.replace('&', '&&')}",
                partial(self._correct, correction),
            )
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.setEnabled(not self._editor.isReadOnly())
        if not found:
            none = QAction(self.tr("No corrections found"), menu)
            none.setEnabled(False)
            menu.insertAction(before, none)

    def _on_corrected(self, written: str, found: list[Correction]) -> None:
        if written != self._written or not (self._opens or self._waiting):
            return
        self.order.order(found)
        if not self._opens:
            self.order.settle()  # the menu is there

    def _show_corrections(self, found: list[str]) -> None:
        if self._opens:
            self._open(found)
        elif self.menu is not None and self._waiting is not None:
            self._add_corrections(self.menu, self._waiting, found)
            self.menu.removeAction(self._waiting)
            self._waiting = None
            if found:
                self._lead_to_first(self.menu)

    def _correct(self, correction: str) -> None:
        """Put a correction in the word's place, as one undo step."""
        cursor = QTextCursor(self._cursor)
        elsewhere = cursor.document() is not self._editor.document()
        if elsewhere or cursor.selectedText() != self._written or self._editor.isReadOnly():
            return  # something else has changed it meanwhile
        size = cursor.selectionEnd() - cursor.selectionStart()
        cursor.setPosition(cursor.selectionEnd())
        insert_as_a_step(cursor, correction, size)
        if self._editor.textCursor().hasSelection():
            self._editor.setTextCursor(cursor)
        self._marks.look()


def _add(menu: QMenu, before: QAction, text: str, work: Callable[[], object]) -> QAction:
    action = QAction(text, menu)
    action.triggered.connect(lambda _: work())
    menu.insertAction(before, action)
    return action
