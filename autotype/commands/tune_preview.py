"""What `autotype tune` says: what it would read and what not, and what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from autotype.text.visible import visible

if TYPE_CHECKING:
    from autotype.tuning.judging import Gain
    from autotype.tuning.running import Outcome
    from autotype.writing.passages import Gathered

_SHOWN = 3
_LONGEST = 400


def as_json(gathered: "Gathered") -> dict[str, Any]:
    """Return counts of what was gathered; no text."""
    left = gathered.left
    return {
        "words": gathered.words,
        "sources": [
            {"source": name, "passages": count, "words": words}
            for name, count, words in gathered.by_source()
        ],
        "left_out_words": {reason.value: count for reason, count in left.words.items()},
        "left_out_files": {reason.value: count for reason, count in left.files.items()},
    }


def print_preview(gathered: "Gathered", *, texts: bool) -> None:
    """Print what is read and what is not, and with `texts` some of it as it would be read."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("read", "passages", "words"):
        table.add_column(title, justify="left" if title == "read" else "right")
    for name, count, words in gathered.by_source():
        table.add_row(visible(name), f"{count:,}", f"{words:,}")
    table.add_row("in all", f"{len(gathered.passages):,}", f"{gathered.words:,}")
    console.print(table)
    left = gathered.left
    if left.words or left.files:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("left out", "", "such as"):
            table.add_column(title)
        for reason, count in left.words.most_common():
            table.add_row(reason.value, f"{count:,} words", "")
        for reason, count in left.files.most_common():
            what = "file or mail" if count == 1 else "files or mails"
            such = ", ".join(left.examples.get(reason, ()))
            table.add_row(reason.value, f"{count:,} {what}", visible(such, 120))
        console.print()
        console.print(table)
    if texts and gathered.passages:
        step = max(1, len(gathered.passages) // _SHOWN)
        for passage in gathered.passages[step // 2 :: step][:_SHOWN]:
            console.print()
            console.print(visible(passage.text, _LONGEST))
        console.print()
        console.print("All of it is written to a file with: --write FILE")


def write_text(file: Path, gathered: "Gathered") -> None:
    """Write all that would be read; raises `TuningError`."""
    from autotype.text.replacing import replace_file
    from autotype.tuning.errors import TuningError
    from autotype.writing.gathering import SEPARATOR

    text = f"\n{SEPARATOR}\n".join(passage.text for passage in gathered.passages)
    try:
        replace_file(file.absolute(), f"{text}\n".encode("utf-8", "replace"), private=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise TuningError(f"“{file}” cannot be written ({why}).") from error


def in_words(outcome: "Outcome") -> str:
    """Return what came of a tuning, for people."""
    from autotype.tuning.judging import GENERAL, OWN

    own = outcome.gains[OWN]
    lines = [
        f"On text of yours that it had not read: {_saved(own)}.",
        f"On other everyday text: {_saved(outcome.gains[GENERAL])}.",
    ]
    if outcome.pack is None:
        lines.append(
            "That is no more than chance, so nothing was kept. More text helps most."
            if own.after > own.before
            else "It is not better, so nothing was kept. More text helps most."
        )
    else:
        lines.append(
            f"It is kept as “{outcome.plan.name}”, which the automatic choice takes before "
            f"“{outcome.plan.base}”; it is removed with: autotype tune --remove"
        )
    return "\n".join(lines)


def _saved(gain: "Gain") -> str:
    return (
        f"{100 * gain.before:.1f} -> {100 * gain.after:.1f} % of keys saved (by {_signed(gain.low)}"
        f" to {_signed(gain.high)} points, 95 times in 100; {gain.characters:,} characters)"
    )


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")
