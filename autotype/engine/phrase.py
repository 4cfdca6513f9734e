"""The ghost: the likeliest word and what follows it, as far as the model is sure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autotype.engine.kv_cache import KVCache, Path
from autotype.engine.session import Floats
from autotype.engine.tokenizer import Tokenizer
from autotype.engine.words import Candidate

_SENTENCE_ENDS = frozenset({".", "!", "?"})
_INNER = frozenset({",", ";", ":"})
_MAY_END = 0.1
"""How likely a mark must be after the last word of a ghost that stands before one."""


@dataclass(frozen=True, slots=True)
class PhraseLimits:
    """How far a ghost may go.

    A word of a ghost can be taken by itself, so what follows may be less sure than what begins
    it: with these two in place of 0.5 and 0.3 somebody who takes ghosts saves a point and a
    half more for as many looks, and six ghosts of ten are right to their end, not two of three.

    Attributes:
        words: Words at most.
        passes: Model passes at most.
        per_word: A word that is less likely than this ends the ghost before it.
        whole: So does one that would make the whole ghost less likely than this.
    """

    words: int = 6
    passes: int = 8
    per_word: float = 0.35
    whole: float = 0.15


@dataclass(frozen=True, slots=True)
class Phrase:
    """A ghost text and the probability that all of it is right."""

    text: str
    p: float


class PhraseSearch:
    """Extends a word greedily, one pass a token."""

    def __init__(self, tokenizer: Tokenizer, cache: KVCache, stable: Sequence[int]) -> None:
        self._vocabulary = tokenizer.vocabulary
        self._cache = cache
        self._stable = stable
        self._word_starts = np.flatnonzero(tokenizer.vocabulary.starts_word)
        self._marks = np.flatnonzero(
            tokenizer.vocabulary.ends_word & ~tokenizer.vocabulary.starts_word
        )
        self._goes_on = np.flatnonzero(tokenizer.vocabulary.letters | tokenizer.vocabulary.joins)

    def extend(
        self, first: Candidate, limits: PhraseLimits, *, before_mark: bool = False
    ) -> Phrase:
        """Return the ghost that starts with `first`.

        Args:
            first: Its first word.
            limits: How far it may go.
            before_mark: Whether a mark stands behind the caret already; the ghost then ends
                with a word that a mark may follow ("much" rather than "much for").
        """
        phrase, path, passes = Phrase(first.text, first.p), first.path, 0
        last_good = phrase
        for _ in range(limits.words - 1):
            row, spent = self._row(path)
            passes += spent
            if float(row[self._marks].sum()) >= _MAY_END:
                last_good = phrase
            mark, share = self._mark(row)
            if mark is not None:
                if phrase.p * share >= limits.whole and share >= limits.per_word:
                    phrase = Phrase(phrase.text + self._text((mark,)), phrase.p * share)
                    if self._text((mark,)) in _SENTENCE_ENDS:
                        break
                    path = (*path, mark)
                    if passes >= limits.passes:
                        break
                    row, spent = self._row(path)
                    passes += spent
                else:
                    break
            added, share, spent = self._word(path, row, limits.passes - passes)
            passes += spent
            if not added or share < limits.per_word or phrase.p * share < limits.whole:
                break
            path = (*path, *added)
            phrase = Phrase(phrase.text + self._text(added), phrase.p * share)
            if passes >= limits.passes:
                break
        if before_mark:
            return last_good
        return Phrase(phrase.text.rstrip(",;:"), phrase.p)

    def _mark(self, row: Floats) -> tuple[int | None, float]:
        """Return the punctuation mark that comes next if one is likelier than any token."""
        token = int(row.argmax())
        text = self._vocabulary.texts[token].decode("utf-8", "ignore")
        if text in _SENTENCE_ENDS or text in _INNER:
            return token, float(row[token])
        return None, 0.0

    def _word(self, path: Path, row: Floats, passes: int) -> tuple[Path, float, int]:
        """Return the tokens of the next word, its probability and the passes it took."""
        token = int(self._word_starts[row[self._word_starts].argmax()])
        added: Path = (token,)
        p, spent = float(row[token]), 0
        while spent < passes and len(added) < 5:
            if p < 0.1:
                break
            row, cost = self._row((*path, *added))
            spent += cost
            ends = float(row[self._vocabulary.ends_word].sum())
            if ends >= 0.5:
                return (added, p * ends, spent) if self._whole(added) else ((), 0.0, spent)
            token = int(self._goes_on[row[self._goes_on].argmax()])
            p, added = p * float(row[token]), (*added, token)
        return (), 0.0, spent

    def _row(self, path: Path) -> tuple[Floats, int]:
        before = self._cache.passes
        (row,) = self._cache.evaluate(self._stable, [path])
        return row, self._cache.passes - before

    def _whole(self, tokens: Path) -> bool:
        try:
            return self._raw(tokens).decode()[-1:].isalpha()
        except UnicodeDecodeError:
            return False

    def _raw(self, tokens: Path) -> bytes:
        return b"".join(self._vocabulary.texts[token] for token in tokens)

    def _text(self, tokens: Path) -> str:
        return self._raw(tokens).decode("utf-8", "ignore")
