"""The line at the bottom: what runs and, if one asks, how fast; and why nothing is suggested."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QStatusBar

from autotype.text.dialogue.bar import Offer
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.suggestion import Silence, Suggestion
from autotype.translation import mark, number, tr
from autotype.ui.clickable import ClickableLabel
from autotype.ui.count_button import CountButton
from autotype.ui.counter import Counter
from autotype.ui.editor import Editor
from autotype.ui.fitting import Fitting
from autotype.ui.record_button import RecordButton
from autotype.ui.theme import beside

_HOLDS_MS = 500
_MESSAGE_MS = 2500
_LARGEST = 15  # points: what is read now and then leaves the room to the text
_STATES = {
    EngineState.LOADING: mark("Loading the model …"),
    EngineState.MISSING: mark("No model"),
    EngineState.FAILED: mark("The model failed"),
}


class StatusLine:
    """Puts labels into a status bar and keeps them true.

    Attributes:
        counter: Counts the text.
        count: Says how much it is; what that counts is the window's.
        off_the_record: Says that nothing is learned; hidden as long as that is not so.
        reason: Says why nothing is suggested; a click asks for more.
        sees_words: Returns whether the words, if there are any, are on the screen.
    """

    def __init__(self, bar: QStatusBar, editor: Editor) -> None:
        self._bar = bar
        self.reason = self._reason = ClickableLabel(bar)
        self.counter = Counter(editor)
        self.count = CountButton(self.counter, bar)
        self.off_the_record = RecordButton(bar)
        self._engine = QLabel(tr(_STATES[EngineState.LOADING]), bar)
        bar.addWidget(self._reason, 1)
        for label in (self.off_the_record, self.count, self._engine):
            bar.addPermanentWidget(label)
        bar.setSizeGripEnabled(False)
        parts = (self._reason, self.count, self._engine)
        self._fitting = Fitting(bar, parts, (self.off_the_record,))
        self.counter.counted.connect(self._fitting.fit)
        self.counter.start()
        # A line that changes at every key is never read, and draws the eye all the same.
        self._silence: Silence | None = None
        self._has_words = False
        self.sees_words: Callable[[], bool] = lambda: True
        self._holds = QTimer(bar, singleShot=True, interval=_HOLDS_MS)
        self._holds.timeout.connect(self._say_silence)
        self._answer: Suggestion | None = None
        self._rests = QTimer(bar, singleShot=True, interval=_HOLDS_MS)
        self._rests.timeout.connect(self._explain_engine)
        self._message = ""

    @property
    def text(self) -> str:
        """Everything it says, for tests and for copying."""
        labels = (self._reason, self.count, self._engine)
        said = [label.text() for label in labels if label.text()]
        if not self.off_the_record.isHidden():
            said.insert(1, self.off_the_record.text())
        return " · ".join(said)

    def show_off_the_record(self, on: bool) -> None:
        """Say that nothing is learned, whatever room there is; or no longer."""
        self.off_the_record.setVisible(on)
        self._fitting.fit()

    def show_counts(self, kind: str) -> None:
        """Count something else; see the setting `counts`."""
        is_new = kind != self.count.kind
        self.count.count(kind)
        self._fitting.fit()
        if is_new and self.count.isHidden():
            self.say(self.count.text())

    def say(self, message: str) -> None:
        """Say something for a moment."""
        self._bar.showMessage(message, _MESSAGE_MS)

    def scale(self, text: QFont) -> None:
        """Write in a size that goes with that of the text, but no smaller than in other windows."""
        font = beside(text, _LARGEST)
        # Each by itself: where the application has a style sheet, none is handed down.
        for part in (
            self._bar,
            self.off_the_record,
            self._reason,
            self.count,
            self._engine,
        ):
            part.setFont(font)
        self._fitting.fit()

    def show_engine(self, status: EngineStatus) -> None:
        """Say what runs."""
        if status.state is EngineState.READY:
            self._engine.setText(f"{status.pack} · {status.provider}")
        else:
            self._engine.setText(tr(_STATES[status.state]))
            self._rests.stop()
            self._answer = None
        self._message = status.message
        self._explain_engine()
        self._reason.setToolTip(status.gate)
        self._fitting.fit()

    def show_answer(self, answer: Suggestion) -> None:
        """Note how long the last answer took; it is told once nothing came for half a second."""
        self._answer = answer
        self._rests.start()

    def _explain_engine(self) -> None:
        """Tell whoever points at the model, or has it read aloud, what it said and how fast.

        For everybody else two numbers that change all the time say nothing.
        """
        answer, said = self._answer, [self._message] if self._message else []
        if answer is not None:
            said.append(
                tr(
                    "How long the last suggestion took: its words {words_ms} ms, all of it "
                    "{total_ms} ms, in {passes} passes of the model.",
                    words_ms=number(answer.words_ms),
                    total_ms=number(answer.total_ms),
                    passes=answer.passes,
                )
            )
        self._engine.setToolTip("\n".join(said))
        self._engine.setAccessibleDescription("\n".join(said))

    def show_silence(self, reason: Silence | None) -> None:
        """Say why nothing is suggested, once that has been so for half a second."""
        self._silence = reason
        self._holds.start()

    def show_words(self, places: tuple[Offer, ...]) -> None:
        """Say what is true of the words, once that has been so for half a second."""
        are_there = any(offer.word for offer in places)
        if are_there != self._has_words:
            self._has_words = are_there
            self._holds.start()

    def _say_silence(self) -> None:
        reason, said = self._silence, mark("No suggestion: {reason}")
        if self._has_words and self.sees_words():
            said = mark("Words, but no grey text: {reason}")
        self._reason.setText("" if reason is None else tr(said, reason=tr(reason)))
        self._fitting.fit()
