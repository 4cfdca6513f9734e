"""The student's tokenizer, and how it fits to its teacher's."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.training.vocabulary import (
    END,
    partial_tokenizer,
    piece_starts,
    token_bytes,
    trained_tokenizer,
)
from tests.make_tiny_pack import sentences, tiny_checkpoint

TEACHER = tiny_checkpoint().tokenizer
STUDENT = partial_tokenizer(TEACHER, [(text, 1.0) for text in sentences()], 360)


def boundaries(tokenizer: Tokenizer, text: str) -> list[int]:
    lengths = [len(raw) for raw in token_bytes(tokenizer)]
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    return np.cumsum([0, *(lengths[token] for token in ids)]).tolist()


def test_the_most_needed_tokens_are_kept_with_what_they_are_made_of() -> None:
    student, teacher = Tokenizer.from_str(STUDENT), Tokenizer.from_str(TEACHER)
    assert student.get_vocab_size() == 360
    assert student.token_to_id(END) == 359
    model = json.loads(STUDENT)["model"]
    for first, second in model["merges"]:
        assert {first, second, first + second} <= model["vocab"].keys()
    assert set(student.get_vocab()) <= set(teacher.get_vocab())
    assert "Ġthe" in student.get_vocab()


@given(st.sampled_from(sentences()), st.integers(0, 60), st.text(max_size=8))
def test_any_text_is_cut_without_loss(text: str, at: int, more: str) -> None:
    student = Tokenizer.from_str(STUDENT)
    written = text[:at] + more + text[at:]
    assert boundaries(student, written)[-1] == len(written.encode())


@pytest.mark.parametrize("text", sentences())
def test_the_teacher_s_boundaries_are_the_student_s_too(text: str) -> None:
    student, teacher = Tokenizer.from_str(STUDENT), Tokenizer.from_str(TEACHER)
    assert set(boundaries(teacher, text)) <= set(boundaries(student, text))


def test_the_first_piece_of_each_of_the_teacher_s_tokens() -> None:
    student, teacher = Tokenizer.from_str(STUDENT), Tokenizer.from_str(TEACHER)
    starts = piece_starts(student, teacher, student.token_to_id(END))
    raw, pieces = token_bytes(teacher), token_bytes(student)
    assert starts[teacher.token_to_id(END)] == student.token_to_id(END)
    for token, start in enumerate(starts.tolist()):
        if raw[token]:
            assert raw[token].startswith(pieces[start])


def test_weights_decide_which_tokens_are_kept() -> None:
    texts = [("tomorrow morning", 1.0), ("possible message", 1.0)]
    size = 256 + 6
    first = Tokenizer.from_str(partial_tokenizer(TEACHER, [texts[0], (texts[1][0], 0.1)], size))
    second = Tokenizer.from_str(partial_tokenizer(TEACHER, [(texts[0][0], 0.1), texts[1]], size))
    assert len(first.encode(texts[0][0]).ids) < len(second.encode(texts[0][0]).ids)


def test_more_tokens_than_the_teacher_has_are_refused() -> None:
    with pytest.raises(BuildError, match="fewer than 5000"):
        partial_tokenizer(TEACHER, [("some text", 1.0)], 5000)


def test_one_trained_on_text_splits_digits_and_ends_with_the_end() -> None:
    tokenizer = Tokenizer.from_str(trained_tokenizer(sentences() * 3, 300))
    assert tokenizer.token_to_id(END) == tokenizer.get_vocab_size() - 1 == 299
    assert len(tokenizer.encode("2026").ids) == 4
    assert tokenizer.decode(tokenizer.encode("It’s 10 😀 o'clock").ids) == "It’s 10 😀 o'clock"
