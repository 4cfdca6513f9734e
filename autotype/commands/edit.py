"""`autotype edit`: the editor."""

import argparse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from autotype.commands.options import add_pack, add_provider


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("edit", help="open the editor (the default)")
    parser.add_argument(
        "files",
        nargs="*",
        metavar="file",
        type=path_of,
        help="documents to open, or to start, each in a tab; file:// addresses, too",
    )
    add_pack(parser)
    add_provider(parser)
    parser.add_argument(
        "--theme",
        choices=("system", "light", "dark", "contrast"),
        default="",
        help="how the window looks, whatever the settings say",
    )
    parser.set_defaults(run=run)


def path_of(argument: str) -> Path:
    """Return the file that an argument names: its name, or its address as desktops pass it."""
    address = urlsplit(argument) if argument[:7].lower() == "file://" else None
    if address is None or address.netloc not in ("", "localhost") or not address.path:
        return Path(argument)
    return Path(url2pathname(address.path))


def run(args: argparse.Namespace) -> int:
    """Open the window and wait for its end."""
    from autotype.commands.window import require_window

    require_window()
    from autotype.app import run_editor

    return run_editor(args.files, pack=args.pack, provider=args.provider, theme=args.theme)
