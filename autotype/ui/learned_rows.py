"""The rows of “What was learned”: a word, when it was written and where."""

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QTreeWidgetItem

from autotype.learning.kept import KnownWord
from autotype.learning.past_writing import SOURCE as IMPORTED
from autotype.translation import mark, number, tr
from autotype.ui.learning import EDITOR

WORD, _TIMES, LAST, _FIRST, _WHERE = range(5)
"""The columns."""
_PLACES = {EDITOR: mark("This editor"), IMPORTED: mark("Imported texts")}
"""Sources that are no application."""


class WordRow(QTreeWidgetItem):
    """One row; sorted by what it says, not by how that is written."""

    def __init__(self, word: KnownWord) -> None:
        """Show a word."""
        where = tr(_PLACES.get(word.source, "")) or word.source
        never = tr("never suggested") if word.never else ""
        super().__init__(
            [
                word.word,
                number(word.times) if word.times else "",
                _date(word.last),
                _date(word.first),
                ", ".join(filter(None, (where, never))),
            ]
        )
        self.is_never = word.never
        self._keys = (word.word.casefold(), word.times, word.last, word.first, where)

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        """Whether it comes first, by the column that is sorted by."""
        tree = self.treeWidget()
        column = tree.sortColumn() if tree is not None else WORD
        return bool(self._keys[column] < other._keys[column])  # type: ignore[attr-defined]


def _date(seconds: int) -> str:
    """Return when something was, as it is written where the user lives; empty if never."""
    when = QDateTime.fromSecsSinceEpoch(seconds)
    return QLocale.system().toString(when, QLocale.FormatType.ShortFormat) if seconds else ""
