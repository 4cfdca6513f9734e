"""Searching a text on a thread of its own: a pattern that somebody writes may take long."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from autotype.text.finding import FindError, Pattern, find_all
from autotype.text.substitution import Replacement, substitute
from autotype.ui.document_text import Positions


@dataclass(frozen=True, slots=True, eq=False)
class FindJob:
    """One search of one text.

    Attributes:
        pattern: What is looked for.
        text: The text.
        positions: The positions in it.
        revision: The document's with this text.
        scope: Where to look, in characters; None for everywhere.
        stopped: Set when nobody wants to know any more.
    """

    pattern: Pattern
    text: str
    positions: Positions
    revision: int
    scope: tuple[int, int] | None
    stopped: threading.Event = field(default_factory=threading.Event)


class FindThread(QObject):
    """Works on one job after the other.

    Signals:
        found(FindJob, Matches): The first of many matches, or all of them.
        substituted(FindJob, Substitution): What replacing all comes to.
        failed(FindJob, str): Why there is nothing to say, as a clause.
    """

    found = Signal(object, object)
    substituted = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "find")

    def find(self, job: FindJob) -> None:
        """Find all matches."""
        self._pool.submit(self._find, job)

    def substitute(self, job: FindJob, replacement: Replacement, caret: int) -> None:
        """Work out what replacing all comes to; see `substitution.substitute`."""
        self._pool.submit(self._substitute, job, replacement, caret)

    def _find(self, job: FindJob) -> None:
        try:
            matches = find_all(
                job.pattern,
                job.text,
                job.scope,
                job.stopped.is_set,
                lambda first: self.found.emit(job, first),
            )
        except FindError as error:
            self.failed.emit(job, str(error))
        else:
            self.found.emit(job, matches)

    def _substitute(self, job: FindJob, replacement: Replacement, caret: int) -> None:
        try:
            substitution = substitute(
                job.pattern, job.text, replacement, job.scope, caret, job.stopped.is_set
            )
        except FindError as error:
            self.failed.emit(job, str(error))
        else:
            self.substituted.emit(job, substitution)
