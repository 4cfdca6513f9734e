"""What a look is taken to cost, and what has to be gained: which ghosts that shows, and for what.

Typed are pieces of training texts that are held out from training, each below what stands before
it in its document. Every place is asked once with the gate open; then each gate decides.
"""

import dataclasses
import json
import random
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from autotype.builder.training.config import TextConfig
from autotype.builder.training.corpus import Document, documents
from autotype.engine.gate import Gate
from autotype.evaluation.curve import Written, curve, gate_points, gated
from autotype.evaluation.keystrokes import Ask, Keystrokes
from autotype.evaluation.measure import Walk
from autotype.evaluation.samples import Sample
from autotype.evaluation.typists import TYPISTS, write
from autotype.packs.opening import open_completer
from autotype.text.suggestion import Silence, Suggestion
from tests.benchmarks.data import folder

PACKS = ("smollm2-135m", "everyday-gpt2")
SOURCES = ("sgd_dialogues", "spamassassin_ham", "topical_chat")
"""Mail and chat; of what else people type nothing is held out."""
CHARACTERS = 12_000
_LONGEST = 300
_REACH = 3_000
_SEED = 0
_LOOKS = (1.0, 1.4, 1.8, 2.2)
_GAINS = (1.5, 1.75, 1.86, 2.0, 2.25)
_ARCHIVE = "train.tar.xz"


def report() -> str:
    """Return the tables as Markdown, and what the packs' manifests keep of them."""
    samples = pieces()
    return "\n".join(part for pack in PACKS for part in _tables(walked(pack, samples), pack))


def pieces(characters: int = CHARACTERS) -> list[Sample]:
    """Return what is typed, as much from every source."""
    draw = random.Random(_SEED)
    held = [document for document in _documents() if document.held_out]
    found = []
    for source in SOURCES:
        own = [document.text for document in held if document.source == source]
        left = characters // len(SOURCES)
        while left > 0:
            text = draw.choice(own)
            start = draw.choice([0, *(at + 1 for at, mark in enumerate(text) if mark == "\n")])
            piece = text[start : start + min(_LONGEST, left)].strip()
            found.append(Sample(source, piece, text[max(0, start - _REACH) : start]))
            left -= max(len(piece), 1)
    return [sample for sample in found if sample.text]


def walked(pack: str, samples: list[Sample]) -> list[Written]:
    """Ask at every place of the pieces with the gate open."""
    completer = open_completer(pack, "cpu")
    completer.judge.gate = _Open(0.0)
    found = []
    for sample in samples:
        walk = Walk(completer, sample.text, before=sample.before)
        while walk.step():
            pass
        walk.ask_behind_soft_spaces()
        found.append(Written(sample, walk))
    return found


class _Open(Gate):
    """Shows everything."""

    def verdict(self, word: str, right_p: float) -> Silence | None:
        """Return None."""
        return None


def _documents() -> Iterator[Document]:
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(folder() / _ARCHIVE) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream and Path(member.name).stem in SOURCES:
                    (Path(place) / Path(member.name).name).write_bytes(stream.read())
        yield from documents(Path(place), TextConfig(place))


def _tables(written: list[Written], pack: str) -> Iterator[str]:
    words = sum(len(each.sample.text.split()) for each in written)
    yield f"{pack}, {len(written)} pieces, {words:,} words:\n"
    yield "| shown if | savings | shows per 100 words | right | of 1-2 letters |"
    yield "|---|---|---|---|---|"
    yield _row("p >= 0.5, two letters of all", written, lambda ask: _by_threshold(ask, 0.5))
    for look in _LOOKS:
        for gain in _GAINS:
            gate = Gate.from_gain(gain, look)
            yield _row(
                f"p (n + m) - {look:g} (1 - p) >= {gain:g}",
                written,
                lambda ask, gate=gate: gated(ask, gate),  # type: ignore[misc]
            )
    yield ""
    points = gate_points(curve(written))
    yield json.dumps([[each.threshold, each.precision, each.shows] for each in points]) + "\n"


def _row(name: str, written: list[Written], decide: Callable[[Ask], Ask]) -> str:
    counts = Keystrokes()
    for each in written:
        ask = decide(each.walk.ask)
        write(each.sample.text, ask, TYPISTS["soft_ghost"], counts, each.sample.before)
    return (
        f"| {name} | {counts.savings:.1%} | {counts.shows_per_100_words:.0f} "
        f"| {counts.precision:.0%} | {counts.short_share:.0%} |"
    )


def _by_threshold(ask: Ask, least: float) -> Ask:
    """Decide as it was done before: the word is right so often, and the ghost has two letters."""

    def answer(before: str) -> Suggestion:
        found = ask(before)
        shown = found.right_p >= least and len(found.ghost.strip()) > 1
        return found if shown else dataclasses.replace(found, ghost="")

    return answer
