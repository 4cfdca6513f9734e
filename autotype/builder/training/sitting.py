"""A whole training in one sitting, for a fast machine that is there for some minutes.

The teacher is tuned on the kind of text that people type, writes text of its own, and then
teaches the student online until the time is over. Each part goes on where it was if the
process is started again, and what is to be kept lies in one folder at any moment.
"""

import dataclasses
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.errors import BuildError
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.batches import Indices
from autotype.builder.training.config import StudentConfig
from autotype.builder.training.loop import TrainingText
from autotype.builder.training.lora import Adapter, add_adapter
from autotype.builder.training.online import BRING, OnlineTeacher, OnlineTraining
from autotype.builder.training.pairs import Pieces, add_rows, open_teacher_tokens, pair
from autotype.builder.training.precision import dtype_of
from autotype.builder.training.prepare import HELD_OUT, TOKENIZER
from autotype.builder.training.progress import Progress, rate_factor, share_done
from autotype.builder.training.start import load_start
from autotype.builder.training.targets import Targets
from autotype.builder.training.teacher_model import fuse_norms, in_type, open_model
from autotype.builder.training.tokens import Windows, open_tokens
from autotype.builder.training.tuning import Reading, Tuning, text_loss
from autotype.builder.training.vocabulary import end_token
from autotype.builder.training.writing import Writer
from autotype.text.replacing import replace_file

ADAPTER, REPORT = "adapter.safetensors", "report.json"
_SHORT, _LONG = 4, 16  # tokens of a beginning
_OFFSETS = 4  # ways to lay windows over the text, for more beginnings
_RESERVE_S = 8.0  # for the last checkpoint
_EVERY_S = 10.0  # between lines of the log


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where and how long.

    Attributes:
        data: Folder that `prepare_pairs` made, or those of its files that travel.
        work: Folder for all results.
        seconds: From the start to the end.
        device: "cuda" or "cpu".
        compiled: Whether torch compiles student and teacher.
        start: A pack or checkpoint whose weights the student begins with.
    """

    data: Path
    work: Path
    seconds: float
    device: str = "cpu"
    compiled: bool = False
    start: Path | None = None


def sit(student: StudentConfig, sitting: Sitting) -> Path:
    """Tune, write and teach; return the folder of what is to be kept.

    Raises:
        BuildError: Data or teacher cannot be used.
    """
    run = _Run(student, sitting)
    run.tune()
    rows = run.write()
    run.teach(rows)
    return sitting.work / BRING


class _Run:
    """The parts of one sitting, with what they share."""

    def __init__(self, student: StudentConfig, sitting: Sitting) -> None:
        self._began = time.monotonic()
        self._student, self._sitting = student, sitting
        self._bring = sitting.work / BRING
        self._bring.mkdir(parents=True, exist_ok=True)
        self._logged = 0.0
        precision = student.schedule.precision
        on_card = sitting.device != "cpu"
        self._dtype = torch.bfloat16 if on_card and precision == "auto" else dtype_of(precision)
        self._report = self._read_report()
        self._say("opening the teacher")
        path = Path(student.teacher.checkpoint)
        self._checkpoint: Checkpoint = read_checkpoint(path)
        if self._checkpoint.config.family != "llama":
            raise BuildError("A training in one sitting needs a Llama for its teacher.")
        self._own = Tokenizer.from_str(self._checkpoint.tokenizer)
        self._model: Any = open_model(path, self._checkpoint).to(sitting.device)
        if on_card:
            fuse_norms(self._model)
        self._words = (sitting.data / TOKENIZER).read_text(encoding="utf-8")
        self._tokenizer = Tokenizer.from_str(self._words)
        self._pieces = Pieces(self._tokenizer, self._own)

    def tune(self) -> None:
        """Tune the teacher and add what it learnt, if that made it better."""
        config = self._student.tuning
        config = dataclasses.replace(config, seconds=min(config.seconds, self._quarter()))
        if not config.seconds:
            in_type(self._model, self._dtype)
            return
        file = self._bring / ADAPTER
        if "tuning" not in self._report:
            self._say("tuning the teacher")
            held_out = text_loss(self._model, self._reading(held_out=True), self._dtype)
            adapter = Adapter(self._model, config.rank, self._student.schedule.seed)
            tuning = Tuning(self._model, adapter, self._reading(), config, self._sitting.work)
            tuning.run(
                self._dtype,
                60 * self._student.schedule.checkpoint_minutes,
                lambda done, loss: self._log("tuning", done, loss),
            )
            adapter.save(file)
            adapter.remove()
            add_adapter(self._model, file)
            after = text_loss(self._model, self._reading(held_out=True), self._dtype)
            done = tuning.progress
            self._note(
                "tuning",
                {
                    "held_out_before": held_out,
                    "held_out_after": after,
                    "tokens": done.tokens,
                    "seconds": done.seconds,
                },
            )
            if after >= held_out:
                self._model = self._untuned()
        elif self._report["tuning"]["held_out_after"] < self._report["tuning"]["held_out_before"]:
            add_adapter(self._model, file)
        in_type(self._model, self._dtype)

    def write(self) -> np.ndarray[Any, np.dtype[np.uint16]]:
        """Let the teacher write; return rows of its tokens, uint16 [R, L]."""
        config, length = self._student.writing, self._student.shape.positions
        folder = self._sitting.work / "written"
        folder.mkdir(exist_ok=True)
        files = sorted(folder.glob("*.npy"))
        most = min(config.seconds, self._quarter())
        if most and "writing" not in self._report:
            self._say("the teacher writes")
            end = end_token(self._own)
            every = np.arange(self._own.get_vocab_size(), dtype=np.uint16)
            never = every[~self._pieces.known(every)].tolist()
            shape, warmth = self._checkpoint.config, config.temperature
            writer = Writer(self._model, shape, end, never, warmth)
            sentences = self._sentences()
            began = time.monotonic()
            while time.monotonic() - began < most:
                number = len(files)
                if config.tokens and number * config.rows * length >= config.tokens:
                    break
                beginnings = torch.from_numpy(sentences(number)).to(self._sitting.device)
                rows = writer.write(beginnings, length, self._student.schedule.seed + number)
                files.append(folder / f"{number:04}.npy")
                np.save(files[-1], rows.cpu().numpy().astype(np.uint16))
                tokens = (number + 1) * config.rows * length
                self._log("writing", Progress(tokens=tokens))
            seconds = time.monotonic() - began
            self._note("writing", {"tokens": len(files) * config.rows * length, "seconds": seconds})
        empty = np.zeros((0, length), np.uint16)
        return np.concatenate([empty, *(np.load(file) for file in files)])

    def teach(self, rows: np.ndarray[Any, np.dtype[np.uint16]]) -> None:
        """Train the student to the end of the time, or of its schedule if that comes first."""
        student, sitting = self._student, self._sitting
        pairs = pair(open_teacher_tokens(sitting.data), self._pieces)
        own_text, written = pairs.text, np.zeros(0, np.int64)
        if len(rows):
            pairs, written = add_rows(pairs, rows, self._pieces)
        held_out = open_tokens(sitting.data / HELD_OUT)
        text = TrainingText(own_text, held_out, Targets(sitting.work / "none"), self._tokenizer)
        end, size = end_token(self._own), student.shape.vocabulary
        teacher = OnlineTeacher(self._model, self._pieces.first, end, size)
        training = OnlineTraining(
            student, text, pairs, written, teacher, sitting.work, self._dtype, sitting.device
        )
        if sitting.start is not None and not training.progress.steps:
            load_start(training.model, sitting.start, self._words)
        if sitting.compiled:
            self._say("compiling")
            training.compile(self._say)
        self._say(f"teaching: {len(own_text.tokens):,} tokens of text, {rows.size:,} written")
        before, began = training.progress, time.monotonic()
        left = max(1.0, sitting.seconds - _RESERVE_S - (began - self._began))

        def timed() -> float:
            # Of all the time there is, that of earlier sittings included.
            spent = before.seconds + time.monotonic() - began
            return spent / (before.seconds + left)

        def share(progress: Progress) -> float:
            # A schedule that counts tokens is the same in every run; the clock only ends it.
            counted = student.schedule.tokens or student.schedule.epochs
            return share_done(student.schedule, progress) if counted else timed()

        def rate(progress: Progress) -> float | None:
            done = share(progress)
            return None if max(done, timed()) >= 1 else rate_factor(student.schedule, done)

        curve = training.run(
            rate,
            lambda done, loss: self._log("teaching", done, loss),
            lambda done: share(done) > 1 - student.schedule.cooldown,
        )
        curve.write(self._bring / "curve.csv")
        done = training.progress
        spent = time.monotonic() - began
        self._note(
            "teaching",
            {
                "tokens": done.tokens,
                "seconds": done.seconds,
                "tokens_a_second": (done.tokens - before.tokens) / max(1e-9, spent),
                "held_out_bits": curve.points[-1].held_out_bits if curve.points else None,
                "text_tokens": len(own_text.tokens),
                "weights": sum(p.numel() for p in training.model.parameters()),
            },
        )

    def _reading(self, *, held_out: bool = False) -> Reading:
        schedule = self._student.schedule
        weights = schedule.cooldown_weights or self._student.text.weights
        tokens = open_teacher_tokens(self._sitting.data, held_out=held_out)
        length = self._student.shape.positions
        return Reading(tokens, self._own, {} if held_out else weights, length, schedule.seed)

    def _sentences(self) -> Callable[[int], Indices]:
        """Return what makes the beginnings of the rows of a number, int64 [rows, P].

        They are the first tokens of sentences of what people type.
        """
        reading, seed = self._reading(), self._student.schedule.seed
        windows = Windows(reading.text, self._own, reading.length)
        starts = np.concatenate(
            [windows.epoch(reading.weights, seed, epoch) for epoch in range(_OFFSETS)]
        )
        tokens = np.asarray(reading.text.tokens)

        def beginnings(number: int) -> Indices:
            random = np.random.default_rng([seed, number])
            steps = np.arange(int(random.integers(_SHORT, _LONG + 1)))
            chosen = random.choice(starts, self._student.writing.rows)
            return tokens[chosen[:, None] + steps].astype(np.int64)

        return beginnings

    def _untuned(self) -> Any:
        """Return the teacher as it was: tuning has made it worse."""
        self._say("the tuned teacher is worse on held-out text; the plain one teaches")
        path = Path(self._student.teacher.checkpoint)
        model = open_model(path, self._checkpoint).to(self._sitting.device)
        if self._sitting.device != "cpu":
            fuse_norms(model)
        return model

    def _quarter(self) -> float:
        """Return the most seconds that anything but teaching may take."""
        return self._sitting.seconds / 4

    def _read_report(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self._bring / REPORT).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"torch": torch.__version__, "precision": str(self._dtype)}
        return found

    def _note(self, part: str, found: dict[str, Any]) -> None:
        """Put figures into the report."""
        if self._sitting.device != "cpu":
            found["card_bytes"] = torch.cuda.max_memory_allocated()
            self._report["card"] = torch.cuda.get_device_name()
        self._report[part] = found
        replace_file(self._bring / REPORT, json.dumps(self._report, indent=1).encode())
        self._say(f"{part}: {json.dumps(found)}")

    def _log(self, part: str, done: Progress, loss: float | None = None) -> None:
        now = time.monotonic()
        if now - self._logged > _EVERY_S:
            self._logged = now
            detail = "" if loss is None else f", loss {loss:.3f}"
            self._say(f"{part}: {done.tokens / 1e6:.2f} M tokens{detail}")

    def _say(self, text: str) -> None:
        print(f"[{time.monotonic() - self._began:5.0f} s] {text}", flush=True)
