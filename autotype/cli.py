"""The command line. Each command lives in its own module and is imported only when asked."""

import argparse
import contextlib
import errno
import importlib
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from autotype import __version__, paths, translation
from autotype.commands.address_space import require_address_space
from autotype.commands.printing import never_fail_to_print, print_error
from autotype.errors import AutotypeError, LeaveAtOnce
from autotype.logs import describe

_log = logging.getLogger(__name__)
_COMMANDS = (
    "edit",
    "complete",
    "session",
    "models",
    "learned",
    "doctor",
    "smoke",
    "evaluate",
    "numbers",
    "tune",
    "serve",
    "ibus",
    "fcitx",
    "assistant",
)
_LISTEN_THEMSELVES = (
    "edit",
    "complete",
    "session",
    "smoke",
    "serve",
    "ibus",
    "fcitx",
    "assistant",
)
_PUT_AWAY = ("models", "tune", "learned")
_WITH_A_WINDOW = ("edit", "smoke", "assistant")
_ONLY_PRINT = ("doctor", "evaluate")
"""Nothing comes of them where nothing can be printed; others do something as well."""
_ONE_WORD = re.compile(r"[A-Za-z0-9_-]+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `autotype`; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    never_fail_to_print()
    translation.use_inherited()
    try:
        paths.settle_home()
        args = _parser().parse_args(_with_default_command(given))
        require_address_space(window=args.command in _WITH_A_WINDOW)
        if sys.stdout is None and args.command in _ONLY_PRINT:
            return _say("The standard output is closed, so nothing can be printed.")
        with _home(args.temp_home) as temporary, _signals(args.command, temporary):
            return int(args.run(args))
    except LeaveAtOnce as end:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        logging.shutdown()
        os._exit(int(end.code or 0))
    except AutotypeError as error:
        return _say(str(error))
    except KeyboardInterrupt as error:
        return 128 + (error.number if isinstance(error, _Interrupted) else signal.SIGINT)
    except BrokenPipeError:
        # The reader has gone; what is left in the buffer has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _log.error("uncaught: %s", describe(error))
        return _say(_in_one_sentence(error))


def _say(sentence: str) -> int:
    print_error(sentence)
    return 1


def _in_one_sentence(error: Exception) -> str:
    """Return what is said about a failure that no part of ours has put into words."""
    try:
        # The names of the commands alone may be too much, and memory that is lacking comes as many
        # an error: a folder of modules that cannot be listed, a library that cannot be mapped.
        require_address_space(window=False)
    except AutotypeError as limit:
        return str(limit)
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return "There is not enough memory; close other programs and try again."
    if isinstance(error, OSError) and error.strerror:
        where = f"“{error.filename}”: " if error.filename else ""
        return f"{where}{error.strerror}."
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = Path(trace.tb_frame.f_code.co_filename).name if trace else "?"
    line = trace.tb_lineno if trace else 0
    # Not its text, which may quote what was typed.
    return (
        f"Something failed that should not ({type(error).__name__} in {name}, line {line}); "
        "please report it. With “python -X dev -m autotype” it is shown where."
    )


@contextlib.contextmanager
def _signals(command: str, temporary: str) -> Iterator[None]:
    """Let signals end a command that does not listen itself."""

    def end(number: int, _: FrameType | None) -> None:
        # There is nothing to put away but the cursor and a folder of our own. No exception is
        # raised, since many a library catches those that come while it is imported.
        if sys.stderr.isatty():
            os.write(2, b"\x1b[?25h\n")
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    # Others run us as a function, on a thread of theirs perhaps.
    if threading.current_thread() != threading.main_thread() or command in _LISTEN_THEMSELVES:
        yield
        return
    how = _interrupt if command in _PUT_AWAY else end
    before: dict[int, Any] = {}
    for number in (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")):
        # Who starts us with a signal ignored, as nohup does, means it.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, how)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Interrupted(KeyboardInterrupt):
    """A signal that ends a command."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _interrupt(number: int, _: FrameType | None) -> NoReturn:
    """Let what was begun be put away, as with Ctrl+C; the next signal does not ask."""
    signal.signal(number, signal.SIG_DFL)
    raise _Interrupted(number)


@contextlib.contextmanager
def _home(temporary: bool) -> Iterator[str]:
    """Use an empty folder for all user data, if that is wanted, give its name, and remove it."""
    if not temporary:
        yield ""
        return
    folder = tempfile.mkdtemp(prefix="autotype-")
    before = os.environ.get(paths.HOME_VARIABLE)
    os.environ[paths.HOME_VARIABLE] = folder
    try:
        yield folder
    finally:
        if before is None:
            os.environ.pop(paths.HOME_VARIABLE, None)
        else:
            os.environ[paths.HOME_VARIABLE] = before
        shutil.rmtree(folder, ignore_errors=True)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one sentence."""

    def error(self, message: str) -> NoReturn:
        """End with the sentence and the exit code 2."""
        print_error(f"{message}; see: {self.prog} --help", self.prog)
        self.exit(2)

    def add_subparsers(self, **options: Any) -> Any:
        """Return what commands are added to."""
        return _Commands(super().add_subparsers(**options))


class _Commands:
    """Gives each command's help the sentence that stands in the list of commands."""

    def __init__(self, added: Any) -> None:
        self._added = added

    def add_parser(self, name: str, *, help: str, **options: Any) -> Any:  # noqa: A002
        """Add a command, as `argparse` does."""
        options.setdefault("description", f"{help[:1].upper()}{help[1:]}.")
        return self._added.add_parser(name, help=help, **options)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="autotype",
        description="Private predictive text. Without a command, opens the editor; with a file, "
        "opens that file, or starts it.",
        epilog="A file that has the name of a command is opened with: autotype edit NAME",
    )
    parser.add_argument("--version", action="version", version=f"autotype {__version__}")
    parser.add_argument(
        "--temp-home",
        action="store_true",
        help="use an empty temporary folder for all user data, and remove it at the end",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in _COMMANDS:
        importlib.import_module(f"autotype.commands.{name}").add_parser(commands)
    return parser


def _with_default_command(arguments: list[str]) -> list[str]:
    """Let `autotype` and `autotype FILE` mean `autotype edit [FILE]`."""
    for at, argument in enumerate(arguments):
        if argument in ("-h", "--help", "--version"):
            return arguments
        if argument == "--temp-home":
            continue
        if argument in _COMMANDS:
            return arguments
        if not argument.startswith("-") and not _exists(argument):
            _refuse_unless_file_name(argument)
        return [*arguments[:at], "edit", *arguments[at:]]
    return [*arguments, "edit"]


def _exists(name: str) -> bool:
    """Whether there is such a file; also where that cannot be found out."""
    try:
        Path(name).stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return True


def _refuse_unless_file_name(word: str) -> None:
    """End where a word looks more like a command that we do not have than like a new file."""
    if not _ONE_WORD.fullmatch(word):
        return
    close = get_close_matches(word.lower(), _COMMANDS, n=1, cutoff=0.7)
    if not close and not word.islower():
        return
    hint = f"did you mean “{close[0]}”? A" if close else "a"
    print(
        f"autotype: There is no command and no file “{word}”; {hint} new document of that name "
        f"is started with: autotype edit {word}",
        file=sys.stderr,
    )
    raise SystemExit(2)
