"""`autotype session`: a text with its suggestions for other programs, one JSON object a line.

What the editor does with a key, without an editor: the same dialogue, on the real engine.
"""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from autotype.commands.answering import Ended, end, end_now, on_signals, write
from autotype.commands.lines import LineReader
from autotype.commands.options import add_pack, add_provider, say_notices

if TYPE_CHECKING:
    from autotype.commands.session_text import SessionText

_EPILOG = """
A line in is one of
  {"event": "open", "before": text, "after": text}
  {"event": "type", "text": one or more characters, each a key}
  {"event": "key", "name": take, take_word, take_plain, dismiss, ask, next, previous,
           word1, word2, word3, backspace, delete, left, right, undo, enter, blur,
           or paste with a "text"}
  {"event": "wait"}, which is answered once the engine has answered.
A line out is
  {"before": text, "after": text, "ghost": text, "soft_space": true or false,
   "words": [{"text": text, "p": 0 to 1, "replaces": characters before the caret}],
   "reason": why there is no ghost, or null, "keys": keys pressed since "open"}
or {"error": one sentence}. What the engine says is seen with the next "wait". Only a take
itself says whether it is meant: no ghost is too young for one.
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "session",
        help="write with suggestions, key by key, from another program",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--jsonl", action="store_true", required=True, help="one JSON object a line, in and out"
    )
    add_pack(parser)
    add_provider(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line of standard input, in order; a signal ends it at any moment."""
    try:
        with on_signals(end_now):
            from autotype import paths, settings
            from autotype.commands.session_text import SessionText
            from autotype.opening import open_asked

            completer, notices = open_asked(args.pack, args.provider)
            say_notices((*notices, *completer.left_out))
            chosen, _ = settings.load(paths.settings_file())
        with on_signals(end):
            return _serve(SessionText(completer, soft_space=chosen.soft_space))
    except Ended as ended:
        return 128 + ended.number


def _serve(session: "SessionText") -> int:
    if sys.stdin is None or sys.stdout is None:
        return 0  # closed before we were started
    lines = LineReader(sys.stdin.buffer, session.idle, session.terminate)
    while line := lines.next():
        if line.strip():
            write(session.answer(line))
    return 0
