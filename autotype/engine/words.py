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

from autotype.engine.frontier import Branch, Frontier
from autotype.engine.kv_cache import KVCache, Path
from autotype.engine.session import Floats
from autotype.engine.spelling import is_misspelled, meant_word, slipped
from autotype.engine.tokenizer import Tokenizer
from autotype.engine.vocabulary import Mask, Tokens
from autotype.text.boundary import Caret, needs_space
from autotype.text.suggestion import Word

# This, the longest word and the share of a missing letter: `python -m tests.benchmarks search`.
_TREE_ROWS = 8
_WORDS = 3
_NEGLIGIBLE = 1e-3
_MAX_TOKENS = 12
# A key that is held down leaves a thousand ways to spell its letters and no word behind them.
_MOST_PASSES = 64
_WHOLE = 0.5
# How much of its mass a branch that has not covered the typed letters yet is believed to
# put on each of the letters it lacks; only the order of work depends on it.
_PER_MISSING_BYTE = 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word for the caret, with its end.

    Attributes:
        text: What would be inserted.
        p: Probability given what was typed.
        path: Its tokens, from the end of the stable ones on.
        order: Of the evidence that has lifted it; 0 where that is the model's own probability.
    """

    text: str
    p: float
    path: Path
    order: int = 0


class WordSearch:
    """Finds the likeliest words at one caret. Made anew for every request."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        cache: KVCache,
        caret: Caret,
        stable: Sequence[int],
        least_p: float,
    ):
        """Prepare a search.

        Args:
            tokenizer: The pack's tokenizer.
            cache: The context; a pass is made only for what it does not know.
            caret: The text before the caret, cut.
            stable: Tokens of the stable text (with the start token, if any); not empty.
            least_p: Words below this probability are of no interest.
        """
        self._tokenizer = tokenizer
        self._vocabulary = tokenizer.vocabulary
        self._cache = cache
        self._caret = caret
        self._held = caret.held.encode()
        self._stable = stable
        self._least_p = max(least_p, _NEGLIGIBLE)
        self._wanted = _WORDS
        self._left = _MOST_PASSES
        self._frontier = Frontier(tokenizer.vocabulary.texts)
        self._found: dict[str, Candidate] = {}
        self._mass = 0.0  # of everything found that agrees with what was typed
        self._first_row: Floats | None = None

    @property
    def is_done(self) -> bool:
        """Whether no other word can be among those wanted, or enough was tried."""
        return not self._left or self._frontier.is_done(self._floor())

    @property
    def mass(self) -> float:
        """Probability of all that agrees with what was typed, as far as it is known."""
        return self._mass

    @property
    def floor(self) -> float:
        """What a word has to be likelier than to be among those wanted; 0 to 1."""
        return self._floor() / max(self._mass, 1e-9)

    def start(self) -> None:
        """Read the stable text and open the first branches; at most one pass if short."""
        (row,) = self._cache.evaluate(self._stable, [()])
        self._first_row = row
        if self._held:
            self._extend(Branch(), row)
        else:
            self._mass = 1.0
            self._frontier.push(Branch(), row, self._bare_starts())
        self._use_known_rows()

    def step(self) -> bool:
        """Look at the branches that matter most; False when none is left or enough was tried."""
        if not self._left:
            return False
        self._left -= 1
        chosen = self._frontier.take(_TREE_ROWS, self._floor(), self._promise)
        if not chosen:
            return False
        # The typed letters as a word of their own go first: their cells can be kept when
        # the next key is a space.
        chosen.sort(key=lambda branch: not self._held.startswith(branch.raw))
        rows = self._cache.evaluate(self._stable, [branch.path for branch in chosen])
        for branch, row in zip(chosen, rows, strict=True):
            self._extend(branch, row)
        self._use_known_rows()
        return True

    def want(self, count: int) -> None:
        """Search for so many words, since some of those found cannot be offered."""
        self._wanted = max(self._wanted, count)

    def best(self, count: int) -> list[Candidate]:
        """Return the likeliest words found so far; each is whole."""
        mass = max(self._mass, 1e-9)
        ordered = sorted(self._found.values(), key=lambda word: (-word.p, word.text))[:count]
        return [Candidate(word.text, min(1.0, word.p / mass), word.path) for word in ordered]

    def misspells(self, word: Candidate) -> bool:
        """Whether a word that was found goes on with a misspelling."""
        return self._first_row is not None and is_misspelled(
            self._vocabulary, self._first_row, self._caret.held, word.text, self._mass, word.p
        )

    def slips(self, word: Candidate) -> bool:
        """Whether a word that was found is another one with a slip inside of it."""
        return self._first_row is not None and slipped(
            self._vocabulary, self._first_row, self._caret.held, word.text, word.p * self._mass
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

    def _floor(self) -> float:
        found = sorted((word.p for word in self._found.values()), reverse=True)
        last = found[self._wanted - 1] if len(found) >= self._wanted else 0.0
        return max(last, self._mass * self._least_p)

    def _promise(self, branch: Branch) -> float:
        lacking = len(self._held) - len(branch.raw)
        return branch.p * (_PER_MISSING_BYTE**lacking if lacking > 0 else 1.0)

    def _use_known_rows(self) -> None:
        """Go on along branches whose rows an earlier request has left behind."""
        floor, cached = self._floor(), self._cache.cached
        known = self._frontier.take_if(
            lambda branch: branch.p > floor and cached(self._stable, branch.path) is not None
        )
        for branch in known:
            row = cached(self._stable, branch.path)
            if row is not None:
                self._extend(branch, row)
        if known:
            self._use_known_rows()

    def _extend(self, branch: Branch, row: Floats) -> None:
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
            self._found[text] = Candidate(text, branch.p * ends, branch.path)
        goes_on = self._vocabulary.letters | self._vocabulary.joins
        if not text and self._caret.half_word:
            # What was typed may be a whole word; then the next one comes.
            goes_on = goes_on | self._vocabulary.starts_word
        self._push(branch, row, _ids(goes_on))

    def _push(self, branch: Branch, row: Floats, tokens: Tokens) -> None:
        if len(branch.path) < _MAX_TOKENS:
            self._frontier.push(branch, row, tokens)

    def _bare_starts(self) -> Tokens:
        """Return the tokens that a word may start with where nothing is held back."""
        before = self._caret.stable
        if not before or before[-1].isspace():
            return _ids(self._vocabulary.letters)
        if needs_space(before):
            return _ids(self._vocabulary.starts_word)
        return _ids(self._vocabulary.letters | self._vocabulary.starts_word)

    def _text(self, branch: Branch) -> str:
        """Return what a branch would insert; empty while it is no whole word."""
        try:
            text = branch.raw[len(self._held) :].decode()
        except UnicodeDecodeError:
            return ""
        return text if text and text[-1].isalpha() else ""

    def _canonical(self, branch: Branch, text: str) -> bool:
        return self._tokenizer.encode(self._caret.held + text) == branch.path


def _ids(mask: Mask) -> Tokens:
    return np.flatnonzero(mask)
