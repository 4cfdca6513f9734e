"""“Your numbers”: what suggestions came to, in plain sentences, for this text up to all of them."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from autotype.numbers.days import this_hour
from autotype.numbers.keeper import Kept
from autotype.numbers.store import EDITOR
from autotype.numbers.summary import Bars, Summary, bars, by_day, by_source, summary_of
from autotype.numbers.wording import Section, bars_in_words, by_program, compared, in_words
from autotype.ui.counting import Counting
from autotype.ui.day_plot import DayPlot
from autotype.ui.mnemonics import share_keys
from autotype.ui.questions import ask
from autotype.ui.said_label import SaidLabel

_TEXT, _SESSION, _MONTH, _ALL = range(4)
_MONTH_HOURS = 30 * 24
_HEADLINE = 1.2
_Role = QDialogButtonBox.ButtonRole


class NumbersWindow(QDialog):
    """A window beside the editor, which goes on meanwhile; the numbers are those of its opening.

    It reads them again whenever it comes to the front.
    """

    def __init__(self, counting: Counting, parent: QWidget) -> None:
        """Show nothing before it is opened.

        Args:
            counting: Whose numbers.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self._counting = counting
        self._kept: Kept | None = None
        self._shown: list[Section | Bars] = []
        self.setWindowTitle(self.tr("Your numbers"))
        self.setSizeGripEnabled(True)
        self.notice = SaidLabel(self)
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(self.tr("Time"))
        for name in (
            *(self.tr("This text"), self.tr("This session")),
            *(self.tr("30 days"), self.tr("All")),
        ):
            self.tabs.addTab(name)
        for own in (_TEXT, _SESSION):  # nothing is written where nothing is counted
            self.tabs.setTabVisible(own, counting.counts)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the sections
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        for part in (self.notice, self.tabs, self.area, self._make_buttons()):
            layout.addWidget(part, int(part is self.area))
        self.tabs.currentChanged.connect(lambda _: self._show())
        counting.read.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        counting.was_reset.connect(self._was_reset, Qt.ConnectionType.QueuedConnection)
        counting.exported.connect(self._exported, Qt.ConnectionType.QueuedConnection)
        width = self.fontMetrics().averageCharWidth() * 74
        self.resize(max(400, min(width, parent.width() - 20)), max(260, parent.height() - 60))

    @property
    def said(self) -> str:
        """Everything that is to be read, for tests."""
        return "\n".join(label.text() for label in self.area.findChildren(QLabel))

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        export = buttons.addButton(self.tr("&Export …"), _Role.ActionRole)
        reset = buttons.addButton(self.tr("&Reset …"), _Role.ActionRole)
        close = buttons.addButton(self.tr("&Close"), _Role.RejectRole)
        export.clicked.connect(self._choose_file)
        reset.clicked.connect(self._ask_to_reset)
        for button in (export, reset):
            button.setAutoDefault(False)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        return buttons

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Show what is known, and have the rest read."""
        super().showEvent(event)
        self.tabs.setFocus()
        share_keys(self)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Read again what has come since, when the window is in front again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()

    def refresh(self) -> None:
        """Read the numbers again."""
        self._show()
        self._counting.ask()

    @Slot(object, str)
    def _hear(self, kept: Kept, wrong: str) -> None:
        self._kept = kept
        self.notice.say(wrong)
        self._show()

    # What is shown.

    def _show(self) -> None:
        """Show what is known of the chosen time; what is the same stays, and keeps the focus."""
        parts = self._parts()
        if parts == self._shown:
            return
        self._shown = parts
        at = self.area.verticalScrollBar().value()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 4, 8, 4)
        for part in parts:
            if isinstance(part, Bars):
                plot, said = DayPlot(), bars_in_words(part, _translate)
                plot.show_bars(part, said)
                layout.addWidget(plot)
                layout.addWidget(_label(said))
            else:
                _add_section(layout, part)
        layout.addStretch(1)
        self.area.setWidget(content)
        self.area.verticalScrollBar().setValue(at)
        # What is read comes before the buttons.
        last: QWidget = self.tabs
        for each in content.findChildren(QWidget):
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                self.setTabOrder(last, each)
                last = each

    def _parts(self) -> list[Section | Bars]:
        chosen, kept = self.tabs.currentIndex(), self._kept
        parts: list[Section | Bars] = []
        if chosen in (_TEXT, _SESSION):
            counts = self._counting.text if chosen == _TEXT else self._counting.session
            parts += in_words(Summary(counts), _translate)
        elif kept is None:
            parts.append(Section("", (self.tr("Reading …"),)))
        else:
            parts += _of_kept(kept, this_hour() - _MONTH_HOURS if chosen == _MONTH else 0)
        note = self.tr(
            "Counted on this computer, for you alone: numbers, never text. A suggestion counts "
            "if it was taken, dismissed or undone, or could be read for 0.4 seconds."
        )
        return [*parts, Section("", (note,))]

    # What can be done.

    def _ask_to_reset(self) -> None:
        forget = self.tr("Forget them")
        said = self.tr("Forget all numbers of this editor and of other applications?")
        if ask(self, said, self.tr("You cannot get them back."), forget) == forget:
            self._counting.reset()

    @Slot(str)
    def _was_reset(self, wrong: str) -> None:
        self._kept = Kept([], []) if not wrong else self._kept
        self.notice.say(wrong)
        self._show()

    def _choose_file(self) -> None:
        name = f"autotype-numbers-{time.strftime('%Y-%m-%d')}.csv"
        title, kind = self.tr("Export your numbers"), self.tr("Tables (*.csv)")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / name), kind)
        if chosen:
            self._counting.export(Path(chosen))

    @Slot(str)
    def _exported(self, wrong: str) -> None:
        self.notice.say(wrong or self.tr("Your numbers were written to the file."))


def numbers_opener(counting: Counting, parent: QWidget) -> Callable[[], None]:
    """Return what shows the window; it is made when it is wanted first."""
    made: list[NumbersWindow] = []

    def show() -> None:
        window = made[0] if made else NumbersWindow(counting, parent)
        made[:] = [window]
        window.show()
        window.raise_()
        window.activateWindow()

    return show


def _of_kept(kept: Kept, since: int) -> list[Section | Bars]:
    sections = in_words(summary_of(kept.rows, since), _translate)
    found = bars(by_day(kept.rows, since))
    parts: list[Section | Bars] = [*sections[:1]]
    if found is not None and len(found.keys) > 1:
        parts.append(found)
    parts += sections[1:]
    sources = by_source(kept.rows, since)
    if [source for source, _ in sources if source != EDITOR]:
        parts.append(by_program(sources, _translate))
    trial = None if since else compared(kept.trials, _translate)
    return [*parts, *([trial] if trial is not None else [])]


def _add_section(layout: QVBoxLayout, section: Section) -> None:
    if section.title:
        title = _label(section.title, bold=True)
        title.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(title)
    else:
        layout.addSpacing(8)
    body = _label("\n".join(section.sentences))
    body.setAccessibleName(f"{section.title}: {body.text()}" if section.title else body.text())
    flag = Qt.TextInteractionFlag
    body.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
    body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    layout.addWidget(body)


def _label(text: str, *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    font = QFont(label.font())
    if bold:
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * _HEADLINE)
    label.setFont(font)
    return label


def _translate(context: str, text: str) -> str:
    return QCoreApplication.translate(context, text)
