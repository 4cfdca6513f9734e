"""Asks for the names of files, and proposes names that can be used."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from autotype.text.document import Document
from autotype.text.naming import proposed, with_suffix
from autotype.ui.questions import ask

_TEXT = "Text"
_FILTER = f"{_TEXT} (*.txt *.md *.markdown *.text);;All files (*)"


def choose_to_open(window: QWidget, document: Document) -> Path | None:
    """Ask which file to open, beginning where the present document lies."""
    folder = document.path.parent if document.path else _own_folder()
    name, _ = QFileDialog.getOpenFileName(window, "Open", str(folder), _FILTER)
    return Path(name) if name else None


def choose_to_save(window: QWidget, document: Document) -> Path | None:
    """Ask under which name to save a document; None to leave it."""
    suggested = str(proposed(document, _own_folder()))
    name, kind = QFileDialog.getSaveFileName(window, "Save As", suggested, _FILTER)
    if not name:
        return None
    path = with_suffix(Path(name)) if kind.startswith(_TEXT) else Path(name)
    if path != Path(name) and path.exists():
        # The file dialog has asked about the name without the suffix.
        said = f"There is a file “{path.name}” already."
        if not ask(window, said, "What it holds would be lost.", "Overwrite"):
            return None
    return path


def _own_folder() -> Path:
    """Return the folder where people look for their texts."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(kind))
    return documents if documents.is_dir() and os.access(documents, os.W_OK) else Path.home()
