"""Answers the engine's questions from memory: what this writer writes in such a place."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from autotype.learning.clock import FAST, FAST_SHARE, FURTHEST, SLOW, scale
from autotype.learning.counts import Counts
from autotype.text.evidence import OwnWord
from autotype.text.written_words import plain, words_before

ANYWHERE = ""
"""The context of a word alone."""
_RARE = "\0"
"""The context of a word alone that is not left to the model; only in memory."""
_OF_CONTEXT, _OF_ANYWHERE = 3, 2
_LETTERS_ANYWHERE = 1
_LONGEST_PHRASE = 8
_CURLY_REACH = 2000
Row = tuple[str, str, float]


class _Here(NamedTuple):
    """Words behind a context that begin with some letters; see `Found`.

    Attributes:
        total: The sum of what they count, faded.
        distinct: How many there are.
        best: What the heaviest count, the heaviest first.
    """

    total: float
    distinct: int
    best: dict[str, float]


class OwnText:
    """What is known of a writer: kept (slow), of this session (fast), and of the open document.

    Asked from any thread; changed by the learner's.

    Attributes:
        on_ask: Called with each question.
        on_never: Called on the learner's thread once other words are never to be offered.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._kept, self._session, self._document = Counts(), Counts(), Counts()
        self._of_kept, self._of_session = 1.0, FAST_SHARE
        self._written = 0.0
        self._revision = 0
        self._never: frozenset[str] = frozenset()
        self._left: frozenset[str] = frozenset()
        self.on_never: Callable[[], None] = lambda: None
        self._asked: tuple[str, tuple[str | None, str | None]] = ("", words_before(""))
        self.on_ask: Callable[[], None] = lambda: None

    # Asked by the engine; see `Evidence`.

    def revision(self) -> object:
        """Return how often anything has changed; see `Evidence.revision`."""
        self.on_ask()
        return self._revision

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        """Return the writer's words that could stand at the caret; see `Evidence.words`."""
        self.on_ask()
        letters = plain(typed).lower()
        with self._lock:
            one, two = self._contexts(before)
            alone = ANYWHERE if len(letters) >= _LETTERS_ANYWHERE else None
            contexts = [(3, two), (2, one), (1, alone)]
            found = [
                (order, context, self._beginning(context, letters))
                for order, context in contexts
                if context is not None
            ]
            chosen: list[str] = []
            for order, _, here in found:
                best = self._beginning(_RARE, letters).best if order == 1 else here.best
                most = _OF_CONTEXT if order > 1 else len(chosen) + _OF_ANYWHERE
                words = [word for word in best if word not in chosen]
                allowed = [word for word in words if word.lower() not in self._never]
                chosen += allowed[: max(0, most - len(chosen))]
            curly = "’" in typed or "’" in before[-_CURLY_REACH:]
            answers = []
            for word in chosen:
                form = _form(word, typed, begins=one == "^", curly=curly)
                if form is None:
                    continue
                for order, context, (total, distinct, best) in found:
                    if order == 1 and not _rare(word, self._left):
                        continue
                    count = best[word] if word in best else self._count(context, word)
                    if count > 0:
                        answers.append(OwnWord(form, order, count, total, distinct))
            return answers

    def next_words(self, before: str, limit: int) -> Sequence[str]:
        """Return how a phrase of the writer's goes on; see `Evidence.next_words`."""
        self.on_ask()
        said: list[str] = []
        with self._lock:
            one, two = self._contexts(before)
            while one is not None and len(said) < min(limit, _LONGEST_PHRASE):
                word = self._next(one, two)
                if word is None:
                    break
                said.append(word)
                last = one
                one = word.lower()
                two = f"{last} {one}"
        curly = "’" in before[-_CURLY_REACH:]
        return [word.replace("'", "’") for word in said] if curly else said

    def refuses(self, word: str) -> bool:
        """Whether the writer wants a word never offered; see `Evidence.refuses`."""
        return word in self._never

    def leave_to_model(self, words: frozenset[str]) -> None:
        """Say how common these are by themselves no longer; see `Evidence.leave_to_model`."""
        with self._lock:
            if words == self._left:
                return
            self._left = words
            for counts in (self._kept, self._session, self._document):
                self._part(counts)
            self._revision += 1

    # Changed by the learner.

    def become(
        self, rows: Iterable[Row], clock: float, never: Collection[str] | None = None
    ) -> Iterable[None]:
        """Know what is kept, in place of what was known of it; rests while it takes it in.

        Args:
            rows: Words behind contexts.
            clock: Words that were written in all.
            never: What is not to be offered; None where that stays as it is.
        """
        new = Counts()
        rows = list(rows)
        left = self._left
        rare = ((_RARE, w, x) for context, w, x in rows if context == ANYWHERE and _rare(w, left))
        yield from new.load(chain(rare, rows))
        wanted = self._never
        if never is not None:
            wanted = frozenset(plain(word).lower() for word in never)
        with self._lock:
            self._kept = new
            if self._left is not left:  # since it began
                self._part(new)
            changed, self._never = wanted != self._never, wanted
            self._of_kept = 1 / scale(clock, SLOW)
            self._revision += 1
        if changed:
            self.on_never()

    def change(self, rows: Iterable[Row], clock: float) -> None:
        """Give kept words other weights."""
        for context, word, weight in rows:
            with self._lock:
                for place in self._places(context, word):
                    self._kept.set(place, word, weight)
                self._revision += 1
        with self._lock:
            self._of_kept = 1 / scale(clock, SLOW)
            self._revision += 1

    def hear(self, grams: Iterable[tuple[str, str]], amount: float) -> None:
        """Note words of this session, each behind a context."""
        with self._lock:
            for context, word in grams:
                weight = amount * scale(self._written, FAST)
                for place in self._places(context, word):
                    self._session.add(place, word, weight)
                self._written += context == ANYWHERE
            if self._written > FAST * FURTHEST * 0.9:
                self._session, self._written = Counts(), 0.0
            self._of_session = FAST_SHARE / scale(self._written, FAST)
            self._revision += 1

    def revise(self, gone: Iterable[tuple[str, str]], come: Iterable[tuple[str, str]]) -> None:
        """Note what was lost of the open document, and what it has gained."""
        for grams, amount in ((gone, -1.0), (come, 1.0)):
            for context, word in grams:
                with self._lock:
                    for place in self._places(context, word):
                        self._document.add(place, word, amount)
                    self._revision += 1

    def close_document(self) -> None:
        """Forget the open document."""
        with self._lock:
            self._document = Counts()
            self._revision += 1

    def forget_session(self) -> None:
        """Forget what was written in this session, as far as it is not kept."""
        with self._lock:
            self._session, self._written = Counts(), 0.0
            self._revision += 1

    def weight(self, word: str) -> float:
        """Return how often a word was written, as far as it is kept; faded."""
        with self._lock:
            return self._kept.weight(ANYWHERE, word) * self._of_kept

    # With the lock.

    def _places(self, context: str, word: str) -> tuple[str, ...]:
        """Return the contexts that a word behind a context is counted in."""
        is_rare = context == ANYWHERE and _rare(word, self._left)
        return (context, _RARE) if is_rare else (context,)

    def _part(self, counts: Counts) -> None:
        """Find anew which words are not left to the model."""
        alone = counts.words(ANYWHERE)
        counts.put(_RARE, [(word, x) for word, x in alone if _rare(word, self._left)])

    def _contexts(self, before: str) -> tuple[str | None, str | None]:
        if self._asked[0] != before:  # the same for every letter of a word
            self._asked = (before, words_before(before))
        return self._asked[1]

    def _sources(self) -> list[tuple[Counts, float]]:
        """Return all that knows anything, each with what its weights are multiplied by."""
        sources = [
            (self._kept, self._of_kept),
            (self._document, 1.0),
            (self._session, self._of_session),
        ]
        return [(counts, factor) for counts, factor in sources if not counts.is_empty]

    def _count(self, context: str, word: str) -> float:
        return sum([counts.weight(context, word) * by for counts, by in self._sources()])

    def _beginning(self, context: str, letters: str) -> _Here:
        """Return the words of all sources; `distinct` is that of the one that knows most."""
        total, distinct, known_by = 0.0, 0, 0
        best: dict[str, float] = {}
        for counts, factor in self._sources():
            found = counts.beginning(context, letters)
            if not found.distinct:
                continue
            known_by += 1
            total += found.total * factor
            distinct = max(distinct, found.distinct)
            for weight, word in found.best:
                best[word] = weight * factor
        if known_by > 1:
            counted = sorted(((self._count(context, word), word) for word in best), reverse=True)
            best = {word: count for count, word in counted}
        return _Here(total, distinct, best)

    def _next(self, one: str, two: str | None) -> str | None:
        for context in (two, one):
            if context is None:
                continue
            found = self._beginning(context, "")
            if not found.best:
                continue  # such a place is new
            word, count = next(iter(found.best.items()))
            # What is kept was seen twice, or it would not be there.
            twice = self._kept.weight(context, word) > 0 or (
                self._document.weight(context, word) >= 2
            )
            is_sure = twice and count > found.total / 2 and word.lower() not in self._never
            return word if is_sure else None
        return None


def _rare(word: str, left: frozenset[str]) -> bool:
    return word.lower() not in left


def _form(word: str, typed: str, *, begins: bool, curly: bool) -> str | None:
    """Return a word as it goes on behind letters; None if it does not, or has no more letters."""
    if curly:
        word = word.replace("'", "’")
    capital = word[:1].upper() + word[1:]
    if not typed:
        return capital if begins else word
    forms = [word]
    if typed[0].isupper():
        forms.append(capital)
        if len(typed) > 1 and typed.isupper():
            forms.append(word.upper())
    # Who writes a name in small letters goes on so.
    rest = word[len(typed) :]
    if typed.islower() and rest == rest.lower() and word.lower().startswith(typed):
        forms.append(typed + rest)
    return next((form for form in forms if form.startswith(typed) and form != typed), None)
