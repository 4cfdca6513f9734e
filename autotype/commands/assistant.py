"""`autotype assistant`: the icon in the tray, and the window behind it."""

import argparse
from dataclasses import asdict
from typing import Any

from autotype import paths, settings, translation
from autotype.commands.printing import print_json
from autotype.errors import AutotypeError
from autotype.translation import tr


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "assistant", help="show what runs in other applications, and pause or set it up"
    )
    parser.add_argument(
        "--hidden", action="store_true", help="open no window; for starting with the desktop"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--set-up", action="store_true", help="set up suggestions in other applications, and exit"
    )
    what.add_argument(
        "--undo-set-up", action="store_true", help="undo what that has written, and exit"
    )
    what.add_argument(
        "--missing", action="store_true", help="say what setting up would do, and change nothing"
    )
    parser.add_argument("--json", action="store_true", help="with one of these: one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the assistant until it is left, or set it up; 1 if something is left to the user."""
    if args.set_up or args.undo_set_up or args.missing:
        return _set_up(args)
    from autotype.commands.window import require_window

    require_window()
    from autotype.tray.running import run_assistant

    why = paths.why_unusable(paths.home())
    chosen, _ = settings.load(paths.settings_file())
    translation.use(chosen.language)
    home = paths.home()
    trouble = tr("Nothing can be kept in “{home}” ({why}).", home=home, why=why) if why else ""
    return run_assistant(chosen, hidden=args.hidden, trouble=trouble)


def _set_up(args: argparse.Namespace) -> int:
    from autotype.setup import setting_up

    if args.temp_home:
        raise AutotypeError(
            "What is set up outlasts a temporary user folder; do it without --temp-home."
        )
    work = setting_up.state
    if not args.missing:
        work = setting_up.set_up if args.set_up else setting_up.undo
    outcome = work()
    if args.json:
        print_json(asdict(outcome))
    else:
        print("\n".join(outcome.lines))
    return 0 if outcome.ok else 1
