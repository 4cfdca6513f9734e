"""The student: transformers' GPT-2, trained from nothing, in the hub's layout on disk."""

from pathlib import Path
from typing import Any

import torch

from autotype.builder.training.config import ShapeConfig
from autotype.text.replacing import replace_file


def new_student(shape: ShapeConfig, seed: int) -> Any:
    """Return a `GPT2LMHeadModel` with fresh weights, float32.

    Args:
        shape: Its shape.
        seed: Of its weights.
    """
    import transformers

    library: Any = transformers
    library.logging.disable_progress_bar()
    config = library.GPT2Config(
        vocab_size=shape.vocabulary,
        n_positions=shape.positions,
        n_embd=shape.hidden,
        n_layer=shape.layers,
        n_head=shape.heads,
        # Text is scarce for a large model only; a small one forgets nothing it could use.
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=shape.vocabulary - 1,
        eos_token_id=shape.vocabulary - 1,
        # On processors the fused one takes a tenth longer for a step with windows this short.
        attn_implementation="eager",
    )
    torch.manual_seed(seed)
    return library.GPT2LMHeadModel(config)


def save_student(model: Any, tokenizer: str, folder: Path) -> None:
    """Write a checkpoint folder as the hub has them: config, safetensors, tokenizer."""
    model.save_pretrained(str(folder), safe_serialization=True)
    replace_file(folder / "tokenizer.json", tokenizer.encode("utf-8"))
