"""Names under which a document can be saved where its own will not do."""

import os
from pathlib import Path

from autotype.text.document import Document
from autotype.translation import tr

_SUFFIX = ".txt"


def proposed(document: Document, elsewhere: Path) -> Path:
    """Return where to save a document under another name; nothing is overwritten there.

    Args:
        document: What is to be saved.
        elsewhere: The folder for what has none, or none that can be written.
    """
    path = document.path
    if path is None:
        return elsewhere / f"{tr('Untitled')}{_SUFFIX}"
    if not document.read_only:
        return path
    writable = os.access(path.parent, os.W_OK)
    folder = path.parent if writable else elsewhere
    added = " (UTF-8)" if document.guessed else " (copy)" if writable else ""
    name, number = folder / f"{path.stem}{added}{path.suffix}", 1
    while os.path.lexists(name):
        number += 1
        name = folder / f"{path.stem}{added or ' (copy)'} {number}{path.suffix}"
    return name


def with_suffix(path: Path) -> Path:
    """Return the name of a text file; one without a suffix gets the usual one.

    Names that begin with a dot and files that are there already stay as they are.
    """
    if path.suffix or path.name.startswith(".") or path.exists():
        return path
    return path.with_name(path.name.rstrip(".") + _SUFFIX)
