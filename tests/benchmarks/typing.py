"""A typing session in the real window: what a key waits for, and what the window's thread does."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.app import build
from autotype.commands.smoke import let_pass
from autotype.settings import Settings
from autotype.text.suggestion import Suggestion
from tests.benchmarks.typing_text import TEXT

_KEY_MS = 150  # 80 words a minute, five characters to a word
EDGES_MS = (0.5, 1.0, 2.0, 4.0, 8.0)


class TimedApplication(QApplication):
    """Notes how long every event of the window's thread takes to handle.

    By the clock on the wall, or by another one. Of what the wall's says the machine may have its
    part; `worked` is what the thread had of the processor.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(sys.argv[:1])
        self._clock = clock
        self.spent: list[tuple[float, str]] = []
        self.worked: list[float] = []
        self.painted_at: float | None = None
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Handle an event, and note its time unless it is inside another one."""
        self._depth += 1
        started, worked = self._clock(), time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            if self._depth == 0:
                kind = QEvent.Type(event.type()).name
                self.spent.append(((self._clock() - started) * 1e3, kind))
                self.worked.append((time.thread_time() - worked) * 1e3)
                if kind == QEvent.Type.UpdateRequest.name and self.painted_at is None:
                    self.painted_at = self._clock()


@dataclass
class Trace:
    """What was measured, in milliseconds."""

    echo: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    idle_cpu: float = 0.0
    requests: int = 0
    keys: int = 0
    events: list[tuple[float, str]] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    megabytes: float = 0.0


def record() -> Trace:
    """Type the text with real gaps into a real window with the recommended pack."""
    application = TimedApplication()
    # With spelling, which is on by default, and Markdown.
    app = build(Settings(pack="smollm2-135m", markdown="on"))
    trace = Trace()
    window = app.window

    def answered(answer: Suggestion) -> None:
        trace.words.append(answer.words_ms)
        trace.total.append(answer.total_ms)

    window.controller.answered.connect(answered)
    submit = window.controller._submit

    def counted(request: object) -> None:
        trace.requests += 1
        submit(request)  # type: ignore[arg-type]

    window.controller._submit = counted
    window.show()
    window.editor.setFocus()
    while "· CPU" not in window.status.text and "CUDA" not in window.status.text:
        let_pass(20)
    let_pass(500)
    application.spent.clear()
    application.worked.clear()
    for character in TEXT:
        application.painted_at = None
        started = time.perf_counter()
        QTest.keyClicks(window.editor, character)
        spent = (time.perf_counter() - started) * 1e3
        trace.echo.append(spent)
        trace.keys += 1
        let_pass(max(1, int(_KEY_MS - spent)))
        if application.painted_at is not None:
            trace.painted.append((application.painted_at - started) * 1e3)
    let_pass(1000)
    trace.events, trace.worked = list(application.spent), list(application.worked)
    trace.megabytes = psutil.Process().memory_info().rss / 1e6
    before = time.process_time()
    time.sleep(2)
    trace.idle_cpu = (time.process_time() - before) / 2
    window.editor.document().setModified(False)
    window.close()
    app.stop()
    return trace


def report() -> str:
    """Return the table as Markdown."""
    trace = record()

    def spread(values: list[float]) -> str:
        cuts = statistics.quantiles(values, n=20)
        return f"{statistics.median(values):.1f} | {cuts[18]:.1f} | {max(values):.1f}"

    slow = sorted(trace.events, reverse=True)[:3]
    return "\n".join(
        [
            "## A typing session",
            "",
            f"{trace.keys} keys at 80 words a minute in the real window ({_platform()}), "
            f"recommended pack; {trace.requests} of them asked the engine. Milliseconds.",
            "",
            "| what | median | p95 | most |",
            "|---|---|---|---|",
            f"| echo of a key | {spread(trace.echo)} |",
            f"| the letter is painted | {spread(trace.painted)} |",
            f"| any one event of the window's thread | {spread([e for e, _ in trace.events])} |",
            f"| the processor's time in it | {spread(trace.worked)} |",
            f"| words of the bar | {spread(trace.words)} |",
            f"| words and ghost | {spread(trace.total)} |",
            "",
            _histogram([event for event, _ in trace.events], trace.worked),
            "",
            f"Slowest events: {', '.join(f'{kind} {ms:.1f}' for ms, kind in slow)}. "
            f"Processor use one second after the last key: {trace.idle_cpu:.1%} of a core. "
            f"Memory of the whole program: {trace.megabytes:.0f} MB resident.",
            "",
        ]
    )


def _histogram(events: list[float], worked: list[float]) -> str:
    """Return how many events took how long, as a row of Markdown for each class."""

    def count(values: list[float], low: float, high: float) -> str:
        return f"{sum(low <= each < high for each in values):,}"

    rows, low = [], 0.0
    for high in (*EDGES_MS, float("inf")):
        name = f"{low:g} to {high:g}" if high < float("inf") else f"{low:g} and more"
        rows.append(f"| {name} | {count(events, low, high)} | {count(worked, low, high)} |")
        low = high
    head = "| an event of the window's thread, ms | times | by the processor's time |"
    return "\n".join([head, "|---|---:|---:|", *rows])


def _platform() -> str:
    application = QApplication.instance()
    return application.platformName() if isinstance(application, QApplication) else ""
