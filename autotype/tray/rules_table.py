"""The table of applications: how each is treated, and a way to add one."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
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

from autotype.assistant.modes import Mode
from autotype.assistant.programs import KnownPrograms
from autotype.translation import mark, tr

_ROOM = 12
MODE_NAMES = {
    Mode.INLINE: mark("In the text"),
    Mode.POPUP: mark("In a pop-up"),
    Mode.OFF: mark("Off"),
}


def mode_box(chosen: Mode) -> QComboBox:
    """Return a box to choose a mode with."""
    box = QComboBox()
    for mode, name in MODE_NAMES.items():
        box.addItem(tr(name), mode)
    box.setCurrentIndex(list(MODE_NAMES).index(chosen))
    return box


class RulesTable(QWidget):
    """Rules for applications: the user's, and below them what goes where there is none.

    Signals:
        changed(object): All rules of the user, a mode for each name.
        reset(str): An application that was switched by itself is to be as it was.
    """

    changed = Signal(object)
    reset = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no rules."""
        super().__init__(parent)
        self._rules: dict[str, Mode] = {}
        self._switched: dict[str, Mode] = {}
        self._programs: tuple[KnownPrograms, ...] = ()
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels([tr("Application"), tr("Suggestions"), ""])
        self.table.setAccessibleName(tr("Exceptions"))
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        # Contents are what is written in a cell; the boxes and buttons are laid over it.
        for column, widest in ((1, mode_box(Mode.POPUP)), (2, QPushButton(tr("Remove")))):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(column, widest.sizeHint().width() + _ROOM)
        self.seen = QComboBox(self)
        self.seen.setEditable(True)
        self.seen.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name = QLineEdit(self.seen)
        self.seen.setLineEdit(self.name)
        self.seen.setAccessibleName(tr("Application"))
        self.name.setAccessibleName(tr("Application"))
        self.name.setPlaceholderText(tr("Name of an application, such as gedit or xterm"))
        self.add = QPushButton(tr("Add e&xception"), self)
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
        self._fill()

    def show_known(self, switched: Mapping[str, Mode], programs: Sequence[KnownPrograms]) -> None:
        """Show what goes where the user has no rule.

        Args:
            switched: Applications that were switched by themselves.
            programs: What is known beforehand.
        """
        self._switched, self._programs = dict(switched), tuple(programs)
        self._fill()

    def _fill(self) -> None:
        self.table.setRowCount(0)
        for name, mode in sorted(self._rules.items()):
            self._append(name, mode)
        for name, mode in sorted(self._switched.items()):
            if name not in self._rules:
                self._append_switched(name, mode)
        for kind in self._programs:
            lines = [tr(kind.why), tr("Known as: {names}.", names=", ".join(sorted(kind.names)))]
            lines += [tr("Tried with: {tried}.", tried=", ".join(kind.tried))] if kind.tried else []
            self._append_fixed(tr(kind.title), kind.mode, tr("known"), *lines, dim=True)

    def offer(self, names: Iterable[str]) -> None:
        """Offer names of applications to choose from; what is being written stays."""
        written = self.name.text()
        self.seen.clear()
        self.seen.addItems([name for name in names if name not in self._rules])
        self.seen.setCurrentIndex(-1)
        self.name.setText(written)

    def _append_fixed(
        self, name: str, mode: Mode, remark: str, *why: str, dim: bool = False
    ) -> int:
        """Append what cannot be chosen here; return its row."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate((name, tr(MODE_NAMES[mode]), remark)):
            item = QTableWidgetItem(text)
            # As rich text its lines are wrapped.
            item.setToolTip(f"<qt>{'<br>'.join(map(escape, why))}</qt>")
            item.setFlags(Qt.ItemFlag.NoItemFlags if dim else Qt.ItemFlag.ItemIsEnabled)
            self.table.setItem(row, column, item)
        return row

    def _append_switched(self, name: str, mode: Mode) -> None:
        why = tr("It inserted a ghost text that nobody had taken.")
        row = self._append_fixed(name, mode, "", why)
        reset = QPushButton(tr("Reset"))
        reset.setAccessibleName(tr("Reset {setting}", setting=name))
        reset.setToolTip(tr("{why} Try again?", why=why))
        # Not at once: the table drops the button that was clicked.
        reset.clicked.connect(lambda: QTimer.singleShot(0, self, lambda: self.reset.emit(name)))
        self.table.setCellWidget(row, 2, reset)

    def _append(self, name: str, mode: Mode) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, 0, QTableWidgetItem(name))
        box = mode_box(mode)
        box.setAccessibleName(tr("Suggestions in {application}", application=name))
        box.currentIndexChanged.connect(lambda _: self._set(name, box.currentData()))
        self.table.setCellWidget(row, 1, box)
        remove = QPushButton(tr("Remove"))
        remove.setAccessibleName(tr("Remove {application}", application=name))
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
