"""Savings, accuracy, precision and calibration over the standard texts."""

from autotype.evaluation.measure import Report, measure
from autotype.evaluation.report import as_json
from autotype.packs.opening import open_completer
from tests.benchmarks.data import samples

CHARACTERS = 8_000
_SETS = ("phrases2", "bi320", "ud_ewt_dev_email", "ud_ewt_test", "topical_chat")


def report() -> str:
    """Return the tables as Markdown."""
    found = {}
    for name in _SETS:
        completer = open_completer("smollm2-135m", "cpu")
        found[name] = measure(completer, samples(name, CHARACTERS), lambda *_: None)
    return "\n".join(
        [
            "## Savings and precision",
            "",
            f"About {CHARACTERS:,} characters of each set, texts drawn with seed 0 and cut at "
            "600 characters; recommended pack, gate at its default "
            f"({next(iter(found.values())).threshold}). Silence costs nothing but the keys "
            "that are typed instead.",
            "",
            "| texts | words | bar saves | ghost saves | shown per 100 words | first word right "
            "| whole ghost right | calibration error |",
            "|---|---|---|---|---|---|---|---|",
            *(_savings(name, each) for name, each in found.items()),
            "",
            "| texts | next word: first / of three | after one letter | after two letters |",
            "|---|---|---|---|",
            *(_accuracy(name, each) for name, each in found.items()),
            "",
        ]
    )


def _savings(name: str, found: Report) -> str:
    figures = as_json(found)
    ghost = figures["ghost"]
    return (
        f"| {name} | {figures['words']} | {found.bar.savings:.1%} | {found.ghost.savings:.1%} "
        f"| {ghost['shows_per_100_words']:.0f} | {ghost['precision']:.1%} "
        f"| {ghost['whole_precision']:.1%} | {ghost['calibration_error'] * 100:.1f} points |"
    )


def _accuracy(name: str, found: Report) -> str:
    cells = (
        f"{found.next_word.top1(letters):.1%} / {found.next_word.top3(letters):.1%}"
        for letters in (0, 1, 2)
    )
    return f"| {name} | " + " | ".join(cells) + " |"
