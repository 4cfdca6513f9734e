"""`autotype complete`: the engine for other programs, one JSON object a line."""

import argparse
import json
import sys
from typing import Any

from autotype.commands.lines import LONGEST, LineReader
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser("complete", help="suggest for texts given on standard input")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='one request a line: {"id": any, "before": text, "after": text}',
    )
    parser.add_argument("--pack", default="auto", help="model pack: a name or a folder")
    parser.add_argument("--provider", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--no-gate", action="store_true", help="show unlikely ghosts too")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input, in order."""
    from autotype.packs.opening import open_completer

    completer = open_completer(args.pack, args.provider)
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
            identity, request = parse_line(line)
        except ValueError as error:
            _write({"id": None, "error": str(error)})
            continue
        answer = completer.complete(request, gate=not args.no_gate)
        _write(answer_object(identity, answer))
    return 0


def parse_line(line: bytes) -> tuple[object, Request]:
    """Read one line of the stream.

    Returns:
        The line's `id` (None if it has none) and the request.

    Raises:
        ValueError: With one sentence about what is wrong with the line.
    """
    if len(line) > LONGEST:
        raise ValueError(f"The line is longer than {LONGEST >> 20} MB.")
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise ValueError("The line is not JSON.") from None
    if not isinstance(data, dict):
        raise ValueError("The line is not a JSON object.")
    before, after = data.get("before"), data.get("after", "")
    if not isinstance(before, str):
        raise ValueError("The field “before” is missing or is not a text.")
    if not isinstance(after, str):
        raise ValueError("The field “after” is not a text.")
    return data.get("id"), Request(0, _whole(before), _whole(after))


def answer_object(identity: object, answer: Suggestion) -> dict[str, object]:
    """Return an answer as the stream's JSON object."""
    return {
        "id": identity,
        "words": [{"text": word.text, "p": round(word.p, 6)} for word in answer.words],
        "ghost": answer.ghost,
        "reason": None if answer.reason is None else str(answer.reason),
        "ms": {"words": round(answer.words_ms, 3), "total": round(answer.total_ms, 3)},
        "passes": answer.passes,
    }


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can name and which are no characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _write(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
