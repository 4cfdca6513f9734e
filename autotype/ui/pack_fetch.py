"""Fetches the recommended pack in a process of its own, and says how far it is."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from autotype.processes import own_command
from autotype.translation import mark
from autotype.ui.json_command import JsonCommand

PULL = own_command("models", "pull", "--json", "--no-measure")
DOWNLOADING = "downloading"
"""The step after which what was downloaded is kept, so that it has not to be done again."""


class PackFetch(JsonCommand):
    """Asked to end, it ends its download too and clears away what it has begun.

    A download that was complete stays; what a killed one leaves is cleared away by the next.
    """

    UNEXPECTED = mark("The download ended unexpectedly; try it again.")
    NOT_STARTED = mark("The download cannot be started; install Autotype again.")

    def __init__(self, command: Sequence[str] = PULL, parent: QObject | None = None) -> None:
        """Start at once."""
        super().__init__(command, parent)
