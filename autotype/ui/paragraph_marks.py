"""Marks misspelled words and Markdown in the paragraphs that are to be seen.

Not a `QSyntaxHighlighter`: that looks a paragraph through while the key is handled that changed
it. Here a key only moves what is marked behind it, and starts a timer; in the pause the visible
paragraphs go to the spelling thread, and what comes back becomes formats of their layouts, which
are no edit: neither the document's revision nor its undo steps know of them.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextLayout

from autotype.spelling.paragraph import Checked
from autotype.text.shortcuts import Shortcuts
from autotype.text.spelled_words import SpelledWord
from autotype.ui.debounce import Debounce
from autotype.ui.editor import Editor
from autotype.ui.fences import Fences
from autotype.ui.format_parts import Part, moved, parts_of, ranges_of, units_before, with_moved
from autotype.ui.ghost_text import LONGEST_BLOCK
from autotype.ui.looks import Looks, stamp_of
from autotype.ui.snapshot import Change
from autotype.ui.spelling_thread import Paragraph, SpellingThread

PAUSE_MS = 300
_SLICE_S = 0.003
_MOST_RECORDS = 5000
_NOT_TYPING = -1
_IS_NO_TYPING = frozenset(
    (
        *(Change.UNDONE, Change.PASTED, Change.CHANGED, Change.MOVED),
        *(Change.EDITED, Change.REPLACED, Change.SWAPPED),
    )
)


@dataclass(slots=True)
class _Record:
    """What is known of one paragraph, and what of it is shown.

    Attributes:
        checked: What was found out; None before.
        parts: The formats that its layout has; None if that is not certain.
        end: Where the last of them ends, in UTF-16 units.
        ranges: The same as its layout was given them.
    """

    checked: Checked | None = None
    parts: tuple[Part, ...] | None = ()
    end: int = -1
    ranges: list[QTextLayout.FormatRange] = field(default_factory=list)

    def show(self, parts: tuple[Part, ...] | None) -> None:
        self.parts = parts
        self.end = max((part.end for part in parts or ()), default=-1)


class ParagraphMarks(QObject):
    """The marks of one editor.

    A paragraph's number in `_records` is its user state, which Qt keeps with it wherever it goes.
    """

    def __init__(self, editor: Editor, thread: SpellingThread) -> None:
        """Mark nothing until `apply` says what."""
        super().__init__(editor)
        self._editor = editor
        self._thread = thread
        self._shortcuts = Shortcuts()
        self._ignored_in: WeakKeyDictionary[QTextDocument, set[str]] = WeakKeyDictionary()
        self._follow(editor.document())
        self.markdown = False
        self._records: dict[int, _Record] = {}
        self._next = 0
        self._version = 0
        self._looks = Looks(editor)
        self._typing_at = _NOT_TYPING
        self._timer = Debounce(self, PAUSE_MS)
        self._timer.timeout.connect(self.look)
        editor.edit_listeners.append(self._contents_changed)
        editor.swapped.connect(self._swap)
        editor.scrolled.connect(self._in_a_while)
        editor.disturbed.connect(self._on_change)
        thread.checked.connect(self._on_checked)
        thread.words_changed.connect(self.forget)

    def _follow(self, document: QTextDocument) -> None:
        self._document = document
        self.fences = Fences(document)
        self.ignored = self._ignored_in.setdefault(document, set())

    def _swap(self) -> None:
        """Mark another text; what is known of its paragraphs is known by their numbers.

        What they show is not: they may have been laid out anew.
        """
        for record in self._records.values():
            record.show(None)
        self._follow(self._editor.document())

    @property
    def is_on(self) -> bool:
        """Whether anything is marked at all."""
        return self.markdown or self._thread.is_on

    def forget(self) -> None:
        """Look everything through again, at once: the dictionary or the user's words changed."""
        self._version += 1
        for record in self._records.values():
            record.checked = None
        self.look()

    def ignore(self, word: str) -> None:
        """Mark a word no more in this document."""
        self.ignored.add(word)
        self.look()

    def spare(self, shortcuts: Shortcuts) -> None:
        """Mark no shortcut of the writer's, who means it as it stands."""
        if shortcuts != self._shortcuts:
            self._shortcuts = shortcuts
            self.look()

    def is_spared(self, word: SpelledWord) -> bool:
        """Whether an unknown word is not to be marked."""
        return word.text in self.ignored or word.text in self._shortcuts

    def is_behind(self, position: int) -> bool:
        """Whether the paragraph there has changed and is to be looked through in a moment."""
        if not (self.is_on and self._timer.isActive()):
            return False
        block = self._document.findBlock(position)
        record = self._records.get(block.userState())
        return record is None or record.checked is None or record.checked.text != block.text()

    def misspelled_at(self, position: int) -> tuple[QTextCursor, SpelledWord] | None:
        """Return the marked word that a position touches, selected; None if there is none."""
        block = self._document.findBlock(position)
        record = self._records.get(block.userState())
        if record is None or record.checked is None or record.checked.text != block.text():
            return None
        local = position - block.position()
        for word in record.checked.unknown:
            start, end = _units_of(record.checked, word)
            if start <= local <= end and not self.is_spared(word):
                return select(block, start, end), word
        return None

    def _contents_changed(self, at: int, removed: int, added: int) -> None:
        """Move what is marked behind an edit; every key waits for this."""
        self._timer.start()
        self._typing_at = at + added
        block = self._document.findBlock(at)
        self.fences.follow(block.blockNumber())
        record = self._records.get(block.userState())
        if record is None or at - block.position() > record.end:
            return
        before = record.parts
        if before is None:
            return
        layout = block.layout()
        if removed == added and record.checked and record.checked.text == block.text():
            _stand_by(layout, record, self._looks)
            return
        parts = moved(before, at - block.position(), removed, added)
        if parts != before:
            record.show(parts)
            longest = block.length() - 1
            if record.end > longest or not with_moved(record.ranges, before, parts):
                record.ranges = ranges_of(parts, self._looks, longest)
            layout.setFormats(record.ranges)

    def _in_a_while(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_change(self, change: Change) -> None:
        if change in _IS_NO_TYPING:
            self._in_a_while()
            self._typing_at = _NOT_TYPING
            if change is Change.REPLACED:
                self.ignored.clear()

    def look(self) -> None:
        """Show what is known of the paragraphs that are to be seen, and ask for the rest."""
        if self._editor.composing:
            self._timer.start()
            return
        if stamp_of(self._editor) != self._looks.stamp:
            self._looks = Looks(self._editor)
            for record in self._records.values():
                record.show(None)
        if self._editor.textCursor().position() != self._typing_at:
            self._typing_at = _NOT_TYPING
        until = time.perf_counter() + _SLICE_S
        unknown: list[Paragraph] = []
        is_new = is_late = False
        for block in self._visible():
            fence = self.fences.before(block, until)
            if fence is None or is_late:
                QTimer.singleShot(0, self, self.look)
                break
            text = block.text()
            if len(text) > LONGEST_BLOCK:
                continue
            key, record = self._record_of(block)
            checked = record.checked
            if checked is not None and (checked.text, checked.fence) == (text, fence):
                is_new |= self._show(block, record, checked)
            elif self.is_on:
                unknown.append(Paragraph(key, text, fence))
            else:
                record.checked = Checked(text, fence)
                is_new |= self._show(block, record, record.checked)
            is_late = time.perf_counter() > until
        if unknown:
            self._thread.check((self, self._version), unknown, markdown=self.markdown)
        if is_new:
            self._editor.scrolled.emit()  # bold letters are wider: the caret may stand elsewhere

    def _visible(self) -> Iterator[QTextBlock]:
        editor = self._editor
        block, bottom = editor.firstVisibleBlock(), editor.viewport().height()
        top = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).top()
        while block.isValid() and top < bottom:
            following = block.next()
            height = editor.blockBoundingRect(block).height()
            yield block
            block, top = following, top + height

    def _record_of(self, block: QTextBlock) -> tuple[int, _Record]:
        key = block.userState()
        record = self._records.get(key)
        if record is None:
            if len(self._records) >= _MOST_RECORDS:
                self._records.clear()
            key, self._next = self._next, self._next + 1
            block.setUserState(key)
            # What became of formats that it had before is not known.
            record = self._records[key] = _Record(parts=None)
        return key, record

    def _show(self, block: QTextBlock, record: _Record, checked: Checked) -> bool:
        """Give a paragraph its formats; whether its letters may stand elsewhere now."""
        parts = parts_of(checked, self._marked(block, checked))
        if parts == record.parts:
            return False
        had_any = record.parts is None or bool(record.parts)
        record.show(parts)
        layout = block.layout()
        if not parts and not layout.formats():
            record.ranges = []
            return False
        record.ranges = ranges_of(parts, self._looks, block.length() - 1)
        layout.setFormats(record.ranges)
        self._document.markContentsDirty(block.position(), block.length())
        return self.markdown or had_any

    def _marked(self, block: QTextBlock, checked: Checked) -> Iterator[SpelledWord]:
        """Yield the unknown words that are to be marked: not the one that is being typed."""
        local = self._typing_at - block.position()
        typing = self._typing_at != _NOT_TYPING and 0 <= local < block.length()
        for word in checked.unknown:
            if self.is_spared(word):
                continue
            if typing:
                start, end = _units_of(checked, word)
                if start <= local <= end:
                    continue
            yield word

    def _on_checked(self, asked: object, found: dict[int, Checked]) -> None:
        if asked != (self, self._version):
            return
        for key, checked in found.items():
            if key in self._records:
                self._records[key].checked = checked
        self.look()


def _stand_by(layout: QTextLayout, record: _Record, looks: Looks) -> None:
    """Give a layout its formats again, which Qt took away for those of an input method."""
    composed = len(layout.preeditAreaText().encode("utf-16-le")) // 2
    if not composed:
        layout.setFormats(record.ranges)
        return
    parts = moved(record.parts or (), layout.preeditAreaPosition(), 0, composed)
    layout.setFormats([*ranges_of(parts, looks, record.end + composed), *layout.formats()])


def select(block: QTextBlock, start: int, end: int) -> QTextCursor:
    """Return a cursor that selects a part of a paragraph, in UTF-16 units."""
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + start)
    cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _units_of(checked: Checked, word: SpelledWord) -> tuple[int, int]:
    return units_before(checked.text, word.start), units_before(checked.text, word.end)
