"""What is stored and where, with the way there and the ways to delete it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from autotype import paths
from autotype.settings.kept import KEPT, LEARNED, NUMBERS, Kept
from autotype.translation import mark, tr

_LEFT = 12  # as settings have it, for the dot that says “changed”
_BETWEEN = 6
_WINDOWS = {LEARNED: mark("What was &learned …"), NUMBERS: mark("Your &numbers …")}


class Privacy(QWidget):
    """Says what Autotype keeps on this computer; nothing of it goes anywhere else."""

    def __init__(self, windows: Mapping[str, Callable[[], object]]) -> None:
        """Say it.

        Args:
            windows: What opens the windows in which a kind of it is forgotten, where there are
                such windows here.
        """
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_LEFT, 0, 0, 0)
        self._say(
            self.tr(
                "The model runs on this computer. What you write goes to no other one. Only "
                "fetching a model uses the network."
            )
        )
        self._say(
            self.tr("Everything is in one folder, which other users cannot read: {folder}").format(
                folder=paths.home()
            )
        )
        self._add_button(
            self.tr("&Open the folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.home()))),
        )
        for kept in KEPT:
            self._show(kept)
            if kept.window in windows:
                self._add_button(tr(_WINDOWS[kept.window]), windows[kept.window])
        self._column.addStretch(1)

    def _show(self, kept: Kept) -> None:
        self._column.addSpacing(_BETWEEN)
        name = self._say(", ".join(kept.names))
        bold = QFont(name.font())
        bold.setBold(True)
        name.setFont(bold)
        about = self.tr("{holds}.\nYour text in it: {text}.\nHow to delete it: {remove}.").format(
            holds=tr(kept.holds), text=tr(kept.text), remove=tr(kept.remove)
        )
        plain = about.replace("*", "").replace("`", "")  # it is Markdown in the handbook
        self._say(f"{plain[:1].upper()}{plain[1:]}").setObjectName("quiet")

    def _say(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._column.addWidget(label)
        return label

    def _add_button(self, text: str, work: Callable[[], object]) -> None:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: work())
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
