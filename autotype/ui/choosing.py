"""Asks for the names of files, and proposes names that can be used."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from autotype.text.document import Document
from autotype.text.naming import proposed, with_suffix
from autotype.translation import mark, tr
from autotype.ui.questions import ask

_TEXT = mark("Text")


def choose_to_open(window: QWidget, document: Document) -> Path | None:
    """Ask which file to open, beginning where the present document lies."""
    folder = document.path.parent if document.path else _own_folder()
    name, _ = QFileDialog.getOpenFileName(window, tr("Open"), str(folder), _filter())
    return Path(name) if name else None


def choose_to_save(window: QWidget, document: Document) -> Path | None:
    """Ask under which name to save a document; None to leave it."""
    suggested = str(proposed(document, _own_folder()))
    name, kind = QFileDialog.getSaveFileName(window, tr("Save As"), suggested, _filter())
    if not name:
        return None
    path = with_suffix(Path(name)) if kind.startswith(tr(_TEXT)) else Path(name)
    if path != Path(name) and path.exists():
        # The file dialog has asked about the name without the suffix.
        said = tr("There is a file “{name}” already.", name=path.name)
        if not ask(window, said, tr("What it holds would be lost."), mark("Overwrite")):
            return None
    return path


def _filter() -> str:
    return f"{tr(_TEXT)} (*.txt *.md *.markdown *.text);;{tr('All files')} (*)"


def _own_folder() -> Path:
    """Return the folder where people look for their texts."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(kind))
    return documents if documents.is_dir() and os.access(documents, os.W_OK) else Path.home()
