"""`autotype ibus`: suggestions in every application, as an input method of IBus."""

import argparse
import contextlib
import sys
from typing import Any

from autotype import paths


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "ibus", help="suggest in other applications, as an input method of IBus"
    )
    parser.add_argument(
        "--xml", action="store_true", help="print the component file that IBus reads"
    )
    # The window at the caret, which the input method starts where it needs one.
    parser.add_argument("--popup", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Be an input method until IBus ends."""
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
    from autotype.ibus.running import run_ibus
    from autotype.logs import start_log

    with contextlib.suppress(OSError):  # it can do without a log
        paths.make_private(paths.home())
        start_log(paths.service_log())
    run_ibus()
    return 0
