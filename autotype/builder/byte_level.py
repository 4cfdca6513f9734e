"""Tokenizer files of the byte-level BPE kind, from whatever a checkpoint brings."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE

from autotype.builder.errors import BuildError


def tokenizer_text(
    vocabulary: Mapping[str, int],
    merges: Iterable[tuple[str, str]],
    special: Iterable[str],
    split_digits: bool,
) -> str:
    """Return the text of a `tokenizer.json`.

    Args:
        vocabulary: Id of each token, in the printable byte alphabet of GPT-2.
        merges: Pairs of tokens in the order in which they merge.
        special: Tokens that stand for no text.
        split_digits: Whether every digit is a pre-token of its own, as SmolLM has it.
    """
    tokenizer = Tokenizer(BPE(dict(vocabulary), list(merges)))
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level])
        if split_digits
        else byte_level
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in special])
    return str(tokenizer.to_str())


def folder_tokenizer(folder: Path) -> str:
    """Return the tokenizer of a checkpoint folder; raises `BuildError`.

    It is `tokenizer.json`, or made from `vocab.json` and `merges.txt`.
    """
    whole = folder / "tokenizer.json"
    try:
        if whole.is_file():
            text = whole.read_text(encoding="utf-8")
            Tokenizer.from_str(text)
            return text
        vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BuildError(
            f"“{folder}” holds no tokenizer.json and no vocab.json with merges.txt."
        ) from None
    except Exception as error:  # the library raises bare Exceptions
        raise BuildError(f"The tokenizer in “{folder}” cannot be read ({error}).") from error
    pairs = [
        tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#version")
    ]
    merges = [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
    special = [token for token in ("<|endoftext|>",) if token in vocabulary]
    return tokenizer_text(vocabulary, merges, special, split_digits=False)


def special_tokens(text: str) -> dict[str, int]:
    """Return the ids of the special tokens in the text of a `tokenizer.json`."""
    added = json.loads(text).get("added_tokens", [])
    return {entry["content"]: int(entry["id"]) for entry in added if entry.get("special")}
