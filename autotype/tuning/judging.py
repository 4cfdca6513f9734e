"""Whether a tuned pack saves its owner more keys: both type the same texts in the shipped engine.

The texts are the newest of the owner's, which the training has not read, and some of ours for
everything else. What was typed is kept piece by piece as counts, so that judging can be ended too.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autotype import paths
from autotype.engine.completer import Completer
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar
from autotype.evaluation.samples import read_samples
from autotype.numbers.intervals import of_ratio
from autotype.packs.opening import open_completer
from autotype.text.replacing import replace_file
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from autotype.text.untrusted import parse_json, read_regular
from autotype.tuning.plan import CANDIDATE, SCORES, Plan, judged_text

OWN, GENERAL = "own", "general"
_LONGEST = 700
"""Characters of a piece: much as a letter has."""
_MOST = 18_000
"""Characters of the owner's that are typed, twice; a point of savings is seen with that."""
_LARGEST = 1 << 22


@dataclass(frozen=True, slots=True)
class Gain:
    """What a text says of two packs.

    Attributes:
        before: Share of the keys that the base saves, 0 to 1.
        after: The same of the tuned pack.
        low: Lower end of the 95 % interval of the difference.
        high: Its upper end.
        pieces: Pieces of text that were typed.
        characters: Of them in all.
    """

    before: float
    after: float
    low: float
    high: float
    pieces: int
    characters: int

    @property
    def is_sure(self) -> bool:
        """Whether the difference is more than chance."""
        return self.low > 0


Counts = list[tuple[int, int]]
"""(characters, keys) of each piece."""


def pieces(texts: Sequence[str]) -> list[str]:
    """Return texts in pieces of a bearable size, evenly from all of them."""
    found: list[str] = []
    for text in texts:
        piece = ""
        for paragraph in text.split("\n\n"):
            if piece and len(piece) + len(paragraph) > _LONGEST:
                found.append(piece)
                piece = ""
            piece = f"{piece}\n\n{paragraph}" if piece else paragraph[:_LONGEST]
        found.append(piece)
    most = max(1, _MOST // max(1, sum(map(len, found)) // max(1, len(found))))
    step = max(1.0, len(found) / most)
    return [found[int(at * step)] for at in range(int(len(found) / step))]


def general_texts() -> list[str]:
    """Return everyday texts of ours, which no model has been tuned on."""
    return [each.text for each in read_samples([paths.resources() / "general.txt"], characters=0)]


def judge(plan: Plan, folder: Path, report: Callable[[float], None]) -> dict[str, Gain]:
    """Type what is not typed yet with both packs; return what they save on `OWN` and `GENERAL`.

    Args:
        plan: The tuning.
        folder: Its folder, with the new pack in it.
        report: Told the share that is done, 0 to 1.

    Raises:
        PackError: One of the packs is not there any more, or damaged.
        EngineError: One cannot be run here.
    """
    texts = {OWN: pieces(judged_text(folder)), GENERAL: pieces(general_texts())}
    scores = _Scores(folder / SCORES)
    packs = {"base": plan.folder, "tuned": str(folder / CANDIDATE)}
    total = 2 * sum(len(text) for part in texts.values() for text in part)
    done = 0
    for which, pack in packs.items():
        completer: Completer | None = None
        for name, part in texts.items():
            known = scores.of(which, name)
            for text in part[: len(known)]:
                done += len(text)
            for text in part[len(known) :]:
                completer = completer or open_completer(pack, look_ahead="off")
                report(done / total)
                scores.add(which, name, typed(completer, text))
                done += len(text)
    report(1.0)
    return {name: gain(scores.of("base", name), scores.of("tuned", name)) for name in texts}


def typed(completer: Completer, text: str) -> tuple[int, int]:
    """Return the characters of a text, and the keys that the bar typist needs for it."""
    completer.forget()
    asked = 0

    def ask(before: str) -> Suggestion:
        nonlocal asked
        asked += 1
        return completer.complete(Request(asked, before))

    counts = Keystrokes()
    type_with_bar(text, ask, counts)
    return counts.characters, counts.keys


def gain(before: Counts, after: Counts) -> Gain:
    """Compare two packs on the same pieces, drawn again piece by piece for the interval."""
    characters = sum(count for count, _ in before)
    spared = [(old - new, count) for (count, old), (_, new) in zip(before, after, strict=True)]
    low, high = of_ratio([(float(keys), float(count)) for keys, count in spared])
    return Gain(
        1 - sum(keys for _, keys in before) / characters,
        1 - sum(keys for _, keys in after) / characters,
        low,
        high,
        len(before),
        characters,
    )


class _Scores:
    """Counts of what was typed, in a file that is whole after every piece."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._counts: dict[str, Counts] = {}
        try:
            data = parse_json(read_regular(file, _LARGEST))
            self._counts = {
                str(name): [(int(count), int(keys)) for count, keys in rows]
                for name, rows in data.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            pass  # typed again

    def of(self, pack: str, text: str) -> Counts:
        return self._counts.setdefault(f"{pack} {text}", [])

    def add(self, pack: str, text: str, counts: tuple[int, int]) -> None:
        self.of(pack, text).append(counts)
        replace_file(self._file, json.dumps(self._counts).encode(), private=True)
