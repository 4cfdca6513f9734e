"""Where the three words are shown: below the line, below the text, or nowhere."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence

from autotype.ui.caret_strip import CaretStrip
from autotype.ui.suggestion_bar import SuggestionBar, WordRow
from autotype.ui.suggestion_controller import SuggestionController

_PLACES = ("first", "second", "third")


class WordRows:
    """The strip at the caret and the bar below the text, one of which may be in use.

    Attributes:
        shown: The one in use; None if none is.
    """

    def __init__(
        self,
        controller: SuggestionController,
        strip: CaretStrip,
        bar: SuggestionBar,
        taken: Callable[[int], object],
    ) -> None:
        """Use none yet.

        Args:
            controller: Says what the words are.
            strip: The row at the caret.
            bar: The row below the text.
            taken: Told which word was clicked.
        """
        self.shown: WordRow | None = None
        self._controller = controller
        self._rows: dict[str, WordRow] = {"caret": strip, "bottom": bar}
        for row in self._rows.values():
            row.chosen.connect(taken)
        controller.shown.connect(strip.follow_ghost)

    def put_at(self, where: str) -> None:
        """Show the words at the caret ("caret"), below the text ("bottom") or nowhere ("off")."""
        words, old = self._rows.get(where), self.shown
        if old is not None:
            self._controller.words_changed.disconnect(old.show_places)
            old.show_places(())
        if words is not None:
            self._controller.words_changed.connect(words.show_places)
        self.shown = words
        self._controller.sees_words = lambda: words is not None and not words.isHidden()
        self._rows["bottom"].setVisible(where == "bottom")

    def set_keys(self, keys: Mapping[str, QKeySequence]) -> None:
        """Say which keys take the words."""
        for row in self._rows.values():
            row.set_keys([keys[name] for name in _PLACES])
