"""Tokenizer files of the byte-level BPE kind, from whatever a checkpoint brings."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE

from autotype.builder.errors import BuildError
from autotype.engine.panics import panics_as_errors
from autotype.text.fields import Fields
from autotype.text.untrusted import parse_json, read_regular

_LARGEST = 1 << 26
_MOST_ADDED, _MOST_IDS, _LONGEST = 100_000, 1 << 32, 10_000


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
    with panics_as_errors():
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
        if whole.exists():
            data = read_regular(whole, _LARGEST)
            model = parse_json(data).get("model", {})
            own = [m.split(" ") if isinstance(m, str) else m for m in model.get("merges", [])]
            _check_merges(model.get("vocab", {}), own)
            text = data.decode("utf-8")
            with panics_as_errors():
                Tokenizer.from_str(text)
            return text
        vocabulary = parse_json(read_regular(folder / "vocab.json", _LARGEST))
        lines = read_regular(folder / "merges.txt", _LARGEST).decode("utf-8").splitlines()
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
        why = error.strerror or error if isinstance(error, OSError) else error
        raise BuildError(f"The tokenizer in “{folder}” cannot be read ({why}).") from error


def check_tokenizer(text: str, vocabulary: int) -> None:
    """Raise `BuildError` for a kind of tokenizer that the engine would misread.

    Args:
        text: Of a `tokenizer.json`.
        vocabulary: Rows of the model's embedding.
    """
    try:
        data = parse_json(text.encode("utf-8"))
        kind = (data.get("model") or {}).get("type", "BPE")
        splitter = data.get("pre_tokenizer") or {}
        parts = [splitter, *splitter.get("pretokenizers", [])]
        byte_level = [part for part in parts if part.get("type") == "ByteLevel"]
        # Tokens that were only added, such as one for padding, may lie beyond the model's.
        with panics_as_errors():
            own = Tokenizer.from_str(text).get_vocab(with_added_tokens=False)
    except Exception as error:  # the library reads over some of what is looked at here
        raise BuildError(f"The tokenizer cannot be read ({error}).") from error
    if kind != "BPE":
        raise BuildError(
            f"The tokenizer is of the kind {str(kind)[:60]}; only byte-level BPE can be used."
        )
    if not byte_level:
        raise BuildError(
            "The tokenizer is not byte-level BPE, the kind of GPT-2 and of newer Llamas, "
            "which is the only one that can be used."
        )
    if any(part.get("add_prefix_space") for part in byte_level):
        raise BuildError("The tokenizer puts a space before every text, which is not supported.")
    tokens = max(own.values(), default=-1) + 1
    if tokens > vocabulary:
        raise BuildError(
            f"The tokenizer has {tokens} tokens, but the model only {vocabulary}; "
            "they do not belong together."
        )


def special_tokens(text: str) -> dict[str, int]:
    """Return the ids of the special tokens in the text of a `tokenizer.json`."""
    try:
        added = Fields(parse_json(text.encode("utf-8"))).rows("added_tokens", _MOST_ADDED, ())
        entries = [Fields(entry, "added_tokens") for entry in added]
        special = [entry for entry in entries if entry.flag("special", False)]
        return {
            entry.text("content", _LONGEST): entry.whole("id", 0, _MOST_IDS) for entry in special
        }
    except ValueError as error:
        raise BuildError(f"The tokenizer cannot be read ({error}).") from error
