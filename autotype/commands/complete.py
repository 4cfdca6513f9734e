"""`autotype complete`: the engine for other programs, one JSON object a line."""

import argparse
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from autotype.commands.answering import Ended, end, end_now, on_signals, write
from autotype.commands.lines import LineReader
from autotype.commands.options import add_pack, add_provider, say_notices
from autotype.errors import AutotypeError
from autotype.logs import describe
from autotype.service.messages import (
    LONGEST,
    answer_object,
    error_object,
    parse_object,
    read_id,
    read_request,
    to_line,
)

if TYPE_CHECKING:
    from autotype.engine.completer import Completer


class InputError(AutotypeError):
    """The text cannot be read."""


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("complete", help="suggest for texts given on standard input")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='one request a line: {"id": text or number, "before": text, "after": text}',
    )
    add_pack(parser)
    add_provider(parser)
    parser.add_argument("--no-gate", action="store_true", help="show unlikely ghosts too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input, in order; a signal ends it at any moment."""
    try:
        with on_signals(end_now):
            from autotype.opening import open_asked

            completer, notices = open_asked(args.pack, args.provider)
            say_notices((*notices, *completer.left_out))
        with on_signals(end):
            return _complete(args, completer)
    except Ended as ended:
        return 128 + ended.number


def _complete(args: argparse.Namespace, completer: "Completer") -> int:
    if sys.stdin is None or sys.stdout is None:
        return 0  # closed before we were started
    if not args.jsonl:
        write(_answer(completer, _text_object(sys.stdin.buffer), gate=not args.no_gate))
        return 0
    # As in the editor, pauses are used to look ahead.
    lines = LineReader(sys.stdin.buffer, completer.idle, completer.model.terminate)
    while line := lines.next():
        if line.strip():
            write(_answer_line(completer, line, gate=not args.no_gate))
    return 0


def _text_object(stream: BinaryIO) -> dict[str, Any]:
    try:
        text = stream.read(LONGEST + 1)
    except OSError as error:
        raise InputError(f"The text cannot be read ({error.strerror}).") from error
    if len(text) > LONGEST:
        # What stands at its end decides, which is not worth waiting for.
        raise InputError(
            f"The text is longer than {LONGEST >> 20} MB; give only its end, for example with: "
            "tail -c 10000"
        )
    return {"before": text.decode("utf-8", "replace").removesuffix("\n")}


def _answer_line(completer: "Completer", line: bytes, *, gate: bool) -> bytes:
    try:
        data = parse_object(line)
    except ValueError as error:
        return to_line(error_object(None, str(error)))
    return _answer(completer, data, gate=gate)


def _answer(completer: "Completer", data: dict[str, Any], *, gate: bool) -> bytes:
    """Return the one line that answers an object, whatever is wrong with it."""
    identity: object = None
    try:
        identity = read_id(data)
        request = read_request(data)
    except ValueError as error:
        return to_line(error_object(identity, str(error)))
    try:
        return to_line(answer_object(identity, completer.complete(request, gate=gate)))
    except AutotypeError as error:
        return to_line(error_object(identity, str(error)))
    except Exception as error:
        return to_line(error_object(identity, f"The model failed ({describe(error)})."))
