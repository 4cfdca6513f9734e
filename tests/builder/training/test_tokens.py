"""Tokens on disk and the windows that an epoch reads."""

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from autotype.builder.training.corpus import Document
from autotype.builder.training.tokens import (
    TokenizedText,
    Windows,
    characters_of,
    open_tokens,
    write_tokens,
)
from autotype.builder.training.vocabulary import END, trained_tokenizer
from tests.make_tiny_pack import sentences

LENGTH = 12


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_str(trained_tokenizer(sentences() * 3, 440))


@pytest.fixture(scope="module")
def texts() -> list[Document]:
    long = " ".join(sentences())
    return [
        *(Document("letters", f"{number}. {long}", False) for number in range(20)),
        *(Document("chat", f"{long}\n{long} {number}", False) for number in range(20)),
    ]


@pytest.fixture
def text(tmp_path: Path, tokenizer: Tokenizer, texts: list[Document]) -> TokenizedText:
    write_tokens(tmp_path / "train", iter(texts), tokenizer)
    return open_tokens(tmp_path / "train")


def test_documents_come_back(text: TokenizedText, tokenizer: Tokenizer, texts: list) -> None:
    end = tokenizer.token_to_id(END)
    for number in (0, 25, 39):
        tokens = text.tokens[text.starts[number] : text.starts[number + 1]].tolist()
        assert tokens[-1] == end
        assert tokenizer.decode(tokens[:-1]) == texts[number].text
        assert text.sources[text.source[number]] == texts[number].source


def test_windows_begin_where_something_begins(text: TokenizedText, tokenizer: Tokenizer) -> None:
    end = tokenizer.token_to_id(END)
    for start in Windows(text, tokenizer, LENGTH).epoch({}, 1, 0).tolist():
        before = tokenizer.decode(text.tokens[max(0, start - 3) : start].tolist())
        first = tokenizer.decode(text.tokens[start : start + 2].tolist())
        ends = start == 0 or text.tokens[start - 1] == end or before.endswith("\n")
        assert ends or (before.rstrip("\"'”’)")[-1] in ".!?" and first.strip()[0].isupper())


def test_windows_of_one_reading_do_not_overlap(text: TokenizedText, tokenizer: Tokenizer) -> None:
    windows = Windows(text, tokenizer, LENGTH)
    starts = np.sort(windows.epoch({}, 1, 0))
    assert len(starts) > 100
    assert np.diff(starts).min() >= LENGTH
    assert starts[-1] + LENGTH <= len(text.tokens)


def test_an_epoch_is_the_same_every_time_and_another_one_is_not(
    text: TokenizedText, tokenizer: Tokenizer
) -> None:
    windows = Windows(text, tokenizer, LENGTH)
    first = windows.epoch({}, 1, 0)
    assert np.array_equal(first, windows.epoch({}, 1, 0))
    assert not np.array_equal(first, windows.epoch({}, 1, 1))
    assert not np.array_equal(first, windows.epoch({}, 2, 0))


def test_weights_say_how_often_a_source_is_read(text: TokenizedText, tokenizer: Tokenizer) -> None:
    windows = Windows(text, tokenizer, LENGTH)
    border = int(text.starts[20])

    def share(weights: dict[str, float]) -> tuple[int, int]:
        starts = windows.epoch(weights, 1, 0)
        return int((starts < border).sum()), int((starts >= border).sum())

    letters, chat = share({})
    more, half = share({"letters": 2.0, "chat": 0.5})
    assert 1.9 * letters < more < 2.1 * letters
    assert 0.35 * chat < half < 0.65 * chat
    assert share({"chat": 0.0})[1] == 0


def test_characters_of_tokens_add_up(tokenizer: Tokenizer) -> None:
    text = "It’s 10 o'clock – café 😀"
    assert characters_of(tokenizer)[tokenizer.encode(text).ids].sum() == len(text)
