"""The settings and the numbers of the editor, opened from the assistant's window."""

from collections.abc import Callable
from dataclasses import fields

from PySide6.QtWidgets import QWidget

from autotype import paths
from autotype.choosing import Choosing
from autotype.settings import Settings
from autotype.settings.kept import NUMBERS
from autotype.tray.link import Answer, ServiceLink
from autotype.ui.counting import Counting
from autotype.ui.live_settings import LiveSettings
from autotype.ui.numbers_window import numbers_opener
from autotype.ui.pack_shelf import PackShelf
from autotype.ui.pack_watch import PackWatch
from autotype.ui.settings_file import open_settings_file
from autotype.ui.settings_window.opening import SettingsOpener


class EditorWindows:
    """Two windows of the editor without the editor; what they need is made when they are opened.

    What is changed in the settings is told to the service, so that it counts at once.
    """

    def __init__(
        self, live: LiveSettings, link: ServiceLink, say: Callable[[str], object], parent: QWidget
    ) -> None:
        """Make nothing yet.

        Args:
            live: The settings.
            link: The service.
            say: Shows a sentence.
            parent: The window that they belong to.
        """
        self._live, self._link, self._say, self._parent = live, link, say, parent
        self._gate = ""
        self._opener: SettingsOpener | None = None
        self._watch: PackWatch | None = None
        self._shelf: PackShelf | None = None
        self._counting: Counting | None = None
        self._show_numbers: Callable[[], None] = self._first_numbers
        live.changed.connect(self._tell)
        link.changed.connect(self._hear)

    def open_settings(self) -> None:
        """Open the settings; nothing is shown of what a confidence would do to one's own text."""
        if self._opener is None:
            self._opener = self._made()
            self._opener.say_gate(self._gate)
        self._opener.open()

    def open_numbers(self) -> None:
        """Open the numbers."""
        self._show_numbers()

    def close(self) -> None:
        """Keep what was chosen, and end what runs beside."""
        self._live.save()
        if self._shelf is not None:
            self._shelf.stop()
        if self._watch is not None:
            self._watch.stop()
        if self._counting is not None:
            self._counting.close()

    def _made(self) -> SettingsOpener:
        choosing = Choosing(self._live.now)

        def follow(before: Settings, now: Settings) -> None:
            choosing.settings = now
            if before.pack != now.pack:
                watch.look()

        self._live.changed.connect(follow)
        watch = self._watch = PackWatch(
            [paths.home(), paths.packs(), *paths.shared_packs()],
            lambda: choosing.in_use().key,
            choosing.to_measure,
            self._parent,
        )
        shelf = self._shelf = PackShelf(choosing, watch)
        return SettingsOpener(
            self._live, shelf, None, self._edit_file, self._parent, {NUMBERS: self.open_numbers}
        )

    def _edit_file(self) -> None:
        self._say(open_settings_file())

    def _first_numbers(self) -> None:
        self._counting = Counting(None, paths.numbers_file())
        self._show_numbers = numbers_opener(self._counting, self._parent)
        self._show_numbers()

    def _tell(self, before: Settings, now: Settings) -> None:
        changed = {
            each.name: value
            for each in fields(Settings)
            if (value := getattr(now, each.name)) != getattr(before, each.name)
        }
        self._link.send("settings", self._told, set=changed)

    def _told(self, answer: Answer) -> None:
        if "error" in answer:
            self._say(str(answer["error"]))

    def _hear(self, news: Answer) -> None:
        self._gate = news.get("engine", {}).get("gate", self._gate)
        if self._opener is not None:
            self._opener.say_gate(self._gate)
