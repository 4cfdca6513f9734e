"""What learning a writer brings, on texts that no constant was fitted on: their later half.

    python -m tests.benchmarks learning

takes long. `AUTOTYPE_PARTS` names a folder where every piece is kept as it is scored, so that a run
that was ended goes on; `AUTOTYPE_SECONDS` ends one by itself. `AUTOTYPE_LEARNING` names one of the
three texts, `AUTOTYPE_PACK` another pack.
"""

import os
import pickle
import re
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from autotype.evaluation.learning import Piece, Scored, Scorer, beside, learn_along, pieces_of
from autotype.evaluation.learning_report import as_rows
from autotype.evaluation.typo_attack import attack
from autotype.packs.opening import open_completer
from tests.benchmarks.data import folder, samples

PACK = os.environ.get("AUTOTYPE_PACK", "smollm2-135m")
WRITER, PLACEBO = "writers/til_simonw.txt", "18f_blog"
NOVEL, NAMES, OTHERS = "novels_1885_1929", ("Kim", "lama"), ("Soames",)
"""Pieces of novels are known by the people in them; they lie in no order."""
CHARACTERS = {"notes": 6_000, "novel": 1_500, "general": 6_000}
_LONGEST = 300
_SEPARATOR = "<|doc|>\n"
_LONG_ENOUGH = 8_000


def report() -> str:
    """Return the tables as Markdown."""
    parts = []
    for name, score in {"notes": _notes, "general": _general, "novel": _novel}.items():
        if os.environ.get("AUTOTYPE_LEARNING", name) == name:
            found = _kept(name, score)
            typos = attack(writer(), Scorer(open_completer(PACK, "cpu")).everyday)
            rows = as_rows(found, typos if name == "notes" else None) if found else []
            parts.append(f"{name}\n\n" + "\n".join(f"| {a} | {b} |" for a, b in rows))
    return "\n\n".join(parts)


Score = Callable[[Scorer, Callable[[Piece], bool]], Iterator[Scored]]


def _kept(name: str, score: Score) -> list[Scored]:
    """Score what no earlier run has, and return all."""
    place = os.environ.get("AUTOTYPE_PARTS")
    kept = Path(place) / f"{name}.pickle" if place else None
    found: list[Scored] = []
    if kept and kept.exists():
        found = pickle.loads(kept.read_bytes())  # noqa: S301 - our own file
    done = {each.document for each in found}
    end = time.monotonic() + float(os.environ.get("AUTOTYPE_SECONDS", "inf"))
    scorer = Scorer(open_completer(PACK, "cpu"))
    for each in score(scorer, lambda piece: piece.document not in done and time.monotonic() < end):
        found.append(each)
        if kept:
            kept.write_bytes(pickle.dumps(found))
    return sorted(found, key=lambda each: each.document)


def _notes(scorer: Scorer, wanted: Callable[[Piece], bool]) -> Iterator[Scored]:
    documents = writer()
    pieces = pieces_of(documents, CHARACTERS["notes"], _LONGEST, 0, first=len(documents) // 2)
    return learn_along(scorer, documents, _trained(PLACEBO), pieces, wanted=wanted)


def _novel(scorer: Scorer, wanted: Callable[[Piece], bool]) -> Iterator[Scored]:
    documents, others = novel(NAMES), novel(OTHERS)
    first = len(documents) * 2 // 3
    pieces = pieces_of(documents, CHARACTERS["novel"], _LONGEST, 0, first=first)
    return learn_along(scorer, documents, others, pieces, wanted=wanted)


def _general(scorer: Scorer, wanted: Callable[[Piece], bool]) -> Iterator[Scored]:
    texts = [each.text for each in samples("ud_ewt_test", CHARACTERS["general"], _LONGEST)]
    pieces = pieces_of(texts, 0, _LONGEST, 0)
    return beside(scorer, writer(), pieces, wanted)


def writer() -> list[str]:
    """Return the notes of one writer, in the order of time."""
    return _parts((folder() / WRITER).read_text(encoding="utf-8"))


def _trained(name: str) -> list[str]:
    with tarfile.open(folder() / "train.tar.xz") as archive:
        for member in archive:
            if Path(member.name).stem == name and (stream := archive.extractfile(member)):
                return _parts(stream.read().decode())
    raise SystemExit(f"There is no {name} in the training text.")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_SEPARATOR) if part.strip()]


def novel(names: tuple[str, ...]) -> list[str]:
    """Return the pieces of the novels in which all of these people are named."""
    patterns = [re.compile(rf"\b{name}\b") for name in names]
    everything = (text for text in _trained(NOVEL) if len(text) > _LONG_ENOUGH)
    return [text for text in everything if all(pattern.search(text) for pattern in patterns)]
