"""Counts what becomes of suggestions in one editor, in pauses, and has it kept."""

import contextlib
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from autotype.numbers.collector import Collector
from autotype.numbers.export import as_csv
from autotype.numbers.keeper import Keeper, Kept
from autotype.numbers.store import EDITOR
from autotype.text.dialogue.moment import Moment
from autotype.text.replacing import replace_chosen_file
from autotype.translation import tr
from autotype.ui.suggestion_controller import SuggestionController

_DIGEST_MS, _SAVE_MS = 1000, 30_000
_SLICE_S = 0.003
_PATIENCE_S = 1.5


class Counting(QObject):
    """The numbers of one editor, and the way to those of all.

    Its signals come from another thread: connect them queued, and to objects of Qt.

    Signals:
        read(Kept, str): What was asked for: all numbers, and what is wrong with their file.
        seeded(str): What chance goes by in comparisons.
        was_reset(str): They were forgotten, or why not.
        exported(str): They were written to a file, or why not; empty if they were.
        said(str): Their file was set aside, in one sentence.
    """

    read = Signal(object, str)
    seeded = Signal(str)
    was_reset = Signal(str)
    exported = Signal(str)
    said = Signal(str)

    def __init__(self, controller: SuggestionController | None, file: Path) -> None:
        """Listen to a controller.

        Args:
            controller: What is counted; None to show what is kept only.
            file: Where it is kept.
        """
        super().__init__(controller)
        self._controller = controller
        self._collector = Collector()
        self._keeper = Keeper(file)
        self._keeper.tell = self._say
        self._put = self._collector.note
        self._waits = False
        self._unit, self._held_out = "", False
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._digest)
        self._save = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save.timeout.connect(self.save)
        if controller is not None:
            controller.note = self._note
            controller.opened.connect(lambda: self._collector.open(controller.now))

    @property
    def counts(self) -> bool:
        """Whether anything is counted here."""
        return self._controller is not None

    @property
    def text(self) -> Counter[str]:
        """What was counted in the text in front."""
        self._digest_all()
        return Counter(self._collector.text)

    @property
    def session(self) -> Counter[str]:
        """What was counted since the start."""
        self._digest_all()
        return Counter(self._collector.session)

    def take_up(self, counted: Counter[str]) -> None:
        """Go on with what was counted in a text that is in front again."""
        self._digest_all()
        self._collector.text.update(counted)

    def save(self) -> None:
        """Have what was counted so far written."""
        self._digest_all()
        self._keeper.add(EDITOR, self._collector.new())
        effort = self._collector.effort()
        if self._unit and effort.keys:
            self._keeper.add_effort(self._unit, effort, held_out=self._held_out)

    def look(self) -> None:
        """Have it found out whether the file can be used: `said` says so while there is time."""
        self._keeper.look()

    def ask_seed(self) -> None:
        """Have it found out what chance goes by; `seeded` says when."""
        self._keeper.seed(self._seeded)

    def compare(self, unit: str, *, held_out: bool) -> None:
        """Find out what writing takes, as a part of a comparison, from now on.

        Args:
            unit: What is written; what came before goes to the one that was said then.
            held_out: Whether nothing is suggested in it.
        """
        self.save()
        self._unit, self._held_out = unit, held_out
        self._collector.measures_effort = True

    def ask(self) -> None:
        """Have all numbers read; `read` says when."""
        self.save()
        self._keeper.read(self._read)

    def reset(self) -> None:
        """Forget everything; `was_reset` says when."""
        self._digest_all()
        self._collector.forget()
        self._keeper.reset(self._was_reset)

    def export(self, path: Path) -> None:
        """Write all numbers as a table; `exported` says when."""
        self.save()
        self._keeper.read(lambda kept, wrong: self._export(path, kept, wrong))

    def close(self) -> None:
        """Write what there is."""
        self._pause.stop()
        self._save.stop()
        self.save()
        self._keeper.stop(_PATIENCE_S)

    def _note(self, moment: Moment) -> None:
        self._put(moment)
        # Starting a timer again with every key would take longer than all the rest.
        if not self._waits:
            self._waits = True
            self._pause.start(_DIGEST_MS)

    def _digest(self) -> None:
        if not self._collector.digest(_SLICE_S):
            self._pause.start(0)
            return
        self._waits = False
        if not self._save.isActive():
            self._save.start()

    def _digest_all(self) -> None:
        self._collector.digest()
        if self._controller is not None:
            self._collector.rest(self._controller.now)

    # On the keeper's thread, which may outlive the window by a little.

    def _read(self, kept: Kept, wrong: str) -> None:
        with contextlib.suppress(RuntimeError):
            self.read.emit(kept, wrong)

    def _seeded(self, seed: str) -> None:
        with contextlib.suppress(RuntimeError):
            self.seeded.emit(seed)

    def _say(self, sentence: str) -> None:
        with contextlib.suppress(RuntimeError):
            self.said.emit(sentence)

    def _was_reset(self, wrong: str) -> None:
        with contextlib.suppress(RuntimeError):
            self.was_reset.emit(wrong)

    def _export(self, path: Path, kept: Kept, wrong: str) -> None:
        try:
            replace_chosen_file(path, as_csv(kept.rows).encode())
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            wrong = tr("“{path}” cannot be written ({why}).", path=path, why=why)
        with contextlib.suppress(RuntimeError):
            self.exported.emit(wrong)
