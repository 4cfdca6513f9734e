"""Tunes a model to somebody's own writing: the window of `autotype tune`."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from autotype.processes import own_command
from autotype.translation import mark, number, tr
from autotype.ui.json_command import JsonCommand
from autotype.ui.questions import ask
from autotype.ui.reading_dialog import Commands, ReadingDialog

_GIVE_UP = mark("Give it up")
_UNATTENDED = ("--yes", "--json", "--steered")
_QUIET_MS = 4000
"""After the last change of the text; people think for longer, but a step is over sooner."""
_STEPS = {
    "writing": mark("Everyday text is written, to stay good at that"),
    "reading": mark("Your texts are read"),
    "training": mark("Training"),
    "building": mark("The model is put together"),
    "typing": mark("Its suggestions are compared on text that it has not read"),
    "waiting for mains": mark("Waiting for mains power"),
    "waiting while you type": mark("Waiting while you type"),
    "pausing after this step": mark("Pausing after this step"),
}


class TuningWindow(ReadingDialog):
    """Lives with the editor's window: what runs goes on while this one is closed.

    It comes behind whatever else runs, and waits while somebody types.

    Signals:
        tuned(): A model was kept.
    """

    tuned = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Show nothing before it is opened."""
        super().__init__(
            parent,
            parent.tr("Tune to your writing"),
            parent.tr(
                "A model of your own is made from texts that you wrote: it learns your style, on "
                "this computer. It is kept only if it is better on text of yours that it has not "
                "read. From 50,000 words on it helps most; it takes an hour or so and waits while "
                "you type."
            ),
            parent.tr("&Tune"),
        )
        self.stop.setText(parent.tr("&Pause"))
        self.resume = self._button(parent.tr("&Go on"), self._resume)
        self.give_up = self._button(parent.tr("Give &up …"), self._ask_and_give_up)
        for at, button in enumerate((self.resume, self.give_up), 3):
            self.buttons.insertWidget(at, button)
        self._begun: Mapping[str, Any] | None = None
        self._runs = 0
        self._pauses = False
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(lambda: self._tell("go"))

    def open(self) -> None:
        """Show it, with what was begun and is not done."""
        self.show()
        self.raise_()
        self.activateWindow()
        if self._running is None:
            self._ask_for_state()

    def rest(self) -> None:
        """Wait: somebody is typing."""
        if self._works and self._running is not None:
            if not self._quiet.isActive():
                self._tell("pause")
            self._quiet.start()

    def end(self) -> None:
        """Pause what runs, for good; it can be gone on with at another time."""
        self._quiet.stop()
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def _tell(self, line: str) -> None:
        if self._running is not None:
            self._running.tell(line)

    def _ask_for_state(self) -> None:
        asked = JsonCommand(own_command("tune", "--state", "--json"), self)
        runs = self._runs
        asked.answered.connect(lambda answer: self._hear_state(answer, runs))
        asked.ended.connect(asked.deleteLater)

    def _hear_state(self, answer: Mapping[str, Any], runs: int) -> None:
        if runs != self._runs:
            return  # something was done since it was asked
        self._begun = begun = answer["begun"]
        if begun is not None and self._running is None and not self.status.text():
            self.status.setText(
                tr(
                    "A tuning on {words} words was begun on {day} and is not done.",
                    words=number(int(begun["words"])),
                    day=str(begun["began"]),
                )
            )
        self._follow()

    def _stop(self) -> None:
        if self._works and self._running is not None:
            self._pauses = True
            self._running.ask_to_end()
            self.status.setText(tr("{step} …", step=tr("Pausing after this step")))
            self.stop.setEnabled(False)
        else:
            super()._stop()

    def _run(self, command: list[str], *, works: bool) -> None:
        self._runs += 1
        super()._run(command, works=works)

    def _resume(self) -> None:
        self._run(own_command("tune", "--resume", *_UNATTENDED), works=True)

    def _ask_and_give_up(self) -> None:
        more = self.tr("What was trained so far is removed, and the texts that it was made from.")
        if ask(self, self.tr("Give up the tuning that was begun?"), more, _GIVE_UP) == _GIVE_UP:
            self._begun = None
            self._run(own_command("tune", "--give-up", "--json"), works=False)

    # What this kind of window says.

    def commands(self, places: Sequence[str], senders: Sequence[str]) -> Commands:
        """Return the command lines that look at texts and tune to them."""
        reading = [part for sender in senders for part in ("--from", sender)] + list(places)
        return Commands(
            own_command("tune", "--preview", "--json", *reading),
            own_command("tune", *_UNATTENDED, *reading),
        )

    def found_in_words(self, answer: Mapping[str, Any]) -> str:
        """Return what would be read, and what it takes."""
        said = super().found_in_words(answer)
        takes = tr("Tuning takes {n} minutes or more.", n=number(int(answer["minutes"])))
        if answer["gigabytes"]:
            takes += " " + tr(
                "PyTorch, up to {n} GB, is downloaded first.", n=number(float(answer["gigabytes"]))
            )
        return f"{takes}\n\n{said}"

    def doing(self, step: str) -> str:
        """Return the name of a step for people."""
        return tr("{step} …", step=tr(_STEPS[step]) if step in _STEPS else step)

    def outcome(self, answer: Mapping[str, Any]) -> str:
        """Return what came of it."""
        if "own" not in answer:
            return ""
        own = answer["own"]
        said = tr(
            "On text of yours that it had not read, {before} % of the keys were saved before and "
            "{after} % now.",
            before=number(100 * own["before"], 1),
            after=number(100 * own["after"], 1),
        )
        if answer["pack"] is None:
            return f"{said} " + tr("That is no more than chance, so it was not kept.")
        return f"{said} " + tr("It is kept as “{name}”, and used from now on.", name=answer["pack"])

    # What changes with it.

    def _ended(self, error: str) -> None:
        worked, self._works = self._works, False
        paused, self._pauses = self._pauses, False
        self._quiet.stop()
        super()._ended(error)
        if worked and paused and error:
            self.status.setText(self.tr("Paused; “Go on” takes it up where it was."))
        elif worked and not error:
            self._is_looked_through = False
            self.status.setText(self.outcome(self._answer))
            if self._answer.get("pack"):
                self.tuned.emit()
        self._ask_for_state()

    def _follow(self) -> None:
        super()._follow()
        idle, begun = self._running is None, self._begun is not None
        self.resume.setEnabled(idle and begun)
        self.give_up.setEnabled(idle and begun)
        self.work.setEnabled(self.work.isEnabled() and not begun)

    def done(self, result: int) -> None:
        """Close; a tuning goes on meanwhile, a look at texts does not."""
        if self._works:
            self.hide()
        else:
            super().done(result)
