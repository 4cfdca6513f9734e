"""Makes a real pack of a few hundred kilobytes, through the real builder.

    python tests/make_tiny_pack.py FOLDER [gpt2|llama]

The tokenizer is byte-level BPE trained on the sentences below. The weights are made, not
trained: the width is at least the vocabulary, so every token has a direction of its own,
attention adds nothing, and the head holds the logarithms of how often each token follows
each other one in the sentences (add-one smoothed). So it is an exact bigram model, and
tests can expect real words: after "thank you very" comes " much". With `family="llama"`
the same is done with Llama's parts.
"""

import itertools
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer

from autotype.builder.byte_level import tokenizer_text
from autotype.builder.checkpoint import Checkpoint, Config
from autotype.builder.export import Label, build_pack

END = "<|endoftext|>"
SENTENCES = """
Thank you very much for your help.
Thank you very much for your message.
Thank you very much for the nice evening.
I'm looking forward to hearing from you.
I'm looking forward to hearing from you soon.
I will get back to you as soon as possible.
Please let me know as soon as possible.
I don't know what to do about it.
I don't think that we'll be there before 10 o'clock.
We'll see you tomorrow at the office.
The meeting is at the office at 10 tomorrow morning.
Can you tell me when the train leaves?
It's a lovely day, isn't it? 😀
The café is closed – we’ll meet at the station.
She said, “I can't wait to see you!”
Let me know if you have any questions.
Let me know if you have any other questions.
See you soon, and have a nice weekend.
"""
_VOCABULARY = 480
_WIDTH = 512


def sentences() -> list[str]:
    """Return the sentences that the model knows."""
    return [line for line in SENTENCES.strip().splitlines() if line]


def _train_tokenizer() -> str:
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = ByteLevel(add_prefix_space=False, use_regex=True)
    trainer = BpeTrainer(
        vocab_size=_VOCABULARY,
        initial_alphabet=ByteLevel.alphabet(),
        special_tokens=[END],
        min_frequency=1,
        show_progress=False,
    )
    tokenizer.train_from_iterator(sentences() * 2, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    merges = [tuple(merge) for merge in model["merges"]]
    return tokenizer_text(model["vocab"], merges, [END], split_digits=False)


def _bigram_logits(tokenizer: str, size: int) -> np.ndarray:
    """Return float32 [size, size]: the logit of each token after each other one."""
    encoder = Tokenizer.from_str(tokenizer)
    counts = np.full((size, size), 1e-3)
    for line in sentences():
        tokens = [0, *encoder.encode(line).ids, 0]
        for first, second in itertools.pairwise(tokens):
            counts[first, second] += 1
    return np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)


def tiny_checkpoint(family: str = "gpt2", noise: float = 1e-4) -> Checkpoint:
    """Return the checkpoint that the pack is made of.

    `noise` is the size of the weights between embedding and head. With 1e-4 they do not
    matter; with 0.05 every answer depends on every token that can be seen, and on where
    it stands, which is what tests of the cache need.
    """
    tokenizer = _train_tokenizer()
    size = Tokenizer.from_str(tokenizer).get_vocab_size()
    if size > _WIDTH:
        raise ValueError(f"{size} tokens need a width of more than {_WIDTH}")
    logits = np.zeros((size, _WIDTH), np.float32)
    # A norm makes a one-hot row about sqrt(width) high (LayerNorm: nearly so).
    logits[:, :size] = _bigram_logits(tokenizer, size).T / np.sqrt(_WIDTH)
    embedding = np.zeros((size, _WIDTH), np.float32)
    embedding[np.arange(size), np.arange(size)] = 1
    shape = Config(
        family=family,
        layers=2,
        hidden=_WIDTH,
        heads=4,
        kv_heads=4 if family == "gpt2" else 2,
        head_size=16,
        inner=64,
        vocabulary=size,
        positions=1024,
        epsilon=1e-5,
        rotary_base=0.0 if family == "gpt2" else 10_000.0,
        start_token=0,
        end_tokens=(0,),
    )
    make = _gpt2_weights if family == "gpt2" else _llama_weights
    return Checkpoint(shape, make(shape, embedding, logits, noise), tokenizer)


def _noise(size: float, shapes: Iterable[tuple[str, tuple[int, ...]]]) -> dict[str, np.ndarray]:
    """Return seeded weights of about a size."""
    random = np.random.default_rng(1)
    return {name: random.normal(0, size, shape).astype(np.float32) for name, shape in shapes}


def _gpt2_weights(
    shape: Config, embedding: np.ndarray, head: np.ndarray, noise: float
) -> dict[str, np.ndarray]:
    width, inner, inside = shape.hidden, shape.inner, shape.heads * shape.head_size
    shapes: list[tuple[str, tuple[int, ...]]] = []
    for layer in range(shape.layers):
        block = f"h.{layer}."
        shapes += [
            (f"{block}attn.c_attn.weight", (3 * inside, width)),
            (f"{block}attn.c_attn.bias", (3 * inside,)),
            (f"{block}attn.c_proj.weight", (width, inside)),
            (f"{block}attn.c_proj.bias", (width,)),
            (f"{block}mlp.c_fc.weight", (inner, width)),
            (f"{block}mlp.c_fc.bias", (inner,)),
            (f"{block}mlp.c_proj.weight", (width, inner)),
            (f"{block}mlp.c_proj.bias", (width,)),
        ]
    weights = _noise(noise, [*shapes, ("wpe", (shape.positions, width))])
    norms = ["ln_f", *(f"h.{n}.{name}" for n in range(shape.layers) for name in ("ln_1", "ln_2"))]
    for name in norms:
        weights[f"{name}.weight"] = np.ones(width, np.float32)
        weights[f"{name}.bias"] = np.zeros(width, np.float32)
    return weights | {"wte": embedding, "head": head}


def _llama_weights(
    shape: Config, embedding: np.ndarray, head: np.ndarray, noise: float
) -> dict[str, np.ndarray]:
    width, inner, inside = shape.hidden, shape.inner, shape.heads * shape.head_size
    keys = shape.kv_heads * shape.head_size
    shapes: list[tuple[str, tuple[int, ...]]] = []
    for layer in range(shape.layers):
        shapes += [
            (f"{layer}.q", (inside, width)),
            (f"{layer}.k", (keys, width)),
            (f"{layer}.v", (keys, width)),
            (f"{layer}.o", (width, inside)),
            (f"{layer}.gate", (inner, width)),
            (f"{layer}.up", (inner, width)),
            (f"{layer}.down", (width, inner)),
        ]
    weights = _noise(noise, shapes)
    names = ["norm", *(f"{n}.{x}" for n in range(shape.layers) for x in ("input_norm", "mlp_norm"))]
    ones = {name: np.ones(width, np.float32) for name in names}
    return weights | ones | {"embedding": embedding, "head": head}


def make_tiny_pack(
    folder: Path,
    family: str = "gpt2",
    precisions: tuple[str, ...] = ("q8", "fp32"),
    noise: float = 1e-4,
) -> Path:
    """Make a pack in `folder` and return it."""
    label = Label(
        folder.name, f"Tiny {family}", "Apache-2.0", {"kind": "made", "reference": "tests"}
    )
    build_pack(tiny_checkpoint(family, noise), folder, label, precisions)
    return folder


if __name__ == "__main__":
    print(make_tiny_pack(Path(sys.argv[1]), *sys.argv[2:3]))
