"""The model packs that are here or can be had, and what can be done with them."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from autotype.errors import AutotypeError
from autotype.text.model_in_use import PackOnShelf
from autotype.translation import number, tr
from autotype.ui.pack_fetch import DOWNLOADING, PULL, PackFetch
from autotype.ui.pack_watch import PackWatch


class Shelf(Protocol):
    """What knows the packs; see `autotype.choosing.Choosing`."""

    def shelf(self) -> tuple[PackOnShelf, ...]:
        """Return all of them."""

    def remove(self, name: str) -> None:
        """Remove one; raises `AutotypeError` if that cannot be done."""


class PackShelf(QObject):
    """Lives as long as the program, so that a download does not end with a window.

    Signals:
        changed(): Another pack is here, in use, measured or being fetched.
        tuning_wanted(): Somebody wants one of their own.
    """

    changed = Signal()
    tuning_wanted = Signal()

    def __init__(
        self, shelf: Shelf, watch: PackWatch, command: tuple[str, ...] = tuple(PULL)
    ) -> None:
        """Begin.

        Args:
            shelf: What knows the packs.
            watch: Measures them, and notices other ones.
            command: The command line that fetches a pack, without its name.
        """
        super().__init__(watch)
        self._shelf = shelf
        self._watch = watch
        self._command = command
        self._fetch: PackFetch | None = None
        self.fetching = self.measuring = self.progress = self.failure = ""
        watch.measured.connect(self._measured)
        watch.changed.connect(self.changed)

    def packs(self) -> tuple[PackOnShelf, ...]:
        """Return all packs as they are now."""
        return self._shelf.shelf()

    def get(self, name: str) -> None:
        """Fetch a pack of the catalogue; one at a time."""
        if self._fetch is not None:
            return
        self.fetching, self.failure = name, ""
        fetch = self._fetch = PackFetch((*self._command, name), self)
        fetch.progressed.connect(self._progressed)
        fetch.ended.connect(self._fetched)
        self._progressed(0.0, DOWNLOADING)

    def cancel(self) -> None:
        """Fetch nothing any more."""
        fetch, self._fetch = self._fetch, None
        self.fetching = self.progress = ""
        if fetch is not None:
            fetch.cancel()
        self.changed.emit()

    def stop(self) -> None:
        """End a download, and wait until it has ended."""
        fetch, self._fetch = self._fetch, None
        if fetch is not None:
            fetch.stop()

    def measure(self, name: str) -> None:
        """Measure what a pack does on this machine."""
        self.measuring = name
        self._watch.measure(name)
        self.changed.emit()

    def remove(self, name: str) -> None:
        """Remove a pack."""
        self.failure = ""
        try:
            self._shelf.remove(name)
        except (AutotypeError, OSError) as error:
            self.failure = str(error)
        self._watch.look()
        self.changed.emit()

    def _measured(self) -> None:
        self.measuring = ""
        self.changed.emit()

    def _progressed(self, share: float, step: str) -> None:
        what = self.tr("Downloading") if step == DOWNLOADING else self.tr("Preparing")
        self.progress = tr("{what} … {part}%", what=what, part=number(100 * min(share, 0.99)))
        self.changed.emit()

    def _fetched(self, error: str) -> None:
        fetch, self._fetch = self._fetch, None
        self.fetching = self.progress = ""
        self.failure = error
        if fetch is not None:
            fetch.deleteLater()
        self._watch.look()
        self.changed.emit()
