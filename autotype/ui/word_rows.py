"""Where the three words are shown: below the line, below the text, or nowhere."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QKeySequence

from autotype.text.dialogue.bar import Offer
from autotype.text.hints import Hints, read_hints, write_hints
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
        place: Path,
    ) -> None:
        """Use none yet.

        Args:
            controller: Says what the words are.
            strip: The row at the caret.
            bar: The row below the text.
            taken: Told which word was clicked.
            place: The file that keeps how well the keys are known.
        """
        self.shown: WordRow | None = None
        self._controller = controller
        self._rows: dict[str, WordRow] = {"caret": strip, "bottom": bar}
        for row in self._rows.values():
            row.chosen.connect(taken)
        controller.shown.connect(strip.follow_ghost)
        self._keys: list[QKeySequence] = [QKeySequence()] * len(_PLACES)
        self._file, self._hints, self._are_there = place, read_hints(place, "words"), False
        if self._hints.wanted:
            controller.words_changed.connect(self._count_show)
            controller.took_word.connect(
                lambda: self._note(replace(self._hints, takes=self._hints.takes + 1))
            )

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
        self._keys = [keys[name] for name in _PLACES]
        self._name_keys()

    def _name_keys(self) -> None:
        for row in self._rows.values():
            row.set_keys(self._keys, whole=self._hints.wanted)

    def _count_show(self, places: tuple[Offer, ...]) -> None:
        """Note that words have come where none were; nobody has to see the whole key for ever."""
        are_there = any(offer.word for offer in places)
        if are_there and not self._are_there and self.shown is not None:
            self._note(replace(self._hints, shows=self._hints.shows + 1))
        self._are_there = are_there

    def _note(self, hints: Hints) -> None:
        """Keep what is known of the keys, as long as that still decides anything."""
        was, self._hints = self._hints, hints
        if not was.wanted:
            return
        if hints.takes != was.takes or not hints.wanted:
            with contextlib.suppress(OSError):  # they are written out a few times more then
                write_hints(self._file, hints, "words")
        if not hints.wanted:
            self._name_keys()
