"""Text to tokens, pre-token by pre-token, so that a key costs only what it changed.

BPE of the GPT-2 kind never merges across pre-tokens: the tokens of a text are the tokens
of its pre-tokens in a row, and those of a pre-token can be kept.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer as _Library

from autotype.engine.pack import PackError
from autotype.engine.panics import panics_as_errors
from autotype.engine.vocabulary import Vocabulary, build_vocabulary
from autotype.text.boundary import Caret
from autotype.text.untrusted import require_regular
from autotype.translation import tr

_KEPT_PIECES = 20_000
# Any letter shows where the pre-token before it ends, whatever is typed next.
_PROBE = "x"
_TRIAL = "Can you tell me when?\n– At 10, I’d say 😀"


def _unreadable(file: Path, error: Exception) -> PackError:
    return PackError(
        tr(
            "The tokenizer in “{folder}” cannot be read ({error}); remove the model pack and "
            "pull it again.",
            folder=file.parent,
            error=error,
        )
    )


class Tokenizer:
    """A pack's tokenizer. Not for use by several threads at once."""

    def __init__(self, file: Path, vocabulary_size: int, end_tokens: tuple[int, ...]) -> None:
        """Read a tokenizer file.

        Raises:
            PackError: The file is not a byte-level BPE tokenizer.
        """
        try:
            require_regular(file)
            with panics_as_errors():
                self._library = _Library.from_file(str(file))
        except Exception as error:  # the library raises bare Exceptions
            raise _unreadable(file, error) from error
        self._splitter = self._library.pre_tokenizer
        if self._splitter is None or type(self._library.model).__name__ != "BPE":
            raise PackError(
                tr(
                    "The tokenizer in “{folder}” is not byte-level BPE, the only kind that "
                    "Autotype can use.",
                    folder=file.parent,
                )
            )
        special = {
            t for t, added in self._library.get_added_tokens_decoder().items() if added.special
        }
        tokens = self._library.get_vocab()
        self.vocabulary: Vocabulary = build_vocabulary(tokens, special, vocabulary_size, end_tokens)
        self._encode_piece = lru_cache(_KEPT_PIECES)(self._encode_uncached)
        self._try_out(file, max(tokens.values(), default=0) < vocabulary_size, vocabulary_size)

    def _try_out(self, file: Path, fits: bool, vocabulary_size: int) -> None:
        """Raise `PackError` for a file that can be read and yet is of no use."""
        try:
            with panics_as_errors():
                used = self.encode(_TRIAL)
                if not fits:
                    # Tokens that were only added, such as one for padding, are never fed.
                    own = self._library.get_vocab(with_added_tokens=False)
                    fits = max(own.values(), default=0) < vocabulary_size
        except Exception as error:
            raise _unreadable(file, error) from error
        if not used or not fits:
            raise PackError(
                tr(
                    "The tokenizer in “{folder}” does not belong to its model; remove the model "
                    "pack and pull it again.",
                    folder=file.parent,
                )
            )

    def _encode_uncached(self, piece: str) -> tuple[int, ...]:
        return tuple(token.id for token in self._library.model.tokenize(piece))

    def stable_tokens(self, caret: Caret) -> list[int]:
        """Return the tokens of `caret.stable`; they stay the same whatever is typed next."""
        probe = caret.held if caret.half_word else caret.held + _PROBE
        tokens: list[int] = []
        for piece, (start, _) in self._pieces(caret.stable + probe):
            if start >= len(caret.stable):
                break
            tokens.extend(self._encode_piece(piece))
        return tokens

    def encode(self, text: str) -> tuple[int, ...]:
        """Return the canonical tokens of a text."""
        return tuple(
            token for piece, _ in self._pieces(text) for token in self._encode_piece(piece)
        )

    def decode(self, tokens: Iterable[int]) -> str:
        """Return the text of some tokens; broken characters become U+FFFD."""
        texts = self.vocabulary.texts
        return b"".join(texts[token] for token in tokens).decode("utf-8", "replace")

    def _pieces(self, text: str) -> list[tuple[str, tuple[int, int]]]:
        """Split a text into pre-tokens in their printable form, with offsets in characters."""
        assert self._splitter is not None  # noqa: S101 - checked when the file was read
        pieces: list[tuple[str, tuple[int, int]]] = self._splitter.pre_tokenize_str(text)
        return pieces
