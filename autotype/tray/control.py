"""What the tray and the window show and do: the service's state, in words and as deeds."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from autotype.service.state import State
from autotype.translation import tr
from autotype.tray.link import ServiceLink

SNOOZE_MINUTES = 10


class Control(QObject):
    """The state of the assistant.

    Signals:
        changed(): Something that is shown here is different.
    """

    changed = Signal()

    def __init__(self, link: ServiceLink, parent: QObject | None = None) -> None:
        """Listen to the service."""
        super().__init__(parent)
        self._link = link
        self.state = State()
        self._engine: dict[str, Any] = {}
        self._trouble = tr("Starting …")
        self._when_connected: Callable[[], None] | None = None
        self._snooze_ends = QTimer(self, singleShot=True)
        self._snooze_ends.timeout.connect(self.changed.emit)
        link.changed.connect(self._hear)
        link.failed.connect(self._fail)

    @property
    def connected(self) -> bool:
        """Whether there is a service to tell anything."""
        return not self._trouble

    @property
    def suggesting(self) -> bool:
        """Whether suggestions are on."""
        return not self._trouble and self.state.silence() is None

    @property
    def can_restart(self) -> bool:
        """Whether the engine has failed and may be started again."""
        return self._engine.get("state") == "failed"

    @property
    def words(self) -> str:
        """What is so, in one line."""
        if self._trouble:
            return self._trouble
        if self.state.paused:
            return tr("Paused")
        if self.state.silence() is not None:
            until = time.strftime("%H:%M", time.localtime(self.state.snoozed_until))
            return tr("Paused until {until}", until=until)
        state, pack = self._engine.get("state"), self._engine.get("pack", "")
        match state:
            case "ready":
                return tr("Suggesting with {pack}", pack=pack)
            case "loading":
                return tr("The model is loading")
            case "missing" | "failed":
                return str(self._engine.get("message") or tr("There is no model"))
        return tr("Ready; the model is loaded when you type")

    def pause(self, paused: bool) -> None:
        """Pause until further notice, or resume."""
        self._link.send("state", paused=paused)

    def snooze(self) -> None:
        """Pause for ten minutes."""
        self._link.send("state", snooze_minutes=SNOOZE_MINUTES)

    def off_the_record(self, off: bool) -> None:
        """Learn nothing from what is typed, or do so again."""
        self._link.send("state", off_the_record=off)

    def restart(self) -> None:
        """Start an engine that had failed."""
        self._link.send("restart")

    def ask_for_seen(self, then: Callable[[Sequence[str]], None]) -> None:
        """Give the names of the applications that had the focus lately, newest first.

        Without a service it is asked when there is one.
        """
        if not self.connected:
            self._when_connected = lambda: self.ask_for_seen(then)
            return
        self._link.send("applications", lambda answer: then(answer.get("applications", ())))

    def _hear(self, news: dict[str, Any]) -> None:
        self._trouble = ""
        if "paused" in news:
            self.state = State(news["paused"], news["snoozed_until"], news["off_the_record"])
            left = self.state.snoozed_until - time.time()
            if left > 0:
                self._snooze_ends.start(int(left * 1000) + 50)
        if "engine" in news:
            self._engine = news["engine"]
        if self._when_connected is not None:
            ask, self._when_connected = self._when_connected, None
            ask()
        self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self._trouble = sentence
        self.changed.emit()
