"""The command line. Each command lives in its own module and is imported only when asked."""

import argparse
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autotype import __version__, paths
from autotype.errors import AutotypeError

_COMMANDS = (
    "edit",
    "complete",
    "models",
    "doctor",
    "smoke",
    "evaluate",
    "serve",
    "ibus",
    "assistant",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `autotype`; return the exit code."""
    parser = _parser()
    given = list(sys.argv[1:] if arguments is None else arguments)
    args = parser.parse_args(_with_default_command(given))
    if not args.temp_home:
        return _run(args)
    folder = tempfile.mkdtemp(prefix="autotype-")
    before = os.environ.get(paths.HOME_VARIABLE)
    os.environ[paths.HOME_VARIABLE] = folder
    try:
        return _run(args)
    finally:
        if before is None:
            os.environ.pop(paths.HOME_VARIABLE, None)
        else:
            os.environ[paths.HOME_VARIABLE] = before
        shutil.rmtree(folder, ignore_errors=True)


def _run(args: argparse.Namespace) -> int:
    try:
        return int(args.run(args))
    except AutotypeError as error:
        print(f"autotype: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone; what is left in the buffer has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autotype",
        description="Private predictive text. Without a command, opens the editor.",
    )
    parser.add_argument("--version", action="version", version=f"autotype {__version__}")
    parser.add_argument(
        "--temp-home",
        action="store_true",
        help="use an empty temporary folder for all user data, and remove it at the end",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in _COMMANDS:
        importlib.import_module(f"autotype.commands.{name}").add_parser(commands)
    return parser


def _with_default_command(arguments: list[str]) -> list[str]:
    """Let `autotype` and `autotype FILE` mean `autotype edit [FILE]`."""
    for at, argument in enumerate(arguments):
        if argument in ("-h", "--help", "--version"):
            return arguments
        if argument == "--temp-home":
            continue
        if argument in _COMMANDS or (not argument.startswith("-") and not Path(argument).exists()):
            return arguments
        return [*arguments[:at], "edit", *arguments[at:]]
    return [*arguments, "edit"]
