"""What a tuned pack saves on later texts of its writer.

`AUTOTYPE_LATER=FILE python -m tests.benchmarks own`; the packs are those that `AUTOTYPE_PACKS`
names, divided by commas, and each is compared with the first.
"""

import os
from pathlib import Path

from autotype.evaluation.samples import read_samples
from autotype.packs.opening import open_completer
from autotype.tuning.judging import gain, typed

_PACKS = "smollm2-135m,own"
_POSTS, _LONGEST = 40, 700


def report() -> str:
    """Return the table as Markdown."""
    if "AUTOTYPE_LATER" not in os.environ:
        return "Not measured: AUTOTYPE_LATER names no texts of a writer."
    samples = read_samples([Path(os.environ["AUTOTYPE_LATER"])], characters=0, longest=_LONGEST)
    texts = [sample.text for sample in samples[:: max(1, len(samples) // _POSTS)]][:_POSTS]
    lines = [f"{len(texts)} texts, {sum(map(len, texts)):,} characters", ""]
    lines += ["| pack | bar savings | beyond the first |", "|---|---|---|"]
    first = None
    for name in os.environ.get("AUTOTYPE_PACKS", _PACKS).split(","):
        completer = open_completer(name, "cpu", look_ahead="off")
        counts = [typed(completer, text) for text in texts]
        first = first or counts
        found = gain(first, counts)
        points = [100 * share for share in (found.after - found.before, found.low, found.high)]
        beyond = "{:+.2f} ({:+.2f} to {:+.2f})".format(*points)
        lines.append(f"| {name} | {found.after:.2%} | {beyond} |")
    return "\n".join([*lines, ""])
