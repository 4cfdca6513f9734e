"""The speed table: from a key to three words, for Autotype and for what others do."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.peers.environments import (
    Environment,
    NotMeasuredError,
    Result,
    pack_folder,
    run_peer,
    weights,
)
from tests.benchmarks.peers.trace import MAILS, spread

LLAMA = Environment("llama_cpp", ("llama-cpp-python==0.3.36",))
GENAI = Environment(
    "genai", ("onnxruntime-genai==0.18.0", "onnxruntime==1.32.0", "onnx", "onnx-ir")
)
_STEP = 10  # of the peer that keeps nothing between keys


@dataclass(frozen=True, slots=True)
class Variant:
    """A row of the table.

    Attributes:
        title: What gives the words.
        environment: Where it runs; the project's own one if None.
        module: Its module in this package.
        arguments: What its `measure` gets besides `wants`.
        wants: Which of "pack", "weights" and "threads" its `measure` gets.
    """

    title: str
    environment: Environment | None
    module: str
    arguments: dict[str, Any]
    wants: tuple[str, ...] = ("pack", "weights", "threads")


_AUTOTYPE = Variant("Autotype: three exact words", None, "word_search", {"runtime": "autotype"})
_ON_LLAMA = Variant(
    "the same word search on llama.cpp: prompt kept, branches in one batch",
    LLAMA,
    "word_search",
    {"runtime": "llama-cpp-python"},
)
_ON_GENAI = Variant(
    "the same word search on onnxruntime-genai: prompt kept, branches one by one",
    GENAI,
    "word_search",
    {"runtime": "onnxruntime-genai"},
)
_SIMPLE = Variant(
    "llama.cpp: one completion of 4 tokens, prompt kept",
    LLAMA,
    "llama_simple",
    {},
    ("weights", "threads"),
)
_BEAMS = Variant(
    f"transformers: 3 beams of 4 tokens, fp32, nothing kept (every {_STEP}th key)",
    None,
    "transformers_beams",
    {"step": _STEP},
)
# Those that are compared most closely run twice, before and after the others.
_ORDER = (_AUTOTYPE, _ON_LLAMA, _ON_GENAI, _SIMPLE, _BEAMS, _ON_LLAMA, _AUTOTYPE)


def report() -> str:
    """Return the table as Markdown."""
    from autotype.engine.providers import thread_count

    try:
        given = {"pack": str(pack_folder()), "weights": str(weights()), "threads": thread_count()}
    except NotMeasuredError as error:
        return f"## From a key to three words\n\nNot measured: {error}\n"
    for environment in (LLAMA, GENAI):
        prepare(environment)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    results = [(each, _measure(each, given)) for each in _ORDER]
    return "\n".join([*_head(given["threads"], load), *_rows(results), "", *_notes(results)])


def prepare(environment: Environment) -> None:
    """Make an environment before anything is timed; what fails is said in its row."""
    try:
        environment.python()
    except NotMeasuredError:
        return


def _measure(variant: Variant, given: dict[str, Any]) -> Result:
    wanted = {name: given[name] for name in variant.wants}
    return run_peer(variant.environment, variant.module, **variant.arguments, **wanted)


def _head(threads: object, load: float) -> list[str]:
    return [
        "## From a key to three words",
        "",
        f"Milliseconds a key over three mails of our own ({sum(map(len, MAILS))} keys in order), "
        f"SmolLM2-135M with the same weights, {threads} threads each; load of the machine when "
        f"it began {load:.1f}. Autotype and the word search on llama.cpp ran before and after "
        "the others; both runs are shown.",
        "",
        "| what gives the words | mean | median | p95 | mean / Autotype's | passes a key "
        "| first word as Autotype's | all three |",
        "|---|---|---|---|---|---|---|---|",
    ]


def _rows(results: Sequence[tuple[Variant, Result]]) -> list[str]:
    own = [answer for variant, answer in results if variant is _AUTOTYPE and "reason" not in answer]
    mean = statistics.fmean(statistics.fmean(each["words_ms"]) for each in own) if own else 0.0
    lines, seen = [], []
    for variant, answer in results:
        title = variant.title + (" (again)" if variant in seen else "")
        seen.append(variant)
        if "reason" in answer:
            lines.append(f"| {title} | not measured: {answer['reason']} | | | | | | |")
            continue
        values = spread(answer["words_ms"])
        cells = [f"{value:.1f}" for value in values]
        cells.append(f"{values[0] / mean:.2f}" if mean else "")
        passes = answer.get("passes")
        cells.append(f"{statistics.fmean(passes):.2f}" if passes else "")
        cells += _agreement(own[0], answer) if own and "words" in answer else ["", ""]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return lines


def _agreement(own: Result, other: Result) -> list[str]:
    """Return the shares of keys whose first word, and whose set of words, is the same."""
    pairs = list(zip(own["words"], other["words"], strict=True))
    first = sum(a[:1] == b[:1] for a, b in pairs) / len(pairs)
    every = sum(set(a) == set(b) for a, b in pairs) / len(pairs)
    return [f"{first:.1%}", f"{every:.1%}"]


def _notes(results: Sequence[tuple[Variant, Result]]) -> list[str]:
    versions = dict.fromkeys(r["version"] for _, r in results if "version" in r)
    return [
        "The last two columns check that the searches do the same; the runtimes round weights "
        "and activations differently. Passes are those for the words and the ghost; on "
        "onnxruntime-genai each branch is one. Completions and beams of four tokens are not "
        "three whole words: they go on from the half-typed word as it stands. The word searches "
        "also read the pack's text before the text; completions and beams do not.",
        "",
        f"Versions: {', '.join(versions)}.",
        "",
    ]
