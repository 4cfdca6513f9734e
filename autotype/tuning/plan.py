"""A tuning on disk: what is being made of what, so that it can go on after any end."""

import contextlib
import dataclasses
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from autotype import paths
from autotype.builder.own_job import OWN, TEXT, WATCHED, OwnJob, write_job
from autotype.engine.pack import Pack
from autotype.packs.installed import called
from autotype.packs.place import discard, is_there
from autotype.packs.tuned import graph_of
from autotype.text.fields import Fields
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular
from autotype.translation import tr
from autotype.tuning.errors import TuningError
from autotype.writing.gathering import SEPARATOR
from autotype.writing.splitting import Split

JUDGED = "judged.txt"
CANDIDATE, SCORES = "candidate", "scores.json"
_FILE = "plan.json"
_LARGEST = 1 << 26


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tuning makes.

    Attributes:
        name: Of the pack.
        base: Name of the pack that is tuned.
        folder: Where that one is.
        graph: sha256 of its graph.
        words: Words that are learnt.
        began: The day, as "2026-11-28".
    """

    name: str
    base: str
    folder: str
    graph: str
    words: int
    began: str


@contextmanager
def locked() -> Iterator[Path]:
    """Hold the one tuning that there may be; yields its folder, which need not be there.

    Raises:
        TuningError: Another process holds it, or the folder of user data cannot be written.
    """
    folder = paths.tuning()
    try:
        paths.make_private(paths.home())
        with FileLock(paths.home() / "tuning.lock", timeout=0, mode=0o600):
            yield folder
    except Timeout:
        raise TuningError(
            tr("Another tuning is running; wait until it is done, or end it with Ctrl+C.")
        ) from None


def begin(name: str, base: Pack, parts: Split, small: OwnJob | None = None) -> Plan:
    """Write down a tuning and its texts; the plan comes last, so half of one is none.

    Args:
        name: Of the pack to make.
        base: What is tuned.
        parts: The text.
        small: Sizes of the training other than the usual ones.
    """
    folder = paths.tuning()
    discard(folder)
    paths.make_private(folder)
    paths.make_private(folder / TEXT)
    paths.make_private(paths.everyday_text())
    for file, texts in (
        (folder / TEXT / f"{OWN}.txt", parts.trained),
        (folder / TEXT / f"{WATCHED}.txt", parts.watched),
        (folder / JUDGED, parts.judged),
    ):
        replace_file(file, _joined(texts).encode("utf-8", "replace"), private=True)
    write_job(folder, _job(base, small))
    words = sum(len(text.split()) for text in parts.trained)
    today = date.today().isoformat()
    plan = Plan(name, called(base), str(base.folder), graph_of(base), words, today)
    replace_file(folder / _FILE, json.dumps(dataclasses.asdict(plan)).encode(), private=True)
    return plan


def _joined(texts: Sequence[str]) -> str:
    return f"\n{SEPARATOR}\n".join(texts)


def _job(base: Pack, small: OwnJob | None) -> OwnJob:
    adapters = paths.resources() / "adapters"
    beginnings = [adapters / "beginnings.txt", adapters / "rehearsal.txt"]
    start = base.manifest.start_text
    # Another model, or another text before the text, writes otherwise.
    key = f"{graph_of(base)[:16]}-{zlib.crc32(start.encode()):08x}"
    for file in beginnings:
        key += f"-{zlib.crc32(file.read_bytes()):08x}"
    usual = small or OwnJob("", "", (), "")
    if small:
        key += f"-{small.everyday_tokens}"
    return dataclasses.replace(
        usual,
        base=str(base.folder),
        everyday=str(paths.everyday_text() / f"{key}.txt"),
        beginnings=tuple(map(str, beginnings)),
        start_text=start,
    )


def current() -> Plan | None:
    """Return the tuning that was begun and not ended; None if there is none.

    Raises:
        TuningError: There is one whose plan cannot be read.
    """
    file = paths.tuning() / _FILE
    if not is_there(file):
        return None
    try:
        fields = Fields(parse_json(read_regular(file, 1 << 16)))
        found = Plan(
            name=fields.text("name", 100),
            base=fields.text("base", 10_000),
            folder=fields.text("folder", 10_000),
            graph=fields.text("graph", 100),
            words=fields.whole("words", 0, 1 << 40),
            began=fields.text("began", 100),
        )
        fields.done()
    except (OSError, ValueError) as error:
        raise TuningError(
            tr(
                "The tuning in “{tuning}” cannot be read ({why}); give it up with: autotype "
                "tune --remove",
                tuning=paths.tuning(),
                why=error,
            )
        ) from error
    return found


def judged_text(folder: Path) -> list[str]:
    """Return the texts that the result is judged by; raises `TuningError`."""
    try:
        data = read_regular(folder / JUDGED, _LARGEST).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TuningError(
            tr(
                "The text that was kept back cannot be read ({why}); begin again after: "
                "autotype tune --remove",
                why=error,
            )
        ) from error
    return [part.strip("\n") for part in data.split(f"\n{SEPARATOR}\n") if part.strip()]


def give_up() -> None:
    """Remove a tuning that is under way, with every text in it."""
    folder = paths.tuning()
    # Renamed first: what is half removed must not be gone on with.
    doomed = folder.with_name(".tuning-removed")
    discard(doomed)
    if is_there(folder):
        folder.rename(doomed)
        discard(doomed)
    with contextlib.suppress(OSError):
        (paths.home() / "tuning.lock").unlink()
    if is_there(doomed):
        raise TuningError(
            tr(
                "What is left of the tuning in “{doomed}” cannot be removed; see whom it "
                "belongs to, and remove it by hand.",
                doomed=doomed,
            )
        )
