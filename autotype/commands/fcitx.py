"""`autotype fcitx`: suggestions in every application, for the addon in Fcitx 5."""

import argparse
import contextlib
from typing import Any

from autotype import paths


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("fcitx", help="suggest in other applications, through Fcitx 5")
    parser.add_argument(
        "--command", action="store_true", help="print the file that names this command to the addon"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve the addon until Fcitx ends."""
    if args.command:
        from autotype.processes import own_command

        print("\n".join(own_command("fcitx")))
        return 0
    from autotype.fcitx.running import run_fcitx
    from autotype.logs import start_log

    with contextlib.suppress(OSError):  # it can do without a log
        paths.make_private(paths.home())
        start_log(paths.service_log())
    run_fcitx()
    return 0
