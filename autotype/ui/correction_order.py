"""In which order corrections are offered: by the model if it answers soon, else the dictionary's.

The text before the word is read while the dictionary is still searched, so that only the
candidates are left to be judged when they are known.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor

from autotype.spelling.ranking import Correction, in_context
from autotype.text.rescoring import Rescored, Rescoring
from autotype.ui.editor import Editor

# From when the candidates are known. The recommended model takes 40 to 100 ms for five of them on
# two slow cores.
_DEADLINE_MS = 120


class CorrectionOrder(QObject):
    """Orders the corrections of one word at a time; what is ordered once stays so.

    Attributes:
        ask: Asks the engine and returns at once; None where there is none. The answer is to come
            to `on_rescored`, or never.

    Signals:
        ordered(object): The corrections, a list of strings.
    """

    ordered = Signal(object)

    def __init__(self, editor: Editor) -> None:
        """Order what is looked at in `editor`."""
        super().__init__(editor)
        self._editor = editor
        self.ask: Callable[[Rescoring], object] | None = None
        self._place = Rescoring(0, "")
        self._found: Sequence[Correction] | None = None
        self._deadline = QTimer(self, singleShot=True, interval=_DEADLINE_MS)
        self._deadline.timeout.connect(self.settle)

    @property
    def is_due(self) -> bool:
        """Whether corrections are known whose order is not."""
        return self._found is not None

    def look_at(self, cursor: QTextCursor) -> None:
        """Let the text before the word that `cursor` selects be read; corrections come later."""
        self._found = None
        self._deadline.stop()
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        around = self._editor.snapshot(start)
        behind = around.after[len(cursor.selectedText()) :]
        number = self._place.number + 1
        self._place = Rescoring(number, around.before, (), behind, around.offset)
        if self.ask is not None:
            self.ask(self._place)

    def order(self, found: Sequence[Correction]) -> None:
        """Order the corrections of the word that was looked at last; `ordered` tells, and soon."""
        self._found = found
        if self.ask is None or not found:
            self.settle()
            return
        place, words = self._place, tuple(each.text for each in found)
        asked = Rescoring(place.number, place.before, words, place.after, place.offset)
        self._deadline.start()
        self.ask(asked)

    def forget(self) -> None:
        """Nobody wants to know any more."""
        self._deadline.stop()
        self._found = None
        self._place = Rescoring(self._place.number + 1, "")

    def settle(self, logs: Sequence[float] = ()) -> None:
        """Wait no longer: the order is final with what is known."""
        self._deadline.stop()
        found, self._found = self._found, None
        if found is not None:
            self.ordered.emit([each.text for each in in_context(found, logs)])

    @Slot(object)
    def on_rescored(self, answer: Rescored) -> None:
        """Go by what the model says, if it is still waited for."""
        asked = answer.asked
        if asked.number == self._place.number and asked.words and self._found is not None:
            self.settle(answer.logs)
