"""Replaces what was found in an editor: one match, or all of them as one undo step."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from autotype.text.finding import FindError, Match, search
from autotype.text.substitution import Edit, Replacement, Substitution, replacer
from autotype.translation import tr, trn
from autotype.ui.caret import utf16_length
from autotype.ui.editor import Editor
from autotype.ui.find_job import FindJob
from autotype.ui.finder import Finder, ends_of
from autotype.ui.snapshot import Change
from autotype.ui.text_edits import make_edits

_PATIENCE_S = 0.5


class Replacing(QObject):
    """Puts something else in place of what a finder finds.

    Signals:
        said(str): What was done, or is wrong, in one sentence.
    """

    said = Signal(str)

    def __init__(self, editor: Editor, finder: Finder) -> None:
        super().__init__(finder)
        self._editor = editor
        self._finder = finder
        self._wanted: Replacement | None = None
        self._told_at: int | None = None  # the document's revision
        finder.worker.substituted.connect(self._on_substituted)
        finder.counted.connect(self._on_counted)
        finder.changed.connect(self._give_up)

    def replace(self, replacement: Replacement) -> None:
        """Replace the match that is selected and go to the next; go to one if none is."""
        self.said.emit("")
        self._finder.when_found(lambda: self._replace(replacement))

    def replace_all(self, replacement: Replacement) -> None:
        """Replace all matches."""
        self.said.emit("")
        self._finder.when_found(lambda: self._replace_all(replacement))

    def _replace(self, replacement: Replacement) -> None:
        found, index = self._finder.found, self._finder.present
        if found is None or index is None:
            self._finder.step()
            return
        if self._editor.isReadOnly():
            return
        job, matches = found
        start, end = matches.span(index)
        try:
            match = _match_at(job, start, end)
            text = replacer(job.pattern, replacement)(match)
        except FindError as error:
            self._fail(str(error))
            return
        self._edit(job, [Edit(start, end, text)] if text != match[0] else [])
        behind = QTextCursor(self._editor.document())
        behind.setPosition(job.positions.units(start) + utf16_length(text))
        self._editor.edit(lambda: self._editor.setTextCursor(behind), Change.EDITED)
        self._finder.begin_here()
        # Where nothing was found something is found again, as an end of a line is.
        beyond = int(start == end)
        self._finder.when_found(lambda: self._finder.select_from(behind, beyond), next_of_all=True)

    def _replace_all(self, replacement: Replacement) -> None:
        if self._finder.found is None or self._editor.isReadOnly():
            return
        job, _ = self._finder.found
        try:
            replacer(job.pattern, replacement)
        except FindError as error:
            self._fail(str(error))
            return
        self._wanted = replacement
        caret = job.positions.characters(self._editor.textCursor().position())
        self._finder.worker.substitute(job, replacement, caret)

    def _on_substituted(self, job: FindJob, substitution: Substitution) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        found = self._finder.found
        if found is None or found[0] is not job:
            self.replace_all(wanted)  # somebody has typed meanwhile
            return
        if substitution.heavy:
            # To wrap a line of a million letters takes Qt minutes.
            self._editor.setLineWrapMode(self._editor.LineWrapMode.NoWrap)
        self._edit(job, substitution.edits)
        caret = self._editor.textCursor()
        before = substitution.text[: substitution.caret]
        caret.setPosition(len(before.encode("utf-16-le", "surrogatepass")) // 2)
        self._editor.edit(lambda: self._editor.setTextCursor(caret), Change.EDITED)
        self._editor.ensureCursorVisible()
        self._finder.begin_here()
        self._finder.when_found(lambda: None)  # at once, and not after a pause
        count = substitution.count
        self._told_at = self._editor.document().revision()
        self.said.emit(trn("{n} match was replaced.", "{n} matches were replaced.", count))

    def _give_up(self) -> None:
        """Replace nothing that is not looked for any more."""
        self._wanted = None

    def _on_counted(self) -> None:
        """Say no longer what was done, once the text is another one."""
        if self._told_at not in (None, self._editor.document().revision()):
            self._told_at = None
            self.said.emit("")

    def _edit(self, job: FindJob, edits: Sequence[Edit]) -> None:
        """Make edits; the part that is searched alone grows and shrinks with them."""
        scope, document = self._finder.scope, self._editor.document()
        before = document.characterCount()
        ends = None if scope is None else ends_of(scope)
        if edits:
            cursor = self._editor.textCursor()  # undoing brings it back to where it is now
            self._editor.edit(lambda: make_edits(cursor, edits, job.positions), Change.EDITED)
        if scope is not None and ends is not None:
            scope.setPosition(ends[0])
            end = ends[1] + document.characterCount() - before
            scope.setPosition(end, QTextCursor.MoveMode.KeepAnchor)

    def _fail(self, why: str) -> None:
        self.said.emit(self.tr("Nothing was replaced: {}.").format(why))


def _match_at(job: FindJob, start: int, end: int) -> Match:
    """Return the match at a place that was found, with its groups.

    Raises:
        FindError: It takes too long, or it is not found there any more.
    """
    stop = len(job.text) if job.scope is None else job.scope[1]
    for match in search(job.pattern, job.text, (start, stop), patience=_PATIENCE_S):
        if match.span() == (start, end):
            return match
        if match.start() > start:
            break
    raise FindError(tr("it is not found a second time"))
