"""Leaves suggestions out of some texts, if the user wants to know whether they help."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Slot

from autotype.numbers.hold_out import is_held_out, unit_of
from autotype.text.suggestion import Silence
from autotype.ui.counting import Counting
from autotype.ui.pausing import Pausing
from autotype.ui.suggestion_controller import SuggestionController


class HoldingOut(QObject):
    """Decides once for every text that is opened, by chance, before anything is written."""

    def __init__(
        self,
        counting: Counting,
        controller: SuggestionController,
        pausing: Pausing,
        lot: Callable[[], str],
    ) -> None:
        """Leave nothing out yet; `lot` names the text that is in front, always by the same name."""
        super().__init__(controller)
        self._counting, self._pausing, self._lot = counting, pausing, lot
        self._controller = controller
        self._share, self._seed = 0.0, ""
        self._listens = self._at_once = False
        counting.seeded.connect(self._seeded, Qt.ConnectionType.QueuedConnection)

    def begin(self, share: float) -> None:
        """Leave suggestions out of a share of all texts; nothing is done for 0."""
        self._at_once = True
        self._listen(share)

    def change(self, share: float) -> None:
        """Leave them out of another share, from the next text on; of none at once."""
        if share <= 0:
            self._pausing.hold(None)
        self._listen(share)

    def _listen(self, share: float) -> None:
        self._share = share
        if share > 0 and not self._listens:
            self._listens = True
            # The name of a text is known when all of it is in front.
            later = Qt.ConnectionType.QueuedConnection
            self._controller.opened.connect(self._decide, later)
            self._counting.ask_seed()

    @Slot(str)
    def _seeded(self, seed: str) -> None:
        self._seed = seed
        if self._at_once:
            self._decide()

    @Slot()
    def _decide(self) -> None:
        if not self._seed:
            return
        unit = unit_of(self._seed, self._lot(), date.today().isoformat())
        held_out = is_held_out(unit, self._share)
        self._counting.compare(unit, held_out=held_out)
        self._pausing.hold(Silence.HELD_OUT if held_out else None)
