"""A text as the student's tokens, on disk, and the windows that a training reads of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from autotype.builder.training.corpus import Document
from autotype.builder.training.vocabulary import end_token, token_bytes
from autotype.text.replacing import replace_file

Indices = npt.NDArray[np.int64]
_AT_ONCE = 256  # documents


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """Documents in a row, each followed by the end-of-text token.

    Attributes:
        tokens: uint16 [N].
        starts: int64 [D + 1]; document d is `tokens[starts[d]:starts[d + 1]]`.
        sources: Names of the sources.
        source: uint16 [D]; the source of each document.
    """

    tokens: npt.NDArray[np.uint16]
    starts: Indices
    sources: tuple[str, ...]
    source: npt.NDArray[np.uint16]


def write_tokens(stem: Path, documents: Iterable[Document], tokenizer: Tokenizer) -> int:
    """Tokenise documents into `stem.npy` and `stem.json`; return how many tokens there are."""
    end = end_token(tokenizer)
    parts: list[npt.NDArray[np.uint16]] = []
    names: list[str] = []
    batch: list[Document] = []

    def flush() -> None:
        encodings = tokenizer.encode_batch([d.text for d in batch], add_special_tokens=False)
        parts.extend(np.array([*e.ids, end], np.uint16) for e in encodings)
        names.extend(d.source for d in batch)
        batch.clear()

    for document in documents:
        batch.append(document)
        if len(batch) == _AT_ONCE:
            flush()
    flush()
    np.save(stem.with_suffix(".npy"), np.concatenate([np.zeros(0, np.uint16), *parts]))
    sources = list(dict.fromkeys(names))
    lengths = [len(part) for part in parts]
    table = {
        "sources": sources,
        "source": [sources.index(name) for name in names],
        "lengths": lengths,
    }
    replace_file(stem.with_suffix(".json"), json.dumps(table).encode())
    return sum(lengths)


def open_tokens(stem: Path) -> TokenizedText:
    """Open what `write_tokens` wrote."""
    table = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    return TokenizedText(
        np.load(stem.with_suffix(".npy"), mmap_mode="r"),
        np.concatenate([[0], np.cumsum(table["lengths"], dtype=np.int64)]).astype(np.int64),
        tuple(table["sources"]),
        np.array(table["source"], np.uint16),
    )


class Windows:
    """Where windows may begin, and which ones an epoch reads."""

    def __init__(self, text: TokenizedText, tokenizer: Tokenizer, length: int) -> None:
        """Look for the starts of documents, lines and sentences.

        Args:
            text: The text.
            tokenizer: That it was tokenised with.
            length: Tokens that a window predicts.
        """
        self._text = text
        self._length = length
        self._starts = _sentence_starts(text.tokens, tokenizer)
        self._spans = _source_spans(text)

    def epoch(self, weights: Mapping[str, float], seed: int, epoch: int) -> Indices:
        """Return the first tokens of the windows of one epoch, shuffled, int64 [n].

        A window begins at the start of a document, line or sentence and runs for `length`
        tokens, over the ends of documents too. Windows of one reading do not overlap.

        Args:
            weights: How often each source is read; 1 for those without.
            seed: Of the whole training.
            epoch: Its number.
        """
        random = np.random.default_rng([seed, epoch])
        found: list[Indices] = []
        for name, first, last in self._spans:
            weight = weights.get(name, 1.0)
            for reading in range(int(np.ceil(weight))):
                share = min(1.0, weight - reading)
                windows = self._reading(first, last, int(random.integers(self._length)))
                found.append(windows[random.random(len(windows)) < share])
        chosen = np.concatenate([np.zeros(0, np.int64), *found])
        random.shuffle(chosen)
        return chosen

    def evenly(self, most: int) -> Indices:
        """Return at most `most` windows of each source, spread evenly over it, int64 [n]."""
        found = [np.zeros(0, np.int64)]
        for _, first, last in self._spans:
            every = self._reading(first, last, 0)
            found.append(every[:: max(1, len(every) // most)][:most])
        return np.concatenate(found)

    def _reading(self, first: int, last: int, offset: int) -> Indices:
        windows: list[int] = []
        at = first + offset
        while True:
            index = int(np.searchsorted(self._starts, at))
            if index == len(self._starts):
                break
            start = int(self._starts[index])
            if start + self._length > last:
                break
            windows.append(start)
            at = start + self._length
        return np.array(windows, np.int64)


def _source_spans(text: TokenizedText) -> list[tuple[str, int, int]]:
    """Return (source, first token, end) of each run of documents of one source."""
    spans: list[tuple[str, int, int]] = []
    for document, source in enumerate(text.source.tolist()):
        first, last = int(text.starts[document]), int(text.starts[document + 1])
        name = text.sources[source]
        if spans and spans[-1][0] == name:
            spans[-1] = (name, spans[-1][1], last)
        else:
            spans.append((name, first, last))
    return spans


def _sentence_starts(tokens: npt.NDArray[np.uint16], tokenizer: Tokenizer) -> Indices:
    """Return the tokens that begin a document, a line or a sentence, int64 [n]."""
    texts = [raw.decode("utf-8", "replace") for raw in token_bytes(tokenizer)]
    end = end_token(tokenizer)
    ends_line = np.array([t.endswith("\n") for t in texts])
    ends_line[end] = True
    ends_sentence = np.array([t.rstrip("\"'”’)").endswith((".", "!", "?")) for t in texts])
    capital = np.array([t.lstrip(" ")[:1].isupper() for t in texts])
    raised = capital[tokens]
    # A rare capital word has no token with its space; the space is a token of its own then.
    space = np.array([t == " " for t in texts])
    raised[:-1] |= space[tokens[:-1]] & capital[tokens[1:]]
    begins = np.ones(len(tokens), np.bool_)
    before = tokens[:-1]
    begins[1:] = ends_line[before] | (ends_sentence[before] & raised[1:])
    begins &= ~(ends_line[tokens])
    found: Indices = np.flatnonzero(begins).astype(np.int64)
    return found


def characters_of(tokenizer: Tokenizer) -> npt.NDArray[np.float32]:
    """Return how many characters each token begins, float32 [V]; 0 for special ones."""
    return np.array(
        [sum(byte & 0xC0 != 0x80 for byte in raw) for raw in token_bytes(tokenizer)], np.float32
    )
