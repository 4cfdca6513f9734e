"""What the engine answers, and what can be done to it as the user types on."""

import enum
from dataclasses import dataclass, field
from unicodedata import combining, is_normalized, normalize

import regex

from autotype.text.request import Request


class Silence(enum.StrEnum):
    """Why no ghost text is shown, in the words of the status line."""

    UNSURE = "not sure enough"
    TOO_SHORT = "too little to gain"
    INSIDE_WORD = "inside a word"
    TEXT_AFTER = "text follows the caret"
    REPEATS_AFTER = "it is already there"
    REPEATS_BEFORE = "it would repeat the text"
    MISSPELLED = "it may be misspelled"
    FOREIGN = "the model does not know this language"
    NO_WORDS = "no words fit here"
    NO_PROSE = "a number or an address"
    FILTERED = "filtered"
    AFTER_DELETION = "after a deletion"
    AFTER_UNDO = "after undo"
    AFTER_PASTE = "after a paste"
    AFTER_EDIT = "the text was changed"
    AFTER_MOVE = "the caret moved"
    SELECTION = "text is selected"
    COMPOSING = "an input method is composing"
    UNFOCUSED = "the editor is not focused"
    DISMISSED = "dismissed until the next word"
    PAUSED = "paused"
    SNOOZED = "paused for ten minutes"
    HELD_OUT = "without suggestions, to compare"
    READ_ONLY = "the document is read-only"
    LONG_LINE = "this line is too long"
    NO_MODEL = "no model"
    LOADING = "the model is loading"
    THINKING = "thinking"
    FAILED = "the model failed"
    OVERTAKEN = "a newer request came"


@dataclass(frozen=True, slots=True)
class Word:
    """One whole word (or the rest of a half-typed one) for the caret.

    Attributes:
        text: Exactly what would be inserted, missing space included.
        p: Probability that this is what comes next, given what was typed; 0 to 1.
        replaces: How many characters before the caret go for it: those of a misspelled word.
    """

    text: str
    p: float
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer to one request.

    Attributes:
        request: What was asked; the answer holds for this text only.
        words: Up to three words, the likeliest first.
        ghost: What to show inline, exactly as it would be inserted; may be empty.
        ghost_p: Probability that the whole ghost is right; 0 to 1.
        right_p: How often the first word of such a ghost is right, as it was measured for
            the pack (see `engine/gate`); 0 to 1, also when the ghost stays hidden.
        reason: Why `ghost` is empty; None when it is not.
        final: False while the engine is still extending the ghost.
        words_ms: Milliseconds from the start of the work to the words.
        total_ms: Milliseconds from the start of the work to this answer.
        passes: Model passes made for it.
    """

    request: Request
    words: tuple[Word, ...] = ()
    ghost: str = ""
    ghost_p: float = 0.0
    right_p: float = 0.0
    reason: Silence | None = None
    final: bool = True
    words_ms: float = 0.0
    total_ms: float = 0.0
    passes: int = field(default=0, compare=False)


# A take of one word: leading white space, closing or opening punctuation before the word,
# and the word with its inner apostrophes and hyphens. Punctuation after it is a take of its
# own: the word is often right where the mark is not.
_FIRST_WORD = regex.compile(
    r"\s*[^\s\p{L}\p{N}]*(?:[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*)?"
)


def first_word(ghost: str) -> str:
    """Return what "take the next word" inserts: the ghost up to the end of its first word.

    For a ghost that is not empty the result never is; it is the whole ghost where nothing
    is left to split.
    """
    end = _FIRST_WORD.match(ghost).end()  # type: ignore[union-attr]  # always matches
    return ghost[:end] if end else ghost


def type_through(ghost: str, typed: str) -> str | None:
    """Return what is left of `ghost` after `typed`, or None where the two disagree.

    A letter with an accent is the same in one character and in two, once all of it is typed.
    """
    if ghost.startswith(typed):
        return ghost[len(typed) :]
    if ghost.isascii() or typed.isascii():
        return None
    whole, begun = normalize("NFD", ghost), normalize("NFD", typed)
    if not whole.startswith(begun) or combining(whole[len(begun) : len(begun) + 1] or " "):
        return None
    left = whole[len(begun) :]
    return normalize("NFC", left) if is_normalized("NFC", ghost) else left


def words_through(words: tuple[Word, ...], typed: str) -> tuple[Word, ...]:
    """Return what is left of those words that agree with `typed`; no correction does."""
    if not typed:
        return words
    going_on = (word for word in words if not word.replaces)
    left = ((type_through(word.text, typed), word.p) for word in going_on)
    # What is left of one that ends in a space or a line end is no word.
    return tuple(Word(text, p) for text, p in left if text and text.strip())
