"""How well a model predicts text that it is never trained on."""

import math
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from autotype.builder.errors import BuildError
from autotype.builder.training.batches import Indices, window_tokens
from autotype.builder.training.loss import token_losses
from autotype.builder.training.precision import computing
from autotype.builder.training.tokens import TokenizedText, Windows, characters_of
from autotype.builder.training.vocabulary import end_token

_EACH = 6  # windows of a source, so that no source outweighs the others
_ROWS = 8


class HeldOut:
    """Fixed windows of the held-out text."""

    def __init__(
        self,
        text: TokenizedText,
        tokenizer: Tokenizer,
        length: int,
        each: int = _EACH,
        watched: str = "",
    ) -> None:
        """Choose at most `each` windows of a source; raises `BuildError` if there are none.

        Args:
            text: What is held out.
            tokenizer: Its tokenizer.
            length: Tokens of a window.
            each: The most windows of a source.
            watched: The source that `measure` looks at; all of them if empty.
        """
        self._text = text
        self._length = length
        self._end = end_token(tokenizer)
        self._characters = characters_of(tokenizer)
        self._windows = Windows(text, tokenizer, length).evenly(each)
        if not len(self._windows):
            raise BuildError(
                f"The held-out text is shorter than {length} tokens; give more text, a larger "
                "share “held_out”, or fewer “positions”."
            )
        self._watched = self._windows
        if watched in text.sources:
            number = text.sources.index(watched)
            self._watched = self._windows[self._sources() == number]

    def measure(self, model: Any, dtype: torch.dtype) -> tuple[float, float]:
        """Return the loss in nats a token and in bits a character.

        Args:
            model: A causal language model of transformers, on any device.
            dtype: In which products are computed.
        """
        return self._measure(model, dtype, self._watched)

    def by_source(self, model: Any, dtype: torch.dtype) -> dict[str, float]:
        """Return the loss of each source by itself, in bits a character; see `measure`."""
        sources = self._sources()
        return {
            self._text.sources[source]: self._measure(
                model, dtype, self._windows[sources == source]
            )[1]
            for source in np.unique(sources).tolist()
        }

    def _sources(self) -> Indices:
        """Return the source of each window, int [n]."""
        documents = np.searchsorted(self._text.starts, self._windows, "right") - 1
        found: Indices = self._text.source[documents].astype(np.int64)
        return found

    @torch.inference_mode()
    def _measure(self, model: Any, dtype: torch.dtype, windows: Indices) -> tuple[float, float]:
        losses, characters, count = 0.0, 0.0, 0
        device = model.device
        table = model.get_output_embeddings().weight
        for start in range(0, len(windows), _ROWS):
            part = windows[start : start + _ROWS]
            _, inputs, following = window_tokens(self._text, part, self._length, self._end)
            with computing(dtype, device.type):
                hidden = model.base_model(torch.from_numpy(inputs).to(device)).last_hidden_state
            flat = hidden.reshape(-1, hidden.shape[-1]).to(dtype)
            tokens = following.ravel()
            found = token_losses(flat, table, torch.from_numpy(tokens).to(device))
            kept = tokens != self._end
            losses += float(np.sum(found.float().cpu().numpy()[kept], dtype=np.float64))
            characters += float(self._characters[tokens].sum())
            count += int(kept.sum())
        return losses / count, losses / characters / math.log(2)
