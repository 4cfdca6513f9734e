"""What is stored and where, with the way there."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from autotype import paths

_LEFT = 12  # as settings have it, for the dot that says “changed”


class Privacy(QWidget):
    """Says what Autotype keeps on this computer; nothing of it goes anywhere else."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 0, 0, 0)
        said = QLabel(
            self.tr(
                "The model runs on this computer. What you write goes to no other one. Only "
                "fetching a model uses the network."
            ),
            self,
        )
        said.setWordWrap(True)
        column.addWidget(said)
        for text, place in self._stored():
            label = QLabel(f"{text}\n{place}", self)
            label.setWordWrap(True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            column.addWidget(label)
        self._open = QPushButton(self.tr("&Open the folder"), self)
        self._open.setAutoDefault(False)
        self._open.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.home())))
        )
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _stored(self) -> list[tuple[str, Path]]:
        return [
            (self.tr("Settings:"), paths.settings_file()),
            (self.tr("Models, and how fast they are here:"), paths.packs()),
            (
                self.tr(
                    "Unsaved text, in case of a crash; it is removed when the text is saved "
                    "or given up:"
                ),
                paths.recovery(),
            ),
            (
                self.tr(
                    "What was learned of your writing; Suggestions › What was learned shows all of "
                    "it and forgets it:"
                ),
                paths.learned(),
            ),
            (self.tr("A log of failures, without a word of your text:"), paths.log_file()),
        ]
