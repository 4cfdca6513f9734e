"""The three words in a row. Draws what it is told; clicking one takes it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from autotype.text.dialogue.bar import PLACES, Offer, look_alike
from autotype.ui.theme import beside
from autotype.ui.word_button import WordButton

# Nearly all answers are quicker than this: greying at once would be a flash at every key.
_GREY_MS = 120
_LARGEST = 20  # points: the text keeps most of a small window


class WordRow(QWidget):
    """A button for each place of the bar; none of them takes the focus.

    Signals:
        chosen(int): A word was clicked.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, centred: bool) -> None:
        super().__init__(parent)
        self.places: tuple[Offer, ...] = ()
        self.buttons = [WordButton(place, self, centred=centred) for place in range(PLACES)]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, at=place: self.chosen.emit(at))
        self._grey = QTimer(self, singleShot=True, interval=_GREY_MS)
        self._grey.timeout.connect(self._show)
        self._show()

    def set_keys(self, keys: Sequence[QKeySequence], *, whole: bool = False) -> None:
        """Say which keys take the words; see `WordButton.set_key`."""
        for button, key in zip(self.buttons, keys, strict=True):
            button.set_key(key, whole=whole)
        self._write_out(True)

    def _write_out(self, on: bool) -> None:
        for button in self.buttons:
            button.write_out(on)

    def show_places(self, places: tuple[Offer, ...]) -> None:
        """Show what stands in the places; words that are only a memory become grey in a moment."""
        same, self.places = look_alike(places, self.places), places
        if same:
            return  # as at nearly every key of a word that is typed through
        if places and not any(offer.word for offer in places):
            # From the first key on that took the words away.
            if not self._grey.isActive():
                self._grey.start()
            return
        self._grey.stop()
        self._refresh()

    def _refresh(self) -> None:
        self._show()

    def _show(self) -> None:
        for button, offer in zip(self.buttons, self.places or (Offer(),) * PLACES, strict=True):
            button.show_offer(offer)


class SuggestionBar(WordRow):
    """The row below the text; never changes the window's height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, centred=True)
        self.setObjectName("suggestionBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 1)

    def scale(self, text: QFont) -> None:
        """Write in a size that goes with that of the text, but no smaller than in other windows."""
        font = beside(text, _LARGEST)
        # Each by itself: where the application has a style sheet, none is handed down.
        for button in self.buttons:
            button.setFont(font)
