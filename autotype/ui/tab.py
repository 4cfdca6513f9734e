"""What belongs to one document of a window, whether it is in front or not."""

import os
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QTextDocument

from autotype.text.document import Document
from autotype.text.recovery import Journal
from autotype.text.session import Open, Place
from autotype.translation import tr
from autotype.ui.disk_watch import DiskWatch
from autotype.ui.journalling import Journalling


@dataclass(eq=False, slots=True)
class Tab:
    """A document that is open. What takes memory is made when it is shown for the first time.

    Attributes:
        key: Its name in the journal.
        number: Which of the documents without a file it is, from 1 on.
        document: What was opened or saved last.
        waiting: What there is to open in it; None once it was shown.
        place: Where somebody was in it when it was left.
        wraps: Whether its lines are wrapped.
        locked: Whether it can only be read.
        said: What is said about it above the text while it is in front.
        numbers: What became of suggestions in it.
        lot: What chance goes by as long as it has no file.
    """

    key: str
    number: int = 1
    document: Document = field(default_factory=Document)
    waiting: Open | None = None
    place: Place = field(default_factory=Place)
    wraps: bool = True
    locked: bool = False
    said: tuple[object, ...] = ()
    numbers: Counter[str] = field(default_factory=Counter)
    lot: str = field(default_factory=lambda: secrets.token_hex(8))
    _parts: "Parts | None" = None

    @property
    def parts(self) -> "Parts":
        """What it has since it was shown for the first time."""
        if self._parts is None:
            raise RuntimeError("the tab was not shown yet")
        return self._parts

    @property
    def is_built(self) -> bool:
        """Whether it was shown."""
        return self._parts is not None

    def build(
        self,
        text: QTextDocument,
        journal: Journal,
        writer: ThreadPoolExecutor,
        reader: ThreadPoolExecutor,
    ) -> "Parts":
        """Make what it needs to be shown, with a text that is empty so far."""
        self._parts = Parts(
            text,
            Journalling(text, journal, self.key, lambda: self.document, writer),
            DiskWatch(text, lambda: self.document, reader),
        )
        return self._parts

    @property
    def path(self) -> Path | None:
        """Its file; None if it has none."""
        return self.waiting.path if self.waiting is not None else self.document.path

    @property
    def untitled(self) -> str:
        """What it is called without a file."""
        return tr("Untitled") if self.number == 1 else tr("Untitled {number}", number=self.number)

    @property
    def modified(self) -> bool:
        """Whether there are changes that are not saved."""
        if self.waiting is not None:
            return bool(self.waiting.draft)
        return self._parts is not None and self._parts.text.isModified()

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is anything that the next start could bring back."""
        is_empty = self._parts is not None and self._parts.text.isEmpty()
        return self.path is not None or (self.modified and not is_empty)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever done in it, so that another document can take its place."""
        if self.waiting is not None or self.path is not None or self.modified:
            return False
        return self._parts is None or self._parts.text.isEmpty()

    def mark_lost(self) -> None:
        """Count the text as unsaved if its file is gone: it is all there is."""
        path = self.document.path
        if self._parts is None or path is None or not self.document.digest:
            return
        if not os.path.exists(path):  # noqa: PTH110
            self._parts.text.setModified(True)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a document has since it was shown for the first time.

    Attributes:
        text: Its text with its history.
        journalling: Who writes unsaved text down.
        watch: Who sees what other programs do to its file.
    """

    text: QTextDocument
    journalling: Journalling
    watch: DiskWatch
