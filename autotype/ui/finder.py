"""Finds in an editor: searches what is written, says how much was found, moves the caret.

What the user asks for waits until the text as it is has been searched: nothing is done by places
of a text that has changed since.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtGui import QTextCursor, QTextDocument

from autotype.text.finding import FindError, Matches, Pattern, Query, compile_query
from autotype.ui.document_text import DocumentText
from autotype.ui.editor import Editor
from autotype.ui.find_count import counted
from autotype.ui.find_job import FindJob, FindThread
from autotype.ui.find_marks import FindMarks
from autotype.ui.snapshot import Change

_PAUSE_MS = 150
_MOST_WISHES = 20


class Finder(QObject):
    """What is looked for in one editor.

    Attributes:
        worker: Who searches.
        scope: The part of the text that is searched alone; None for all. It follows the text.

    Signals:
        counted(str): How many matches there are, and which is selected; empty for nothing.
        said(str): What is wrong, in one sentence; empty for nothing.
        changed(): Something else is looked for, or nothing any more.
    """

    counted = Signal(str)
    said = Signal(str)
    changed = Signal()

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._document = editor.document()
        self._marks = FindMarks(editor)
        self.scope: QTextCursor | None = None
        self._is_open = False
        self._pattern: Pattern | None = None
        self._job: FindJob | None = None
        self._matches: Matches | None = None
        self._wishes: deque[Callable[[], object]] = deque(maxlen=_MOST_WISHES)
        self._from = editor.textCursor()
        self._around = ""
        self._read_from(self._document)
        self.worker = FindThread(self)
        self.worker.found.connect(self._on_found)
        self.worker.failed.connect(self._on_failed)
        # Searching, counting and marking wait for a pause: a key only starts the timer again.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_again)
        self._draw = QTimer(self, singleShot=True, interval=0)
        self._draw.timeout.connect(self._mark)
        editor.scrolled.connect(self._on_scrolled)
        editor.swapped.connect(self._swap)

    def _read_from(self, document: QTextDocument) -> None:
        self._document = document
        self._text = DocumentText(document, self)
        self._text.ready.connect(self._start)

    def _swap(self) -> None:
        """Look in another text from now on; who wants something of it looks for that again."""
        self.close()
        self._text.deleteLater()
        self._read_from(self._editor.document())

    # What the user wants.

    def open(self) -> None:
        """Follow the text from now on."""
        if not self._is_open:
            # Only now: every key waits for who listens to it.
            self._is_open = True
            for moved in self._moves():
                moved.connect(self._follow)
        self.begin_here()

    def begin_here(self) -> None:
        """Look for what is typed next from the selection on."""
        self._from = self._editor.textCursor()
        self._from.setPosition(self._from.selectionStart())

    def close(self) -> None:
        """Mark nothing and follow nothing any more; the caret stays where it is."""
        if self._is_open:
            self._is_open = False
            for moved in self._moves():
                moved.disconnect(self._follow)
        self.scope = None
        self._end_search()
        self._marks.clear()
        self._draw.stop()
        self._text.forget()

    def look_for(self, query: Query, *, select: bool = True) -> None:
        """Look for something else.

        Args:
            query: What.
            select: Whether to select the first of it from where the search began.
        """
        self._end_search()
        self._pattern, wrong = None, ""
        try:
            if query.text:
                self._pattern = compile_query(query)
        except FindError as error:
            wrong = self.tr("This is not a valid pattern: {}.").format(error)
        if self._pattern is None:
            self._fail(wrong)
        else:
            self.said.emit("")
            if select:
                self.when_found(lambda: self.select_from(self._from, quietly=True))
            self._search()

    def go(self, *, back: bool = False) -> None:
        """Select the next match, or the one before; around the end of the text, too."""
        self.when_found(lambda: self.step(back=back))

    def search_in_selection(self, on: bool) -> bool:
        """Search only in what is selected, or in all; whether it is only that from now on."""
        cursor = self._editor.textCursor()
        self.scope = cursor if on and cursor.hasSelection() else None
        self.begin_here()
        self._forget()
        self._draw.start()
        return self.scope is not None

    # Searching.

    def when_found(self, work: Callable[[], object], *, next_of_all: bool = False) -> None:
        """Do something once the text as it is has been searched; `found` has it then.

        Args:
            work: What to do.
            next_of_all: Whether to do it before what waits already: it belongs to what is done.
        """
        if next_of_all:
            self._wishes.appendleft(work)
        else:
            self._wishes.append(work)
        self._search()

    @property
    def found(self) -> tuple[FindJob, Matches] | None:
        """What was searched and found; None if the text has changed since, or goes on to be."""
        if not self._is_fresh or self._job is None or self._matches is None:
            return None
        return (self._job, self._matches) if self._matches.complete else None

    @property
    def _is_fresh(self) -> bool:
        """Whether the text as it is was searched, or is being."""
        job = self._job
        return job is not None and job.revision == self._document.revision()

    def _search(self) -> None:
        """Search the text as it is, unless that is under way; then do what waits for it."""
        if self._pattern is None:
            self._wishes.clear()
        elif not self._is_fresh:
            self._forget()
            self._text.read()
        else:
            self._do_wishes()

    def _start(self) -> None:
        if self._pattern is None:
            return
        text, scope = self._text, self.scope
        within = None
        if scope is not None:
            start, end = map(text.positions.characters, ends_of(scope))
            within = start, end
        self._job = FindJob(self._pattern, text.text, text.positions, text.revision, within)
        self.worker.find(self._job)

    def _on_found(self, job: FindJob, matches: Matches) -> None:
        if job is self._job:
            self._matches = matches
            self._look_again()
            self._do_wishes()

    def _on_failed(self, job: FindJob, why: str) -> None:
        if job is self._job:
            self._fail(self.tr("The search was given up: {}.").format(why))

    def _fail(self, sentence: str) -> None:
        """Say why nothing is found, or that nothing is looked for."""
        self._wishes.clear()
        self._matches = None
        self._draw.start()
        self.counted.emit("")
        self.said.emit(sentence)

    def _end_search(self) -> None:
        """Forget what was looked for, and what was to be done with it."""
        self._forget()
        self._wishes.clear()
        self.changed.emit()

    def _forget(self) -> None:
        """Forget what was found, and stop finding it."""
        self._text.stop()
        self._pause.stop()
        if self._job is not None:
            self._job.stopped.set()
        self._job = self._matches = None

    def _do_wishes(self) -> None:
        while self._wishes and self.found is not None:
            self._wishes.popleft()()
        if self._wishes and not self._is_fresh:
            self._search()

    def _moves(self) -> tuple[SignalInstance, ...]:
        editor = self._editor
        moved = editor.cursorPositionChanged, editor.selectionChanged
        return (self._document.contentsChanged, *moved)

    def _follow(self) -> None:
        self._pause.start()

    def _on_scrolled(self) -> None:
        if self._is_open:
            self._draw.start()

    def _look_again(self) -> None:
        """See to it that what is said and marked is so."""
        if self._pattern is not None and not self._is_fresh:
            self._search()
        elif self._matches is not None:
            self._tell(self._matches)
            self._draw.start()

    # Going about.

    @property
    def present(self) -> int | None:
        """The number of the match that is selected; None if none is."""
        if self._matches is None:
            return None
        return self._matches.index_of(*self._selection())

    def _selection(self) -> tuple[int, int]:
        """Return what is selected, in characters of the text that was searched."""
        start, end = map(self._text.positions.characters, ends_of(self._editor.textCursor()))
        return start, end

    def select_from(self, place: QTextCursor, beyond: int = 0, *, quietly: bool = False) -> None:
        """Select the first match from some place on, or from the top.

        Args:
            place: The place; if there is no match the caret goes there.
            beyond: How many characters further to begin.
            quietly: Whether not to say where that is from the top.
        """
        if self.found is None:
            return
        _, matches = self.found
        if not matches:
            self._move(*ends_of(place))
            return
        at = self._text.positions.characters(place.position()) + beyond
        index, around = matches.first_from(at)
        self._select(index, self.tr("from the top") if around and not quietly else "")

    def step(self, *, back: bool = False) -> None:
        """Select the next match, or the one before, of what was found."""
        if self.found is None or not self.found[1]:
            return
        _, matches = self.found
        index, around = (matches.previous if back else matches.next)(*self._selection())
        where = self.tr("from the end") if back else self.tr("from the top")
        self._select(index, where if around else "")
        self.begin_here()

    def _select(self, index: int, around: str) -> None:
        if self._matches is not None:
            start, end = map(self._text.positions.units, self._matches.span(index))
            self._move(start, end)
            self._around = around
            self._tell(self._matches)

    def _move(self, start: int, end: int) -> None:
        first, last = self._marks.visible()
        cursor = self._editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._around = ""
        self._editor.edit(lambda: self._editor.setTextCursor(cursor), Change.MOVED)
        if not first <= start <= end <= last:
            self._editor.centerCursor()  # what surrounds it is to be read, too
        self._editor.ensureCursorVisible()

    # What is seen of it.

    def _tell(self, matches: Matches) -> None:
        index = self.present
        if index is None:
            self._around = ""
        said = counted(matches, index)
        self.counted.emit(f"{said}, {self._around}" if self._around else said)

    def _mark(self) -> None:
        spans: list[tuple[int, int]] = []
        if self._matches is not None and self._is_fresh:
            characters, units = self._text.positions.characters, self._text.positions.units
            seen, present = self._marks.visible(), self.present
            for index in self._matches.touching(characters(seen[0]), characters(seen[1])):
                if index != present:  # that one is selected
                    start, end = self._matches.span(index)
                    spans.append((units(start), units(end)))
        self._marks.show(spans, self.scope)


def ends_of(cursor: QTextCursor) -> tuple[int, int]:
    """Return where a selection begins and ends, in UTF-16 units."""
    return cursor.selectionStart(), cursor.selectionEnd()
