"""How many keys a simulated typist saves.

The typist writes a given text, takes what is right as soon as it is offered, and pays one
key for every take. A take inserts exactly the offered text; it counts only if that is the
next part of the text and ends where a word of the text ends. Two plain typists: *bar* looks
at the three words, *ghost* only at the inline text that the editor would show. More of them
are in `typists`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from autotype.text.suggestion import Suggestion, first_word, type_through

Ask = Callable[[str], Suggestion]
"""From the text before the caret to the engine's answer."""

_SHORT = 3
_INSIDE = regex.compile(r"[\p{L}\p{M}\p{N}]|['’]\p{L}")


def ends_word(text: str, at: int) -> bool:
    """Whether a word of `text` ends at position `at`, or none is going on there."""
    return not _INSIDE.match(text, at)


def is_right(text: str, at: int, offered: str) -> bool:
    """Whether `offered` is the next part of `text` at `at` and ends where a word ends."""
    return bool(offered) and text.startswith(offered, at) and ends_word(text, at + len(offered))


@dataclass(slots=True)
class Keystrokes:
    """Counts over one or more texts.

    Attributes:
        characters: Characters of the texts.
        keys: Keys used, takes included.
        takes: Takes.
        words: Words of the texts, split at white space.
        shows: Ghosts shown; typing through one, or taking its first word, is no new show.
        right: Shows whose first word was the text's next word.
        whole: Shows that were right to their end.
        short: Shows of fewer than three letters.
        shown: (probability of being right as the gate sees it, rightness) of every show.
    """

    characters: int = 0
    keys: int = 0
    takes: int = 0
    words: int = 0
    shows: int = 0
    right: int = 0
    whole: int = 0
    short: int = 0
    shown: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def savings(self) -> float:
        """Keystroke savings: 1 - keys / characters."""
        return 1 - self.keys / self.characters if self.characters else 0.0

    @property
    def precision(self) -> float:
        """Share of the shows whose first word was right."""
        return self.right / self.shows if self.shows else 0.0

    @property
    def shows_per_100_words(self) -> float:
        """Shows per 100 words of text."""
        return 100 * self.shows / self.words if self.words else 0.0

    @property
    def short_share(self) -> float:
        """Share of the shows that have fewer than three letters."""
        return self.short / self.shows if self.shows else 0.0

    def show(self, text: str, at: int, ghost: str, right_p: float) -> None:
        """Count a ghost that is shown at `at`, and how right it is."""
        right = is_right(text, at, first_word(ghost))
        self.shows += 1
        self.right += right
        self.whole += is_right(text, at, ghost)
        self.short += len(ghost.strip()) < _SHORT
        self.shown.append((right_p, right))


def type_with_bar(text: str, ask: Ask, counts: Keystrokes) -> dict[int, int]:
    """Write `text` with the suggestion bar; adds to `counts`.

    Returns:
        Where each take ended, by where it began.
    """
    counts.characters += len(text)
    counts.words += len(text.split())
    at, takes = 0, {}
    while at < len(text):
        # The longest right word, should two be right.
        right = [
            w.text for w in ask(text[:at]).words if not w.replaces and is_right(text, at, w.text)
        ]
        taken = max(right, key=len, default="")
        counts.keys += 1
        counts.takes += bool(taken)
        if taken:
            takes[at] = at + len(taken)
        at += len(taken) or 1
    return takes


def type_with_ghost(text: str, ask: Ask, counts: Keystrokes) -> None:
    """Write `text` with the ghost text only; adds to `counts`.

    As in the editor a ghost that is typed through, or whose first word is taken, stays
    what it is; nothing is asked until it is used up or contradicted.
    """
    counts.characters += len(text)
    counts.words += len(text.split())
    at, ghost = 0, ""
    while at < len(text):
        if not ghost:
            answer = ask(text[:at])
            ghost = answer.ghost
            if ghost:
                counts.show(text, at, ghost, answer.right_p)
        taken = _worth_taking(text, at, ghost)
        counts.keys += 1
        counts.takes += bool(taken)
        step = taken or text[at]
        ghost = type_through(ghost, step) or ""
        at += len(step)


def _worth_taking(text: str, at: int, ghost: str) -> str:
    """Return what of a ghost is right: all of it, or its next word, or nothing."""
    return next((part for part in (ghost, first_word(ghost)) if is_right(text, at, part)), "")
