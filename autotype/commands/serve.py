"""`autotype serve`: the engine as one process for every program of one user."""

import argparse
import json
import sys
from typing import Any

from autotype import paths, settings, translation


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "serve", help="run the engine for other programs, on a socket of your own"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--health", action="store_true", help="say what the running service does")
    what.add_argument("--stop", action="store_true", help="end the running service")
    what.add_argument("--engine", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--idle-minutes", type=_minutes, help="free the engine's memory after this long without use"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve, or talk to the service that runs."""
    if args.engine:
        from autotype.service.engine_process import main

        return main()
    if args.health or args.stop:
        return _tell("health" if args.health else "stop")
    return _serve(args.idle_minutes)


def _serve(minutes: float | None) -> int:
    from autotype.logs import start_log
    from autotype.service.serving import serve
    from autotype.service.timing import Limits

    chosen, _ = settings.load(paths.settings_file())
    translation.use(chosen.language)
    try:
        paths.make_private(paths.home())
        start_log(paths.service_log())
    except OSError as error:
        # Suggestions need neither; where the built-in model is, they go on.
        print(
            f"autotype: Nothing can be logged in “{paths.home()}” ({error.strerror}).",
            file=sys.stderr,
        )
    idle = chosen.idle_minutes if minutes is None else minutes
    if not serve(Limits(idle=60 * idle)):
        print("The service runs already.")
    return 0


def _tell(operation: str) -> int:
    from autotype.service.starting import call

    answer = call({"op": operation})
    if answer is None:
        print("The service is not running; it starts when something needs it.")
        return 0 if operation == "stop" else 1
    if operation == "health":
        print(json.dumps(answer, indent=2))
    else:
        print("The service ends.")
    return 0


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 24 * 60:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of minutes from 0 to a day.")
    return minutes
