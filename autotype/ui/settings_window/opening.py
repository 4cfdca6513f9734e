"""Opens the settings window, once, with all that belongs into it."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from autotype.settings import Group
from autotype.translation import mark
from autotype.ui.live_settings import LiveSettings
from autotype.ui.pack_shelf import PackShelf
from autotype.ui.settings_window.example import Example
from autotype.ui.settings_window.look_sample import LookSample
from autotype.ui.settings_window.menu_keys import MenuKeys
from autotype.ui.settings_window.privacy import Privacy
from autotype.ui.settings_window.window import SettingsWindow


class SettingsOpener:
    """Opens one settings window at a time.

    Attributes:
        window: The one that is open; None if none is.
    """

    def __init__(
        self,
        live: LiveSettings,
        shelf: PackShelf,
        example: Example | None,
        edit_file: Callable[[], object],
        parent: QWidget,
        forgetting: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        """Prepare.

        Args:
            live: The settings.
            shelf: The model packs.
            example: Says what a confidence would have shown; None where there is no engine.
            edit_file: Opens the file in an editor.
            parent: The window that the other one belongs to.
            forgetting: What opens the windows in which something that is kept is forgotten, by
                what `settings.kept` calls it; looked at when the window is opened.
        """
        self.window: SettingsWindow | None = None
        self._live = live
        self._shelf = shelf
        self._edit_file = edit_file
        self._example = example
        self._parent = parent
        self._forgetting = {} if forgetting is None else forgetting
        self._gate = ""

    def say_gate(self, text: str) -> None:
        """Note what the confidence means with the model in use; empty if that is not known."""
        self._gate = text
        if self.window is not None:
            self.window.confidence.say(text)
            self._start_example()  # the engine is another one, or goes by other rules

    def open(self, search: str = "") -> None:
        """Open it, or bring it to the front; with a search if one is given."""
        if self.window is None:
            look = LookSample(self._live.now)
            window = self.window = SettingsWindow(
                self._live,
                self._shelf,
                [
                    (Group.LOOK, look),
                    (Group.KEYS, MenuKeys()),
                    (mark("Privacy"), Privacy(self._forgetting)),
                ],
                self._parent,
            )
            self._live.changed.connect(look.follow)
            window.confidence.say(self._gate)
            window.confidence.show_example("")
            if self._example is not None:
                self._example.said.connect(window.confidence.show_example)
            self._start_example()
            window.edit_file.clicked.connect(self._edit)
            window.finished.connect(self._closed)
        if search:
            self.window.search(search)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _edit(self) -> None:
        """Open the file with what was chosen in it."""
        self._live.save()
        self._edit_file()

    def _closed(self) -> None:
        self.window = None
        if self._example is not None:
            self._example.stop()

    def _start_example(self) -> None:
        if self._example is not None:
            self._example.start()
