"""Looks paragraphs through and finds corrections, beside the window's thread.

The library for spelling is loaded with the first paragraph that needs it. It keeps Python's lock
while it loads and while it looks for corrections, which is why neither happens while keys come.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale, QObject, Signal

from autotype import paths
from autotype.spelling.dictionaries import (
    AUTO,
    OFF,
    Dictionary,
    SpellingError,
    choose_dictionary,
    find_dictionaries,
)
from autotype.spelling.own_words import OwnWords
from autotype.spelling.paragraph import Checked, check_paragraph
from autotype.spelling.ranking import Correction
from autotype.spelling.speller import Speller
from autotype.text.spelled_words import as_written
from autotype.translation import language

_PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph to be looked through.

    Attributes:
        key: What the asker knows it by.
        text: Its text.
        fence: The fence of code that is open before it.
    """

    key: int
    text: str
    fence: str


@dataclass(frozen=True, slots=True)
class InUse:
    """What paragraphs are checked by.

    Attributes:
        name: The dictionary, such as "en_US"; empty for none.
        others: Whether there are dictionaries of other languages.
        wrong: Why there is none, in one sentence; empty where that is not so.
    """

    name: str = ""
    others: bool = False
    wrong: str = ""


class SpellingThread(QObject):
    """One thread with one dictionary.

    Attributes:
        in_use: What the paragraphs were checked by that `checked` told of last.

    Signals:
        checked(object, object): What was asked for (see `check`), and a `Checked` by key.
        corrected(str, object): A word, and a list of `Correction`.
        caught_up(): All that was asked for before `catch_up` is done, and told.
        words_changed(): Words were added to the user's own, here or elsewhere.
        failed(str): Why spelling is not checked, or a word not kept, in one sentence.
    """

    checked = Signal(object, object)
    corrected = Signal(str, object)
    caught_up = Signal()
    words_changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        """Do nothing yet."""
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(1, "spelling")
        self._last: Future[None] | None = None
        self._closed = False
        self._wanted = OFF
        self._speller: Speller | None = None
        self._loaded = True
        self._foreign = False
        self.in_use = InUse()

    @property
    def is_on(self) -> bool:
        """Whether spelling is wanted at all."""
        return self._wanted != OFF

    def use(self, wanted: str) -> None:
        """Check by another dictionary from now on: "auto", "off" or a name."""
        self._wanted = wanted
        self._run(self._forget)

    def prepare(self) -> None:
        """Load the dictionary before it is needed, which takes Python's lock for 45 ms."""
        self._run(self._load)

    def check(self, asked: object, paragraphs: Sequence[Paragraph], *, markdown: bool) -> None:
        """Look paragraphs through; `checked` tells, with `asked` as it was given."""
        self._run(lambda: self._check(asked, paragraphs, markdown))

    def correct(self, word: str, written: str) -> None:
        """Look for corrections of a word; `corrected` tells.

        Args:
            word: The word as dictionaries have it.
            written: The word as it stands in the text.
        """
        self._run(lambda: self._correct(word, written))

    def catch_up(self) -> None:
        """Do all that was asked for so far; `caught_up` tells."""
        self._run(self.caught_up.emit)

    def add(self, word: str) -> None:
        """Add a word to the user's own; `words_changed` tells."""
        self._run(lambda: self._add(word))

    def close(self) -> None:
        """End; what is under way is waited for, a second at most."""
        self._closed = True
        self._worker.shutdown(wait=False, cancel_futures=True)
        if self._last is not None and not self._last.cancelled():
            wait([self._last], timeout=_PATIENCE_S)
        self._speller = None  # ten megabytes, which a window that is closed may keep for a while

    def _run(self, work: Callable[[], object]) -> None:
        if not self._closed:
            self._last = self._worker.submit(self._safely, work)

    def _safely(self, work: Callable[[], object]) -> None:
        # Whoever listens may be gone by now, and the signals with it.
        with contextlib.suppress(RuntimeError):
            work()

    def _forget(self) -> None:
        self._speller, self._loaded = None, False
        self.in_use = InUse()

    def _load(self) -> Speller | None:
        """Return the speller; None where there is none, which is said once."""
        if not self._loaded:
            self._loaded = True
            try:
                self._speller = self._open()
            except SpellingError as error:
                self.in_use = InUse(wrong=str(error))
                self.failed.emit(str(error))
        return self._speller

    def _open(self) -> Speller | None:
        system = system_language()
        there = find_dictionaries()
        chosen = choose_dictionary(self._wanted, system, there)
        # Who gets the English one for want of their own does not write English.
        self._foreign = (
            self._wanted == AUTO and chosen is not None and system[:2] != chosen.name[:2]
        )
        if chosen is None:
            return None
        speller = _speller(chosen)
        others = any(name[:2] != chosen.name[:2] for name in there)
        self.in_use = InUse(chosen.name, others)
        return speller

    def _check(self, asked: object, paragraphs: Sequence[Paragraph], markdown: bool) -> None:
        speller = self._load()
        if speller is not None and speller.look():
            self.words_changed.emit()
        found: dict[int, Checked] = {}
        for one in paragraphs:
            if self._closed:
                return
            checked = check_paragraph(
                one.text, one.fence, speller=speller, markdown=markdown, foreign=self._foreign
            )
            if checked.foreign is not None:
                self._foreign = checked.foreign
            found[one.key] = checked
            time.sleep(0)  # gives up Python's lock, for which a key may be waiting
        self.checked.emit(asked, found)

    def _correct(self, word: str, written: str) -> None:
        speller = self._load()
        found = speller.corrections(word) if speller is not None else []
        self.corrected.emit(written, [_as_written(one, written) for one in found])

    def _add(self, word: str) -> None:
        speller = self._load()
        if speller is None:
            return
        try:
            speller.add(word)
        except SpellingError as error:
            self.failed.emit(str(error))
        self.words_changed.emit()


def system_language() -> str:
    """Return the language of the system, such as "de_AT"; that of the menus if it has none."""
    name = QLocale.system().name()
    return language() if name == "C" else name


def _as_written(one: Correction, written: str) -> Correction:
    return replace(one, text=as_written(one.text, written))


def _speller(dictionary: Dictionary) -> Speller:
    own = OwnWords(paths.own_words_file())
    own.look()
    return Speller(dictionary, own)
