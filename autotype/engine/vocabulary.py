"""The bytes of every token, sorted, and what each token does to a word.

Byte order makes the tokens that continue a typed prefix one contiguous slice.
No model and no text of the user here.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex

Mask = npt.NDArray[np.bool_]
Tokens = npt.NDArray[np.int64]

_LETTERS = regex.compile(r"[\p{L}\p{M}]+\Z")
_ENDS = regex.compile(r"[\s\p{P}\p{S}]")
_CONTRACTION = regex.compile(r"['’](?:s|t|re|ve|m|ll|d)\Z", regex.IGNORECASE)
_CONTINUATION = bytes(range(0x80, 0xC0))
# First bytes in UTF-8 of Latin, Greek, Cyrillic and other alphabets; and of signs, dashes, quotes
# and emoji. Behind all others are scripts that are written without spaces.
_OF_LETTERS = frozenset((*range(0xC3, 0xE0), 0xE1))
_OF_MARKS = frozenset((0xC2, 0xE2, 0xF0))
APOSTROPHE = "’"
"""The typographic apostrophe; unlike the straight one it is a pre-token of its own."""


def byte_alphabet() -> dict[str, int]:
    """Return the byte that each character of a byte-level BPE vocabulary stands for.

    The mapping of Radford et al. 2019 (GPT-2): printable Latin-1 characters stand for
    themselves, the other 68 bytes for the characters from U+0100 on, in order.
    """
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(0x100) if byte not in set(plain)]
    shown = {chr(byte): byte for byte in plain}
    return shown | {chr(0x100 + index): byte for index, byte in enumerate(others)}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the word search needs to know of the tokens.

    Attributes:
        texts: Bytes of each token; empty for special tokens and unused ids.
        sorted_texts: The bytes of all ordinary tokens in byte order.
        sorted_ids: int64 [n]; the ids in the order of `sorted_texts`.
        ends_word: bool [V]; a word that precedes this token ends before it.
        starts_word: bool [V]; one space and then letters.
        letters: bool [V]; letters only, no space: continues a word, or starts one
            where no space belongs.
        joins: bool [V]; an apostrophe (with the rest of a contraction) that belongs to
            the word before it.
    """

    texts: tuple[bytes, ...]
    sorted_texts: tuple[bytes, ...]
    sorted_ids: Tokens
    ends_word: Mask
    starts_word: Mask
    letters: Mask
    joins: Mask

    def slice(self, prefix: bytes) -> Tokens:
        """Return the ids of all tokens whose bytes start with `prefix`, int64 [n]."""
        first = bisect_left(self.sorted_texts, prefix)
        # No UTF-8 byte is 0xFF, so this is above every continuation of the prefix.
        last = bisect_left(self.sorted_texts, prefix + b"\xff", lo=first)
        return self.sorted_ids[first:last]

    def token_of(self, text: bytes) -> int | None:
        """Return the id of the token of exactly these bytes; None if there is none."""
        at = bisect_left(self.sorted_texts, text)
        there = at < len(self.sorted_texts) and self.sorted_texts[at] == text
        return int(self.sorted_ids[at]) if there else None

    def proper_prefixes(self, text: bytes) -> list[int]:
        """Return the ids of the tokens that `text` starts with and is longer than."""
        found = (self.token_of(text[:size]) for size in range(1, len(text)))
        return [token for token in found if token is not None]


def build_vocabulary(
    tokens: dict[str, int], special: set[int], size: int, end_tokens: tuple[int, ...]
) -> Vocabulary:
    """Classify the tokens of a byte-level BPE vocabulary.

    Args:
        tokens: Id of each token in its printable form.
        special: Ids that stand for no text.
        size: V, the rows of the model's head (it may have unused ones).
        end_tokens: Special tokens that end a text, and a word with it.
    """
    alphabet = byte_alphabet()
    texts = [b""] * size
    for shown, token in tokens.items():
        if token < size and token not in special:
            try:
                texts[token] = bytes(alphabet[character] for character in shown)
            except KeyError:  # not byte-level: an added token in plain text
                texts[token] = shown.encode()
    masks = {name: np.zeros(size, np.bool_) for name in ("ends", "starts", "letters", "joins")}
    for token, raw in enumerate(texts):
        kind = _kind(raw)
        if kind:
            masks[kind][token] = True
    masks["ends"] |= masks["starts"]
    masks["ends"][[token for token in end_tokens if token < size]] = True
    order = sorted((raw, token) for token, raw in enumerate(texts) if raw)
    return Vocabulary(
        tuple(texts),
        tuple(raw for raw, _ in order),
        np.array([token for _, token in order], np.int64),
        masks["ends"],
        masks["starts"],
        masks["letters"],
        masks["joins"],
    )


def _kind(raw: bytes) -> str:
    text = _readable(raw)
    if not text:
        return ""
    if _CONTRACTION.match(text) or text == APOSTROPHE:
        return "joins"
    if text[0] == " " and _LETTERS.match(text, 1):
        return "starts"
    if _LETTERS.match(text):
        return "letters"
    return "ends" if _ENDS.match(text) else ""


def _readable(raw: bytes) -> str:
    """Return the text of a token, with a letter or a mark for what is cut off at either end.

    Empty where neither is likely.
    """
    whole = raw.lstrip(_CONTINUATION)
    text = whole.decode("utf-8", "ignore")
    begun = whole[len(text.encode()) :]
    if begun and begun[0] not in _OF_LETTERS | _OF_MARKS:
        return ""
    if begun:
        text += "a" if begun[0] in _OF_LETTERS else "."
    return f"a{text}" if len(whole) < len(raw) else text
