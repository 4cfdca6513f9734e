"""The standard texts, which are not part of the project.

`AUTOTYPE_DATA` names their folder (with `eval/` in it); without it, `../shared/data` next to
the project is looked at. What each set is stands in BENCHMARKS.md.
"""

import os
from pathlib import Path

from autotype.evaluation.samples import Sample, read_samples

ROOT = Path(__file__).resolve().parent.parent.parent
SETS = {
    "phrases2": ("mackenzie_phrases2/phrases2.txt", True),
    "bi320": ("enron_mobile/bi320.txt", True),
    "ud_ewt_dev_email": ("ud_ewt/ud_ewt_dev_email.txt", False),
    "ud_ewt_dev": ("ud_ewt/ud_ewt_dev.txt", False),
    "ud_ewt_test": ("ud_ewt/ud_ewt_test.txt", False),
    "topical_chat": ("topical_chat/topical_chat_test_rare.txt", False),
}
"""File of each set, and whether each of its lines is a text of its own."""


def folder() -> Path:
    """Return the folder of the data; raises `SystemExit` with a sentence if it is not there."""
    found = Path(os.environ.get("AUTOTYPE_DATA") or ROOT.parent / "shared" / "data")
    if not (found / "eval").is_dir():
        raise SystemExit(f"There are no texts in “{found}”; name their folder in AUTOTYPE_DATA.")
    return found


def samples(name: str, characters: int, longest: int = 600) -> list[Sample]:
    """Return texts of one set, drawn with a fixed seed."""
    file, lines = SETS[name]
    path = folder() / "eval" / file
    return read_samples([path], lines=lines, characters=characters, longest=longest)
