"""The line at the bottom: what runs, how fast it was, and why nothing is suggested."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QLabel, QStatusBar

from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.suggestion import Silence, Suggestion
from autotype.ui.editor import Editor

_COUNT_MS = 400
_HOLDS_MS = 500
_SLICE_S = 0.003
_STATES = {
    EngineState.LOADING: "Loading the model …",
    EngineState.MISSING: "No model",
    EngineState.FAILED: "The model failed",
}


class StatusLine:
    """Puts labels into a status bar and keeps them true."""

    def __init__(self, bar: QStatusBar, editor: Editor) -> None:
        self._editor = editor
        self._reason = QLabel(bar)
        self._words = QLabel(bar)
        self._time = QLabel(bar)
        self._engine = QLabel(_STATES[EngineState.LOADING], bar)
        bar.addWidget(self._reason, 1)
        for label in (self._words, self._time, self._engine):
            bar.addPermanentWidget(label)
        bar.setSizeGripEnabled(False)
        # A long document takes a second to count: after a pause, and a little at a time.
        self._counted = 0
        self._block = QTextBlock()
        self._pause = QTimer(bar, singleShot=True, interval=_COUNT_MS)
        self._pause.timeout.connect(self._start_count)
        self._slices = QTimer(bar, interval=0)
        self._slices.timeout.connect(self._count)
        editor.document().contentsChanged.connect(self._recount)
        self._start_count()
        # A line that changes at every key is never read, and draws the eye all the same.
        self._silence: Silence | None = None
        self._holds = QTimer(bar, singleShot=True, interval=_HOLDS_MS)
        self._holds.timeout.connect(self._say_silence)
        self._answer: Suggestion | None = None
        self._rests = QTimer(bar, singleShot=True, interval=_HOLDS_MS)
        self._rests.timeout.connect(self._say_time)

    @property
    def text(self) -> str:
        """Everything it says, for tests and for copying."""
        labels = (self._reason, self._words, self._time, self._engine)
        return " · ".join(label.text() for label in labels if label.text())

    def show_engine(self, status: EngineStatus) -> None:
        """Say what runs."""
        if status.state is EngineState.READY:
            self._engine.setText(f"{status.pack} · {status.provider}")
        else:
            self._engine.setText(_STATES[status.state])
            self._rests.stop()
            self._time.clear()
        self._engine.setToolTip(status.message)
        self._reason.setToolTip(status.gate)

    def show_answer(self, answer: Suggestion) -> None:
        """Say how long the last answer took, once nothing was answered for half a second."""
        self._answer = answer
        self._rests.start()

    def _say_time(self) -> None:
        answer = self._answer
        if answer is None:
            return
        self._time.setText(f"{answer.words_ms:.0f} / {answer.total_ms:.0f} ms")
        self._time.setToolTip(
            f"Words after {answer.words_ms:.1f} ms, everything after {answer.total_ms:.1f} ms, "
            f"{answer.passes} model passes"
        )

    def show_silence(self, reason: Silence | None) -> None:
        """Say why nothing is suggested, once that has been so for half a second."""
        self._silence = reason
        self._holds.start()

    def _say_silence(self) -> None:
        reason = self._silence
        self._reason.setText("" if reason is None else f"No suggestion: {reason}")

    def _recount(self) -> None:
        self._slices.stop()
        self._pause.start()

    def _start_count(self) -> None:
        self._counted, self._block = 0, self._editor.document().firstBlock()
        self._slices.start()

    def _count(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while self._block.isValid():
            self._counted += len(self._block.text().split())
            self._block = self._block.next()
            if time.perf_counter() > until:
                return
        self._slices.stop()
        self._words.setText(f"{self._counted:,} word{'' if self._counted == 1 else 's'}")
