"""Peer: transformers' `generate` with three beams, the usual way to three continuations.

Nothing is kept between keys, so every `step`-th key is enough.
"""

from pathlib import Path

import torch
import transformers

from autotype.builder.gguf_file import read_gguf
from autotype.builder.training.teacher_model import open_model
from autotype.engine.pack import open_pack
from autotype.engine.tokenizer import Tokenizer
from tests.benchmarks.peers.environments import Result, main
from tests.benchmarks.peers.trace import timed

_TOKENS = 4


def measure(weights: str, pack: str, threads: int, step: int) -> Result:
    """Generate three continuations of four tokens after every `step`-th key."""
    torch.set_num_threads(threads)
    file = Path(weights)
    model = open_model(file, read_gguf(file))
    shape = open_pack(Path(pack)).manifest
    tokenizer = Tokenizer(
        Path(pack) / "tokenizer.json", shape.architecture.vocabulary, shape.end_tokens
    )

    def complete(before: str) -> None:
        tokens = torch.tensor([tokenizer.encode(before)])
        with torch.inference_mode():
            model.generate(
                tokens,
                attention_mask=torch.ones_like(tokens),
                num_beams=3,
                num_return_sequences=3,
                max_new_tokens=_TOKENS,
                do_sample=False,
                pad_token_id=0,
            )

    return {
        "version": f"transformers {transformers.__version__}, torch {torch.__version__}",
        "words_ms": timed(complete, step),
    }


if __name__ == "__main__":
    main(measure)
