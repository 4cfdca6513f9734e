"""Tuning: a pack's model learns a kind of text, as a low-rank adapter of a few megabytes.

The walk: text -> the model's own tokens -> steps, with a look now and then at text that is
never trained on -> the adapter of the best look. `build --adapter` makes a pack of it, `merge` a
checkpoint that transformers opens. Everything lies in one work folder; a tuning that was ended
goes on where it was.
"""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.builder.reading import read_base, read_checkpoint
from autotype.builder.training.adapter_config import AdapterConfig
from autotype.builder.training.config import ScheduleConfig
from autotype.builder.training.corpus import documents, fingerprint
from autotype.builder.training.curve import Curve, CurvePoint
from autotype.builder.training.display import Display
from autotype.builder.training.held_out import HeldOut
from autotype.builder.training.lora import Adapter, add_adapter
from autotype.builder.training.precision import dtype_of
from autotype.builder.training.prepare import HELD_OUT, TRAIN
from autotype.builder.training.progress import Progress
from autotype.builder.training.steering import EndedEarly
from autotype.builder.training.teacher_model import in_type, open_model
from autotype.builder.training.tokens import open_tokens, write_tokens
from autotype.builder.training.tuning import Reading, Tuning
from autotype.text.replacing import replace_file

ADAPTER, REPORT, CURVE, MERGED = "adapter.safetensors", "report.json", "curve", "merged"
_RECORD = "tuned.json"


def tune(config: AdapterConfig, work: Path) -> Path:
    """Tune a model, or go on with it; return the adapter's file.

    Args:
        config: What is tuned on what; its paths are relative to the current folder.
        work: Folder for everything that is made.

    Raises:
        BuildError: Text, model or work folder cannot be used.
    """
    display = Display()
    schedule = ScheduleConfig(config.tuning.tokens, config.tuning.seconds / 60)
    with display.training(schedule) as report:
        curve = tune_quietly(config, work, report, display.say)
    try:
        curve.draw(work / f"{CURVE}.png", config.name)
    except ImportError:
        display.say("no picture of the curve: it needs the plots extra")
    return work / ADAPTER


def tune_quietly(
    config: AdapterConfig,
    work: Path,
    report: Callable[[Progress, float], None],
    say: Callable[[str], None] = lambda _: None,
    ended: Callable[[], bool] = lambda: False,
) -> Curve:
    """Do the same for whoever shows it in another way; return the curve.

    Args:
        config: As for `tune`.
        work: The same.
        report: Told the progress and the loss after every step.
        say: Told what is done besides.
        ended: Asked after every step whether to end now and go on later.

    Raises:
        EndedEarly: It was to end, and has kept where it was.
        BuildError: As `tune`.
    """
    path = Path(config.base.checkpoint)
    checkpoint = read_base(path)
    _prepare(config, checkpoint, work, say)
    run = _Run(config, path, checkpoint, work)
    run.note("before", run.report().get("before") or run.look_at_sources())
    if ended():
        raise EndedEarly
    run.tune(report, ended)
    run.note("after", run.best_by_source())
    return run.curve


def merge(checkpoint: Path, adapter: Path, folder: Path) -> Path:
    """Write a checkpoint with an adapter added to it, as transformers opens it; return `folder`.

    Raises:
        BuildError: The two do not belong together, or `folder` is there already.
    """
    if folder.exists():
        raise BuildError(f"“{folder}” is there already; remove it or choose another folder.")
    read = read_checkpoint(checkpoint)
    model = open_model(checkpoint, read)
    add_adapter(model, adapter)
    ends = read.config.end_tokens
    model.config.eos_token_id = list(ends) if len(ends) > 1 else (ends[0] if ends else None)
    model.save_pretrained(str(folder))
    (folder / "tokenizer.json").write_text(read.tokenizer, encoding="utf-8")
    return folder


class _Run:
    """One tuning, with what its parts share."""

    def __init__(
        self, config: AdapterConfig, path: Path, checkpoint: Checkpoint, work: Path
    ) -> None:
        self._config, self._work, self._path, self._checkpoint = config, work, path, checkpoint
        self._dtype = dtype_of(config.watch.precision)
        self._tokenizer = Tokenizer.from_str(checkpoint.tokenizer)
        held_out, window = open_tokens(work / HELD_OUT), config.base.window
        each, watched = config.watch.windows, config.text.watched
        self._held_out = HeldOut(held_out, self._tokenizer, window, each, watched)
        # Frozen weights need no more digits than they are multiplied with.
        self._model: Any = in_type(open_model(path, checkpoint), self._dtype)
        self.curve = Curve(work / f"{CURVE}.csv", 0)

    def look_at_sources(self) -> dict[str, float]:
        """Return the bits a character of each source's held-out text."""
        found = self._held_out.by_source(self._model, self._dtype)
        return {name: round(bits, 4) for name, bits in found.items()}

    def best_by_source(self) -> dict[str, float]:
        """Return the same with the adapter that is kept."""
        self._model = open_model(self._path, self._checkpoint)
        add_adapter(self._model, self._work / ADAPTER)
        in_type(self._model, self._dtype)
        return self.look_at_sources()

    def tune(self, report: Any, ended: Callable[[], bool]) -> None:
        """Tune to the end, keeping the adapter of the best look; raises `EndedEarly`."""
        config = self._config
        adapter = Adapter(self._model, config.tuning.rank, config.watch.seed)
        text = open_tokens(self._work / TRAIN)
        weights, window = config.text.weights, config.base.window
        reading = Reading(text, self._tokenizer, weights, window, config.watch.seed)
        tuning = Tuning(self._model, adapter, reading, config.tuning, self._work)
        self.curve = Curve(self._work / f"{CURVE}.csv", tuning.progress.tokens)
        losses: list[float] = []

        def enough(progress: Progress, loss: float) -> bool:
            losses.append(loss)
            last = self.curve.points[-1].tokens if self.curve.points else 0
            if progress.tokens - last < config.watch.every_tokens and tuning.share() < 1:
                return ended()
            nats, bits = self._held_out.measure(self._model, self._dtype)
            earlier = [point.held_out_bits for point in self.curve.points]
            mean = sum(losses) / len(losses)
            losses.clear()
            rate = 1 - tuning.share()
            self.curve.add(CurvePoint(progress.tokens, progress.seconds, rate, mean, nats, bits))
            if bits < min(earlier, default=float("inf")):
                adapter.save(self._work / ADAPTER)
            tuning.save()
            return ended() or _stagnates([*earlier, bits], config.watch.patience)

        if not _stagnates([p.held_out_bits for p in self.curve.points], config.watch.patience):
            tuning.run(self._dtype, 60 * config.watch.checkpoint_minutes, report, enough)
        found = [p.held_out_bits for p in self.curve.points]
        if tuning.share() < 1 and not _stagnates(found, config.watch.patience):
            raise EndedEarly
        self.note("progress", dataclasses.asdict(tuning.progress))

    def report(self) -> dict[str, Any]:
        """Return the figures so far."""
        try:
            found: dict[str, Any] = json.loads((self._work / REPORT).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def note(self, name: str, value: object) -> None:
        """Put figures into the report."""
        replace_file(
            self._work / REPORT, json.dumps(self.report() | {name: value}, indent=1).encode()
        )


def _stagnates(bits: list[float], patience: int) -> bool:
    return len(bits) > patience and min(bits[:-patience]) <= min(bits[-patience:])


def _prepare(
    config: AdapterConfig, checkpoint: Checkpoint, work: Path, say: Callable[[str], None]
) -> None:
    """Cut the text into the model's own tokens, unless that is done."""
    work.mkdir(parents=True, exist_ok=True)
    text = Path(config.text.folder)
    # Where text and model lie makes no difference.
    placeless = dataclasses.replace(
        config,
        name="",
        text=dataclasses.replace(config.text, folder=""),
        base=dataclasses.replace(config.base, checkpoint=Path(config.base.checkpoint).name),
    )
    record = {"text": fingerprint(text), "config": dataclasses.asdict(placeless)}
    key = json.dumps(record, sort_keys=True)
    made = work / _RECORD
    if made.is_file():
        if made.read_text(encoding="utf-8") != key:
            raise BuildError(
                f"“{work}” holds a tuning on another text or by another file; "
                "choose another --work."
            )
        return
    say("cutting the text into tokens")
    tokenizer = Tokenizer.from_str(checkpoint.tokenizer)
    for name, held_out in ((TRAIN, False), (HELD_OUT, True)):
        chosen = (d for d in documents(text, config.text) if d.held_out == held_out)
        if not write_tokens(work / name, chosen, tokenizer):
            raise BuildError(f"There is no text for “{name}”; give more, or another “held_out”.")
    replace_file(made, key.encode())
