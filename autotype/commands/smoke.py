"""`autotype smoke`: the real window, worker and pack, driven by key events for a moment."""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

# The gate lets its end through on every processor; "as soon as" it does by a hair.
_SENTENCE = "Thanks for your email. I'm looking forward to hea"
_PATIENCE_S = 60.0


def add_parser(commands: Any) -> None:
    """Add the command to the parser's subparsers."""
    parser = commands.add_parser(
        "smoke", help="open the window, type a sentence, take a suggestion, and report"
    )
    parser.add_argument("--pack", default="auto", help="model pack: a name or a folder")
    parser.add_argument("--provider", choices=("auto", "cpu", "cuda"), default="auto")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one JSON line with what was seen; 1 if it is not what it should be."""
    from autotype.commands.window import require_window

    require_window(offscreen=True)
    found = _drive(args.pack, args.provider)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


def _drive(pack: str, provider: str) -> dict[str, Any]:
    import psutil
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from autotype.app import application_of, build
    from autotype.settings import Settings
    from autotype.text.engine_status import EngineState, EngineStatus
    from autotype.text.suggestion import Suggestion

    started = time.perf_counter()
    application = application_of(Settings())
    app = build(Settings(pack=pack, provider=provider))
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
            let_pass(5)
        return until()

    found: dict[str, Any] = {"ok": False, "platform": application.platformName()}
    opened = wait(lambda: bool(statuses) and statuses[-1].state is not EngineState.LOADING)
    found["open_ms"] = round((time.perf_counter() - started) * 1e3)
    if not opened or statuses[-1].state is not EngineState.READY:
        found["error"] = statuses[-1].message if statuses else "The engine did not start."
    else:
        found |= {"pack": statuses[-1].pack, "provider": statuses[-1].provider}
        echo = _type(editor, _SENTENCE)
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
    editor.document().setModified(False)
    app.window.close()
    found["ok"] = app.stop() and found["ok"]
    return found


def _type(editor: Any, text: str) -> list[float]:
    """Press a key for every character; return how long each one's echo took, in ms."""
    from PySide6.QtTest import QTest

    echo = []
    for character in text:
        started = time.perf_counter()
        QTest.keyClicks(editor, character)
        echo.append((time.perf_counter() - started) * 1e3)
        let_pass(30)
    return echo


def let_pass(milliseconds: int) -> None:
    """Run the event loop for a while.

    Not with `QTest.qWait`: it keeps Python's lock, so that the engine's thread would crawl.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
