"""The window's thread in long documents, beside what a plain text field of Qt's costs there."""

import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPlainTextEdit

from autotype.app import build
from autotype.commands.smoke import let_pass
from autotype.settings import Settings
from autotype.text.engine_status import EngineState
from tests.benchmarks.typing import EDGES_MS, TimedApplication
from tests.benchmarks.typing_text import TEXT

_KEY_MS = 100
_PAUSE_MS = 700
_TYPED = TEXT[:120]
_SLOW_MS = 8.0
_NONE = Qt.KeyboardModifier.NoModifier
Event = tuple[float, str]
# A paragraph in which Markdown and spelling have something to do.
_PARAGRAPH = (
    f"{TEXT} This is **important**, and `code_like` as well; see [the notes](notes.md). "
    "Somebody has writen it in a hurry, and wich words are meant is definitly clear."
)
SIZES = {"20,000 words": 20_000, "5 MB": 5 << 20}


def _text(name: str) -> str:
    """Return Markdown of some size: in words for the first, in bytes for the other."""
    rest = f"{_PARAGRAPH}\n\n> {TEXT[:90]}\n\n- one\n- two\n\n"
    parts = (f"## Part {number}\n\n{rest}" for number in count(1))
    whole: list[str] = []
    size = 0
    while size < SIZES[name]:
        whole.append(next(parts))
        size += len(whole[-1].split()) if name.endswith("words") else len(whole[-1])
    return "".join(whole)


def _session(edit: QPlainTextEdit, stage: Callable[[str], None]) -> None:
    """Write, correct and walk about, at the end of a document and in its middle."""

    def press(key: Qt.Key, times: int = 1, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        for _ in range(times):
            QTest.keyClick(edit, key, modifiers)
            let_pass(_KEY_MS)

    def write(text: str) -> None:
        for character in text:
            QTest.keyClicks(edit, character)
            let_pass(_KEY_MS)

    control = Qt.KeyboardModifier.ControlModifier
    stage("to the end and back")
    press(Qt.Key.Key_End, modifiers=control)
    press(Qt.Key.Key_Home, modifiers=control)
    press(Qt.Key.Key_End, modifiers=control)
    let_pass(_PAUSE_MS)
    stage("writing at the end")
    write(_TYPED)
    let_pass(_PAUSE_MS)
    stage("new lines and deletions there")
    for _ in range(5):
        press(Qt.Key.Key_Return)
        write("- a few words")
        press(Qt.Key.Key_Backspace, 5)
    let_pass(_PAUSE_MS)
    stage("writing in the middle")
    cursor = edit.textCursor()
    middle = edit.document().findBlockByNumber(edit.document().blockCount() // 2)
    cursor.setPosition(middle.position() + middle.length() - 1)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.setTextCursor(cursor)
    let_pass(_PAUSE_MS)
    write(f" {_TYPED}")
    let_pass(_PAUSE_MS)
    stage("new lines and deletions there, too")
    for _ in range(5):
        press(Qt.Key.Key_Return)
        write("- a few words")
        press(Qt.Key.Key_Backspace, 5)
    let_pass(_PAUSE_MS)
    stage("pages, undo")
    press(Qt.Key.Key_PageDown, 10)
    press(Qt.Key.Key_PageUp, 10)
    press(Qt.Key.Key_Z, 10, control)
    let_pass(_PAUSE_MS)


class _Noted:
    """The events of each stage of a session."""

    def __init__(self, application: TimedApplication) -> None:
        self.stages: dict[str, list[Event]] = {}
        self._application = application
        self._now = ""

    def stage(self, name: str) -> None:
        """Begin another stage; the last one's events are kept. An empty name only ends it."""
        if self._now:
            self.stages[self._now] = list(self._application.spent)
        self._application.spent.clear()
        self._now = name

    @property
    def events(self) -> list[Event]:
        """Those of all stages."""
        return [event for stage in self.stages.values() for event in stage]


def _ours(application: TimedApplication, text: str) -> _Noted:
    noted = _Noted(application)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.md"
        file.write_text(text, encoding="utf-8")
        app = build(Settings(pack="smollm2-135m", spelling="en", markdown="on"))
        window = app.window
        window.show()
        window.editor.setFocus()
        while app.bridge.latest is None or app.bridge.latest.state is EngineState.LOADING:
            let_pass(20)
        noted.stage("opening")
        window.documents.open(file)
        let_pass(3 * _PAUSE_MS)
        _session(window.editor, noted.stage)
        noted.stage("")
        window.editor.document().setModified(False)
        window.close()
        app.stop()
    return noted


def _plain(application: TimedApplication, text: str) -> _Noted:
    noted = _Noted(application)
    window, edit = QMainWindow(), QPlainTextEdit()
    window.setCentralWidget(edit)
    font = edit.font()
    font.setPointSize(Settings().font_size)
    edit.setFont(font)
    window.resize(900, 640)
    window.show()
    edit.setFocus()
    noted.stage("opening")
    edit.setPlainText(text)
    let_pass(3 * _PAUSE_MS)
    _session(edit, noted.stage)
    noted.stage("")
    window.close()
    return noted


def report() -> str:
    """Return the tables as Markdown."""
    # What else runs meanwhile is no matter of ours, nor is the engine's thread.
    application = TimedApplication(time.thread_time)
    found = {}
    for name in SIZES:
        text = _text(name)
        found[name] = _ours(application, text)
        found[f"{name}, Qt alone"] = _plain(application, text)
    rows, low = [], 0.0
    for high in (*EDGES_MS, float("inf")):
        counts = [sum(low <= ms < high for ms, _ in noted.events) for noted in found.values()]
        label = f"{low:g} to {high:g}" if high < float("inf") else f"{low:g} and more"
        rows.append(f"| {label} | {' | '.join(f'{each:,}' for each in counts)} |")
        low = high
    heads = " | ".join(found)
    lines = [
        "## Long documents",
        "",
        "Processor time of events in the window's thread while somebody writes, corrects and walks "
        "about, with spelling, Markdown and the recommended pack; “Qt alone” is a `QPlainTextEdit` "
        "with the same text and keys.",
        "",
        f"| an event, ms | {heads} |",
        f"|---|{'---:|' * len(found)}",
        *rows,
        "",
        f"| slowest, ms | {heads} |",
        f"|---|{'---|' * len(found)}",
    ]
    for stage in next(iter(found.values())).stages:
        worst = [_worst(noted.stages[stage]) for noted in found.values()]
        lines.append(f"| {stage} | {' | '.join(worst)} |")
    return "\n".join([*lines, ""])


def _worst(events: list[Event]) -> str:
    slow = sorted((event for event in events if event[0] >= _SLOW_MS), reverse=True)
    if not slow:
        return f"{max(ms for ms, _ in events):.1f}" if events else "–"
    named = ", ".join(f"{kind} {ms:.0f}" for ms, kind in slow[:2])
    return f"{named} ({len(slow)} of 8 and more)"
