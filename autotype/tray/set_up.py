"""The button “Set up …” of the assistant's window, and the dialog behind it."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from autotype.translation import mark, tr
from autotype.tray.set_up_process import Said, SettingUp

_TITLE = mark("Set up other applications")


class SetUpDialog(QDialog):
    """Says what setting up will do, does it, and takes it back.

    Signals:
        changed(): Something was set up or taken back.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Look at once."""
        super().__init__(parent)
        self.setWindowTitle(tr(_TITLE))
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = SettingUp(self)
        self._work.said.connect(self._show)
        self._changes = False
        self.heading = QLabel(self)
        self.heading.setWordWrap(True)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.lines = QLabel(self)
        self.lines.setTextFormat(Qt.TextFormat.RichText)
        self.lines.setWordWrap(True)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        # A command is there to be copied.
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.undo = QPushButton(tr("&Undo the set-up"), self)
        self.set_up = QPushButton(tr("&Set up"), self)
        self.leave = QPushButton(tr("&Close"), self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        buttons.addWidget(self.set_up)
        buttons.addWidget(self.leave)
        self._all = layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.lines, 1)
        layout.addLayout(buttons)
        self.undo.clicked.connect(lambda: self._do(tr("Undoing …"), self._work.undo))
        self.set_up.clicked.connect(lambda: self._do(tr("Setting up …"), self._work.set_up))
        self.leave.clicked.connect(self.reject)
        self._wait(tr("Looking …"))
        self._work.look()

    def reject(self) -> None:
        """Close, however that was asked for; what is being changed is waited for."""
        if self._changes and self._work.busy:
            return
        self._work.close()
        super().reject()

    def _do(self, words: str, work: Callable[[], None]) -> None:
        self._changes = True
        self._wait(words)
        work()

    def _wait(self, words: str) -> None:
        self.heading.setText(words)
        self.lines.clear()
        for button in (self.undo, self.set_up):
            button.setEnabled(False)
        self.leave.setEnabled(not self._changes)

    def _show(self, said: Said) -> None:
        changed, self._changes = self._changes, False
        self.lines.setText(_as_html(said.lines))
        self.set_up.setEnabled(said.can_set_up)
        self.undo.setEnabled(said.can_undo)
        self.leave.setEnabled(True)
        if changed:
            self.heading.setText(tr("Finished:") if said.ok else tr("Not all could be done:"))
            self.leave.setFocus()
            self.changed.emit()
        elif said.can_set_up:
            self.heading.setText(tr("Setting up will do this, and can be undone here:"))
            self.set_up.setFocus()
        else:
            self.heading.setText(tr("This is so:") if said.ok else tr("This is for you to do:"))
            self.leave.setFocus()
        # Lines that wrap need more height than a layout asks for by itself.
        needed = self._all.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), needed))


def _as_html(lines: tuple[str, ...]) -> str:
    shown = []
    for line in lines:
        if line.startswith(" "):
            shown.append(f"<p style='margin-left: 16px'><code>{escape(line.strip())}</code></p>")
        else:
            shown.append(f"<p>{escape(line)}</p>")
    return "".join(shown)


class SetUpButton(QPushButton):
    """Opens the dialog, once at a time.

    Signals:
        looked(bool): Whether something is missing.
        changed(): Something was set up or taken back.
    """

    looked = Signal(bool)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Wait to be clicked."""
        super().__init__(tr("Set &up …"), parent)
        self.dialog: SetUpDialog | None = None
        self._work = SettingUp(self)
        self._work.said.connect(lambda said: self.looked.emit(not said.ok))
        self.changed.connect(self._work.look)
        self.clicked.connect(self.open)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Look whether something is missing, beside all else."""
        self._work.look()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Look no more."""
        self._work.close()
        super().hideEvent(event)

    def open(self) -> None:
        """Open the dialog, or show it if it is open."""
        if self.dialog is None:
            self.dialog = SetUpDialog(self.window())
            self.dialog.changed.connect(self.changed)
            self.dialog.finished.connect(self._forget)
            self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _forget(self) -> None:
        self.dialog = None
