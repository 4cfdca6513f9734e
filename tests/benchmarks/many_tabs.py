"""The window's thread with very many documents open, beside one and ten of them."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.app import App, _show, build
from autotype.commands.smoke import let_pass
from autotype.settings import Settings
from autotype.text.engine_status import EngineState
from autotype.ui.tab_list import TabList
from tests.benchmarks.typing import TimedApplication
from tests.benchmarks.typing_text import TEXT

_NUMBERS = (1, 10, 200)
_KEY_MS = 100
_PAUSE_MS = 1500
_TYPED = TEXT[:60]
_STEPS = 20
_PARAGRAPHS = 20
_SLOW_MS = 8.0
_CONTROL = Qt.KeyboardModifier.ControlModifier
Event = tuple[float, str]


@dataclass
class _Spent:
    """What was measured with some number of documents; milliseconds of the window's thread."""

    opening: float = 0.0
    keys: list[float] = field(default_factory=list)
    writing: list[Event] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    listing: float = 0.0
    closing: float = 0.0
    again: float = 0.0


def _timed(work: Callable[[], object]) -> float:
    """Return what something takes with all that follows from it at once, in milliseconds."""
    begun = time.thread_time()
    work()
    QApplication.processEvents()
    return 1e3 * (time.thread_time() - begun)


def _started() -> App:
    app = build(Settings(pack="smollm2-135m", spelling="en"))
    app.window.show()
    app.window.editor.setFocus()
    return app


def _until_ready(app: App) -> None:
    while app.bridge.latest is None or app.bridge.latest.state is EngineState.LOADING:
        let_pass(20)
    let_pass(_PAUSE_MS)


def _measured(number: int, application: TimedApplication, folder: Path) -> _Spent:
    spent = _Spent()
    files = [folder / f"document {each} of {number}.md" for each in range(number)]
    for file in files:
        file.write_text(f"{TEXT}\n\n" * _PARAGRAPHS, encoding="utf-8")
    app = _started()
    window = app.window
    _until_ready(app)
    spent.opening = _timed(lambda: window.tabs.open_all(files))
    let_pass(_PAUSE_MS)
    for _ in range(min(number, _STEPS)):
        # The first time a document is shown it is read and laid out, too.
        spent.steps.append(_timed(lambda: QTest.keyClick(window.editor, Qt.Key.Key_Tab, _CONTROL)))
        let_pass(_KEY_MS)
    let_pass(_PAUSE_MS)
    application.spent.clear()
    for character in _TYPED:
        spent.keys.append(_timed(lambda typed=character: QTest.keyClicks(window.editor, typed)))
        let_pass(_KEY_MS)
    let_pass(_PAUSE_MS)
    spent.writing = list(application.spent)
    opened: list[TabList] = []

    def show_list() -> None:
        opened.append(TabList(window.tabs, window, lambda _: None))
        opened[0].open()

    spent.listing = _timed(show_list)
    opened[0].close()
    window.documents.save()  # what is not would come back in the next window as well
    spent.closing = _timed(window.close)
    app.stop()
    again = _started()
    spent.again = _timed(lambda: _show(again.window, ()))
    assert len(again.window.tabs.all) == number, len(again.window.tabs.all)
    again.window.tabs.close_others(again.window.tabs.front)
    again.window.close()
    again.stop()
    return spent


def _slowest(spent: _Spent) -> str:
    ms, kind = max(spent.writing)
    return f"{kind} {ms:.1f}"


def _slow(spent: _Spent) -> str:
    return str(sum(ms >= _SLOW_MS for ms, _ in spent.writing))


def report() -> str:
    """Return the table as Markdown."""
    # What else runs meanwhile is no matter of ours, nor is the engine's thread.
    application = TimedApplication(time.thread_time)
    with tempfile.TemporaryDirectory() as folder:
        found = [_measured(number, application, Path(folder)) for number in _NUMBERS]

    def row(name: str, of: Callable[[_Spent], str]) -> str:
        return f"| {name} | {' | '.join(map(of, found))} |"

    return "\n".join(
        [
            "## Many documents",
            "",
            "Processor time of the window's thread with so many documents of "
            f"{len(TEXT.split()) * _PARAGRAPHS:,} words open, in milliseconds.",
            "",
            f"| | {' | '.join(f'{number:,} open' for number in _NUMBERS)} |",
            f"|---|{'---:|' * len(found)}",
            row("opening all of them", lambda each: f"{each.opening:.0f}"),
            row(
                "a step to the next one",
                lambda each: f"{statistics.median(each.steps):.0f}",
            ),
            row("a key, median", lambda each: f"{statistics.median(each.keys):.2f}"),
            row("slowest event while writing", _slowest),
            row("events of 8 ms and more", _slow),
            row("the list of all", lambda each: f"{each.listing:.0f}"),
            row("closing the window", lambda each: f"{each.closing:.0f}"),
            row("bringing them back at the start", lambda each: f"{each.again:.0f}"),
            "",
        ]
    )
