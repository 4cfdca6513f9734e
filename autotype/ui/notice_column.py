"""Notices one below the other, above the text; where they would leave it no room, they scroll."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from autotype.ui.notice import Notice


class Room(QWidget):
    """What the notices and the text share.

    Signals:
        resized: It has another size.
    """

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Tell who has to fit."""
        super().resizeEvent(event)
        self.resized.emit()


class NoticeColumn(QScrollArea):
    """As high as what it says, and at most half as high as what it stands in."""

    def __init__(self, notices: Sequence[Notice], parent: Room) -> None:
        """Take over `notices`; `parent` is what the text stands in, too."""
        super().__init__(parent)
        self._room = parent
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._column = QWidget(self)
        layout = QVBoxLayout(self._column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for notice in notices:
            layout.addWidget(notice)
            notice.said.connect(lambda one=notice: self._reveal(one))
        self.setWidget(self._column)
        self._column.installEventFilter(self)
        # No filter of its events: each key causes some, and waits for each look at one.
        parent.resized.connect(self._fit)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Fit again when a notice comes, goes or changes."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit to another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self._column.layout()
        if layout is None:
            return
        width, most = self.width(), self._room.height() // 2
        wanted = layout.totalHeightForWidth(width)
        if wanted > most:  # the bar takes some of the width, and the lines get more
            wanted = layout.totalHeightForWidth(width - self.verticalScrollBar().sizeHint().width())
        self._column.setMinimumHeight(max(wanted, 0))
        self.setFixedHeight(max(0, min(wanted, most)))

    def _reveal(self, notice: Notice) -> None:
        """Make room for what was said just now, and scroll to it once it has its place."""
        self._fit()
        room = self._room.layout()
        if room is not None:
            room.activate()
        QTimer.singleShot(0, notice, lambda: self.ensureWidgetVisible(notice, 0, 0))
