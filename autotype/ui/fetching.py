"""The recommended model is fetched, and the line above the text says how far it is."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from autotype.translation import mark, number, tr
from autotype.ui.notice import Notice
from autotype.ui.pack_fetch import DOWNLOADING, PackFetch

PASSING_S = 20.0
"""How long something is said that needs no answer."""


class Fetching(QObject):
    """One download at a time, which can be cancelled from the line.

    Signals:
        ended(str): It is over; one sentence if it failed, else nothing. Not after a cancel.
    """

    ended = Signal(str)

    def __init__(self, notice: Notice, command: Sequence[str]) -> None:
        """Fetch nothing yet.

        Args:
            notice: The line.
            command: The command line that fetches the model.
        """
        super().__init__(notice)
        self._notice = notice
        self._command = command
        self._fetch: PackFetch | None = None
        self._downloading = False

    @property
    def is_on(self) -> bool:
        """Whether a download is under way."""
        return self._fetch is not None

    def start(self) -> None:
        """Begin."""
        fetch = self._fetch = PackFetch(self._command, self)
        fetch.progressed.connect(self._show_progress)
        fetch.ended.connect(self._end)
        self._show_progress(0.0, DOWNLOADING)

    def stop(self) -> None:
        """End a download; nothing of it is left."""
        fetch, self._fetch = self._fetch, None
        if fetch is not None:
            fetch.stop()

    def _show_progress(self, share: float, step: str) -> None:
        # What is opened and in use is all of it, and that comes after the last step.
        part = min(share, 0.99)
        self._downloading = step == DOWNLOADING
        said = mark("Getting the better model: downloading … {part}%. You can go on writing.")
        if not self._downloading:
            said = mark(
                "Getting the better model: preparing it for this computer … {part}%. You can go "
                "on writing."
            )
        self._notice.say(
            tr(said, part=number(100 * part)),
            (tr("Cancel"), self._cancel),
            share=part,
        )

    def _cancel(self) -> None:
        fetch, self._fetch = self._fetch, None
        if fetch is not None:
            fetch.cancel()
        kept = (
            tr("Getting the model was stopped; nothing of it is kept.")
            if self._downloading
            else tr("Getting the model was stopped; what was downloaded is kept for the next time.")
        )
        self._notice.say(kept, seconds=PASSING_S)

    def _end(self, error: str) -> None:
        fetch, self._fetch = self._fetch, None
        if fetch is not None:
            fetch.deleteLater()
        self.ended.emit(error)
