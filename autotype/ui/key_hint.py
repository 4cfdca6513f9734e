"""The key that takes a suggestion, behind the first few of them."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel

from autotype.text.hints import read_hints, write_hints
from autotype.ui.editor import Editor
from autotype.ui.suggestion_controller import SuggestionController

_GAP = 8
_SIZE = 0.75


class KeyHint(QLabel):
    """Lies over the editor; gone for good once its user knows the key."""

    def __init__(
        self,
        editor: Editor,
        controller: SuggestionController,
        key: Callable[[], str],
        place: Path,
    ) -> None:
        """Show the key until it is known.

        Args:
            editor: Where the suggestions are.
            controller: Says when there is one, and when it was taken.
            key: Returns the key, as people write it; empty if there is none.
            place: The file that keeps what is known.
        """
        super().__init__(editor)
        self.setObjectName("keyHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._editor = editor
        self._controller = controller
        self._key = key
        self._file = place
        self._hints = read_hints(place)
        # After the echo: where it stands is known then, and no key waits for it.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        if self._hints.wanted:
            controller.shown.connect(self._follow)
            controller.took.connect(self._taken)
            editor.scrolled.connect(self._soon.start)

    def _follow(self, ghost: str) -> None:
        if not ghost.strip():
            self.hide()
        elif self._hints.wanted:
            self._soon.start()

    def _place(self) -> None:
        """Stand behind the suggestion, if there is room on its line."""
        ghost, key = self._editor.ghost, self._key()
        if not (ghost.is_visible and ghost.text.strip() and key and self._hints.wanted):
            self.hide()
            return
        font = self._editor.font()
        font.setPointSizeF(_SIZE * font.pointSizeF())
        self.setFont(font)
        self.setText(key)
        self.adjustSize()
        line = ghost.end
        block = self._editor.textCursor().block()
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        x = round(line.left()) - _GAP - self.width() if rtl else round(line.right()) + _GAP
        place = QPoint(x, round(line.center().y() - self.height() / 2))
        seen = self._editor.viewport().geometry()
        if place.x() + self.width() > seen.right() or place.x() < seen.left():
            self.hide()
            return
        self.move(place)
        if self.isHidden():
            self._hints = replace(self._hints, shows=self._hints.shows + 1)
            self.show()
            self.raise_()

    def _taken(self) -> None:
        self._hints = replace(self._hints, takes=self._hints.takes + 1)
        self.hide()
        with contextlib.suppress(OSError):  # it is shown a few times more then
            write_hints(self._file, self._hints)
