"""What somebody has written, for every command that reads it: gathered, shown, written down."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autotype.errors import AutotypeError
from autotype.text.visible import visible
from autotype.translation import tr

if TYPE_CHECKING:
    from autotype.writing.passages import Gathered

_SHOWN = 3
_LONGEST = 400


class GatheringError(AutotypeError):
    """What was named cannot be read, or holds nothing of its owner's."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say whose mail it is and where to write what would be read."""
    parser.add_argument(
        "--from",
        dest="senders",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="which mail is yours; may be given several times",
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="write what would be read there")


def gather_places(
    places: Sequence[Path],
    senders: Sequence[str],
    most_words: int,
    report: Callable[[int], None] = lambda _: None,
) -> "Gathered":
    """Return what somebody wrote in some places; see `writing.gathering.gather`.

    Raises:
        GatheringError: There is no such place, or it cannot be read.
    """
    from autotype.writing.gathering import gather

    for place in places:
        try:
            place.expanduser().stat()
        except (OSError, RuntimeError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise GatheringError(
                tr("“{place}” cannot be read ({why}).", place=place, why=why)
            ) from error
    return gather([place.expanduser() for place in places], senders, most_words, report)


def require_text(gathered: "Gathered") -> None:
    """Raise `GatheringError` where nothing was gathered."""
    if not gathered.words:
        raise GatheringError(
            tr(
                "There is no text of yours in what was named; the list says what was left out, "
                "and why."
            )
        )


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
    """Write all that would be read; raises `GatheringError`."""
    from autotype.text.replacing import replace_chosen_file
    from autotype.writing.gathering import SEPARATOR

    if str(file) == "-":
        raise GatheringError("--write needs the name of a file; nothing was written.")
    text = f"\n{SEPARATOR}\n".join(passage.text for passage in gathered.passages)
    try:
        replace_chosen_file(file, f"{text}\n".encode("utf-8", "replace"), private=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise GatheringError(
            tr("“{file}” cannot be written ({why}).", file=file, why=why)
        ) from error
