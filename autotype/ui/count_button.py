"""How much the text is, as a button in the status line: a click counts something else."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from autotype.text.counting import Counts
from autotype.translation import number, tr, trn
from autotype.ui.counter import Counter

KINDS = ("words", "characters", "letters", "sentences", "paragraphs", "time")
"""What can be counted, in the order in which clicks go on."""

_NUMBERS: Mapping[str, Callable[[Counts], int]] = {
    "words": lambda counts: counts.words,
    "characters": lambda counts: counts.characters,
    "letters": lambda counts: counts.letters,
    "sentences": lambda counts: counts.sentences,
    "paragraphs": lambda counts: counts.paragraphs,
    "time": lambda counts: counts.minutes,
}

_NOT_YET = "…"


class CountButton(QToolButton):
    """Says one count of a text, or how much of it is selected; its tip says them all.

    The window's menus say the same for those who use no mouse.
    """

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it stays with the text
        self.setAutoRaise(True)
        self._counter = counter
        self._kind = "words"
        counter.counted.connect(self._say)
        self._say()

    @property
    def kind(self) -> str:
        """What is counted; one of `KINDS`."""
        return self._kind

    def count(self, kind: str) -> None:
        """Say another count from now on."""
        self._kind = kind
        self._say()

    def _say(self) -> None:
        total, selected = self._counter.total, self._counter.selected
        known = self._counter.is_known
        text = said(self._kind, total, selected) if known else _NOT_YET
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
        everything = "\n".join(said(kind, total, selected) for kind in KINDS) if known else text
        self.setToolTip(f"{everything}\n{self.tr('Click for the next of these')}")


def next_kind(kind: str) -> str:
    """Return what a click counts after this."""
    return KINDS[(KINDS.index(kind) + 1) % len(KINDS)]


def said(kind: str, total: Counts, selected: Counts | None = None) -> str:
    """Return one count in words, such as “340 words” or “12 of 340 words”."""
    n = _NUMBERS[kind](total)
    shown = number(n)
    if selected is not None:
        part = number(_NUMBERS[kind](selected))
        shown = tr("{part} of {all}", part=part, all=shown)
    match kind:
        case "words":
            return trn("{shown} word", "{shown} words", n, shown=shown)
        case "characters":
            return trn("{shown} character", "{shown} characters", n, shown=shown)
        case "letters":
            return tr("{shown} without spaces", shown=shown)
        case "sentences":
            return trn("{shown} sentence", "{shown} sentences", n, shown=shown)
        case "paragraphs":
            return trn("{shown} paragraph", "{shown} paragraphs", n, shown=shown)
        case _:
            return tr("{shown} min to read", shown=shown)
