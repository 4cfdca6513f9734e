"""`autotype complete`: the engine for other programs, one JSON object a line."""

import argparse
import sys
from typing import Any

from autotype.commands.lines import LineReader
from autotype.commands.options import add_pack, add_provider, say_notices
from autotype.service.messages import (
    LONGEST,
    answer_object,
    parse_object,
    read_request,
    to_line,
)
from autotype.text.request import Request


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("complete", help="suggest for texts given on standard input")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='one request a line: {"id": any, "before": text, "after": text}',
    )
    add_pack(parser)
    add_provider(parser)
    parser.add_argument("--no-gate", action="store_true", help="show unlikely ghosts too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input, in order."""
    from autotype.opening import open_asked

    completer, notices = open_asked(args.pack, args.provider)
    say_notices(notices)
    if not args.jsonl:
        before = sys.stdin.buffer.read(LONGEST).decode("utf-8", "replace")
        answer = completer.complete(Request(0, before.removesuffix("\n")), gate=not args.no_gate)
        _write(answer_object(None, answer))
        return 0
    # As in the editor, pauses are used to look ahead.
    lines = LineReader(sys.stdin.buffer, completer.idle, completer.model.terminate)
    while line := lines.next():
        if not line.strip():
            continue
        try:
            data = parse_object(line)
            request = read_request(data)
        except ValueError as error:
            _write({"id": None, "error": str(error)})
            continue
        answer = completer.complete(request, gate=not args.no_gate)
        _write(answer_object(data.get("id"), answer))
    return 0


def _write(answer: dict[str, object]) -> None:
    sys.stdout.write(to_line(answer).decode("utf-8"))
    sys.stdout.flush()
