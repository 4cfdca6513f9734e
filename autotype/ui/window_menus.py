"""What the menus of the window have for documents, for editing and for pausing."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from autotype import paths
from autotype.ui.document_actions import DocumentActions
from autotype.ui.editor import Editor
from autotype.ui.exporting import Exporting
from autotype.ui.menus import Menus
from autotype.ui.pausing import Pausing
from autotype.ui.recent_files import RecentFiles
from autotype.ui.tabs import Tabs

_Key = QKeySequence.StandardKey


def file_entries(
    menus: Menus,
    editor: Editor,
    documents: DocumentActions,
    tabs: Tabs,
    exporting: Exporting,
    recent_files: int,
    say: Callable[[str], object],
) -> RecentFiles:
    """Add opening, saving, printing and exporting; return the menu of recent files.

    `say` says for a moment that there was nothing to do.
    """
    new = menus.add(menus.file, _tr("&New"), None, tabs.new)
    new.setShortcuts(_keys("Ctrl+N", "Ctrl+T"))
    menus.add(menus.file, _tr("&Open …"), _Key.Open, tabs.choose_and_open)
    place = paths.recent_file()
    recent = RecentFiles(editor, documents, tabs.open, menus, place, recent_files)
    reopen = QKeySequence("Ctrl+Shift+T")
    nothing = _tr("No closed file is left to open again.")
    menus.add(menus.file, _tr("Reopen closed &tab"), reopen, lambda: tabs.reopen() or say(nothing))
    menus.file.addSeparator()
    menus.add(menus.file, _tr("&Save"), _Key.Save, documents.save)
    menus.add(menus.file, _tr("Save &As …"), QKeySequence("Ctrl+Shift+S"), documents.save_as)
    menus.file.addSeparator()
    menus.add(menus.file, _tr("&Print …"), _Key.Print, exporting.print)
    menus.add(menus.file, _tr("&Export as PDF …"), None, exporting.ask_for_pdf)
    menus.add(menus.file, _tr("Export as &HTML …"), None, exporting.ask_for_html)
    return recent


def edit_entries(menus: Menus, editor: Editor) -> None:
    """Add undo and the clipboard. The editor handles these keys itself; the menu shows them."""
    undo = menus.add(menus.edit, _with(_tr("&Undo"), "Ctrl+Z"), None, editor.undo)
    redo = menus.add(menus.edit, _with(_tr("&Redo"), "Ctrl+Shift+Z"), None, editor.redo)
    for action, available in (
        (undo, editor.undoAvailable),
        (redo, editor.redoAvailable),
    ):
        action.setEnabled(False)
        available.connect(action.setEnabled)

    def follow() -> None:
        undo.setEnabled(editor.document().isUndoAvailable())
        redo.setEnabled(editor.document().isRedoAvailable())

    editor.swapped.connect(follow)
    for text, key, work in (
        (_tr("Cu&t"), "Ctrl+X", editor.cut),
        (_tr("&Copy"), "Ctrl+C", editor.copy),
        (_tr("&Paste"), "Ctrl+V", editor.paste),
        (_tr("Select &All"), "Ctrl+A", editor.selectAll),
    ):
        menus.add(menus.edit, _with(text, key), None, work)


def pause_entries(menus: Menus, pausing: Pausing, key: QKeySequence) -> QAction:
    """Add pausing and snoozing; return the entry that pauses."""
    pause = menus.add(menus.suggest, _tr("&Pause"), key, pausing.toggle)
    pause.setCheckable(True)
    pause.setChecked(pausing.paused)
    pausing.changed.connect(pause.setChecked)
    menus.add(menus.suggest, _tr("&Snooze for ten minutes"), None, pausing.snooze)
    return pause


def _keys(*keys: str) -> list[QKeySequence]:
    return [QKeySequence(key) for key in keys]


def _with(text: str, key: str) -> str:
    """Return a name that shows a key of the editor's."""
    return f"{text}\t{QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)
