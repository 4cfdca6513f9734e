"""A text as the teacher's tokens and as the student's at once.

The student's tokens of a text are those that the teacher's are cut into, one after the other,
so each of the teacher's begins where one of the student's does and nothing has to be looked up
in the text. Cutting the text itself comes to other tokens at 3 of 10,000 places, where
a merge that the student lacks would have won.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from autotype.builder.reading import read_checkpoint
from autotype.builder.training.config import StudentConfig
from autotype.builder.training.corpus import documents
from autotype.builder.training.prepare import HELD_OUT, TOKENIZER, Say, prepare
from autotype.builder.training.tokens import TokenizedText, open_tokens, write_tokens
from autotype.builder.training.vocabulary import end_token, piece_starts

TEACHER_TRAIN, TEACHER_HELD_OUT = "teacher_train", "teacher_held_out"
TRAVELS = (
    TOKENIZER,
    *(f"{HELD_OUT}.{kind}" for kind in ("npy", "json")),
    *(f"{stem}.{kind}" for stem in (TEACHER_TRAIN, TEACHER_HELD_OUT) for kind in ("npy", "json")),
)
"""Files of a prepared folder that a training in one sitting needs."""

Indices = npt.NDArray[np.int64]


class Pieces:
    """The student's tokens that each of the teacher's is cut into."""

    def __init__(self, student: Tokenizer, teacher: Tokenizer) -> None:
        """Cut every token of the teacher's vocabulary."""
        end = end_token(student)
        self.first = piece_starts(student, teacher, end)
        cut: list[list[int]] = [[] for _ in self.first]
        for name, token in teacher.get_vocab().items():
            if self.first[token] == end:
                cut[token] = [end]
            elif self.first[token] >= 0:
                cut[token] = [piece.id for piece in student.model.tokenize(name)]
        self._counts = np.array([len(each) for each in cut], np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        self._flat = np.array([piece for each in cut for piece in each], np.uint16)

    def expand(self, tokens: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint16], Indices]:
        """Return the student's tokens, and where each of the teacher's begins in them.

        Args:
            tokens: uint16 [M], none of them without a piece.

        Returns:
            uint16 [N] and int64 [M].
        """
        counts = self._counts[tokens]
        begins = np.cumsum(counts) - counts
        inside = np.arange(int(counts.sum())) - np.repeat(begins, counts)
        return self._flat[np.repeat(self._starts[tokens], counts) + inside], begins

    def known(self, tokens: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
        """Return which of some tokens have a piece: all but special ones."""
        found: npt.NDArray[np.bool_] = self._counts[tokens] > 0
        return found


@dataclass(frozen=True, slots=True)
class PairedText:
    """Documents in both kinds of tokens.

    Attributes:
        text: The student's.
        teacher: The teacher's, uint16 [M].
        begins: int32 [N]; which of the teacher's tokens begins at each of the student's, -1
            inside one.
    """

    text: TokenizedText
    teacher: npt.NDArray[np.uint16]
    begins: npt.NDArray[np.int32]


def pair(text: TokenizedText, pieces: Pieces) -> PairedText:
    """Return a text in both kinds of tokens, from the teacher's."""
    tokens = np.asarray(text.tokens)
    known = pieces.known(tokens)
    kept = np.concatenate([[0], np.cumsum(known)])
    tokens = tokens[known]
    student, places = pieces.expand(tokens)
    begins = np.full(len(student), -1, np.int32)
    begins[places] = np.arange(len(tokens))
    starts = np.append(places, len(student))[kept[text.starts]]
    own = TokenizedText(student, starts.astype(np.int64), text.sources, text.source)
    return PairedText(own, tokens, begins)


def add_rows(
    pairs: PairedText, rows: npt.NDArray[np.uint16], pieces: Pieces
) -> tuple[PairedText, Indices]:
    """Return a text with rows of the teacher's tokens behind it, and where each begins.

    Args:
        pairs: The text.
        rows: uint16 [R, L].
        pieces: Of the same two vocabularies.

    Returns:
        The longer text, whose documents are the same as before, and int64 [R].
    """
    student, places = pieces.expand(rows.ravel())
    begins = np.full(len(student), -1, np.int32)
    begins[places] = len(pairs.teacher) + np.arange(rows.size)
    before = pairs.text
    longer = TokenizedText(
        np.concatenate([before.tokens, student]), before.starts, before.sources, before.source
    )
    joined = PairedText(
        longer,
        np.concatenate([pairs.teacher, rows.ravel()]),
        np.concatenate([pairs.begins, begins]),
    )
    return joined, len(before.tokens) + places[:: rows.shape[1]]


def prepare_pairs(student: StudentConfig, text: Path, work: Path, say: Say) -> Sequence[Path]:
    """Make what a training in one sitting reads; return its files in `work`.

    Raises:
        BuildError: The text or the teacher cannot be read.
    """
    prepare(student, text, work, say)
    teacher = Tokenizer.from_str(read_checkpoint(Path(student.teacher.checkpoint)).tokenizer)
    for stem, held_out in ((TEACHER_TRAIN, False), (TEACHER_HELD_OUT, True)):
        if (work / stem).with_suffix(".json").is_file():
            continue
        say(f"cutting the text into the teacher's tokens ({stem})")
        chosen = (d for d in documents(text, student.text) if d.held_out == held_out)
        write_tokens(work / stem, chosen, teacher)
    return [work / name for name in TRAVELS]


def open_teacher_tokens(data: Path, *, held_out: bool = False) -> TokenizedText:
    """Open the text in the teacher's tokens."""
    return open_tokens(data / (TEACHER_HELD_OUT if held_out else TEACHER_TRAIN))
