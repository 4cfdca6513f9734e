"""Asks whether everything that was learned is to be forgotten."""

from PySide6.QtWidgets import QWidget

from autotype.translation import mark
from autotype.ui.questions import ask

_FORGET = mark("Forget it")


def ask_to_forget_some(parent: QWidget, question: str) -> bool:
    """Ask `question`, which names what is to be forgotten."""
    return ask(parent, question, parent.tr("It cannot be had back."), _FORGET) == _FORGET


def ask_to_forget(parent: QWidget, *, told: bool) -> bool:
    """Ask whether everything is to be forgotten.

    Args:
        parent: The window that is in front.
        told: Whether that goes, too, which nobody learned: shortcuts, and words that are never to
            be suggested.
    """
    said = parent.tr("Forget everything that was learned of your writing?")
    if told:
        more = parent.tr(
            "Your shortcuts and the words that are never suggested go as well. "
            "None of this can be undone."
        )
    else:
        more = parent.tr(
            "Your shortcuts and the words that are never suggested stay. The rest is gone for good."
        )
    return ask(parent, said, more, _FORGET) == _FORGET
