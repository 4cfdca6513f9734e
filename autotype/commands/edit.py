"""`autotype edit`: the editor."""

import argparse
from pathlib import Path
from typing import Any

from autotype.commands.options import add_pack, add_provider


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("edit", help="open the editor (the default)")
    parser.add_argument("file", nargs="?", type=Path, help="the document to open, or to start")
    add_pack(parser)
    add_provider(parser)
    parser.add_argument(
        "--theme",
        choices=("system", "light", "dark", "contrast"),
        default="",
        help="how the window looks, whatever the settings say",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window and wait for its end."""
    from autotype.commands.window import require_window

    require_window()
    from autotype.app import run_editor

    return run_editor(args.file, pack=args.pack, provider=args.provider, theme=args.theme)
