"""The writer's own shortcuts in all fields of a session, and read again as they change."""

import asyncio
import contextlib
from collections.abc import Iterable

from autotype.assistant.field import Field
from autotype.learning.learner import Learner
from autotype.text.shortcuts import Shortcuts


class OwnShortcuts:
    """Those that there are now; to be made and used where the fields are."""

    def __init__(self, learner: Learner, fields: Iterable[Field]) -> None:
        """Have them read.

        Args:
            learner: Who reads them.
            fields: All that there are, whenever it is looked.
        """
        self._now = Shortcuts()
        self._fields = fields
        self._loop = asyncio.get_running_loop()
        learner.on_shortcuts = self._hear
        learner.heed()

    def give(self, field: Field) -> None:
        """Have them offered in a new field."""
        field.set_shortcuts(self._now)

    def _hear(self, shortcuts: Shortcuts) -> None:
        """Hear of others, on the learner's thread."""
        with contextlib.suppress(RuntimeError):  # the session is over
            self._loop.call_soon_threadsafe(self._use, shortcuts)

    def _use(self, shortcuts: Shortcuts) -> None:
        self._now = shortcuts
        for field in self._fields:
            field.set_shortcuts(shortcuts)
