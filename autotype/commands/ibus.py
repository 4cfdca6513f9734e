"""`autotype ibus`: suggestions in every application, as an input method of IBus."""

import argparse
import contextlib
import sys
from typing import Any

from autotype import paths
from autotype.errors import AutotypeError


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "ibus", help="suggest in other applications, as an input method of IBus"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--xml", action="store_true", help="print the component file that IBus reads")
    what.add_argument(
        "--start", action="store_true", help="start IBus if it is not running, and use Autotype"
    )
    what.add_argument("--choose", action="store_true", help="use Autotype as soon as IBus runs")
    # The window at the caret, which the input method starts where it needs one.
    what.add_argument("--popup", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Be an input method until IBus ends, or do what the option says."""
    if args.xml:
        from autotype.ibus.component import component_xml
        from autotype.processes import own_command

        # Bytes: the file says that it is UTF-8, whatever the terminal's encoding is.
        if sys.stdout is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(component_xml(own_command("ibus")).encode())
            sys.stdout.buffer.flush()
        return 0
    if args.popup:
        from autotype.commands.window import require_window
        from autotype.popup.running import run_popup

        require_window()
        return run_popup()
    if args.start or args.choose:
        from autotype.setup.looking import path_for_ibus
        from autotype.setup.starting import begin

        if begin(may_start=args.start, path=path_for_ibus()):
            return 0
        raise AutotypeError("IBus does not take Autotype; “autotype doctor” says what is missing.")
    from autotype.ibus.running import run_ibus
    from autotype.logs import start_log

    with contextlib.suppress(OSError):  # it can do without a log
        paths.make_private(paths.home())
        start_log(paths.service_log())
    run_ibus()
    return 0
