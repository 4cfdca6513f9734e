"""The way from one misspelled word to the next, wherever in the document it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer

from autotype.spelling.paragraph import Checked
from autotype.text.spelled_words import SpelledWord
from autotype.ui.editor import Editor
from autotype.ui.format_parts import units_before
from autotype.ui.ghost_text import LONGEST_BLOCK
from autotype.ui.paragraph_marks import ParagraphMarks, select
from autotype.ui.snapshot import Change
from autotype.ui.spelling_menu import SpellingMenu
from autotype.ui.spelling_thread import Paragraph, SpellingThread
from autotype.ui.unchecked import Unchecked

_SLICE_S = 0.002
_CHARACTERS_AT_ONCE = 20_000


@dataclass(slots=True, eq=False)
class _Search:
    """A search under way: where it began, and where it is.

    Attributes:
        revision: The document's, as it was; a search in a text that changes is given up.
        start: Position of the caret.
        at: Position of the paragraph that is looked at next.
        wrapped: Whether it has gone on from the top.
        unchecked: What could not be checked on the way.
    """

    revision: int
    start: int
    at: int
    wrapped: bool = False
    unchecked: Unchecked = field(default_factory=Unchecked)


class NextMisspelled(QObject):
    """Looks for the next one, a few paragraphs at a time."""

    def __init__(
        self,
        editor: Editor,
        marks: ParagraphMarks,
        thread: SpellingThread,
        menu: SpellingMenu,
        say: Callable[[str], object],
        warn: Callable[[str], object],
    ) -> None:
        """Search in `editor`; `say` shows one sentence for a while, `warn` until it was read."""
        super().__init__(editor)
        self._editor, self._document = editor, editor.document()
        editor.swapped.connect(self._swap)
        self._marks, self._thread, self._menu = marks, thread, menu
        self._say, self._warn = say, warn
        self._search: _Search | None = None
        thread.checked.connect(self._on_checked)

    def _swap(self) -> None:
        """Search in another text from now on; what was begun is given up."""
        self._document, self._search = self._editor.document(), None

    def go(self) -> None:
        """Select the next misspelled word behind the caret, and offer its corrections."""
        if not self._thread.is_on:
            self._say(self.tr("Spelling is not checked; Edit › Spelling switches it on."))
            return
        start = self._editor.textCursor().selectionEnd()
        first = self._document.findBlock(start).position()
        self._search = _Search(self._document.revision(), start, first)
        self._ask()

    def _ask(self) -> None:
        """Have some paragraphs looked through."""
        search = self._search
        if search is None or search.revision != self._document.revision():
            return
        until, size = time.perf_counter() + _SLICE_S, 0
        block = self._document.findBlock(search.at)
        paragraphs: list[Paragraph] = []
        while block.isValid() and size < _CHARACTERS_AT_ONCE and time.perf_counter() < until:
            fence = self._marks.fences.before(block, until)
            if fence is None:
                break
            text = block.text()
            if len(text) <= LONGEST_BLOCK:
                paragraphs.append(Paragraph(block.position(), text, fence))
            else:
                search.unchecked.long.add(block.position())
            size += len(text)
            search.at = block.position() + block.length()
            block = block.next()
        if paragraphs:
            self._thread.check((self, search), paragraphs, markdown=False)
        else:
            QTimer.singleShot(0, self, self._go_on)

    def _on_checked(self, asked: object, found: dict[int, Checked]) -> None:
        search = self._search
        if search is None or asked != (self, search):
            return
        if search.revision != self._document.revision():
            self._search = None
            return
        for position, checked in found.items():
            if checked.skipped:
                search.unchecked.foreign.add(position)
            elif any(map(str.isalpha, checked.text)):
                search.unchecked.is_all = False
            for word in checked.unknown:
                start = position + units_before(checked.text, word.start)
                if not self._marks.is_spared(word) and self._counts(search, start):
                    end = position + units_before(checked.text, word.end)
                    self._show(start, end, word)
                    return
        self._go_on()

    def _counts(self, search: _Search, start: int) -> bool:
        return start < search.start if search.wrapped else start >= search.start

    def _go_on(self) -> None:
        search = self._search
        if search is None:
            return
        if search.at < self._document.characterCount() and not (
            search.wrapped and search.at > search.start
        ):
            self._ask()
        elif not search.wrapped:
            search.at, search.wrapped = 0, True
            self._ask()
        else:
            self._search = None
            if search.unchecked:
                self._warn(search.unchecked.in_words(self._thread.in_use))
            else:
                self._say(self.tr("No misspelled word was found."))

    def _show(self, start: int, end: int, word: SpelledWord) -> None:
        wrapped = self._search is not None and self._search.wrapped
        self._search = None
        block = self._document.findBlock(start)
        editor = self._editor
        cursor = select(block, start - block.position(), end - block.position())
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
        editor.say(Change.MOVED)
        # Nothing is left to be read of a search before, such as one that found no word.
        self._say(self.tr("The search went on from the top.") if wrapped else "")
        self._marks.look()
        self._menu.open_for(cursor, word)
