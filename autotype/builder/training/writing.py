"""Text that the teacher writes itself: many rows at once, a token of each at a time.

transformers' own way of writing changes between its versions and copies the cache at every
token; what a Llama does with one token of each row is short enough to be said here, on a cache
that is there from the beginning.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from autotype.builder.checkpoint import Config


class Writer:
    """A Llama that writes."""

    def __init__(
        self, model: Any, shape: Config, end: int, never: Sequence[int], temperature: float
    ) -> None:
        """Write with a model.

        Args:
            model: A `LlamaForCausalLM`; its matrices are used as they are.
            shape: Its shape.
            end: The token before every text.
            never: Tokens that are never written.
            temperature: Of the draws.
        """
        self._shape, self._end, self._temperature = shape, end, temperature
        self._body = model.base_model
        self._head = model.get_output_embeddings().weight.detach()
        self._device = self._head.device
        self._never = torch.tensor([*never], dtype=torch.int64, device=self._device)
        half = torch.arange(0, shape.head_size, 2, device=self._device) / shape.head_size
        self._frequencies = 1.0 / shape.rotary_base**half

    @torch.inference_mode()
    def write(self, beginnings: Tensor, length: int, seed: int) -> Tensor:
        """Return rows that begin as told and go on as the model likes, int64 [B, length].

        Args:
            beginnings: int64 [B, P]; the same number of tokens of each row.
            length: Tokens of a row in all.
            seed: Of the draws.
        """
        count, given = beginnings.shape
        random = torch.Generator(self._device).manual_seed(seed)
        cache = self.cache(count, length)
        rows = torch.empty(count, length, dtype=torch.int64, device=self._device)
        rows[:, :given] = beginnings
        tokens = torch.full((count,), self._end, device=self._device)
        for place in range(length):
            hidden = self.step(tokens, place, cache)
            if place >= given:
                logits = (hidden @ self._head.T).float() / self._temperature
                logits[:, self._never] = -torch.inf
                shares = torch.softmax(logits, dim=-1)
                rows[:, place] = torch.multinomial(shares, 1, generator=random)[:, 0]
            tokens = rows[:, place]
        return rows

    def cache(self, rows: int, length: int) -> Tensor:
        """Return room for keys and values, [layers, 2, rows, heads, length, head size]."""
        shape = self._shape
        return torch.empty(
            (shape.layers, 2, rows, shape.kv_heads, length, shape.head_size),
            dtype=self._head.dtype,
            device=self._device,
        )

    @torch.inference_mode()
    def step(self, tokens: Tensor, place: int, cache: Tensor) -> Tensor:
        """Return the hidden state after one more token of each row, [B, D].

        Args:
            tokens: int64 [B].
            place: Their position; the cache holds those before it, and then these as well.
            cache: As `cache` returned it.
        """
        shape, rows = self._shape, len(tokens)
        angles = place * self._frequencies
        turn = torch.cat([angles, angles])
        cosine, sine = turn.cos().to(cache.dtype), turn.sin().to(cache.dtype)
        x = functional.embedding(tokens, self._body.embed_tokens.weight)
        for number, layer in enumerate(self._body.layers):
            attention, mlp = layer.self_attn, layer.mlp
            normed = self._norm(x, layer.input_layernorm)
            keys, values = cache[number]
            q = attention.q_proj(normed).view(rows, shape.kv_heads, -1, shape.head_size)
            k = attention.k_proj(normed).view(rows, shape.kv_heads, 1, shape.head_size)
            v = attention.v_proj(normed).view(rows, shape.kv_heads, shape.head_size)
            keys[:, :, place] = _turned(k, cosine, sine)[:, :, 0]
            values[:, :, place] = v
            # Heads that share keys are rows of one product.
            scores = _turned(q, cosine, sine) @ keys[:, :, : place + 1].transpose(2, 3)
            shares = torch.softmax(scores * shape.head_size**-0.5, dim=-1, dtype=torch.float32)
            seen = shares.to(cache.dtype) @ values[:, :, : place + 1]
            x = x + attention.o_proj(seen.reshape(rows, -1))
            normed = self._norm(x, layer.post_attention_layernorm)
            x = x + mlp.down_proj(functional.silu(mlp.gate_proj(normed)) * mlp.up_proj(normed))
        return self._norm(x, self._body.norm)

    def _norm(self, x: Tensor, norm: Any) -> Tensor:
        weight: Tensor = norm.weight
        return functional.rms_norm(x, weight.shape, weight, self._shape.epsilon)


def _turned(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Apply the rotary angles to x [.., head size], whose halves belong together."""
    first, second = x.chunk(2, dim=-1)
    return x * cosine + torch.cat([-second, first], dim=-1) * sine
