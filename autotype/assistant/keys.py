"""Key presses as the assistant sees them, and the ones that ask for something."""

from collections.abc import Mapping
from dataclasses import dataclass

from autotype.text.actions import ACTIONS
from autotype.text.chords import ALT, CTRL, META, SHIFT, Chord, meanings, parse

__all__ = ["ALT", "CTRL", "META", "SHIFT", "KeyPress", "Keys"]

# The bar's three words are not on the screen here, and no take leaves a space.
_NOT_HERE = {"first", "second", "third", "take_plain"}


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
        self._actions: dict[Chord, str] = {}
        for name, action in ACTIONS.items():
            chord = parse(changed.get(name, action.key))
            if chord is not None and name not in _NOT_HERE:
                self._actions.setdefault(chord, name)

    def action(self, press: KeyPress) -> str:
        """Return the name of the action that a key asks for; empty for none."""
        meant = meanings(press.name, press.modifiers, press.text, "")
        return next((self._actions[chord] for chord in meant if chord in self._actions), "")
