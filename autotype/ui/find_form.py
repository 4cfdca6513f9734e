"""The find bar as it looks: its fields, switches and buttons, and what it says."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from autotype.text.finding import Query
from autotype.text.substitution import Replacement
from autotype.ui.find_widgets import FindButton, FindField, FindSwitch

# In letters.
_NARROW = 120
_COUNT = 13


class FindForm(QWidget):
    """Does nothing by itself.

    Attributes:
        field: What is looked for.
        replacement: What is put in its place.
        case, words, pattern, selection, keep_case: The switches.
        back, forth, one, all, shut: The buttons.
        count: How much was found.
        sentence: What is wrong, or was done.
        is_replacing: Whether the row for replacing is shown.
    """

    def __init__(self, press: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        """Lay it out.

        Args:
            press: See `FindField`.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = FindField(self.tr("Find"), press, self)
        self.replacement = FindField(self.tr("Replace with"), press, self)
        self.case = FindSwitch(self.tr("Case"), self.tr("Match case"), "Alt+C", self)
        self.words = FindSwitch(self.tr("Words"), self.tr("Whole words"), "Alt+W", self)
        self.pattern = FindSwitch(self.tr("Pattern"), self.tr("Regular expression"), "Alt+R", self)
        self.selection = FindSwitch(
            self.tr("Selection"), self.tr("Find in the selection only"), "Alt+L", self
        )
        self.keep_case = FindSwitch(
            self.tr("Keep case"), self.tr("Keep the capitals of what is replaced"), "Alt+P", self
        )
        self.back = FindButton("↑", self.tr("Previous match"), "Shift+F3", self)
        self.forth = FindButton("↓", self.tr("Next match"), "F3", self)
        self.shut = FindButton("✕", self.tr("Close"), "Esc", self)
        self.one = FindButton(self.tr("Replace"), self.tr("Replace this match"), "Return", self)
        self.all = FindButton(
            self.tr("Replace all"), self.tr("Replace all matches"), "Ctrl+Return", self
        )
        for button in (self.one, self.all):
            button.setAutoRaise(False)
        self.count = QLabel(self)
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.count.setMinimumWidth(_COUNT * self.fontMetrics().averageCharWidth())
        self.sentence = QLabel(self)
        self.sentence.setObjectName("findSentence")
        self.sentence.setWordWrap(True)
        for label in (self.count, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._is_narrow: bool | None = None
        self.is_replacing = False
        self._lay_out()

    @property
    def query(self) -> Query:
        """What is looked for."""
        return Query(
            self.field.text(),
            self.case.isChecked(),
            self.words.isChecked(),
            self.pattern.isChecked(),
        )

    @property
    def wanted(self) -> Replacement:
        """What is to be put in its place."""
        return Replacement(
            self.replacement.text(), self.pattern.isChecked(), self.keep_case.isChecked()
        )

    def show_replacing(self, on: bool) -> None:
        """Show or hide the row for replacing."""
        self.is_replacing = on
        for widget in (self.replacement, self._replace_tools):
            widget.setVisible(on)

    def show_count(self, said: str) -> None:
        """Say how much was found."""
        if said != self.count.text():
            self.count.setText(said)
            self.count.setToolTip(said)
            self._announce(said)

    def show_sentence(self, said: str) -> None:
        """Say something below the fields; nothing if it is empty."""
        if said != self.sentence.text():
            self.sentence.setText(said)
            self._announce(said)
        self.sentence.setVisible(bool(said))

    def _announce(self, said: str) -> None:
        if said and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Arrange it for another width."""
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        switches = (self.case, self.words, self.pattern, self.selection)
        self._find_tools = _row(*switches, self.back, self.forth)
        self._replace_tools = _row(self.keep_case, self.one, self.all)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 6, 10, 6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._arrange()
        order = (self.field, self.replacement, *switches, self.back, self.forth, self.keep_case)
        for first, second in pairwise((*order, self.one, self.all, self.shut)):
            self.setTabOrder(first, second)

    def _arrange(self) -> None:
        """Put the fields above their buttons where they would be too narrow beside them."""
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        places = (
            (self.field, (0, 0, 1, 1), (0, 0, 1, 1)),
            (self._find_tools, (0, 1, 1, 1), (1, 0, 1, 3)),
            (self.count, (0, 2, 1, 1), (0, 1, 1, 1)),
            (self.shut, (0, 3, 1, 1), (0, 2, 1, 1)),
            (self.replacement, (1, 0, 1, 1), (2, 0, 1, 1)),
            (self._replace_tools, (1, 1, 1, 3), (2, 1, 1, 2)),
            (self.sentence, (3, 0, 1, 4), (3, 0, 1, 3)),
        )
        for widget, beside, below in places:
            self._grid.removeWidget(widget)
            self._grid.addWidget(widget, *(below if narrow else beside))
        # Over all columns it would widen the first, and leave the others too little.
        policy = QSizePolicy.Policy.Ignored if narrow else QSizePolicy.Policy.Preferred
        self._find_tools.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        for column, stretch in enumerate((1, 0, 0) if narrow else (3, 0, 2)):
            self._grid.setColumnStretch(column, stretch)


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row
