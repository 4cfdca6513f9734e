"""What was learned as a file: written to take along, and read on another computer."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from autotype.learning.exchange import export_file, import_file, is_file_encrypted
from autotype.translation import trn
from autotype.ui.learning import Learning
from autotype.ui.passphrase import PassphraseDialog

Said = Callable[[int], str]
"""Says what was done, given the number of entries."""


class WordFiles(QObject):
    """Asks for files and passphrases in front of one window.

    Files are read and written on the learner's thread; the window goes on meanwhile.
    """

    def __init__(self, learning: Learning, window: QWidget, done: Callable[[str], None]) -> None:
        """Do nothing yet.

        Args:
            learning: Whose words.
            window: The window in front.
            done: Hears what was done, or is wrong.
        """
        super().__init__(window)
        self._learning = learning
        self._window = window
        self._done = done
        learning.told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def write(self) -> None:
        """Write everything to a file."""
        name = f"autotype-words-{time.strftime('%Y-%m-%d')}.json"
        title, kind = self.tr("Export what was learned"), self.tr("Words (*.json)")
        start = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, start, kind)
        if not chosen:
            return
        question = PassphraseDialog(self._window, new=True)
        if question.exec() != QDialog.DialogCode.Accepted:
            return
        path, passphrase = Path(chosen), question.passphrase
        self._learning.ask(
            (self, lambda n: trn("{n} entry was written.", "{n} entries were written.", n)),
            lambda store: export_file(store, path, passphrase),
            forgets=False,
        )

    def read(self) -> None:
        """Add what such a file says."""
        title, kind = self.tr("Import what was learned elsewhere"), self.tr("Words (*.json)")
        everything = self.tr("All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, title, str(Path.home()), f"{kind};;{everything}"
        )
        if chosen:
            path = Path(chosen)
            self._learning.ask((self, path), lambda _: is_file_encrypted(path), forgets=False)

    @Slot(object, object, str)
    def _hear(self, who: tuple[object, Said | Path], found: int, wrong: str) -> None:
        asker, what = who
        if asker is not self:
            return
        if wrong:
            self._done(wrong)
        elif isinstance(what, Path):
            self._add(what, encrypted=bool(found))
        else:
            self._done(what(found))

    def _add(self, path: Path, *, encrypted: bool) -> None:
        passphrase = ""
        if encrypted:
            question = PassphraseDialog(self._window, new=False)
            if question.exec() != QDialog.DialogCode.Accepted:
                return
            passphrase = question.passphrase
        self._learning.ask(
            (self, lambda n: trn("{n} entry was added.", "{n} entries were added.", n)),
            lambda store: import_file(store, path, passphrase),
            forgets=False,
        )
