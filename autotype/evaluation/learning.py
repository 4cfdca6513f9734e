"""What learning a writer is worth, in the order of time: a document is scored, then learned.

The same pieces are written with nothing learned, with all that the writer wrote before, and with
as much of somebody else (the placebo), key by key and by one model. So what is compared differs in
nothing else.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from autotype.engine.completer import Completer
from autotype.engine.everyday import everyday_words
from autotype.evaluation.counted import CountedWords
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar, type_with_ghost
from autotype.evaluation.measure import Progress, Walk
from autotype.evaluation.own_use import WINDOW, Rare, Uses, letters_typed
from autotype.text.evidence import Evidence, NoEvidence, OwnWord

NOTHING, OWN, PLACEBO = "nothing", "own", "placebo"
_REACH = 6_000
_SHORTEST = 80


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document that is written.

    Attributes:
        document: Which one.
        before: What stands before it there.
        text: What is written.
    """

    document: int
    before: str
    text: str


@dataclass(slots=True)
class Scored:
    """What became of one piece.

    Attributes:
        document: Which one it is from.
        learned: Words that were learned before it.
        bar: Of the typist with the three words, by what was learned.
        ghost: Of the typist with the ghost, in the same way.
        rare: Its rare words, and the letters typed of each, in the same way.
        ms: Milliseconds a key, in the same way.
    """

    document: int
    learned: int
    bar: dict[str, Keystrokes] = field(default_factory=dict)
    ghost: dict[str, Keystrokes] = field(default_factory=dict)
    rare: list[tuple[Rare, dict[str, int]]] = field(default_factory=list)
    ms: dict[str, float] = field(default_factory=dict)


class _Held:
    """Evidence that can be exchanged behind a completer."""

    def __init__(self) -> None:
        self.by: Evidence = NoEvidence()

    def revision(self) -> object:
        return self.by, self.by.revision()

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        return self.by.words(before, typed)

    def next_words(self, before: str, limit: int) -> Sequence[str]:
        return self.by.next_words(before, limit)

    def refuses(self, word: str) -> bool:
        return self.by.refuses(word)

    def leave_to_model(self, words: frozenset[str]) -> None:
        self.by.leave_to_model(words)


class Scorer:
    """Writes pieces with one model and several stores at once."""

    def __init__(self, completer: Completer) -> None:
        """Prepare for the model and the gate of a completer."""
        model, threshold = completer.model, completer.judge.gate.threshold
        self.everyday = everyday_words(model.tokenizer.vocabulary)
        self._held = {name: _Held() for name in (NOTHING, OWN, PLACEBO)}
        self._completers = {
            name: Completer(model, threshold, evidence=held) for name, held in self._held.items()
        }

    def score(
        self, piece: Piece, stores: dict[str, Evidence], rare: Sequence[Rare], learned: int
    ) -> Scored:
        """Write one piece.

        Args:
            piece: The piece.
            stores: What is compared, by name; `NOTHING` is always there.
            rare: Its rare words.
            learned: Words learned so far, for the record.
        """
        walks = {}
        for name, evidence in {NOTHING: NoEvidence(), **stores}.items():
            self._held[name].by = evidence
            walks[name] = Walk(self._completers[name], piece.text, before=piece.before)
        scored = Scored(piece.document, learned)
        spent = dict.fromkeys(walks, 0.0)
        for _ in piece.text:
            for name, walk in walks.items():
                started = time.perf_counter()
                walk.step()
                spent[name] += time.perf_counter() - started
        takes = {}
        for name, walk in walks.items():
            bar, ghost = Keystrokes(), Keystrokes()
            takes[name] = type_with_bar(piece.text, walk.ask, bar)
            type_with_ghost(piece.text, walk.ask, ghost)
            scored.bar[name], scored.ghost[name] = bar, ghost
            scored.ms[name] = 1e3 * spent[name] / max(len(piece.text), 1)
        scored.rare = [
            (word, {name: letters_typed(word, took) for name, took in takes.items()})
            for word in rare
        ]
        return scored


def pieces_of(
    documents: Sequence[str], characters: int, longest: int, seed: int, first: int = 0
) -> list[Piece]:
    """Choose what is written: a piece of every n-th document, beginning with one of its lines.

    Args:
        documents: In the order of time.
        characters: In all, about; 0 for a piece of every document.
        longest: Characters of a piece; 0 for no limit.
        seed: Of the draw within a document.
        first: Documents before this one are only learned.
    """
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    found = []
    for number, text in enumerate(documents):
        starts = [at + 1 for at, mark in enumerate(text) if mark == "\n" and at < len(text) - 120]
        start = draw.choice([0, *starts])
        piece = text[start : start + longest] if longest else text[start:]
        if number >= first and len(piece) >= _SHORTEST:
            found.append(Piece(number, text[max(0, start - _REACH) : start], piece.rstrip()))
    if not characters or not found:
        return found
    size = sum(len(piece.text) for piece in found) / len(found)
    every = max(1, int(len(found) * size / characters))
    return found[every // 2 :: every]


def learn_along(
    scorer: Scorer,
    documents: Sequence[str],
    placebo: Sequence[str],
    pieces: Sequence[Piece],
    progress: Progress | None = None,
    wanted: Callable[[Piece], bool] = lambda _: True,
) -> Iterator[Scored]:
    """Yield what became of each piece; all documents before it were learned by then.

    Args:
        scorer: Writes.
        documents: Of the writer, in the order of time.
        placebo: Of somebody else; as much of it is learned, or all there is.
        pieces: What is written, in the order of documents.
        progress: Told how far it is.
        wanted: Whether a piece is to be written; the others are only learned.
    """
    own, other = CountedWords(scorer.everyday), CountedWords(scorer.everyday)
    uses = Uses(scorer.everyday)
    read = learned = 0
    for number, piece in enumerate(pieces):
        for document in documents[learned : piece.document]:
            own.learn(document)
            uses.learn(document)
        learned = max(learned, piece.document)
        while other.size < own.size and read < len(placebo):
            other.learn(placebo[read])
            read += 1
        if progress:
            progress("every piece", number, len(pieces))
        if not wanted(piece):
            continue
        far = piece.before[:-WINDOW]
        own.read(far)
        other.read(far)
        stores: dict[str, Evidence] = {OWN: own, **({PLACEBO: other} if placebo else {})}
        yield scorer.score(piece, stores, list(uses.rare(piece.before, piece.text)), own.size)
    if progress:
        progress("every piece", len(pieces), len(pieces))


def beside(
    scorer: Scorer,
    documents: Sequence[str],
    pieces: Sequence[Piece],
    wanted: Callable[[Piece], bool] = lambda _: True,
) -> Iterator[Scored]:
    """Yield what becomes of other people's text when all of a writer was learned."""
    own = CountedWords(scorer.everyday)
    for document in documents:
        own.learn(document)
    for piece in filter(wanted, pieces):
        yield scorer.score(piece, {OWN: own}, [], own.size)
