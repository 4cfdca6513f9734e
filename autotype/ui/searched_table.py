"""The parts of the lists in “What was learned”: a table and the line that searches it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QWidget

from autotype.translation import tr
from autotype.ui.search_line import SearchLine


def make_table(
    parent: QWidget,
    name: str,
    headers: Sequence[str],
    selected: Callable[[], None],
    remove: Callable[[], None],
) -> QTreeWidget:
    """Return a table of which several rows can be chosen, and removed by Delete.

    Args:
        parent: Where it is.
        name: What a screen reader calls it.
        headers: Of its columns.
        selected: Called when other rows are chosen.
        remove: Removes what is chosen.
    """
    table = QTreeWidget(parent)
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setHeaderLabels(list(headers))
    table.setAccessibleName(name)
    table.itemSelectionChanged.connect(selected)
    QShortcut(
        QKeySequence(QKeySequence.StandardKey.Delete),
        table,
        remove,
        context=Qt.ShortcutContext.WidgetShortcut,
    )
    return table


def make_search(parent: QWidget, changed: Callable[[], None]) -> SearchLine:
    """Return the line to search in; `changed` is called with every letter of it."""
    line = SearchLine(tr("Search"), tr("Search"), parent)
    line.textChanged.connect(lambda _: changed())
    return line
