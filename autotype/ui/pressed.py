"""What an editor has to know of a key before Qt does anything with it, and who else is asked."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence

from autotype.ui.snapshot import Change

MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
    }
)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)

CARET_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Delete,
    }
)


class Spacing(Protocol):
    """Who knows of a space at the caret that is not in the text before a key needs it."""

    @property
    def soft_space(self) -> bool:
        """Whether there is one."""

    def gap(self, key: str) -> str:
        """Return what belongs between the text and what is about to be typed."""

    def unspace(self) -> bool:
        """Remove it; False if there is none."""

    @property
    def mark_put(self) -> str:
        """The mark that a take has just put there and that is not to come twice; or nothing."""

    def retype(self) -> bool:
        """Note that it was typed; False if it is to be put after all."""


class KeyListener(Protocol):
    """Who is asked about every key before the editor itself."""

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False if it means nothing."""

    def wrote(self) -> None:
        """Note that a key was pressed that only writes."""

    def release(self, event: QKeyEvent) -> None:
        """Note that a key goes up, or seems to."""

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key must reach the editor although a shortcut could have it."""


def only_writes(event: QKeyEvent) -> bool:
    """Whether a key writes a character and can mean nothing else, as nearly every key."""
    text = event.text()
    return text != "" and text.isprintable() and event.modifiers() in _PLAIN


def typed_by(event: QKeyEvent) -> str:
    """Return what a key will type, as Qt decides it; nothing for other keys."""
    text, modifiers = event.text(), event.modifiers()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    return "" if modifiers & ~shift == control or not text[:1].isprintable() else text


def retypes(spacing: Spacing | None, event: QKeyEvent | QInputMethodEvent) -> bool:
    """Whether an event types the mark that a take has just put, which is not put twice."""
    mark = spacing.mark_put if spacing is not None else ""
    if spacing is None or not mark:
        return False
    if isinstance(event, QKeyEvent):
        return typed_by(event) == mark and spacing.retype()
    is_all = not (event.preeditString() or event.replacementLength())
    return is_all and event.commitString() == mark and spacing.retype()


def holds(event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether any of some modifiers is held; Shift alone is none of them."""
    held = event.modifiers()
    # Python computes with flags slowly, and nearly every key is held with none or Shift.
    return held not in _PLAIN and bool(held & modifiers)


def is_backspace(event: QKeyEvent) -> bool:
    """Whether a key deletes the character before the caret."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_Backspace and not holds(event, commands)


def change_named_by(event: QKeyEvent) -> tuple[Change, str] | None:
    """Return what the document alone cannot tell; None if there is no such thing."""
    standard = QKeySequence.StandardKey
    if event.matches(standard.Undo) or event.matches(standard.Redo):
        return Change.UNDONE, ""
    return (Change.PASTED, "") if event.matches(standard.Paste) else None
