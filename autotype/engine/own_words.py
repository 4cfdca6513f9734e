"""The writer's own words at a caret, lifted to where what they wrote says that they belong.

The search for words follows what the model expects, and a name that it has never read may be
far behind that. But its tokens are known: so the rows along all of them are read in one pass, and
none is read for a word that could not come among those offered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import regex

from autotype.engine.asked import Asked
from autotype.engine.blend import Blend, Said, contexts_of, counts_of
from autotype.engine.context import Placement
from autotype.engine.kv_cache import KVCache, Path
from autotype.engine.tokenizer import Tokenizer
from autotype.engine.words import Candidate, WordSearch
from autotype.text.boundary import needs_space
from autotype.text.evidence import OwnWord

_ROWS = 8
"""Of a pass; a single long name may take more."""
_MOST_WORDS = 5
_LONGEST = 32
"""Tokens of a word; more than that is no word."""
_KEPT_PATHS = 4_000
_REACH = 256
# With its inner apostrophes and hyphens, as the store cuts them.
_WORD = regex.compile(r"(?r)[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*['’-]?\Z")
# Behind these a word begins without a space; a straight quote may close as well.
_OPENERS = frozenset("([{“‘«¿¡")
_SAFE = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*\Z")


@dataclass(frozen=True, slots=True)
class OwnCandidate:
    """A word that the writer has written before, and where it would go.

    Attributes:
        text: What would be inserted.
        path: Its tokens, from the end of the stable ones on.
        order: The highest order of evidence that has seen it.
        said: What the writer's counts say of it.
    """

    text: str
    path: Path
    order: int
    said: Said


def word_at_caret(before: str) -> tuple[str, str]:
    """Return the text before the word at the caret, and the letters of it.

    >>> word_at_caret("Ask the Kirschbaum-Feld")
    ('Ask the ', 'Kirschbaum-Feld')
    """
    tail = before[-_REACH:]
    match = _WORD.search(tail)
    size = len(match.group()) if match else 0
    return before[: len(before) - size], before[len(before) - size :]


class OwnWords:
    """Knows the tokens of a writer's words, for one model."""

    def __init__(self, tokenizer: Tokenizer, cache: KVCache, blend: Blend) -> None:
        """Prepare for a model.

        Args:
            tokenizer: Of its pack.
            cache: A pass is made only for what it does not know.
            blend: How much the writer's own text counts.
        """
        self.blend = blend
        self._cache = cache
        self._ends = tokenizer.vocabulary.ends_word.astype(np.float32)
        # Token ids belong to one tokenizer, so the store has none.
        self._path = lru_cache(_KEPT_PATHS)(tokenizer.encode)

    def known(self, asked: Asked, before: str) -> Sequence[OwnWord]:
        """Return the writer's words that go on with what is typed, best first."""
        start, typed = word_at_caret(before)
        seen = asked.words(start, typed)
        return [each for each in seen if _goes_on(each.word, typed)] if seen else ()

    def lift(
        self,
        found: Sequence[Candidate],
        search: WordSearch,
        placement: Placement,
        before: str,
        known: Sequence[OwnWord],
    ) -> list[Candidate]:
        """Return the words of a search with the writer's own among them, the likeliest first.

        Args:
            found: The likeliest words of the search.
            search: Where they come from.
            placement: The tokens of the place.
            before: The text before the caret.
            known: The writer's words there.

        Raises:
            EngineError: The model failed.
        """
        words = {word.text: word for word in found}
        if not search.mass:
            return list(found)
        own = list(self._candidates(known, before, placement))
        chosen = self._choose(own, search, placement.tokens)
        for each, p in zip(chosen, self._measured(chosen, placement.tokens), strict=True):
            there = words.get(each.text)
            p = there.p if there else min(p / search.mass, 1.0)
            lifted = self.blend.lifted(p, each.said)
            if there and lifted > p:
                words[each.text] = replace(there, p=lifted, order=each.order)
            elif not there:
                order = each.order if lifted > p else 0
                words[each.text] = Candidate(each.text, lifted, each.path, order)
        return sorted(words.values(), key=lambda word: (-word.p, word.text))

    def measured(
        self, search: WordSearch, placement: Placement, before: str, known: Sequence[OwnWord]
    ) -> list[tuple[OwnCandidate, float]]:
        """Return every word with the model's probability, however little it is; for fitting."""
        own = list(self._candidates(known, before, placement))
        return [
            (each, min(p / max(search.mass, 1e-9), 1.0))
            for each, p in zip(own, self._measured(own, placement.tokens), strict=True)
        ]

    def _candidates(
        self, known: Sequence[OwnWord], before: str, placement: Placement
    ) -> Iterator[OwnCandidate]:
        _, typed = word_at_caret(before)
        held = placement.caret.held
        space = ""
        if not (typed or not before or before[-1].isspace() or before[-1] in _OPENERS):
            if not needs_space(before):
                return
            space = " "
        contexts = contexts_of(known)
        for word, counts in list(counts_of(known).items())[:_MOST_WORDS]:
            text = space + word[len(typed) :]
            if not text:
                continue  # it is written already
            path = self._path(held + text)
            if 0 < len(path) <= _LONGEST:
                said = self.blend.said(counts, contexts, len(typed))
                yield OwnCandidate(text, path, max(counts), said)

    def _choose(
        self,
        own: Sequence[OwnCandidate],
        search: WordSearch,
        stable: Sequence[int],
    ) -> list[OwnCandidate]:
        """Return the words that may come among those offered, as many as one pass can hold.

        Only the row at the place itself is looked at, which is always known: what else is known
        depends on what was asked before, and an answer must not.
        """
        row = self._cache.cached(stable)
        floor, rows = search.floor, set[Path]()
        chosen: list[OwnCandidate] = []

        def at_most(each: OwnCandidate) -> float:
            bound = 1.0 if row is None else min(float(row[each.path[0]]) / search.mass, 1.0)
            return self.blend.lifted(bound, each.said)

        for each in sorted(own, key=at_most, reverse=True):
            if at_most(each) <= floor:
                break
            needed = {each.path[:size] for size in range(1, len(each.path) + 1)}
            if not chosen or len(rows | needed) <= _ROWS:
                rows |= needed
                chosen.append(each)
        return chosen

    def _measured(self, own: Sequence[OwnCandidate], stable: Sequence[int]) -> list[float]:
        """Return the model's probability of each word and its end, in one pass at most."""
        paths = dict.fromkeys(
            each.path[:size] for each in own for size in range(len(each.path) + 1)
        )
        rows = dict(zip(paths, self._cache.evaluate(stable, list(paths)), strict=True))
        found = []
        for each in own:
            p = float(rows[each.path] @ self._ends)
            for size, token in enumerate(each.path):
                p *= float(rows[each.path[:size]][token])
            found.append(p)
        return found


def _goes_on(word: str, typed: str) -> bool:
    """Whether a word can stand where so much of it is typed, a name in small letters as well."""
    if not _SAFE.match(word) or len(word) < len(typed):
        return False
    begun, rest = word[: len(typed)], word[len(typed) :]
    return begun == typed or (begun.lower() == typed.lower() and rest == rest.lower())
