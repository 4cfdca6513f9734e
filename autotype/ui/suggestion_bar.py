"""The three words below the text. Draws what it is told; clicking one takes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from autotype.text.suggestion import Word

_COUNT = 3


class SuggestionBar(QWidget):
    """Three buttons that never take the focus and never change the window's height.

    Signals:
        chosen(int): A word was clicked.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestionBar")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(8)
        self._buttons = [self._button(index) for index in range(_COUNT)]
        for button in self._buttons:
            layout.addWidget(button, 1)
        self.show_words(())

    def _button(self, index: int) -> QPushButton:
        button = QPushButton(self)
        button.setFlat(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setToolTip(f"Alt+{index + 1} takes this word")
        button.clicked.connect(lambda: self.chosen.emit(index))
        return button

    def show_words(self, words: Sequence[Word], half_word: str = "") -> None:
        """Show up to three words, the likeliest first.

        Words that go on with the half-typed word before the caret are shown whole.
        """
        for index, button in enumerate(self._buttons):
            text = words[index].text if index < len(words) else ""
            if text and not text[0].isspace():
                text = half_word[: len(half_word) - words[index].replaces] + text
            text = text.strip()
            button.setText(text.replace("&", "&&"))  # a single one would underline
            button.setEnabled(bool(text))
            button.setAccessibleName(f"Suggested word {index + 1}: {text}" if text else "No word")
