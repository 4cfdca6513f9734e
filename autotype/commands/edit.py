"""`autotype edit`: the editor."""

import argparse
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("edit", help="open the editor (the default)")
    parser.add_argument("file", nargs="?", type=Path, help="the document to open")
    parser.add_argument("--pack", default="", help="model pack: a name or a folder")
    parser.add_argument("--provider", choices=("auto", "cpu", "cuda"), default="")
    parser.add_argument("--theme", choices=("system", "light", "dark"), default="")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window and wait for its end."""
    from autotype.commands.window import require_window

    require_window()
    from autotype.app import run_editor

    return run_editor(args.file, pack=args.pack, provider=args.provider, theme=args.theme)
