"""“What was learned”: all words, when and where, and every way to forget them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from autotype.learning.forgetting import (
    forget_everything,
    forget_imported,
    forget_since,
    forget_words,
    set_never,
)
from autotype.learning.kept import KnownWord
from autotype.learning.store import Store
from autotype.translation import number, tr, trn
from autotype.ui.forget_question import ask_to_forget, ask_to_forget_some
from autotype.ui.learned_rows import LAST, WORD, WordRow
from autotype.ui.learning import Learning
from autotype.ui.own_shortcuts import ShortcutsPage
from autotype.ui.past_writing import PastWriting
from autotype.ui.said_label import SaidLabel
from autotype.ui.searched_table import make_search, make_table
from autotype.ui.word_files import WordFiles

_MOST_SHOWN = 2000
"""Rows that are shown at once: more of them take long to make, and nobody reads them."""
_HOUR_S, _DAY_S = 3600, 24 * 3600
Said = Callable[[Any], str]
"""Says what was done, given what came of it."""


class LearnedWindow(QDialog):
    """A window beside the editor, which goes on meanwhile."""

    def __init__(
        self, learning: Learning, parent: QWidget, announce: Callable[[str], None]
    ) -> None:
        """Show nothing before it is opened.

        Args:
            learning: Whose words.
            parent: The window it belongs to.
            announce: Tells a screen reader what was done.
        """
        super().__init__(parent)
        self._learning = learning
        self._announce = announce
        self._words: Sequence[KnownWord] = ()
        self.setWindowTitle(self.tr("What was learned"))
        self.setSizeGripEnabled(True)
        self.notice = SaidLabel(self)
        self.search = make_search(self, self._show)
        self.table = self._make_table()
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.shortcuts = ShortcutsPage(learning, self, self._tell)
        self._words_page = QWidget(self)
        words = QVBoxLayout(self._words_page)
        for part in (self.search, self.table, self.said):
            words.addWidget(part, int(part is self.table))
        self._files = WordFiles(learning, self, self._done)
        self.pages = QTabWidget(self)
        # The row of tabs takes the focus; the frame around it, which has no role, would as well.
        self.pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pages.addTab(self._words_page, self.tr("W&ords"))
        self.pages.addTab(self.shortcuts, self.tr("&Shortcuts"))
        # What was done with words is no news among the shortcuts.
        self.pages.currentChanged.connect(lambda _: self.notice.say(""))
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.notice)  # above the list it would push the rows away from a click
        self._add_buttons(words, layout)
        learning.told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self.resize(min(760, max(420, parent.width() - 20)), max(300, parent.height() - 60))

    def _make_table(self) -> QTreeWidget:
        names = (self.tr("Word"), self.tr("Times"), self.tr("Last"), self.tr("Learned"))
        table = make_table(
            self,
            self.tr("Words"),
            (*names, self.tr("Where")),
            self._follow_selection,
            self._forget_selected,
        )
        table.setSortingEnabled(True)
        table.sortByColumn(LAST, Qt.SortOrder.DescendingOrder)
        return table

    def _add_buttons(self, words: QVBoxLayout, below: QVBoxLayout) -> None:
        def row(
            layout: QVBoxLayout, *buttons: tuple[str, Callable[[], object]], at_right: int = 0
        ) -> list[QPushButton]:
            line, made = QHBoxLayout(), []
            for text, work in buttons:
                button = QPushButton(text, self)
                button.setAutoDefault(False)
                button.clicked.connect(lambda _=False, work=work: work())
                line.addWidget(button)
                made.append(button)
            line.insertStretch(len(buttons) - at_right, 1)
            layout.addLayout(line)
            return made

        self.delete, self.never = row(
            words,
            (self.tr("&Delete"), self._forget_selected),
            (self.tr("&Never suggest"), self._toggle_never),
        )
        row(
            words,
            (self.tr("Forget the last &hour …"), partial(self._forget_since, _HOUR_S)),
            (self.tr("Forget the last da&y …"), partial(self._forget_since, _DAY_S)),
            (self.tr("Forget &imported texts …"), self._forget_imported),
        )
        _, _, _, self.past, _ = row(
            below,
            (self.tr("Forget &everything …"), self._forget_everything),
            (self.tr("E&xport …"), self._files.write),
            (self.tr("I&mport …"), self._files.read),
            (self.tr("Learn from &past writing …"), self._learn_from_past),
            (self.tr("&Close"), self.reject),
            at_right=1,
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Have everything read."""
        super().showEvent(event)
        self.turn_to(shortcuts=self.pages.currentWidget() is self.shortcuts)
        self.refresh()

    def turn_to(self, *, shortcuts: bool) -> None:
        """Show the words or the shortcuts, ready to be typed into."""
        self.pages.setCurrentWidget(self.shortcuts if shortcuts else self._words_page)
        (self.shortcuts.short if shortcuts else self.search).setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Read again what has come since, when the window is in front again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self._learning.ask((self, None), Store.words)
        self.shortcuts.refresh()

    @property
    def selected(self) -> list[str]:
        """The words that are chosen."""
        return [item.text(WORD) for item in self.table.selectedItems()]

    # What is shown.

    @Slot(object, object, str)
    def _hear(self, who: tuple[object, Said | None], found: object, wrong: str) -> None:
        asker, said = who
        if asker is not self:
            return
        if said is None:
            if isinstance(found, list):
                self._words = found
            self.notice.say(wrong or self.notice.text())
            self._show()
            return
        self._done(wrong or said(found))

    def _done(self, sentence: str) -> None:
        self._tell(sentence, True)
        self.refresh()

    def _tell(self, sentence: str, was_asked: bool) -> None:
        self.notice.say(sentence)
        if was_asked:
            self._announce(sentence)

    def _show(self) -> None:
        wanted = self.search.text().casefold()
        found = [word for word in self._words if wanted in word.word.casefold()]
        found.sort(key=lambda word: (word.never, word.last), reverse=True)
        chosen = set(self.selected)
        self.table.setSortingEnabled(False)
        self.table.clear()
        items = [WordRow(word) for word in found[:_MOST_SHOWN]]
        self.table.addTopLevelItems(items)
        self.table.setSortingEnabled(True)
        for item in items:
            item.setSelected(item.text(WORD) in chosen)
        for column in range(self.table.columnCount()):
            self.table.resizeColumnToContents(column)
        self.said.setText(self._in_words(len(found)))
        self._follow_selection()
        self.past.setEnabled(self._learning.is_on)

    def _in_words(self, found: int) -> str:
        if not self._words:
            if not self._learning.is_on:
                return self.tr("Nothing is learned: it is switched off in the settings.")
            return self.tr("Nothing was learned yet. A word is kept once it was written twice.")
        text = trn("{n} word.", "{n} words.", len(self._words))
        if self.search.text():
            text = trn(
                "{found} of {n} word.",
                "{found} of {n} words.",
                len(self._words),
                found=number(found),
            )
        if found > _MOST_SHOWN:
            text += " " + tr("The latest {number} are shown.", number=number(_MOST_SHOWN))
        return text + " " + self.tr("All of it is on this computer alone.")

    def _follow_selection(self) -> None:
        items = self.table.selectedItems()
        self.delete.setEnabled(bool(items))
        self.never.setEnabled(bool(items))
        all_never = bool(items) and all(
            item.is_never for item in items if isinstance(item, WordRow)
        )
        self.never.setText(self.tr("Suggest agai&n") if all_never else self.tr("&Never suggest"))

    # What can be done.

    def _do(self, said: Said, work: Callable[[Store], object], *, forgets: bool = True) -> None:
        self._learning.ask((self, said), work, forgets=forgets)

    def _forget_selected(self) -> None:
        words = self.selected
        if words:
            text = trn("{n} word is forgotten.", "{n} words are forgotten.", len(words))
            self._do(lambda _: text, lambda store: forget_words(store, words))

    def _toggle_never(self) -> None:
        words = self.selected
        never = not all(item.is_never for item in self.table.selectedItems())  # type: ignore[attr-defined]
        text = self.tr("Never suggested from now on.") if never else self.tr("Suggested again.")
        if words:
            self._do(
                lambda _: text, lambda store: set_never(store, words, never=never), forgets=False
            )

    def _forget_since(self, seconds: int) -> None:
        def said(changes: int) -> str:
            if seconds > _HOUR_S:
                return trn(
                    "The last day is forgotten: {n} change.",
                    "The last day is forgotten: {n} changes.",
                    changes,
                )
            return trn(
                "The last hour is forgotten: {n} change.",
                "The last hour is forgotten: {n} changes.",
                changes,
            )

        question = (
            self.tr("Forget what was learned in the last 24 hours?")
            if seconds > _HOUR_S
            else self.tr("Forget what was learned in the last hour?")
        )
        if ask_to_forget_some(self, question):
            self._do(said, lambda store: forget_since(store, seconds))

    def _forget_imported(self) -> None:
        text = self.tr("Imported texts are forgotten.")
        if ask_to_forget_some(self, self.tr("Forget what was learned from imported texts?")):
            self._do(lambda _: text, forget_imported)

    def _learn_from_past(self) -> None:
        window = PastWriting(self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.finished.connect(lambda _: self.refresh())
        window.open()

    def _forget_everything(self) -> None:
        if ask_to_forget(self, told=True):
            text = self.tr("Everything is forgotten.")
            self._do(lambda _: text, forget_everything)
