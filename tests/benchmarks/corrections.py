"""How often the word that was meant is the first correction, by the slip and by its sentence.

One word of a text is misspelled by one slip of a finger: a letter left out, doubled, swapped with
the next one or hit beside. Slips that make another word are no misspellings and are drawn again.
"""

import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from autotype.engine.completer import Completer
from autotype.packs.opening import open_completer
from autotype.spelling.dictionaries import find_dictionaries
from autotype.spelling.own_words import OwnWords
from autotype.spelling.ranking import Correction, in_context
from autotype.spelling.speller import Speller
from autotype.text.rescoring import Rescoring
from tests.benchmarks.data import samples

PACKS = ("smollm2-135m", "everyday-gpt2")
SETS = ("ud_ewt_dev_email", "topical_chat", "bi320")
_EACH = 150
_CHARACTERS = 60_000
_WORD = re.compile(r"\b[a-z]{4,12}\b")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SEED = 5

Slip = tuple[str, str, str, tuple[Correction, ...]]
"""The text before, the word that was meant, the text behind, and the corrections offered."""


def report() -> str:
    """Return the table as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        dictionary = find_dictionaries()["en_US"]
        speller = Speller(dictionary, OwnWords(Path(folder) / "words.txt"))
        drawn = {name: list(_slips(speller, name)) for name in SETS}
    lines = ["| text | words | offered | first by the slip |" + "".join(f" {p} |" for p in PACKS)]
    lines.append("|---|---|---|---|" + "---|" * len(PACKS))
    completers = [open_completer(pack, "cpu") for pack in PACKS]
    times: dict[str, list[float]] = {pack: [] for pack in PACKS}
    for name, slips in drawn.items():
        offered = sum(meant in {one.text for one in found} for _, meant, _, found in slips)
        first = sum(found[:1] != () and found[0].text == meant for _, meant, _, found in slips)
        cells = [name, str(len(slips)), str(offered), str(first)]
        for pack, completer in zip(PACKS, completers, strict=True):
            cells.append(str(sum(_is_first(completer, slip, times[pack]) for slip in slips)))
        lines.append("| " + " | ".join(cells) + " |")
    for pack, each in times.items():
        p95 = statistics.quantiles(each, n=20)[-1]
        middle = statistics.median(each)
        lines.append(f"\n{pack}: {middle:.0f} ms at the median, {p95:.0f} ms at p95, once read")
    return "\n".join([*lines, ""])


def _is_first(completer: Completer, slip: Slip, times: list[float]) -> bool:
    before, meant, behind, found = slip
    if not found:
        return False
    completer.rescore(Rescoring(0, before))
    asked = Rescoring(0, before, tuple(one.text for one in found), behind)
    started = time.perf_counter()
    logs = completer.rescore(asked).logs
    times.append(1e3 * (time.perf_counter() - started))
    return in_context(found, logs)[0].text == meant


def _slips(speller: Speller, name: str) -> Iterator[Slip]:
    """Misspell one word in each of many texts."""
    chance = random.Random(_SEED)
    count = 0
    for sample in samples(name, _CHARACTERS):
        words = [word for word in _WORD.finditer(sample.text) if speller._is_known(word.group())]
        for _ in range(8):
            if not words:
                break
            word = chance.choice(words)
            typed = chance.choice(_WAYS)(word.group(), chance)
            if typed != word.group() and not speller._is_known(typed):
                found = tuple(speller.corrections(typed))
                before, behind = sample.text[: word.start()], sample.text[word.end() :]
                yield before, word.group(), behind, found
                count += 1
                break
        if count == _EACH:
            return


def _left_out(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[: at + 1] + word[at:]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _beside(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    row = next(row for row in _ROWS if word[at] in row)
    place = row.index(word[at])
    return word[:at] + chance.choice(row[max(0, place - 1) : place + 2]) + word[at + 1 :]


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (_left_out, _doubled, _swapped, _beside)
