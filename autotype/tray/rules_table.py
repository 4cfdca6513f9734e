"""The table of applications: how each is treated, and a way to add one."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from autotype.assistant.field import Mode

_ROOM = 12
MODE_NAMES = {Mode.INLINE: "In the text", Mode.POPUP: "In a pop-up", Mode.OFF: "Off"}


def mode_box(chosen: Mode) -> QComboBox:
    """Return a box to choose a mode with."""
    box = QComboBox()
    for mode, name in MODE_NAMES.items():
        box.addItem(name, mode)
    box.setCurrentIndex(list(MODE_NAMES).index(chosen))
    return box


class RulesTable(QWidget):
    """Rules for applications.

    Signals:
        changed(object): All rules, a mode for each name.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no rules."""
        super().__init__(parent)
        self._rules: dict[str, Mode] = {}
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels(["Application", "Suggestions", ""])
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Contents are what is written in a cell; the boxes and buttons are laid over it.
        for column, widest in ((1, mode_box(Mode.POPUP)), (2, QPushButton("Remove"))):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(column, widest.sizeHint().width() + _ROOM)
        self.seen = QComboBox(self)
        self.seen.setEditable(True)
        self.seen.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name = QLineEdit(self.seen)
        self.seen.setLineEdit(self.name)
        self.name.setPlaceholderText("Name of an application, such as gedit or xterm")
        self.add = QPushButton("Add e&xception", self)
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        row = QHBoxLayout()
        row.addWidget(self.seen, 1)
        row.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)

    def show_rules(self, rules: Mapping[str, Mode]) -> None:
        """Show rules; the user may change them."""
        self._rules = dict(rules)
        self.table.setRowCount(0)
        for name, mode in sorted(self._rules.items()):
            self._append(name, mode)

    def offer(self, names: Iterable[str]) -> None:
        """Offer names of applications to choose from; what is being written stays."""
        written = self.name.text()
        self.seen.clear()
        self.seen.addItems([name for name in names if name not in self._rules])
        self.seen.setCurrentIndex(-1)
        self.name.setText(written)

    def _append(self, name: str, mode: Mode) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, 0, QTableWidgetItem(name))
        box = mode_box(mode)
        box.currentIndexChanged.connect(lambda _: self._set(name, box.currentData()))
        self.table.setCellWidget(row, 1, box)
        remove = QPushButton("Remove")
        # Not at once: the table drops the button that was clicked.
        remove.clicked.connect(lambda: QTimer.singleShot(0, self, lambda: self._remove(name)))
        self.table.setCellWidget(row, 2, remove)

    def _set(self, name: str, mode: Mode) -> None:
        self._rules[name] = Mode(mode)
        self.changed.emit(dict(self._rules))

    def _remove(self, name: str) -> None:
        self._rules.pop(name, None)
        self.show_rules(self._rules)
        self.changed.emit(dict(self._rules))

    def _add(self) -> None:
        name = self.name.text().strip().lower()
        if not name:
            return
        self.name.clear()
        self._rules.setdefault(name, Mode.OFF)
        self.show_rules(self._rules)
        self.changed.emit(dict(self._rules))
