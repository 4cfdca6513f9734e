"""Typing errors among what is learned: none of them may be offered after one or two sightings."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from autotype.evaluation.counted import CountedWords, own_words_of

RATE = 0.01
_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Attack:
    """What became of the errors.

    Attributes:
        once: How many different ones were written once.
        twice: How many were written in two documents.
        offered: Those that were offered anywhere where they were written, or by their letters.
        words: Words that were learned.
    """

    once: int
    twice: int
    offered: tuple[str, ...]
    words: int


def attack(documents: Sequence[str], everyday: frozenset[str], seed: int = 0) -> Attack:
    """Learn documents with errors in one word of a hundred, half of them made twice.

    Args:
        documents: Of a writer.
        everyday: Words in lower case; no error makes one of these.
        seed: Of the draw.
    """
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    written = {word.lower() for text in documents for word, _ in own_words_of(text)}
    places: dict[str, list[str]] = {}
    texts, again = [], dict[str, str]()
    for text in documents:
        parts, end, used = [], 0, set[str]()
        for word, at in own_words_of(text):
            typo = again.pop(word, "")
            if not typo and len(word) >= _LEAST_LETTERS and word.isalpha() and word.islower():
                typo = _slip(word, draw) if draw.random() < RATE else ""
                if typo in written or typo in everyday or typo in places:
                    typo = ""
                elif typo and draw.random() < 0.5:
                    used.add(f"{word} {typo}")
            if typo:
                parts += [text[end:at], typo]
                end = at + len(word)
                places.setdefault(typo, []).append("".join(parts)[-200 - len(typo) : -len(typo)])
        texts.append("".join([*parts, text[end:]]))
        again |= dict(pair.split() for pair in sorted(used))
    learned = CountedWords(everyday)
    for text in texts:
        learned.learn(text)
    offered = [
        typo
        for typo, before in places.items()
        if any(
            word.word.lower() == typo
            for place in ("", *before)
            for size in range(len(typo))
            for word in learned.words(place, typo[:size])
        )
    ]
    once = sum(len(before) == 1 for before in places.values())
    return Attack(once, len(places) - once, tuple(offered), learned.size)


def _slip(word: str, draw: random.Random) -> str:
    """Return a word with one slip: a letter doubled, left out, swapped or hit beside."""
    at = draw.randrange(1, len(word) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + word[at] + word[at:]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + draw.choice("aeinrst") + word[at + 1 :]
