"""What is marked in an editor by several parts of the window, which do not know each other."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QTextEdit


class Marks:
    """Extra selections by owner; those of owners who came later lie above the others."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._of: dict[str, list[QTextEdit.ExtraSelection]] = {}

    def put(self, owner: str, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Show what an owner marks, in place of what it has marked before."""
        if not marks and not self._of.get(owner):
            return
        self._of[owner] = list(marks)
        self._editor.setExtraSelections([mark for some in self._of.values() for mark in some])

    def forget(self) -> None:
        """Mark nothing: another text comes, and whoever marks something there says so anew."""
        self._of.clear()
        self._editor.setExtraSelections([])
