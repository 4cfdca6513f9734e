"""What commands print, whatever the encoding of the terminal or pipe can say."""

import argparse
import contextlib
import io
import json
import sys
from collections.abc import Callable

from autotype.errors import AutotypeError
from autotype.text.visible import in_json, visible


def never_fail_to_print() -> None:
    """Let standard output write what its encoding has no character for as an escape.

    Standard error does so anyway. Else one quotation mark of ours, or a folder with a name that is
    no text, would end a command.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # An output that does not let itself be changed is used as it is.
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.reconfigure(errors="backslashreplace")


def print_error(sentence: str, command: str = "autotype") -> None:
    """Print what went wrong; names of files in it may hold what a terminal would obey."""
    print(f"{command}: {visible(sentence)}", file=sys.stderr)


def with_errors_in_json(args: argparse.Namespace, work: Callable[[argparse.Namespace], int]) -> int:
    """Return what `work` does; errors are a line of JSON where `args.json` asks for that."""
    try:
        return work(args)
    except AutotypeError as error:
        if not args.json:
            raise
        print_json({"error": str(error)})
        return 1


def print_json(value: object) -> None:
    """Print a value as a line of JSON, characters that cannot be written as JSON's own escapes."""
    text = in_json(json.dumps(value, ensure_ascii=False))
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value)
    print(text, flush=True)
