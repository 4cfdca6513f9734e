"""The menus of the window; each part of it adds its own entries."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from autotype.translation import tr


class Menus:
    """The menu bar of one window.

    Attributes:
        file: Documents.
        edit: Changing text and finding it.
        view: How the text looks.
        suggest: Suggestions and models.
        help: Keys, reasons, and what this is.
    """

    def __init__(self, window: QMainWindow) -> None:
        """Add the menus, empty, in the order in which they are read."""
        self._window = window
        bar = window.menuBar()
        self.file = bar.addMenu(tr("&File"))
        self.edit = bar.addMenu(tr("&Edit"))
        self.view = bar.addMenu(tr("&View"))
        self.suggest = bar.addMenu(tr("&Suggestions"))
        self.help = bar.addMenu(tr("&Help"))

    def add(
        self,
        menu: QMenu,
        text: str,
        key: QKeySequence | QKeySequence.StandardKey | None,
        work: Callable[[], object],
    ) -> QAction:
        """Add an entry at the end of a menu; its key works in the whole window.

        Args:
            menu: One of the menus.
            text: What it says, with its mnemonic.
            key: Its key; None if it has none, or if the editor handles the key itself.
            work: What it does.
        """
        action = QAction(text, self._window)
        action.setAutoRepeat(False)  # a key that is held would pause and resume by turns
        if key is not None:
            action.setShortcut(key)
        action.triggered.connect(lambda _: work())
        menu.addAction(action)
        return action

    def add_switch(
        self,
        menu: QMenu,
        text: str,
        key: QKeySequence | QKeySequence.StandardKey | None,
        set_on: Callable[[bool], object],
        *,
        on: bool = False,
    ) -> QAction:
        """Add an entry that is on or off.

        Args:
            menu: One of the menus.
            text: What it says, with its mnemonic.
            key: Its key; None if it has none.
            set_on: Told whenever the user switches it.
            on: What it is now.
        """
        action = self.add(menu, text, key, lambda: set_on(action.isChecked()))
        action.setCheckable(True)
        action.setChecked(on)
        return action
