"""Whole words for the caret, exact over tokens.

A word may be one token or several, and the letters typed so far end in the middle of one
as a rule. So the search walks branches of tokens from the last stable position: first
those whose bytes are a beginning of what was typed, then those that cover it, then those
that go on. The probability of a word is the product over its tokens, times the mass of
"the word ends here" after the last one. Only the canonical tokens of a text count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autotype.engine.kv_cache import KVCache, Path
from autotype.engine.session import Floats
from autotype.engine.spelling import is_misspelled, meant_word
from autotype.engine.tokenizer import Tokenizer
from autotype.engine.vocabulary import Mask, Tokens
from autotype.text.boundary import Caret, needs_space
from autotype.text.suggestion import Word

_TREE_ROWS = 8
_CHILDREN = 12
_MAX_TOKENS = 7
_NEGLIGIBLE = 1e-3
_WHOLE = 0.5
# How much of its mass a branch that has not covered the typed letters yet is believed to
# put on each of the letters it lacks; only the order of work depends on it.
_PER_MISSING_BYTE = 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word for the caret.

    Attributes:
        text: What would be inserted.
        p: Probability given what was typed.
        path: Its tokens, from the end of the stable ones on.
        exact: Whether `p` includes the measured mass of its end.
    """

    text: str
    p: float
    path: Path
    exact: bool


@dataclass(slots=True)
class _Branch:
    path: Path
    raw: bytes
    p: float
    last: int


class WordSearch:
    """Finds the likeliest words at one caret. Made anew for every request."""

    def __init__(self, tokenizer: Tokenizer, cache: KVCache, caret: Caret, stable: Sequence[int]):
        """Prepare a search.

        Args:
            tokenizer: The pack's tokenizer.
            cache: The context; a pass is made only for what it does not know.
            caret: The text before the caret, cut.
            stable: Tokens of the stable text (with the start token, if any); not empty.
        """
        self._tokenizer = tokenizer
        self._vocabulary = tokenizer.vocabulary
        self._cache = cache
        self._caret = caret
        self._held = caret.held.encode()
        self._stable = stable
        self._open: list[_Branch] = []
        self._found: dict[str, Candidate] = {}
        self._mass = 0.0  # of everything found that agrees with what was typed
        self._first_row: Floats | None = None

    def start(self) -> None:
        """Read the stable text and open the first branches; at most one pass if short."""
        (row,) = self._cache.evaluate(self._stable, [()])
        self._first_row = row
        if self._held:
            self._extend(_Branch((), b"", 1.0, -1), row)
        else:
            self._mass = 1.0
            self._push(_Branch((), b"", 1.0, -1), row, self._bare_starts())
        self._use_known_rows()

    def step(self) -> bool:
        """Make one pass over the branches that matter most; False when none is left."""
        chosen = self._worth_a_row()
        if not chosen:
            return False
        rows = self._cache.evaluate(self._stable, [branch.path for branch in chosen])
        for branch, row in zip(chosen, rows, strict=True):
            self._extend(branch, row)
        self._use_known_rows()
        return True

    def best(self, count: int = 3) -> list[Candidate]:
        """Return the likeliest words found so far, measured ones and estimates together."""
        mass = max(self._mass, 1e-9)
        found = dict(self._found)
        for branch in self._open:
            text = self._text(branch)
            if text and text not in found and self._canonical(branch, text):
                guess = branch.p * _end_prior(self._vocabulary.texts[branch.last])
                found[text] = Candidate(text, guess, branch.path, False)
        ordered = sorted(found.values(), key=lambda word: -word.p)[:count]
        return [
            Candidate(word.text, min(1.0, word.p / mass), word.path, word.exact) for word in ordered
        ]

    def misspells(self, word: Candidate) -> bool:
        """Whether a word that was found goes on with a misspelling."""
        return self._first_row is not None and is_misspelled(
            self._vocabulary, self._first_row, self._caret.held, word.text, self._mass, word.p
        )

    def correction(self) -> Word | None:
        """Return the whole word that was meant by the one before the caret, if that has a slip."""
        if self._first_row is None or not self._caret.half_word.isalpha():
            return None
        found = meant_word(self._vocabulary, self._first_row, self._caret.held, self._mass)
        if found is None:
            return None
        token, p = found
        text = self._vocabulary.texts[token].decode("utf-8", "ignore").strip()
        # Only words of one token are looked at, and some tokens are pieces.
        (row,) = self._cache.evaluate(self._stable, [(token,)])
        if not text.isalpha() or float(row[self._vocabulary.ends_word].sum()) < _WHOLE:
            return None
        return Word(text, p, len(self._caret.half_word))

    def _worth_a_row(self) -> list[_Branch]:
        exact = sorted((word.p for word in self._found.values()), reverse=True)
        third = exact[2] if len(exact) > 2 else 0.0
        floor = max(third, self._mass * _NEGLIGIBLE)
        self._open = [branch for branch in self._open if self._bound(branch) > floor]
        self._open.sort(key=self._bound, reverse=True)
        chosen, self._open = self._open[:_TREE_ROWS], self._open[_TREE_ROWS:]
        # The typed letters as a word of their own go first: their cells can be kept when
        # the next key is a space.
        chosen.sort(key=lambda branch: not self._held.startswith(branch.raw))
        return chosen

    def _bound(self, branch: _Branch) -> float:
        lacking = len(self._held) - len(branch.raw)
        return branch.p * (_PER_MISSING_BYTE**lacking if lacking > 0 else 1.0)

    def _use_known_rows(self) -> None:
        """Go on along branches whose rows an earlier request has left behind."""
        while True:
            waiting, self._open = self._open, []
            known = False
            for branch in waiting:
                row = self._cache.cached(self._stable, branch.path)
                if row is None:
                    self._open.append(branch)
                else:
                    known = True
                    self._extend(branch, row)
            if not known:
                return

    def _extend(self, branch: _Branch, row: Floats) -> None:
        """Use the probabilities after a branch: finish its word, open its children."""
        lacking = self._held[len(branch.raw) :]
        if lacking:
            covering = self._vocabulary.slice(lacking)
            self._mass += branch.p * float(row[covering].sum())
            begins = np.array(self._vocabulary.proper_prefixes(lacking), np.int64)
            self._push(branch, row, np.concatenate([covering, begins]))
            return
        text = self._text(branch)
        if text and self._canonical(branch, text):
            ends = float(row[self._vocabulary.ends_word].sum())
            self._found[text] = Candidate(text, branch.p * ends, branch.path, True)
        goes_on = self._vocabulary.letters | self._vocabulary.joins
        if not text and self._caret.half_word:
            # What was typed may be a whole word; then the next one comes.
            goes_on = goes_on | self._vocabulary.starts_word
        self._push(branch, row, _ids(goes_on))

    def _push(self, branch: _Branch, row: Floats, tokens: Tokens) -> None:
        if len(branch.path) >= _MAX_TOKENS or not len(tokens):
            return
        p = row[tokens]
        if len(tokens) > _CHILDREN:
            best = np.argpartition(p, -_CHILDREN)[-_CHILDREN:]
            tokens, p = tokens[best], p[best]
        for token, share in zip(tokens.tolist(), p.tolist(), strict=True):
            raw = branch.raw + self._vocabulary.texts[token]
            self._open.append(_Branch((*branch.path, token), raw, branch.p * share, token))

    def _bare_starts(self) -> Tokens:
        """Return the tokens that a word may start with where nothing is held back."""
        before = self._caret.stable
        if not before or before[-1].isspace():
            return _ids(self._vocabulary.letters)
        if needs_space(before):
            return _ids(self._vocabulary.starts_word)
        return _ids(self._vocabulary.letters | self._vocabulary.starts_word)

    def _text(self, branch: _Branch) -> str:
        """Return what a branch would insert; empty while it is no whole word."""
        try:
            text = branch.raw[len(self._held) :].decode()
        except UnicodeDecodeError:
            return ""
        return text if text and text[-1].isalpha() else ""

    def _canonical(self, branch: _Branch, text: str) -> bool:
        return self._tokenizer.encode(self._caret.held + text) == branch.path


def _ids(mask: Mask) -> Tokens:
    return np.flatnonzero(mask)


def _end_prior(raw: bytes) -> float:
    """Return how likely a word ends with a token, before its row is known."""
    return 0.8 if len(raw) > 3 else 0.5
