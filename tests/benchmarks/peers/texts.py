"""The texts of the quality table: what is typed, and what n-gram predictors learn from.

They lie outside the project; the environment variable `AUTOTYPE_DATA` names their folder.
"""

import os
import random
import tarfile
from pathlib import Path
from typing import Any

from autotype.evaluation.keystrokes import Ask, Keystrokes, type_with_bar
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word
from tests.benchmarks.data import samples
from tests.benchmarks.peers.environments import FOLDER, ROOT

SETS = {
    "mobile e-mail": "enron_mobile/bi320.txt",
    "phrases": "mackenzie_phrases2/phrases2.txt",
    "e-mail (UD)": "ud_ewt/ud_ewt_dev_email.txt",
}
SOURCES = (
    "spamassassin_ham",
    "topical_chat",
    "sgd_dialogues",
    "masc",
    "ud_ewt_train",
    "taskmaster4_coffee_sample",
    "18f_blog",
)
"""The everyday ones of the training texts; the others are novels, podcasts and manuals."""

JUDGED = ("ud_ewt_dev", "topical_chat", "bi320", "phrases2")
"""Sets that the built-in pack is compared on, see `tests/benchmarks/data.py`."""

_BREAK = "<|doc|>"
_SEED = 0
_ARCHIVE = "train.tar.xz"


def data() -> Path:
    """Return the folder of the texts."""
    return Path(os.environ.get("AUTOTYPE_DATA") or ROOT.parent / "shared" / "data")


def missing() -> str:
    """Return a sentence about what is not there; empty if nothing is missing."""
    wanted = [*(f"eval/{name}" for name in SETS.values()), _ARCHIVE]
    absent = [name for name in wanted if not (data() / name).is_file()]
    if not absent:
        return ""
    return f"The texts are not there ({absent[0]}); set AUTOTYPE_DATA to their folder."


def phrases(count: int) -> dict[str, list[str]]:
    """Return `count` phrases of each set (e-mails are cut into their paragraphs)."""
    chosen = {}
    for name, file in SETS.items():
        lines = (data() / "eval" / file).read_text(encoding="utf-8").splitlines()
        # Some editions put an id and a tab before the sentence.
        texts = [line.rpartition("\t")[2].strip() for line in lines]
        texts = [text for text in texts if text and text != _BREAK]
        chosen[name] = random.Random(_SEED).sample(texts, min(count, len(texts)))
    return chosen


def training_files() -> list[Path]:
    """Return the files that n-gram predictors learn from, without the marks in them."""
    folder = FOLDER / "training"
    files = [folder / f"{source}.txt" for source in SOURCES]
    if all(file.is_file() for file in files):
        return files
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(data() / _ARCHIVE) as archive:
        for member in archive:
            target = folder / Path(member.name).name
            stream = archive.extractfile(member) if target in files else None
            if stream:
                text = stream.read().decode("utf-8").replace(_BREAK, "")
                target.write_text(text, encoding="utf-8")
    return files


def standard(ask: Ask, characters: int) -> dict[str, Any]:
    """Type texts of the sets that the built-in pack is judged on, with the bar.

    Returns:
        Characters and keys of each set.
    """
    answer = {}
    for name in JUDGED:
        counts = Keystrokes()
        for sample in samples(name, characters):
            type_with_bar(sample.text, ask, counts)
        answer[name] = {"characters": counts.characters, "keys": counts.keys}
    return answer


def offer(before: str, words: list[tuple[str, float]]) -> Suggestion:
    """Return words as the answer for the text `before`."""
    return Suggestion(Request(0, before), tuple(Word(text, p) for text, p in words))


def typed(ask: Ask, count: int) -> dict[str, Any]:
    """Type the phrases with the bar.

    Args:
        ask: The predictor.
        count: Phrases of each set.

    Returns:
        Characters and keys of each set, and how often a space was typed right after a take:
        a keyboard that puts it there by itself saves that key, too.
    """
    answer = {}
    for name, texts in phrases(count).items():
        counts, spaces = Keystrokes(), 0
        for text in texts:
            takes = type_with_bar(text, ask, counts)
            by_hand = (end for end in takes.values() if end not in takes)
            spaces += sum(text[end : end + 1] == " " for end in by_hand)
        answer[name] = {
            "texts": len(texts),
            "characters": counts.characters,
            "keys": counts.keys,
            "spaces": spaces,
        }
    return answer
