"""The built-in pack beside its teacher and beside 5-grams that have read the same text."""

from pathlib import Path

from autotype.engine.manifest import MANIFEST
from autotype.engine.pack import open_pack
from autotype.packs.installed import shipped_folder
from tests.benchmarks.peers import texts
from tests.benchmarks.peers.environments import (
    Environment,
    NotMeasuredError,
    Result,
    pack_folder,
    run_peer,
)

CHARACTERS = 8_000
KNESER_NEY = Environment("kneser_ney", ("kenlm==0.3.0",))
_LEAST = {"5-grams": 1.2, "teacher": 0.8}


def report() -> str:
    """Return the table as Markdown."""
    title = "## The built-in pack\n"
    problem = texts.missing()
    if problem:
        return f"{title}\nNot measured: {problem}\n"
    try:
        teacher = _pack(pack_folder())
    except NotMeasuredError as error:
        teacher = {"reason": str(error)}
    built_in = shipped_folder()
    present = (built_in / MANIFEST).is_file()
    own = _pack(built_in) if present else {"reason": "no pack is built in yet"}
    grams = run_peer(KNESER_NEY, "kneser_ney", characters=CHARACTERS)
    rows = {
        f"{open_pack(built_in).manifest.title if present else 'Built-in pack'}": own,
        "SmolLM2 135M (its teacher)": teacher,
        "5-grams, modified Kneser-Ney": grams,
    }
    return "\n".join(
        [
            title,
            "Share of the keys that the bar typist saves through the shipped engine, about "
            f"{CHARACTERS:,} characters of each set drawn with seed 0. The 5-grams have read all "
            "of the text that the built-in pack was trained on.",
            "",
            f"| predictor | {' | '.join(texts.JUDGED)} | all |",
            "|---" * (len(texts.JUDGED) + 2) + "|",
            *(f"| {name} | {_cells(found)} |" for name, found in rows.items()),
            f"| built in / 5-grams (at least {_LEAST['5-grams']}) | {_ratios(own, grams)} |",
            f"| built in / teacher (at least {_LEAST['teacher']}) | {_ratios(own, teacher)} |",
            "",
        ]
    )


def _pack(folder: Path) -> Result:
    return run_peer(None, "autotype_typist", pack=str(folder), characters=CHARACTERS)


def _savings(found: Result) -> list[float]:
    """Return the savings in each set and in all of them together."""
    counts = [found["sets"][name] for name in texts.JUDGED]
    keys, characters = (sum(each[part] for each in counts) for part in ("keys", "characters"))
    return [1 - each["keys"] / each["characters"] for each in counts] + [1 - keys / characters]


def _cells(found: Result) -> str:
    if "reason" in found:
        return " | ".join([f"not measured: {found['reason']}", *[""] * len(texts.JUDGED)])
    return " | ".join(f"{share:.1%}" for share in _savings(found))


def _ratios(first: Result, second: Result) -> str:
    if "reason" in first or "reason" in second:
        return " | ".join(["not measured", *[""] * len(texts.JUDGED)])
    pairs = zip(_savings(first), _savings(second), strict=True)
    return " | ".join(f"{a / b:.2f}" for a, b in pairs)
