"""The student: transformers' GPT-2, trained from nothing, in the hub's layout on disk."""

import copy
from pathlib import Path
from typing import Any

import torch

from autotype.builder.training.config import ShapeConfig
from autotype.text.replacing import replace_file


def new_student(shape: ShapeConfig, seed: int, device: str = "cpu") -> Any:
    """Return a `GPT2LMHeadModel` with fresh weights, float32.

    Args:
        shape: Its shape.
        seed: Of its weights.
        device: Where it is going to be trained.
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
        attn_implementation="eager" if device == "cpu" else "sdpa",
    )
    torch.manual_seed(seed)
    model = library.GPT2LMHeadModel(config)
    if device != "cpu":
        for block in model.transformer.h:
            # The same function in one kernel; transformers' takes eight.
            block.mlp.act = torch.nn.GELU(approximate="tanh")
    return model.to(device)


def save_student(model: Any, tokenizer: str, folder: Path, *, half: bool = False) -> None:
    """Write a checkpoint folder as the hub has them: config, safetensors, tokenizer.

    Args:
        model: A `GPT2LMHeadModel`.
        tokenizer: Text of its `tokenizer.json`.
        folder: To write to.
        half: Whether the weights are written in half precision, which is far finer than the
            8 bits that become of them.
    """
    if half:
        model = copy.deepcopy(model).cpu().half()
    model.save_pretrained(str(folder), safe_serialization=True)
    replace_file(folder / "tokenizer.json", tokenizer.encode("utf-8"))
