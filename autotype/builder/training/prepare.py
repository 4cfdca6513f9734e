"""Text and vocabulary, made once and kept beside the training."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.config import StudentConfig
from autotype.builder.training.corpus import SEPARATOR, documents, fingerprint
from autotype.builder.training.tokens import write_tokens
from autotype.builder.training.vocabulary import partial_tokenizer, trained_tokenizer
from autotype.text.replacing import replace_file

TOKENIZER = "tokenizer.json"
TRAIN, HELD_OUT = "train", "held_out"
HELD_OUT_TEXT = "held_out.txt"
_RECORD = "prepared.json"

Say = Callable[[str], None]


def prepare(student: StudentConfig, text: Path, work: Path, say: Say) -> str:
    """Make tokenizer and tokens in `work`, unless they are there; return what they depend on.

    Args:
        student: Says which text and vocabulary.
        text: Folder of the text.
        work: For the results.
        say: Told what is being done.

    Raises:
        BuildError: There is no text, or `work` holds the results of another one.
    """
    work.mkdir(parents=True, exist_ok=True)
    record = {
        "text": fingerprint(text),
        "config": dataclasses.asdict(student.text) | {"folder": ""},
        "vocabulary": student.shape.vocabulary,
        "teacher": Path(student.teacher.checkpoint).name,
    }
    key = json.dumps(record, sort_keys=True)
    made = work / _RECORD
    if made.is_file():
        if made.read_text(encoding="utf-8") != key:
            raise BuildError(
                f"“{work}” holds a training on another text or vocabulary; choose another --work."
            )
        return key
    say("making the vocabulary")
    words = _vocabulary(student, text)
    tokenizer = Tokenizer.from_str(words)
    if tokenizer.get_vocab_size() != student.shape.vocabulary:
        raise BuildError(
            f"The text leads to {tokenizer.get_vocab_size()} tokens, fewer than “vocabulary” "
            f"({student.shape.vocabulary}); give more text, or a smaller vocabulary."
        )
    say("cutting the text into tokens")
    kept = (d.text for d in documents(text, student.text) if d.held_out)
    # For `autotype evaluate`: text that the student has never seen.
    replace_file(work / HELD_OUT_TEXT, f"\n{SEPARATOR}\n".join(kept).encode())
    for name, held_out in ((TRAIN, False), (HELD_OUT, True)):
        chosen = (d for d in documents(text, student.text) if d.held_out == held_out)
        if not write_tokens(work / name, chosen, tokenizer):
            raise BuildError(f"There is no text for “{name}”; give more, or another “held_out”.")
    replace_file(work / TOKENIZER, words.encode())
    replace_file(made, key.encode())
    return key


def train_texts(student: StudentConfig, text: Path) -> Iterator[str]:
    """Yield the documents that are trained on, in the order of the tokens."""
    return (d.text for d in documents(text, student.text) if not d.held_out)


def token_count(work: Path) -> int:
    """Return how many tokens are trained on."""
    return len(np.load(work / f"{TRAIN}.npy", mmap_mode="r"))


def _vocabulary(student: StudentConfig, text: Path) -> str:
    size, weights = student.shape.vocabulary, student.text.weights
    if not student.teacher.checkpoint:
        return trained_tokenizer(train_texts(student, text), size)
    teacher = read_checkpoint(Path(student.teacher.checkpoint)).tokenizer
    weighted = (
        (d.text, weights.get(d.source, 1.0))
        for d in documents(text, student.text)
        if not d.held_out
    )
    return partial_tokenizer(teacher, weighted, size)
