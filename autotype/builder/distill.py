"""Distilling: a small GPT-2 learns from a text and from what a larger model says of it.

The walk: text -> vocabulary and tokens -> the teacher's targets, once -> training, in as
many parts as it takes -> a checkpoint in the hub's layout, which `build` makes a pack of.
Everything in between lies in one work folder, and every step goes on where it was left.
"""

import dataclasses
from pathlib import Path

from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.training.config import StudentConfig
from autotype.builder.training.curve import Curve
from autotype.builder.training.display import Display
from autotype.builder.training.loop import CHECKPOINT, Training, TrainingText
from autotype.builder.training.precision import dtype_of
from autotype.builder.training.prepare import (
    HELD_OUT,
    TOKENIZER,
    TRAIN,
    prepare,
    token_count,
    train_texts,
)
from autotype.builder.training.progress import (
    Progress,
    is_cooling,
    rate_factor,
    share_done,
)
from autotype.builder.training.start import load_start
from autotype.builder.training.student import save_student
from autotype.builder.training.targets import Targets, TargetWriter
from autotype.builder.training.teacher import Teacher, shared
from autotype.builder.training.tokens import open_tokens

STUDENT, CURVE, FINISHED = "student", "curve", "finished"
_TARGETS = "targets"


def distill(
    student: StudentConfig,
    work: Path,
    *,
    finish_in: float = 0.0,
    targets_only: bool = False,
    start: Path | None = None,
) -> Path:
    """Train a student, or go on with it; return the folder of its checkpoint.

    Args:
        student: What is trained; its paths are relative to the current folder.
        work: Folder for everything that is made.
        finish_in: Minutes in which the rates fall to zero from where the training stands
            now. The result lies beside the training, which stays as it was and can go on.
        targets_only: Whether to stop when the teacher has been asked.
        start: A pack or checkpoint whose weights a training that has not begun begins with.

    Raises:
        BuildError: Text, teacher or work folder cannot be used.
    """
    display = Display()
    text = Path(student.text.folder)
    key = prepare(student, text, work, display.say)
    tokenizer = Tokenizer.from_file(str(work / TOKENIZER))
    dtype = dtype_of(student.schedule.precision)
    if student.teacher.checkpoint and not finish_in:
        _ask_teacher(student, text, work, key, tokenizer, display)
    if targets_only:
        return work / _TARGETS
    data = TrainingText(
        open_tokens(work / TRAIN), open_tokens(work / HELD_OUT), Targets(work / _TARGETS), tokenizer
    )
    training = Training(student, data, work, dtype)
    words = (work / TOKENIZER).read_text(encoding="utf-8")
    if start is not None and not training.progress.steps:
        load_start(training.model, start, words)
    if finish_in:
        return _finish(student, training, words, work, finish_in, display)

    def rate(progress: Progress) -> float | None:
        share = share_done(student.schedule, progress)
        return None if share >= 1 else rate_factor(student.schedule, share)

    with display.training(student.schedule) as report:
        curve = training.run(rate, report, lambda done: is_cooling(student.schedule, done))
    _draw(curve, work / CURVE, student.name, display)
    save_student(training.model, words, work / STUDENT)
    return work / STUDENT


def _ask_teacher(
    student: StudentConfig,
    text: Path,
    work: Path,
    key: str,
    tokenizer: Tokenizer,
    display: Display,
) -> None:
    """Let the teacher say what may follow each token, where it has not done so yet."""
    config, seed = student.teacher, student.schedule.seed
    maker = f"{key} {config.draws} {config.window}/{shared(config.window)} {seed}"
    writer = TargetWriter(work / _TARGETS, maker)
    total = token_count(work)
    wanted = min(config.tokens or total, total)
    if writer.tokens >= wanted:
        return
    display.say("opening the teacher")
    teacher = Teacher(config, tokenizer, dtype_of(student.schedule.precision), seed)
    with display.counting("asking the teacher", writer.tokens, wanted) as step:
        teacher.teach(train_texts(student, text), writer, step)


def _finish(
    student: StudentConfig,
    training: Training,
    words: str,
    work: Path,
    minutes: float,
    display: Display,
) -> Path:
    """Bring the rates to zero from where the training is; leave the training as it was."""
    start = training.progress
    if not start.steps:
        raise BuildError(f"“{work / CHECKPOINT}” is not there, so there is nothing to finish.")
    highest = rate_factor(student.schedule, share_done(student.schedule, start))
    schedule = dataclasses.replace(student.schedule, tokens=0, epochs=0.0, minutes=minutes)

    def share(progress: Progress) -> float:
        return (progress.seconds - start.seconds) / (60 * minutes)

    def rate(progress: Progress) -> float | None:
        return None if share(progress) >= 1 else highest * (1 - share(progress))

    with display.training(schedule, start) as report:
        curve = training.run(rate, report, lambda _: True, keep=False)
    folder = work / FINISHED
    save_student(training.model, words, folder)
    curve.write(folder / f"{CURVE}.csv")
    _draw(curve, folder / CURVE, student.name, display)
    return folder


def _draw(curve: Curve, stem: Path, name: str, display: Display) -> None:
    try:
        curve.draw(stem.with_suffix(".png"), name)
    except ImportError:
        display.say("no picture of the curve: it needs the plots extra")
