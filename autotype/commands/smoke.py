"""`autotype smoke`: the real window, worker and pack, driven by key events for a moment."""

import argparse
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autotype.commands.options import add_pack, add_provider
from autotype.commands.printing import print_json
from autotype.errors import LeaveAtOnce

if TYPE_CHECKING:
    from autotype.app import App
    from autotype.ui.ending import Ending

# The gate lets its end through on every processor; "as soon as" it does by a hair.
_SENTENCE = "Thanks for your email. I'm looking forward to hea"
_PATIENCE_S = 60.0


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "smoke", help="open the window, type a sentence, take a suggestion, and report"
    )
    add_pack(parser, "auto")
    add_provider(parser, "auto")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one JSON line with what was seen; 1 if it is not what it should be."""
    from autotype.commands.window import require_window

    require_window(offscreen=True)
    from autotype.ui.ending import Ending

    with Ending() as ending:
        try:
            found = _drive(args.pack, args.provider, ending)
        except EndedError:
            return ending.exit_code
    print_json(found)
    return 0 if found["ok"] else 1


class EndedError(Exception):
    """A signal has asked for the end."""


def _drive(pack: str, provider: str, ending: "Ending") -> dict[str, Any]:
    from autotype.app import application_of, build
    from autotype.settings import Settings

    started = time.perf_counter()
    application = application_of(Settings())
    app = build(Settings(pack=pack, provider=provider))
    try:
        ending.listen(lambda: None)
        found = {"ok": False, "platform": application.platformName()}
        found |= _write_something(app, ending, started)
    finally:
        app.window.editor.document().setModified(False)
        app.window.close()
        stopped = app.stop()
        if ending.asked and not stopped:
            raise LeaveAtOnce(ending.exit_code)
    found["ok"] = stopped and found["ok"]
    return found


def _write_something(app: "App", ending: "Ending", started: float) -> dict[str, Any]:
    import psutil
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from autotype.text.engine_status import EngineState, EngineStatus
    from autotype.text.suggestion import Suggestion

    editor, controller = app.window.editor, app.window.controller
    statuses: list[EngineStatus] = []
    answers: list[Suggestion] = []
    app.bridge.status.connect(statuses.append)
    statuses += filter(None, [app.bridge.latest])  # what was said before anybody listened
    controller.answered.connect(answers.append)
    app.window.show()
    editor.setFocus()

    def wait(until: Callable[[], bool]) -> bool:
        end = time.monotonic() + _PATIENCE_S
        while not until() and time.monotonic() < end:
            let_pass(5, ending)
        return until()

    found: dict[str, Any] = {}
    opened = wait(lambda: bool(statuses) and statuses[-1].state is not EngineState.LOADING)
    found["open_ms"] = round((time.perf_counter() - started) * 1e3)
    if not opened or statuses[-1].state is not EngineState.READY:
        found["error"] = statuses[-1].message if statuses else "The engine did not start."
    else:
        found |= {"pack": statuses[-1].pack, "provider": statuses[-1].provider}
        echo = _type(editor, _SENTENCE, ending)
        wait(lambda: controller.can_take())
        typed, ghost = editor.text(), controller.ghost
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        taken = editor.text()
        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        undone, caret = editor.text(), editor.textCursor().position()
        found |= {
            "typed": typed,
            "ghost": ghost,
            "taken": taken,
            "undone": undone,
            "ms": {
                "slowest_echo": round(max(echo), 2),
                "words": round(answers[-1].words_ms, 1) if answers else None,
                "total": round(answers[-1].total_ms, 1) if answers else None,
            },
            # Of the whole program, with the pack in memory.
            "megabytes": round(psutil.Process().memory_info().rss / 1e6),
            "ok": bool(ghost)
            and typed == _SENTENCE
            and taken == typed + ghost
            and undone == typed
            and caret == len(typed),
        }
    return found


def _type(editor: Any, text: str, ending: "Ending") -> list[float]:
    """Press a key for every character; return how long each one's echo took, in ms."""
    from PySide6.QtTest import QTest

    echo = []
    for character in text:
        started = time.perf_counter()
        QTest.keyClicks(editor, character)
        echo.append((time.perf_counter() - started) * 1e3)
        let_pass(30, ending)
    return echo


def let_pass(milliseconds: int, ending: "Ending | None" = None) -> None:
    """Run the event loop for a while; raises `EndedError` when a signal ends it.

    Not with `QTest.qWait`: it keeps Python's lock, so that the engine's thread would crawl.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    if ending is not None and ending.asked:
        raise EndedError
