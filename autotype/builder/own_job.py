"""What a tuning on somebody's own text is asked to do, as a file between two processes.

The one that asks knows no torch; the one that trains (`own`) runs in whatever Python has it.
"""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from autotype.builder.errors import BuildError
from autotype.text.fields import Fields
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular

OWN, WATCHED, EVERYDAY = "own", "watched", "everyday"
"""Sources: files of the folder `text`, without their ending."""
TEXT, WORK = "text", "work"
_FILE = "training.json"
_LARGEST = 1 << 20
_MOST, _LONGEST = 1 << 30, 10_000


@dataclass(frozen=True, slots=True)
class OwnJob:
    """A training, from the text in the folder `text` to an adapter in the folder `work`.

    Attributes:
        base: Folder of the pack that is tuned.
        everyday: File of what the model writes itself; written unless it is there.
        beginnings: Files of beginnings of that, one a line.
        start_text: The pack's.
        everyday_tokens: To be written.
        rank: Of the adapter.
        rate: Learning rate; it falls to zero. BENCHMARKS.md, "Learning a writer: tuning", says why.
        batch_tokens: Tokens of one step.
        window: Tokens that are read at once.
        seed: Of the order of the text.
    """

    base: str
    everyday: str
    beginnings: tuple[str, ...]
    start_text: str
    everyday_tokens: int = 30_000
    rank: int = 16
    rate: float = 5e-4
    batch_tokens: int = 2048
    window: int = 256
    seed: int = 1


def write_job(folder: Path, job: OwnJob) -> None:
    """Keep a job in its folder; raises `OSError`."""
    replace_file(folder / _FILE, json.dumps(dataclasses.asdict(job)).encode(), private=True)


def read_job(folder: Path) -> OwnJob:
    """Return the job of a folder; raises `BuildError`."""
    try:
        fields = Fields(parse_json(read_regular(folder / _FILE, _LARGEST)))
        files = fields.rows("beginnings", 100)
        found = OwnJob(
            base=fields.text("base", _LONGEST),
            everyday=fields.text("everyday", _LONGEST),
            beginnings=tuple(str(file) for file in files),
            start_text=fields.text("start_text", _LONGEST),
            everyday_tokens=fields.whole("everyday_tokens", 1, _MOST),
            rank=fields.whole("rank", 1, 1024),
            rate=fields.number("rate", 0, 1),
            batch_tokens=fields.whole("batch_tokens", 1, _MOST),
            window=fields.whole("window", 1, _MOST),
            seed=fields.whole("seed", 0, _MOST),
        )
        fields.done()
    except (OSError, ValueError) as error:
        raise BuildError(f"The tuning in “{folder}” cannot be gone on with ({error}).") from error
    return found
