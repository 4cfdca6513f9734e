"""What a student is made of (`resources/students/*.toml`), read and checked."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from autotype.builder.errors import BuildError

_PRECISIONS = ("auto", "float32", "bfloat16")


@dataclass(frozen=True, slots=True)
class TextConfig:
    """The text that is read.

    Attributes:
        folder: Of `.txt` and `.md` files; a line `<|doc|>` separates documents within one.
        held_out: Share of the documents that is never trained on, for the curve.
        lower_case: Share of the documents that is read in lower case, as many people type.
        weights: How often an epoch reads a source (a file's name without its ending); 1 for
            those that are not named.
        watched: A source that is held out whole, and alone decides when a tuning ends; empty
            for the held-out share of all of them.
    """

    folder: str
    held_out: float = 0.01
    lower_case: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    watched: str = ""


@dataclass(frozen=True, slots=True)
class ShapeConfig:
    """The shape of the GPT-2.

    Attributes:
        vocabulary: Tokens, the end of a text among them.
        layers: Blocks.
        hidden: Width, a multiple of 32.
        heads: Attention heads; `hidden / heads` is a multiple of 8.
        positions: Longest text in tokens; the engine needs 128 for itself.
    """

    vocabulary: int = 16384
    layers: int = 6
    hidden: int = 384
    heads: int = 6
    positions: int = 320


@dataclass(frozen=True, slots=True)
class TeacherConfig:
    """Whom the student learns from.

    Attributes:
        checkpoint: A GGUF file or a checkpoint folder; empty for no teacher.
        draws: Draws from its distribution that are kept for each token, at most 255.
        window: Tokens that it reads at once.
        own_share: Weight of the text's own next token beside the teacher's distribution.
        tokens: The most tokens of text it is asked about; 0 for all.
    """

    checkpoint: str = ""
    draws: int = 64
    window: int = 384
    own_share: float = 0.3
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class ScheduleConfig:
    """How long and how fast.

    Attributes:
        tokens: Tokens that are trained on in all; 0 for no limit.
        minutes: Time spent on training in all, over all of its parts; 0 for no limit.
        epochs: How often all of the text is read; 0 for no limit. Little text that is read
            many times is learnt by heart. Of the three limits the first one reached counts.
        batch_tokens: Tokens of one step.
        matrix_rate: Learning rate of Muon, for the matrices of the blocks.
        other_rate: Learning rate of AdamW, for the rest.
        weight_decay: Of both.
        warmup: Share of the tokens over which the rates rise.
        cooldown: Share of the tokens over which they fall to zero at the end.
        cooldown_weights: How often an epoch reads a source while they fall; empty for as
            often as before. What is read last is remembered best, so that is the place for
            the text that matters most (Hu et al. 2024, "MiniCPM").
        seed: Of weights and of the order of the text.
        precision: "float32", "bfloat16", or "auto": bfloat16 where the processor has it.
        checkpoint_minutes: Time between checkpoints.
        curve_tokens: Tokens between two points of the curve.
    """

    tokens: int = 0
    minutes: float = 0.0
    epochs: float = 0.0
    batch_tokens: int = 5120
    matrix_rate: float = 0.02
    other_rate: float = 0.003
    weight_decay: float = 0.01
    warmup: float = 0.02
    cooldown: float = 0.3
    cooldown_weights: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1
    precision: str = "auto"
    checkpoint_minutes: float = 3.0
    curve_tokens: int = 500_000


@dataclass(frozen=True, slots=True)
class TuningConfig:
    """How the teacher learns the kind of text first, where all is done in one sitting.

    Attributes:
        seconds: The longest time; 0 for no tuning.
        tokens: Tokens that it is tuned on; 0 for no limit.
        rank: Of the matrices that are added to its own.
        rate: Learning rate of AdamW; it falls to zero.
        batch_tokens: Tokens of one step.
    """

    seconds: float = 75.0
    tokens: int = 0
    rank: int = 16
    rate: float = 0.001
    batch_tokens: int = 10_240


@dataclass(frozen=True, slots=True)
class WritingConfig:
    """What the teacher writes for the student to read, where all is done in one sitting.

    Attributes:
        seconds: The longest time; 0 for nothing.
        tokens: Tokens that are written; 0 for no limit.
        rows: Texts that are written at once.
        temperature: Of the draws; below 1 it writes what is likelier.
    """

    seconds: float = 75.0
    tokens: int = 0
    rows: int = 2048
    temperature: float = 0.9


@dataclass(frozen=True, slots=True)
class StudentConfig:
    """A student, as one TOML file describes it."""

    name: str
    text: TextConfig
    schedule: ScheduleConfig
    shape: ShapeConfig = ShapeConfig()
    teacher: TeacherConfig = TeacherConfig()
    tuning: TuningConfig = TuningConfig()
    writing: WritingConfig = WritingConfig()


_Part = TypeVar("_Part")


def read_student(path: Path) -> StudentConfig:
    """Return the student that a TOML file describes.

    Raises:
        BuildError: It cannot be read, lacks something, or asks for what cannot be.
    """
    student = read_described(StudentConfig, path)
    _check(student, path.name)
    return student


def read_described(kind: type[_Part], path: Path) -> _Part:
    """Return what a TOML file describes, as a dataclass; its values are not compared yet.

    Raises:
        BuildError: It cannot be read, or does not fit the dataclass.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"“{path}” cannot be read ({error}).") from error
    return _read(kind, data, path.name)


def _read(kind: type[_Part], data: object, where: str) -> _Part:
    """Make a dataclass of a TOML table."""
    if not isinstance(data, dict):
        raise BuildError(f"In its file, “{where}” is not a table.")
    known = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name in data:
        if name not in known:
            raise BuildError(
                f"The file has “{name}” in “{where}”, which means nothing there; "
                f"there are {', '.join(known)}."
            )
    hints = get_type_hints(kind)
    values = {name: _value(hints[name], value, name) for name, value in data.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise BuildError(f"The file is not complete: {error}.") from error


def _value(hint: Any, value: object, name: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _read(hint, value, name)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint in (int, float, str):
        if type(value) is not hint:
            raise BuildError(f"In its file, “{name}” must be a {hint.__name__}.")
        return value
    if not isinstance(value, dict) or not all(isinstance(v, int | float) for v in value.values()):
        raise BuildError(f"In its file, “{name}” must be a table of numbers.")
    return {str(key): float(number) for key, number in value.items()}


def _check(student: StudentConfig, where: str) -> None:
    shape, schedule, text = student.shape, student.schedule, student.text
    wrong = ""
    if not 300 <= shape.vocabulary <= 65_535:
        wrong = "“vocabulary” must be from 300 to 65,535"
    elif shape.hidden % 32 or shape.heads < 1 or shape.hidden % shape.heads:
        wrong = "“hidden” must be a multiple of 32 and of “heads”"
    elif (shape.hidden // shape.heads) % 8:
        wrong = "“hidden / heads” must be a multiple of 8"
    elif shape.layers < 1 or shape.positions < 128:
        wrong = "“layers” must be at least 1 and “positions” at least 128"
    elif max(schedule.tokens, schedule.minutes, schedule.epochs) <= 0:
        wrong = "“tokens”, “minutes” or “epochs” must say how long the training is"
    elif schedule.batch_tokens < shape.positions:
        wrong = "“batch_tokens” must be at least “positions”"
    elif schedule.precision not in _PRECISIONS:
        wrong = f"“precision” must be one of {', '.join(_PRECISIONS)}"
    elif not 0 < text.held_out < 0.5 or not 0 <= text.lower_case <= 1:
        wrong = "“held_out” must be between 0 and 0.5, “lower_case” from 0 to 1"
    elif min([*text.weights.values(), *schedule.cooldown_weights.values()], default=0.0) < 0:
        wrong = "no weight of a text may be negative"
    elif not 0 < schedule.cooldown <= 1 or not 0 <= schedule.warmup < 1:
        wrong = "“warmup” and “cooldown” must be shares of the training"
    elif not 1 <= student.teacher.draws <= 255 or not 0 <= student.teacher.own_share <= 1:
        wrong = "“draws” must be from 1 to 255 and “own_share” from 0 to 1"
    elif student.tuning.rank < 1 or student.tuning.batch_tokens < shape.positions:
        wrong = "“rank” must be at least 1 and the tuning's “batch_tokens” at least “positions”"
    elif student.writing.rows < 1 or student.writing.temperature <= 0:
        wrong = "“rows” must be at least 1 and “temperature” more than 0"
    if wrong:
        raise BuildError(f"The student's file “{where}” cannot be used: {wrong}.")
