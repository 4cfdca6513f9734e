"""Shows of a status bar's widgets those that have room, each whole; the others go."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QStatusBar, QWidget

_BETWEEN = 10
_ENDS = 12


class Fitting(QObject):
    """Keeps the widgets of a status bar from being cut where the window is narrow."""

    def __init__(
        self, bar: QStatusBar, parts: Sequence[QWidget], always: Sequence[QWidget] = ()
    ) -> None:
        """Watch a status bar.

        Args:
            bar: The status bar.
            parts: What it holds, the most important first; the first one has its place where
                messages for a moment are shown.
            always: What it holds besides, and shows or not whatever room there is.
        """
        super().__init__(bar)
        self._bar = bar
        self._parts = parts
        self._always = always
        bar.installEventFilter(self)
        bar.messageChanged.connect(self.fit)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
        """Fit the parts into another width, or in another font."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()
        return False

    def fit(self) -> None:
        """Show what has room; called whenever a part says something else."""
        taken = [part.sizeHint().width() + _BETWEEN for part in self._always if not part.isHidden()]
        room = whole = self._bar.width() - _ENDS - sum(taken)
        message = self._bar.currentMessage()
        if message:
            room -= self._bar.fontMetrics().horizontalAdvance(message) + _BETWEEN
            self._parts[0].hide()  # Qt does so as well, but shows it again with another font
        for part in self._parts[1:] if message else self._parts:
            part.ensurePolished()
            room -= part.sizeHint().width() + _BETWEEN
            fits = room >= 0
            if not fits and part is self._parts[0]:
                room = whole  # too long for the whole bar: the others stay
            if part.isVisibleTo(self._bar) != fits:
                part.setVisible(fits)
