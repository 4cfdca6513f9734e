"""The student's tokenizer: a part of its teacher's, or one trained on the text.

A student that shares its teacher's merges, only fewer of them, cuts the text at the
teacher's boundaries and at some more. That is what lets one learn from the distributions
of the other, token by token (`teacher.py`).
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer

from autotype.builder.byte_level import tokenizer_text
from autotype.builder.errors import BuildError
from autotype.engine.vocabulary import byte_alphabet

END = "<|endoftext|>"
_AT_ONCE = 256  # documents


def trained_tokenizer(texts: Iterable[str], size: int) -> str:
    """Return the text of a `tokenizer.json` of byte-level BPE, trained on some texts.

    Args:
        texts: To train on.
        size: Tokens, the end of a text (the last one) among them.
    """
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=size - 1, initial_alphabet=sorted(byte_alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    # Last and by hand: little text may have led to fewer tokens than were asked for.
    tokenizer.add_special_tokens([AddedToken(END, special=True, normalized=False)])
    return str(tokenizer.to_str())


def partial_tokenizer(teacher: str, texts: Iterable[tuple[str, float]], size: int) -> str:
    """Return a `tokenizer.json` with those of a teacher's tokens that some texts need most.

    Args:
        teacher: Text of the teacher's `tokenizer.json` (byte-level BPE).
        texts: Texts, each with its weight.
        size: Tokens, the end of a text (the last one) among them.

    Raises:
        BuildError: The teacher has fewer tokens than that.
    """
    merges = _merges(teacher)
    made: dict[str, tuple[str, str]] = {}
    for pair in merges:
        made.setdefault("".join(pair), pair)
    library = Tokenizer.from_str(teacher)
    counts = _weighted_counts(library, texts)
    names = sorted(library.get_vocab().items(), key=lambda item: (-counts[item[1]], item[0]))
    kept = set(byte_alphabet())
    for name, _ in names:
        if name not in made or name in kept:
            continue
        needed = _ancestors(name, made) - kept
        if len(kept) + len(needed) < size:
            kept |= needed
        if len(kept) == size - 1:
            break
    else:
        raise BuildError(
            f"The teacher's tokenizer has {len(kept)} tokens to choose from, fewer than {size}."
        )
    pairs = [pair for pair in merges if {*pair, "".join(pair)} <= kept]
    order = [*sorted(byte_alphabet()), *dict.fromkeys("".join(pair) for pair in pairs)]
    vocabulary = {name: index for index, name in enumerate(order)}
    vocabulary[END] = len(order)
    return tokenizer_text(vocabulary, pairs, [END], _splits_digits(teacher))


def end_token(tokenizer: Tokenizer) -> int:
    """Return the end-of-text token of a tokenizer; raises `BuildError` if it has none."""
    token = tokenizer.token_to_id(END)
    if token is None:
        raise BuildError(f"The tokenizer has no token “{END}”, so it cannot be used for this.")
    return int(token)


def piece_starts(student: Tokenizer, teacher: Tokenizer, end: int) -> npt.NDArray[np.int64]:
    """Return the student's first token of each of the teacher's, int64 [teacher's tokens].

    A special token is the end of a text (`end`) where it ends one, and -1 otherwise.
    """
    special = {t for t, a in teacher.get_added_tokens_decoder().items() if a.special}
    first = np.full(teacher.get_vocab_size(), -1, np.int64)
    for name, token in teacher.get_vocab().items():
        if token not in special:
            first[token] = student.model.tokenize(name)[0].id
        elif name in (END, "<|im_end|>", "</s>"):
            first[token] = end
    return first


def token_bytes(tokenizer: Tokenizer) -> list[bytes]:
    """Return the bytes of each token, in the order of their ids; none for special ones."""
    alphabet = byte_alphabet()
    special = {t for t, a in tokenizer.get_added_tokens_decoder().items() if a.special}
    texts = [b""] * tokenizer.get_vocab_size()
    for name, token in tokenizer.get_vocab().items():
        if token not in special:
            texts[token] = bytes(alphabet[character] for character in name)
    return texts


def _merges(teacher: str) -> list[tuple[str, str]]:
    model: dict[str, Any] = json.loads(teacher)["model"]
    pairs = [m.split(" ") if isinstance(m, str) else m for m in model["merges"]]
    return [(first, second) for first, second in pairs]


def _splits_digits(teacher: str) -> bool:
    return '"Digits"' in json.dumps(json.loads(teacher)["pre_tokenizer"])


def _ancestors(name: str, made: dict[str, tuple[str, str]]) -> set[str]:
    """Return a token and all that it is merged from, but for single bytes."""
    found: set[str] = set()
    open_names = [name]
    while open_names:
        current = open_names.pop()
        if current in made and current not in found:
            found.add(current)
            open_names += made[current]
    return found


def _weighted_counts(
    library: Tokenizer, texts: Iterable[tuple[str, float]]
) -> npt.NDArray[np.float64]:
    counts = np.zeros(library.get_vocab_size())
    batch: list[tuple[str, float]] = []

    def count(part: Sequence[tuple[str, float]]) -> None:
        encodings = library.encode_batch([t for t, _ in part], add_special_tokens=False)
        for encoding, (_, weight) in zip(encodings, part, strict=True):
            np.add.at(counts, encoding.ids, weight)

    for item in texts:
        batch.append(item)
        if len(batch) == _AT_ONCE:
            count(batch)
            batch = []
    count(batch)
    return counts
