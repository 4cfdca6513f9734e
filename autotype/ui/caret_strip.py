"""The three words in a small strip below the line that is being written."""

import math
from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication

from autotype.text.boundary import at_caret
from autotype.text.dialogue.bar import Offer
from autotype.ui.caret import Caret, caret_of, utf16_length, x_of
from autotype.ui.debounce import Debounce
from autotype.ui.editor import Editor
from autotype.ui.snapshot import Change
from autotype.ui.suggestion_bar import WordRow

_PAUSE_MS = 500
_GONE_MS = 800
_GAP = 2
_EDGE = 1
_BETWEEN = 2
_SIZE = 0.85
_LONGEST_WORD = 80
_NO_ROW = (-1, 0)
# So much of a line is the room above its letters.
_OVERLAP = 0.25


class CaretStrip(WordRow):
    """Lies over the editor, takes no focus, and stays out of the way of what is written.

    Below the line where that is free; where text stands there, which it would hide, it comes only
    in a pause and goes with the next key. Its first word stands below the one that is written, so
    that it stands still until that is complete; meanwhile no place becomes narrower.
    """

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor, centred=False)
        self.setObjectName("caretStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._editor = editor
        self._rests = False
        self._pause = Debounce(self, _PAUSE_MS)
        self._pause.timeout.connect(self._rest)
        self._gone = QTimer(self, singleShot=True, interval=_GONE_MS)
        self._gone.timeout.connect(self.hide)
        # After the echo: placing takes longer than a key may.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._look_at_line)
        self._hides_text = False
        self._line = (0, 0)
        self._row = _NO_ROW
        self._at = 0
        self._word_at = -1
        self._widths = [0] * len(self.buttons)
        self._whole = self._skipped = 0
        self._font_of_text: QFont | None = None
        editor.disturbed.connect(self._changed)
        editor.cursorPositionChanged.connect(self._moved)
        editor.scrolled.connect(self._place)

    def show_places(self, places: tuple[Offer, ...]) -> None:
        """Show what stands in the places; words that are only a memory go in a moment."""
        super().show_places(places)
        if not places:
            self.hide()
        elif any(offer.word for offer in places):
            self._gone.stop()
        elif not self._gone.isActive():
            self._gone.start()

    def set_keys(self, keys: Sequence[QKeySequence], *, whole: bool = False) -> None:
        """Say which keys take the words; they change with the next word, for none may move."""
        for button, key in zip(self.buttons, keys, strict=True):
            button.set_key(key, whole=whole)

    def follow_ghost(self, _: str) -> None:
        """Make room for a ghost that has another line now."""
        if self.isVisible():
            self._soon.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let no click between two words reach the text."""
        event.accept()

    def _take_font(self) -> None:
        """Write in the size of the text, but no smaller than the rest of the window."""
        font = self._editor.font()
        if font == self._font_of_text:
            return
        self._font_of_text = QFont(font)
        least = QFontInfo(QApplication.font()).pointSizeF()
        font.setPointSizeF(max(least, _SIZE * QFontInfo(font).pointSizeF()))
        # Each by itself: where the application has a style sheet, none is handed down.
        for button in self.buttons:
            button.setFont(font)
        self._word_at = -1

    def _refresh(self) -> None:
        """Change words and places at the same time, or words would be cut for a moment."""
        self._soon.start()

    def _changed(self, change: Change) -> None:
        """Give way to an input method, which has words of its own below the line."""
        if change is Change.COMPOSING:
            self.hide()

    def _moved(self) -> None:
        self._rests = False
        self._pause.start()
        if not self.isVisible():
            return
        before, row = self._at, self._row
        self._note_row()
        if self._hides_text or self._row != row or self._at != before + 1:
            self._look_at_line()
        else:
            # A letter in a paragraph of as many lines as before, at its end: in the same line.
            self._look.start()

    def _note_row(self) -> None:
        """Note what tells at once, of nearly every key, that the caret stays in its line."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        self._at, self._row = cursor.position(), (block.blockNumber(), block.lineCount())

    def _look_at_line(self) -> None:
        """Follow the caret if it has come to another line, over which this may lie."""
        if self.isVisible() and (self._hides_text or self._line_now() != self._line):
            self.hide()
            self._soon.start()

    def _line_now(self) -> tuple[int, int]:
        """Return where the caret's line begins and how high it is, in the viewport."""
        caret = self._editor.cursorRect()
        return caret.top(), caret.height()

    def _rest(self) -> None:
        self._rests = True
        self._place()

    def _place(self) -> None:
        """Show it where it belongs now; hide it where there is no room."""
        if not any(offer.word for offer in self.places):
            self._stay()
            return
        caret = caret_of(self._editor)
        place = self._place_below(caret) if caret is not None else None
        if place is None:
            self.hide()
            return
        self._line = self._line_now()
        self._note_row()
        self.move(place)
        if not self.isVisible():
            self.raise_()
            self.show()

    def _place_below(self, caret: Caret) -> QPoint | None:
        """Return where it belongs; None where it would be in the way."""
        viewport = self._editor.viewport().geometry()
        if not 0 <= caret.top < viewport.height():
            return None
        half = self._half_word(caret)
        self._fit(caret, caret.cursor.position() - half)
        line_top, height = viewport.top() + caret.top, caret.line.height()
        bottom = line_top + height
        ghost = self._editor.ghost.view
        if self._editor.ghost.is_visible:
            bottom = max(bottom, float(ghost.geometry().bottom()))
        top = bottom + _GAP + self._margin(caret)
        covered = math.ceil((top + self.height() - line_top) / caret.pitch - _OVERLAP)
        self._hides_text = any(islice(caret.written(), 1, covered))
        if top + self.height() > self._editor.height():
            top = line_top - self.height() - _GAP
            self._hides_text = True
        if top < 0 or (self._hides_text and not self._rests):
            return None
        return QPoint(self._left(caret, viewport.left() + self._x_before(caret, half)), round(top))

    def _margin(self, caret: Caret) -> float:
        """Return how much below the last paragraph Qt paints anew with every key in it.

        What lies there would be painted with it, which takes longer than the letter does.
        """
        is_last = not caret.cursor.block().next().isValid()
        return self._editor.document().documentMargin() if is_last else 0.0

    def _left(self, caret: Caret, x: float) -> int:
        """Return where it begins if the first word is to stand below a place, in the editor."""
        lead = _EDGE + self.buttons[0].lead
        room = self._room()
        if caret.rtl:
            right = min(max(round(x) + lead, self._whole + 2 * _EDGE), room)
            return right - self._skipped - self.width()
        return max(0, min(round(x) - lead, room - self._whole - 2 * _EDGE)) + self._skipped

    def _stay(self) -> None:
        """Leave words that are over where they were, if they are not in the way now."""
        ghost = self._editor.ghost.view
        covered = self._editor.ghost.is_visible and ghost.geometry().intersects(self.geometry())
        inside = self._editor.rect().contains(self.geometry())
        if covered or not inside or self._line_now() != self._line:
            self.hide()

    def _room(self) -> int:
        """Return where the editor ends, at its right, in pixels."""
        bar = self._editor.verticalScrollBar()
        return self._editor.width() - _GAP - (bar.width() if bar.isVisible() else 0)

    def _half_word(self, caret: Caret) -> int:
        """Return how much of the words is typed, in UTF-16 units; -1 if not even their space."""
        words = [offer.word.text for offer in self.places if offer.word is not None]
        if words[0][:1].isspace():
            return -1
        return utf16_length(at_caret(caret.before(_LONGEST_WORD)).half_word)

    def _x_before(self, caret: Caret, units: int) -> float:
        """Return where so many units before the caret begin in its line, in the viewport."""
        at = caret.cursor.positionInBlock()
        if units < 0:
            space = QFontMetricsF(self._editor.font()).horizontalAdvance(" ")
            return caret.x - space if caret.rtl else caret.x + space
        start = at - units if at - units >= caret.line.textStart() else at
        return caret.x - x_of(caret.line, at) + x_of(caret.line, start)

    def _fit(self, caret: Caret, word_at: int) -> None:
        """Show the words, each with the room that it needs or that its place had for this word."""
        self._take_font()
        self._show()
        if word_at != self._word_at or not self.isVisible():
            self._word_at = word_at
            self._widths = [0] * len(self.buttons)
            self._write_out(True)
        direction = Qt.LayoutDirection
        self.setLayoutDirection(direction.RightToLeft if caret.rtl else direction.LeftToRight)
        needed = self._needed()
        room = self._room() - 2 * _EDGE - _BETWEEN * (len(needed) - 1)
        if sum(needed) > room:
            self._write_out(False)  # the words come first
            needed = self._needed()
        widths = [max(pair) for pair in zip(self._widths, needed, strict=True)]
        # Only where the words themselves have no room is one cut.
        self._widths = widths if sum(widths) <= room else _shared(needed, room)
        self._lay_out(needed, caret.rtl)

    def _needed(self) -> list[int]:
        return [button.sizeHint().width() if button.text() else 0 for button in self.buttons]

    def _lay_out(self, needed: list[int], rtl: bool) -> None:
        """Give each word its place; what is empty at either end is no part of the strip."""
        filled = [at for at, width in enumerate(needed) if width]
        ends = [sum(self._widths[: at + 1]) + _BETWEEN * at for at in range(len(needed))]
        first, last = filled[0], filled[-1]
        self._skipped = ends[first] - self._widths[first]
        length = ends[last] - self._skipped
        height = self.buttons[0].sizeHint().height()
        for at, button in enumerate(self.buttons):
            width, end = self._widths[at], ends[at] - self._skipped
            button.setVisible(first <= at <= last)
            button.setGeometry(_EDGE + (length - end if rtl else end - width), _EDGE, width, height)
        self._whole = ends[-1]
        self.resize(length + 2 * _EDGE, height + 2 * _EDGE)


def _shared(needed: list[int], room: int) -> list[int]:
    """Return widths that have room together; only the widest are less than what is needed."""
    widths = list(needed)
    narrow_first = sorted(range(len(needed)), key=needed.__getitem__)
    for others, at in zip(reversed(range(len(needed))), narrow_first, strict=True):
        widths[at] = min(needed[at], max(0, room) // (others + 1))
        room -= widths[at]
    return widths
