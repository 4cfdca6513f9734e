"""Tokenizer files of the byte-level BPE kind, from whatever a checkpoint brings."""

import json
from collections.abc import Iterable, Mapping, Sequence
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

    Raises:
        BuildError: A merge is of tokens that are not in the vocabulary.
    """
    pairs = list(merges)
    _check_merges(vocabulary, pairs)
    tokenizer = Tokenizer(BPE(dict(vocabulary), pairs))
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level])
        if split_digits
        else byte_level
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in special])
    return str(tokenizer.to_str())


def _check_merges(vocabulary: Mapping[str, int], merges: Iterable[Sequence[str]]) -> None:
    """Raise `BuildError` for merges on which the library panics, which is no `Exception`."""
    for pair in merges:
        if len(pair) != 2 or not {*pair, "".join(pair)} <= vocabulary.keys():
            raise BuildError(f"The tokenizer merges “{' '.join(pair)}”, which it does not know.")


def folder_tokenizer(folder: Path) -> str:
    """Return the tokenizer of a checkpoint folder; raises `BuildError`.

    It is `tokenizer.json`, or made from `vocab.json` and `merges.txt`.
    """
    whole = folder / "tokenizer.json"
    try:
        if whole.is_file():
            text = whole.read_text(encoding="utf-8")
            model = json.loads(text).get("model", {})
            own = [m.split(" ") if isinstance(m, str) else m for m in model.get("merges", [])]
            _check_merges(model.get("vocab", {}), own)
            Tokenizer.from_str(text)
            return text
        vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()
        pairs = [line.split(" ") for line in lines if line and not line.startswith("#version")]
        _check_merges(vocabulary, pairs)
        merges = [(first, second) for first, second in pairs]
        special = [token for token in ("<|endoftext|>",) if token in vocabulary]
        return tokenizer_text(vocabulary, merges, special, split_digits=False)
    except BuildError:
        raise
    except FileNotFoundError:
        raise BuildError(
            f"“{folder}” holds no tokenizer.json and no vocab.json with merges.txt."
        ) from None
    except Exception as error:  # the library raises bare Exceptions
        raise BuildError(f"The tokenizer in “{folder}” cannot be read ({error}).") from error


def check_tokenizer(text: str, vocabulary: int) -> None:
    """Raise `BuildError` for a kind of tokenizer that the engine would misread.

    Args:
        text: Of a `tokenizer.json`.
        vocabulary: Rows of the model's embedding.
    """
    data = json.loads(text)
    if (data.get("model") or {}).get("type", "BPE") != "BPE":
        kind = data["model"]["type"]
        raise BuildError(f"The tokenizer is of the kind {kind}; only byte-level BPE can be used.")
    splitter = data.get("pre_tokenizer") or {}
    parts = [splitter, *splitter.get("pretokenizers", [])]
    byte_level = [part for part in parts if part.get("type") == "ByteLevel"]
    if not byte_level:
        raise BuildError(
            "The tokenizer is not byte-level BPE, the kind of GPT-2 and of newer Llamas, "
            "which is the only one that can be used."
        )
    if any(part.get("add_prefix_space") for part in byte_level):
        raise BuildError("The tokenizer puts a space before every text, which is not supported.")
    # Tokens that were only added, such as one for padding, may lie beyond the model's.
    tokens = Tokenizer.from_str(text).get_vocab_size(with_added_tokens=False)
    if tokens > vocabulary:
        raise BuildError(
            f"The tokenizer has {tokens} tokens, but the model only {vocabulary}; "
            "they do not belong together."
        )


def special_tokens(text: str) -> dict[str, int]:
    """Return the ids of the special tokens in the text of a `tokenizer.json`."""
    added = json.loads(text).get("added_tokens", [])
    return {entry["content"]: int(entry["id"]) for entry in added if entry.get("special")}
