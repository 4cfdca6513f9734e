"""The menu that says how the text looks; its entries follow the settings."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QFont, QKeySequence
from PySide6.QtWidgets import QFontDialog

from autotype.ui.full_screen import FullScreen
from autotype.ui.menus import Menus
from autotype.ui.theme import text_font
from autotype.ui.view_options import ViewOptions

_WHOLE_WINDOW = 400


class ViewMenu(QObject):
    """Puts its entries into the menus of a window."""

    def __init__(self, menus: Menus, options: ViewOptions, full_screen: FullScreen) -> None:
        super().__init__(options)
        self._menus = menus
        self._options = options
        self._choices: dict[str, Mapping[Any, QAction]] = {}
        self._zooming()
        menus.view.addSeparator()
        self._looks()
        menus.view.addSeparator()
        self._writing()
        switch = menus.add_switch(
            menus.view, self.tr("F&ull screen"), QKeySequence("F11"), full_screen.set
        )
        full_screen.changed.connect(switch.setChecked)
        menus.view.addSeparator()
        self._counting()
        options.applied.connect(self._follow)
        self._follow()

    def _zooming(self) -> None:
        menus, zoom = self._menus, self._options.zoom
        for text, keys, steps in (
            (self.tr("Zoom &in"), ("Ctrl++", "Ctrl+="), 1),
            (self.tr("Zoom &out"), ("Ctrl+-",), -1),
            (self.tr("&Normal size"), ("Ctrl+0",), 0),
        ):
            action = menus.add(menus.view, text, None, partial(zoom, steps))
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setAutoRepeat(bool(steps))
        menus.add(menus.view, self.tr("&Font …"), None, self._choose_font)

    def _looks(self) -> None:
        self._choice(
            self.tr("Text &width"),
            "text_width",
            (
                (60, self.tr("&Narrow")),
                (74, self.tr("&Medium")),
                (100, self.tr("&Wide")),
                (_WHOLE_WINDOW, self.tr("As wide as the w&indow")),
            ),
        )
        self._choice(
            self.tr("&Line spacing"),
            "line_spacing",
            (
                (1, self.tr("&Single")),
                (1.25, self.tr("One and a &quarter")),
                (1.5, self.tr("One and a &half")),
                (2, self.tr("&Double")),
            ),
        )
        self._choice(
            self.tr("&Colours"),
            "theme",
            (
                ("system", self.tr("As on the de&sktop")),
                ("light", self.tr("&Light")),
                ("dark", self.tr("&Dark")),
                ("contrast", self.tr("High &contrast")),
            ),
        )
        self._choice(
            self.tr("Su&ggested text"),
            "ghost_style",
            (
                ("colour", self.tr("In another &colour")),
                ("italic", self.tr("&Slanted as well")),
                ("underline", self.tr("&Underlined as well")),
            ),
        )

    def _writing(self) -> None:
        self._choice(
            self.tr("Focu&s on"),
            "focus",
            (
                ("off", self.tr("&Everything")),
                ("paragraph", self.tr("The &paragraph")),
                ("sentence", self.tr("The &sentence")),
            ),
        )
        self._choice(
            self.tr("T&ypewriter"),
            "typewriter",
            (
                ("off", self.tr("&Off")),
                ("centre", self.tr("Half way &down the window")),
                ("third", self.tr("A &third down the window")),
            ),
        )

    def _counting(self) -> None:
        self._choice(
            self.tr("Coun&t"),
            "counts",
            (
                ("words", self.tr("&Words")),
                ("characters", self.tr("&Characters")),
                ("letters", self.tr("Characters without s&paces")),
                ("sentences", self.tr("&Sentences")),
                ("paragraphs", self.tr("P&aragraphs")),
                ("time", self.tr("&Time to read")),
            ),
        )
        key = QKeySequence("F9")
        self._menus.add(
            self._menus.view, self.tr("Count something &else"), key, self._options.next_count
        )

    def _choice(self, title: str, name: str, values: Sequence[tuple[Any, str]]) -> None:
        """Add a menu of which one entry is on: the value that a setting has."""
        menu = self._menus.view.addMenu(title)
        group = QActionGroup(menu)
        actions = {}
        for value, text in values:
            action = self._menus.add_switch(menu, text, None, partial(self._choose, name, value))
            group.addAction(action)
            actions[value] = action
        # A value that somebody wrote into the file may be none of these.
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._choices[name] = actions

    def _choose(self, name: str, value: object, _: bool) -> None:
        """Take a value; choosing the one that is there changes nothing."""
        self._options.change(**{name: value})

    def _follow(self) -> None:
        for name, actions in self._choices.items():
            value = getattr(self._options.settings, name)
            for other, action in actions.items():
                action.setChecked(other == value)

    def _choose_font(self) -> None:
        options = self._options
        dialog = QFontDialog(text_font(options.settings), self._menus.file.window())
        dialog.setWindowTitle(self.tr("Font of the text"))
        dialog.fontSelected.connect(self._take_font)
        dialog.open()

    def _take_font(self, font: QFont) -> None:
        size = min(max(font.pointSizeF(), 6), 72)
        self._options.change(font_family=font.family(), font_size=round(size, 1))
