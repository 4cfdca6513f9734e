"""`autotype assistant`: the icon in the tray, and the window behind it."""

import argparse
from typing import Any

from autotype import paths, settings


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "assistant", help="show what runs in other applications, and pause or set it up"
    )
    parser.add_argument(
        "--hidden", action="store_true", help="open no window; for starting with the desktop"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the assistant until it is left."""
    from autotype.commands.window import require_window

    require_window()
    from autotype.tray.running import run_assistant

    why = paths.why_unusable(paths.home())
    trouble = f"Nothing can be kept in “{paths.home()}” ({why})." if why else ""
    chosen, _ = settings.load(paths.settings_file())
    return run_assistant(chosen, hidden=args.hidden, trouble=trouble)
