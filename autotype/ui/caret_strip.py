"""The three words in a small strip below the line that is being written."""

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtWidgets import QSizePolicy

from autotype.text.boundary import at_caret
from autotype.text.dialogue.bar import Offer
from autotype.ui.editor import Editor
from autotype.ui.ghost_lines import Caret, caret_of, x_of
from autotype.ui.ghost_text import utf16_length
from autotype.ui.suggestion_bar import WordRow

_PAUSE_MS = 500
_GONE_MS = 800
_GAP = 3
_LEAST_CHARACTERS = 9


class CaretStrip(WordRow):
    """Lies over the editor, takes no focus, and stays out of the way of what is written.

    Below the line where that is free; where text stands there, which it would hide, it comes only
    in a pause and goes with the next key. It begins below the beginning of the word, so that it
    stands still while the word is typed.
    """

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self.setObjectName("caretStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.row.setContentsMargins(3, 2, 3, 2)
        self.row.setSpacing(2)
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        self._editor = editor
        self._rests = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._rest)
        self._gone = QTimer(self, singleShot=True, interval=_GONE_MS)
        self._gone.timeout.connect(self.hide)
        # After the echo: placing takes longer than a key may.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        self._hides_text = False
        self._line_top = 0
        editor.cursorPositionChanged.connect(self._moved)
        editor.scrolled.connect(self._place)

    def show_places(self, places: tuple[Offer, ...]) -> None:
        """Show what stands in the places; words that are only a memory go in a moment."""
        super().show_places(places)
        if not places:
            self.hide()
        elif any(offer.word for offer in places):
            self._gone.stop()
            self._soon.start()
        elif not self._gone.isActive():
            self._gone.start()

    def follow_ghost(self, _: str) -> None:
        """Make room for a ghost that has another line now."""
        if self.isVisible():
            self._soon.start()

    def _moved(self) -> None:
        self._rests = False
        self._pause.start()
        if not self.isVisible():
            return
        if self._hides_text:
            self.hide()
        elif self._editor.cursorRect().top() != self._line_top:
            self._place()

    def _rest(self) -> None:
        self._rests = True
        self._place()

    def _place(self) -> None:
        """Show it where it belongs now; hide it where there is no room."""
        caret = caret_of(self._editor) if self._wanted() else None
        if caret is None:
            self.hide()
            return
        self._fit()
        viewport = self._editor.viewport().geometry()
        height = caret.line.height()
        ghost = self._editor.ghost.view
        bottom = viewport.top() + caret.top + height
        if ghost.isVisible():
            bottom = max(bottom, float(ghost.geometry().bottom()))
        covered = 1 + round((bottom + _GAP + self.height() - viewport.top() - caret.top) // height)
        hides_text = any(caret.written[1:covered])
        self._hides_text = hides_text
        self._line_top = self._editor.cursorRect().top()
        inside = 0 <= caret.top < viewport.height()
        if not inside or (hides_text and not self._rests):
            self.hide()
            return
        top = bottom + _GAP
        if top + self.height() > self._editor.height():
            top = viewport.top() + caret.top - self.height() - _GAP
            self._hides_text = True
            if top < 0 or not self._rests:
                self.hide()
                return
        left = viewport.left() + self._start_of_word(caret) - self.row.contentsMargins().left()
        most = self._editor.width() - self.width() - _GAP
        self.move(QPointF(max(0.0, min(left, float(most))), top).toPoint())
        if not self.isVisible():
            self.raise_()
            self.show()

    def _wanted(self) -> bool:
        offered = any(offer.word for offer in self.places)
        return offered or (self.isVisible() and any(offer.whole for offer in self.places))

    def _start_of_word(self, caret: Caret) -> float:
        cursor = self._editor.textCursor()
        at = cursor.positionInBlock()
        head = cursor.block().text()[:at]
        start = at - utf16_length(at_caret(head).half_word)
        if start < caret.line.textStart():
            return caret.x
        return caret.x - x_of(caret.line, at) + x_of(caret.line, start)

    def _fit(self) -> None:
        """Give all words the same room, so that none of them moves when another one changes."""
        least = self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
        most = (self._editor.width() - 4 * _GAP) // len(self.buttons) - self.row.spacing()
        width = max(least, *(button.sizeHint().width() for button in self.buttons))
        width = min(width, most)
        if width != self.buttons[0].width():
            for button in self.buttons:
                button.setFixedWidth(width)
        self.adjustSize()
