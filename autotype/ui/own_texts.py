"""Which texts somebody wrote: files, folders, mailboxes, and by which addresses mail is theirs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from autotype.text.visible import visible


class OwnTexts(QWidget):
    """A list of places; nothing is read here.

    Signals:
        changed(): Other places, or other addresses.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Begin without any."""
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Texts you wrote"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemSelectionChanged.connect(self._follow_selection)
        self.files = self._button(self.tr("Add &files …"), self._choose_files)
        self.folder = self._button(self.tr("Add a f&older …"), self._choose_folder)
        self.remove = self._button(self.tr("&Remove"), self._remove)
        line = QHBoxLayout()
        for button in (self.files, self.folder, self.remove):
            line.addWidget(button)
        line.addStretch(1)
        self.addresses = QLineEdit(self)
        self.addresses.setPlaceholderText(self.tr("you@example.org, another@example.org"))
        self.addresses.textChanged.connect(lambda _: self.changed.emit())
        form = QFormLayout()
        form.addRow(self.tr("&My mail addresses:"), self.addresses)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addLayout(form)
        self._follow_selection()

    def _button(self, text: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: work())
        return button

    @property
    def places(self) -> list[str]:
        """The files and folders, in the order in which they were added."""
        items = map(self.list.item, range(self.list.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items]

    @property
    def senders(self) -> list[str]:
        """The addresses."""
        return self.addresses.text().replace(",", " ").replace(";", " ").split()

    def add(self, names: list[str]) -> None:
        """Add files or folders; those that are there already stay where they are."""
        known = set(self.places)
        for name in names:
            path = str(Path(name).absolute())
            if path not in known:
                known.add(path)
                self.list.addItem(visible(path))
                self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, path)
        if names:
            self.changed.emit()

    def _choose_files(self) -> None:
        title = self.tr("Texts that you wrote")
        names, _ = QFileDialog.getOpenFileNames(self, title, str(Path.home()))
        self.add(names)

    def _choose_folder(self) -> None:
        title = self.tr("A folder with texts that you wrote")
        name = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        self.add([name] if name else [])

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self.changed.emit()

    def _follow_selection(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))
