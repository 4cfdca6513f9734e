"""Asks for a passphrase: a new one twice, one that is known once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)


class PassphraseDialog(QDialog):
    """A question with its answer in `passphrase`."""

    def __init__(self, parent: QWidget, *, new: bool) -> None:
        """Ask for a passphrase.

        Args:
            parent: The window in front.
            new: Whether one is chosen, which may be none, or the one of a file is asked for.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Passphrase"))
        said = QLabel(self)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setText(
            self.tr(
                "Without the passphrase nobody can read the file, not even you: there is no way "
                "around a forgotten one. Leave both fields empty for a file that anybody can read."
            )
            if new
            else self.tr("The file was written with a passphrase.")
        )
        self.first, self.again = self._field(), self._field()
        form = QFormLayout()
        form.addRow(self.tr("&Passphrase:"), self.first)
        if new:
            form.addRow(self.tr("&The same again:"), self.again)
        self.again.setVisible(new)
        self.shown = QCheckBox(self.tr("&Show what is typed"), self)
        self.shown.toggled.connect(self._show_typed)
        self.wrong = QLabel(self)
        self.wrong.setWordWrap(True)
        self._new = new
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addLayout(form)
        for part in (self.shown, self.wrong, buttons):
            layout.addWidget(part)
        self.setMinimumWidth(420)
        self._look()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self.first.text()

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.textChanged.connect(lambda _: self._look())
        return field

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self.first, self.again):
            field.setEchoMode(mode)

    def _look(self) -> None:
        alike = not self._new or self.first.text() == self.again.text()
        self.ok.setEnabled(alike and (self._new or bool(self.first.text())))
        begun = bool(self.again.text()) and not alike
        self.wrong.setText(self.tr("The two are not the same.") if begun else "")
