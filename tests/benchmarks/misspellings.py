"""How many words that are offered stand in no dictionary: to a writer who misspells, and to others.

With and without the look for slips (`engine/spelling.slipped`), so that what it costs is seen too.
"""

import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from autotype.engine.words import WordSearch
from autotype.packs.opening import open_completer
from autotype.spelling.dictionaries import find_dictionaries
from autotype.spelling.own_words import OwnWords
from autotype.spelling.speller import Speller
from autotype.text.request import Request
from autotype.text.spelled_words import SpelledWord
from tests.benchmarks.data import samples

PACKS = ("smollm2-135m", "everyday-gpt2")
SETS = ("ud_ewt_dev", "topical_chat", "bi320", "phrases2")
_OPENINGS = (
    "I am writing becuase I have not ",
    "Sorry for teh delay, I just ",
    "i beleive that we shoud ",
    "Its definately ",
    "We dont recieve ",
    "The goverment has ",
)
# What words begin with that many people misspell: right, and some of it wrong.
_BEGINNINGS = """
rec reci def defi occ occu sep seper bel acc tom unt gov nec wei wie adr comm emb imm poss ref suc
wri
"""
_PLACES = 60
_BEFORE = 400
_SEED = 5
_LETTER = re.compile(r"[^\W\d_]")


def report() -> str:
    """Return the table as Markdown."""
    lines = [
        "## Misspellings that are offered",
        "",
        "| text | pack | slips | words in a dictionary | in none | ghosts that begin with one |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        dictionary = find_dictionaries()["en_US"]
        speller = Speller(dictionary, OwnWords(Path(folder) / "words.txt"))
        texts = {f"misspelled ({len(_OPENINGS)} openings)": list(_misspelled())}
        texts |= {f"{name} ({_PLACES} places)": list(_places(name)) for name in SETS}
        for title, places in texts.items():
            for pack in PACKS:
                lines += [_row(title, pack, places, speller, looked) for looked in (False, True)]
    return "\n".join([*lines, ""])


def _row(title: str, pack: str, places: list[str], speller: Speller, looked: bool) -> str:
    completer = open_completer(pack, "cpu", look_ahead="off")
    known = unknown = ghosts = 0
    kept = WordSearch.slips if looked else lambda *_: False
    with patch.object(WordSearch, "slips", kept):
        for before in places:
            answer = completer.complete(Request(0, before))
            half = re.split(r"\s", before)[-1]
            for word in answer.words:
                if not word.replaces and _LETTER.match(word.text):
                    is_known = _is_known(speller, half + word.text)
                    known, unknown = known + is_known, unknown + (not is_known)
            if _LETTER.match(answer.ghost):
                ghosts += not _is_known(speller, half + answer.ghost)
    way = "looked for" if looked else "not"
    return f"| {title} | {pack} | {way} | {known} | {unknown} | {ghosts} |"


def _is_known(speller: Speller, text: str) -> bool:
    word = re.split(r"[\s.,;:!?]", text)[0]
    spellings = (word, word.capitalize())
    return any(speller.knows(SpelledWord(0, len(word), each, each)) for each in spellings)


def _misspelled() -> Iterator[str]:
    for opening in _OPENINGS:
        for beginning in _BEGINNINGS.split():
            yield opening + beginning


def _places(name: str) -> Iterator[str]:
    text = "\n".join(sample.text for sample in samples(name, characters=0))
    ends = [at for at in range(300, len(text)) if _LETTER.match(text[at - 1])]
    for at in random.Random(_SEED).sample(ends, _PLACES):
        yield text[max(0, at - _BEFORE) : at]
