"""How a phrase of the writer's goes on, as far as the model has nothing against it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from autotype.engine.asked import Asked
from autotype.engine.blend import Blend, contexts_of, counts_of
from autotype.engine.kv_cache import KVCache, Path
from autotype.engine.phrase import PhraseLimits
from autotype.engine.tokenizer import Tokenizer
from autotype.engine.words import Candidate

_MOST = 8
"""Words, beside the one that a phrase begins with."""
_ROWS = 16
_STRENGTHS = (10.0, 50.0, 8.0)
"""As in `Blend`. A phrase has to be sure of itself: the words before it agree, or it ends."""
_ABSURD = 1e-6
"""What the model finds less likely than this part of its best word ends a phrase."""


class OwnPhrase:
    """Walks the writer's own phrases; one pass each."""

    def __init__(self, tokenizer: Tokenizer, cache: KVCache) -> None:
        """Prepare for a model.

        Args:
            tokenizer: Of its pack.
            cache: A pass is made only for what it does not know.
        """
        vocabulary = tokenizer.vocabulary
        self._encode = tokenizer.encode
        self._cache = cache
        self._blend = Blend(strengths=_STRENGTHS)
        self._ends = vocabulary.ends_word.astype(np.float32)
        self._starts = np.flatnonzero(vocabulary.starts_word)

    def extend(
        self,
        first: Candidate,
        before: str,
        stable: Path,
        asked: Asked,
        limits: PhraseLimits,
    ) -> tuple[Candidate, int]:
        """Return a word with what the writer wrote behind it, and how many words that adds.

        A word is added if it is at least as likely as any other one here, by what the writer
        wrote and the model's probability together, and the model does not find it absurd.

        Args:
            first: The word.
            before: The text before the caret.
            stable: Its tokens.
            asked: What the writer wrote.
            limits: How far a ghost may go.

        Raises:
            EngineError: The model failed.
        """
        words = asked.next_words(before + first.text, min(_MOST, limits.words - 1))
        steps = self._steps(first.path, words)
        if not steps:
            return first, 0
        paths = dict.fromkeys(
            path[:size] for path in steps for size in range(len(first.path), len(path) + 1)
        )
        rows = dict(zip(paths, self._cache.evaluate(stable, list(paths)), strict=True))
        phrase, added = first, 0
        for word, path in zip(words, steps, strict=False):
            row = rows[phrase.path]
            p = float(rows[path] @ self._ends)
            for size in range(len(phrase.path), len(path)):
                p *= float(rows[path[:size]][path[size]])
            best = float(row[self._starts].max())
            share = self._share(word, before + phrase.text, p, asked)
            if p < _ABSURD * best or share < max(best, limits.per_word):
                break
            if phrase.p * share < limits.whole:
                break
            phrase = replace(phrase, text=f"{phrase.text} {word}", p=phrase.p * share, path=path)
            added += 1
        return phrase, added

    def _steps(self, path: Path, words: Sequence[str]) -> list[Path]:
        """Return the tokens up to the end of each word, as many as one pass can hold."""
        steps: list[Path] = []
        begun = len(path)
        for word in words:
            path = (*path, *self._encode(f" {word}"))
            if len(path) - begun > _ROWS:
                break
            steps.append(path)
        return steps

    def _share(self, word: str, before: str, p: float, asked: Asked) -> float:
        """Return the probability of a word behind a text, the writer's own counts included."""
        known = asked.words(f"{before} ", "")
        counts = counts_of(known).get(word)
        if counts is None:
            return p
        return self._blend.mixed(p, self._blend.said(counts, contexts_of(known), 0))
