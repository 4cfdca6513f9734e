"""Asks for the number of a line and goes there."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QInputDialog

from autotype.ui.editor import Editor
from autotype.ui.snapshot import Change


def go_to_line(editor: Editor) -> QInputDialog:
    """Ask, and put the caret at the beginning of that line; return the question."""
    lines = editor.document().blockCount()
    dialog = QInputDialog(editor.window())
    dialog.setWindowTitle(QCoreApplication.translate("GoToLine", "Go to line"))
    dialog.setLabelText(QCoreApplication.translate("GoToLine", "Line, 1 to {}:").format(lines))
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setIntRange(1, lines)
    dialog.setIntValue(editor.textCursor().blockNumber() + 1)

    def go(line: int) -> None:
        cursor = QTextCursor(editor.document().findBlockByNumber(line - 1))
        editor.edit(lambda: editor.setTextCursor(cursor), Change.MOVED)
        editor.centerCursor()
        editor.setFocus()

    dialog.intValueSelected.connect(go)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
