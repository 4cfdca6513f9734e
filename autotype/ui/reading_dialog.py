"""A window in which somebody's own texts are chosen, looked through and then made use of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from autotype.text.visible import visible
from autotype.translation import number, tr, trn
from autotype.ui.json_command import JsonCommand
from autotype.ui.own_texts import OwnTexts

_MOST_NAMED = 8


class Commands(NamedTuple):
    """Two command lines.

    Attributes:
        looking: Says what would be read.
        working: Makes use of it.
    """

    looking: list[str]
    working: list[str]


class ReadingDialog(QDialog):
    """First it says what would be read; only what was looked through can be used.

    Both is done by commands of ours, in processes of their own that end with the window.
    """

    def __init__(self, parent: QWidget, title: str, about: str, work: str) -> None:
        """Begin with no texts.

        Args:
            parent: The window in front.
            title: Of this window.
            about: What is done with the texts.
            work: The name of the button that does it, with its key.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        said = QLabel(about, self)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        self.texts = OwnTexts(self)
        self.found = QPlainTextEdit(self)
        self.found.setReadOnly(True)
        self.found.setTabChangesFocus(True)
        self.found.setAccessibleName(self.tr("What would be read"))
        self.found.setPlaceholderText(self.tr("What would be read is shown here first."))
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 100)
        self.status = QLabel(self)
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.look = self._button(self.tr("&Look through"), self._look_through)
        self.work = self._button(work, self._work)
        self.stop = self._button(self.tr("&Stop"), self._stop)
        self.shut = self._button(self.tr("&Close"), self.reject)
        self.buttons = QHBoxLayout()
        for button in (self.look, self.work, self.stop):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.shut)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addWidget(self.texts, 2)
        layout.addWidget(self.found, 3)
        for part in (self.bar, self.status):
            layout.addWidget(part)
        layout.addLayout(self.buttons)
        self._running: JsonCommand | None = None
        self._is_looked_through = self._works = False
        self._answer: Mapping[str, Any] = {}
        self.texts.changed.connect(self._forget_what_was_found)
        self.setSizeGripEnabled(True)
        self.resize(min(640, parent.width()), max(480, parent.height() - 60))

    def _button(self, text: str, work: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: work())
        return button

    # What the kinds of it say.

    def commands(self, places: Sequence[str], senders: Sequence[str]) -> Commands:
        """Return what is run for texts, and for mail of some senders."""
        raise NotImplementedError

    def outcome(self, answer: Mapping[str, Any]) -> str:
        """Return what was done, in one sentence, from all that the command said."""
        raise NotImplementedError

    def found_in_words(self, answer: Mapping[str, Any]) -> str:
        """Return what would be read, as lines for people."""
        return in_words(answer)

    def doing(self, step: str) -> str:
        """Return what is being done, given what the command calls it."""
        raise NotImplementedError

    # What is done.

    def _look_through(self) -> None:
        self._run(self.commands(self.texts.places, self.texts.senders).looking, works=False)

    def _work(self) -> None:
        self._run(self.commands(self.texts.places, self.texts.senders).working, works=True)

    def _run(self, command: list[str], *, works: bool) -> None:
        self._works, self._answer = works, {}
        running = self._running = JsonCommand(command, self)
        running.progressed.connect(self._progressed)
        running.answered.connect(self._answered)
        running.ended.connect(self._ended)
        self.bar.setValue(0)
        self.status.setText(self.tr("Starting …") if works else self.tr("Reading …"))
        self._follow()

    def _stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
        self.status.setText(self.tr("Stopped."))
        self._follow()

    @Slot(float, str)
    def _progressed(self, share: float, step: str) -> None:
        self.bar.setValue(int(100 * share))
        self.status.setText(self.doing(step) if self._works else self.tr("Reading …"))

    @Slot(object)
    def _answered(self, answer: Mapping[str, Any]) -> None:
        self._answer = {**self._answer, **answer}
        if "sources" in answer:
            self.found.setPlainText(self.found_in_words(answer))

    @Slot(str)
    def _ended(self, error: str) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.deleteLater()
        if not self._works:
            self._is_looked_through = not error and bool(self._answer.get("words"))
        self.status.setText(error or (self.outcome(self._answer) if self._works else ""))
        self._follow()

    def _forget_what_was_found(self) -> None:
        self._is_looked_through = False
        self.found.clear()
        self._follow()

    def _follow(self) -> None:
        runs = self._running is not None
        self.texts.setEnabled(not runs)
        self.look.setEnabled(not runs and bool(self.texts.places))
        self.work.setEnabled(not runs and self._is_looked_through)
        self.stop.setEnabled(runs)
        self.bar.setVisible(runs)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show what can be done."""
        self._follow()
        super().showEvent(event)

    def done(self, result: int) -> None:
        """End what runs, and close."""
        if self._running is not None:
            self._stop()
        super().done(result)


def in_words(found: Mapping[str, Any]) -> str:
    """Return what a command found in somebody's texts, as lines for people."""
    sources = found["sources"]
    lines = [trn("{n} word of yours", "{n} words of yours", int(found["words"]))]
    for source in sources[:_MOST_NAMED]:
        n = int(source["words"])
        what = trn("{n} word", "{n} words", n)
        lines.append(f"    {visible(str(source['source']), 60)}: {what}")
    if (more := len(sources) - _MOST_NAMED) > 0:
        lines.append("    " + tr("{n} more", n=number(more)))
    if own := found.get("own_words"):
        lines += ["", tr("In no dictionary: {words}", words=", ".join(map(visible, own)))]
    left = [
        f"    {tr(reason)}: {trn('{n} word', '{n} words', int(n))}"
        for reason, n in found["left_out_words"].items()
    ]
    left += [
        f"    {tr(reason)}: {trn('{n} file or mail', '{n} files or mails', int(n))}"
        for reason, n in found["left_out_files"].items()
    ]
    if left:
        lines += ["", tr("Left out:"), *left]
    return "\n".join(lines)
