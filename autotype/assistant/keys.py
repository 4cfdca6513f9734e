"""Key presses as the assistant sees them, and the ones that ask for something."""

from collections.abc import Mapping
from dataclasses import dataclass

from autotype.text.actions import ACTIONS

CTRL, ALT, SHIFT, META = "ctrl", "alt", "shift", "meta"
_MODIFIERS = {CTRL, ALT, SHIFT, META}
# The bar's three words are not on the screen here.
_NOT_HERE = {"first", "second", "third"}


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key that went down.

    Attributes:
        text: The character it types, empty for other keys.
        name: Its name in Qt's portable form, in lower case: "tab", "right", "a", "]".
        modifiers: Which of "ctrl", "alt", "shift", "meta" are down.
        composes: Whether it is a part of a character that is still to come (a dead key).
    """

    text: str
    name: str
    modifiers: frozenset[str] = frozenset()
    composes: bool = False

    @property
    def is_command(self) -> bool:
        """Whether it means something else than its character."""
        return bool(self.modifiers & {CTRL, ALT, META})


class Keys:
    """Which key asks for what."""

    def __init__(self, changed: Mapping[str, str]) -> None:
        """Use the default keys, but for those that were changed; an empty text takes one away."""
        self._actions: dict[tuple[str, frozenset[str]], str] = {}
        for name, action in ACTIONS.items():
            chord = _chord(changed.get(name, action.key))
            if chord is not None and name not in _NOT_HERE:
                self._actions.setdefault(chord, name)

    def action(self, press: KeyPress) -> str:
        """Return the name of the action that a key asks for; empty for none."""
        known = self._actions.get((press.name, press.modifiers))
        if known is None and press.text and press.name == press.text:
            # On many layouts shift is needed to reach a character; it is not meant then.
            known = self._actions.get((press.name, press.modifiers - {SHIFT}))
        return known or ""


def _chord(key: str) -> tuple[str, frozenset[str]] | None:
    if not key:
        return None
    parts = key.lower().split("+")
    # “Ctrl++” is the plus key.
    name = parts[-1] or "+"
    return name, frozenset(parts[:-1]) & _MODIFIERS
