"""A text widget whose commands, as menus give them, say what they did to the text."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData

from autotype.ui.snapshot import Change
from autotype.ui.swapping import SwappingEdit


class CommandedEdit(SwappingEdit):
    """Hands each command of a menu to `edit`.

    Attributes:
        pastes: Whether something is being pasted or dropped, in whichever way that was asked for.
    """

    pastes = False

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Insert what is pasted or dropped."""
        self.pastes = True
        try:
            super().insertFromMimeData(source)
        finally:
            self.pastes = False

    def edit(self, work: Callable[[], object], change: Change) -> None:
        """Change the text or move the caret by program, and say what that was."""
        raise NotImplementedError

    def undo(self) -> None:
        """Undo from a menu."""
        self.edit(super().undo, Change.UNDONE)

    def redo(self) -> None:
        """Redo from a menu."""
        self.edit(super().redo, Change.UNDONE)

    def cut(self) -> None:
        """Cut from a menu."""
        self.edit(super().cut, Change.DELETED)

    def paste(self) -> None:
        """Paste from a menu."""
        self.edit(super().paste, Change.PASTED)

    def selectAll(self) -> None:  # noqa: N802
        """Select all from a menu."""
        self.edit(super().selectAll, Change.MOVED)
