"""A line of text with a suggestion, as the settings make it look."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from autotype.settings import Settings
from autotype.ui.theme import text_font

_TYPED, _SUGGESTED = "Thank you very mu", "ch for your letter."
_PADDING = 12


class LookSample(QLabel):
    """Shows what changes of the theme and the font do."""

    def __init__(self, now: Settings) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        self.setWordWrap(True)
        self.setAccessibleName(self.tr("What text and a suggestion look like"))
        self.follow(now, now)

    def follow(self, _: Settings, now: Settings) -> None:
        """Look as the settings say now."""
        self.setFont(text_font(now))
        ghost = QApplication.palette().color(QPalette.ColorRole.PlaceholderText).name()
        self.setText(f'{escape(_TYPED)}<span style="color:{ghost}">{escape(_SUGGESTED)}</span>')
