"""Options that several commands have."""

import argparse
import sys
from collections.abc import Iterable

from autotype.text.visible import visible


def add_pack(parser: argparse.ArgumentParser, default: str = "") -> None:
    """Add `--pack`; empty means what the settings say."""
    parser.add_argument(
        "--pack",
        default=default,
        metavar="PACK",
        help="model pack: the name of one that is installed, a folder, or auto"
        + ("" if default else "; without it what the settings say"),
    )


def add_provider(parser: argparse.ArgumentParser, default: str = "") -> None:
    """Add `--provider`; empty means what the settings say."""
    parser.add_argument(
        "--provider",
        choices=("auto", "cpu", "cuda"),
        default=default,
        help="what the model runs on; auto takes an NVIDIA card where it can be used"
        + ("" if default else "; without it what the settings say"),
    )


def say_notices(notices: Iterable[str]) -> None:
    """Say on standard error what is wrong with the settings' pack."""
    for notice in notices:
        print(f"autotype: {notice}", file=sys.stderr)


def text_of(argument: str) -> str:
    """Return an argument that is text; one of bytes that are none is refused in one sentence.

    Python hands such bytes on as halves of surrogates, which no database and no model takes.
    Names of files may have them, and are no text.
    """
    try:
        argument.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"“{visible(argument)}” is no text in UTF-8") from None
    return argument
