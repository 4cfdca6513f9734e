"""Spelling and Markdown in the window: which dictionary, which documents, and the menu entries."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from autotype import paths, settings
from autotype.settings import Settings, SettingsError
from autotype.spelling.dictionaries import (
    AUTO,
    OFF,
    Dictionary,
    choose_dictionary,
    find_dictionaries,
)
from autotype.ui.dictionary_names import dictionary_name
from autotype.ui.document_actions import DocumentActions
from autotype.ui.editor import Editor
from autotype.ui.menus import Menus
from autotype.ui.next_misspelled import NextMisspelled
from autotype.ui.paragraph_marks import ParagraphMarks
from autotype.ui.spelling_menu import SpellingMenu
from autotype.ui.spelling_thread import SpellingThread, system_language

_SAID_MS = 6000
_PREPARE_MS = 200
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")


class Spelling(QObject):
    """What one window marks in its text.

    Attributes:
        marks: The marks.
        menu: The context menu of the text.
        next: The way to the next misspelled word.
    """

    def __init__(
        self,
        editor: Editor,
        documents: DocumentActions,
        chosen: Settings,
        notice: Callable[[str], object],
        say: Callable[[str, int], object],
    ) -> None:
        """Mark what the settings want.

        Args:
            editor: The text.
            documents: Whose document it is.
            chosen: The settings.
            notice: Shows a sentence until it is dismissed.
            say: Shows a sentence for so many milliseconds.
        """
        super().__init__(editor)
        self._documents = documents
        self._notice = notice
        self._wanted, self._markdown = OFF, ""
        self._thread = SpellingThread(self)
        self._thread.failed.connect(notice)
        self.marks = ParagraphMarks(editor, self._thread)
        self.menu = SpellingMenu(editor, self.marks, self._thread)
        self.next = NextMisspelled(
            editor, self.marks, self._thread, self.menu, lambda said: say(said, _SAID_MS), notice
        )
        self._languages: dict[str, QAction] = {}
        documents.changed.connect(self._follow_document)
        self.apply(chosen)
        # Behind the first picture of the window and before the first key.
        QTimer.singleShot(_PREPARE_MS, self._thread, self._thread.prepare)

    @property
    def wanted(self) -> str:
        """Which dictionary the settings want, found or not."""
        return self._wanted

    def apply(self, chosen: Settings) -> None:
        """Go by other settings from now on; nothing happens where they say the same."""
        if chosen.spelling != self._wanted:
            self._wanted = chosen.spelling
            self._thread.use(chosen.spelling)
            self._tick()
            self.marks.forget()
        self._markdown = chosen.markdown
        self._follow_document()

    def _follow_document(self) -> None:
        path = self._documents.document.path
        on = self._markdown == "on" or (
            self._markdown == "auto" and path is not None and path.suffix.lower() in _MARKDOWN
        )
        if on != self.marks.markdown:
            self.marks.markdown = on
            self.marks.forget()

    def add_to(self, menus: Menus) -> None:
        """Add the entries of the menu Edit."""
        menus.edit.addSeparator()
        menus.add(menus.edit, self.tr("Next &misspelled word"), QKeySequence("F7"), self.next.go)
        languages = menus.edit.addMenu(self.tr("&Spelling"))
        self._fill(languages)
        # One that was installed since is to be seen; what is missing may say so until then.
        languages.aboutToShow.connect(lambda: self._fill(languages))

    def _fill(self, languages: QMenu) -> None:
        there = find_dictionaries()
        names = [AUTO, *there, OFF]
        if names == [*self._languages]:
            return
        languages.clear()
        self._languages.clear()
        group = QActionGroup(languages)
        for name in names:
            action = QAction(self._named(name, there), languages)
            action.setCheckable(True)
            action.triggered.connect(lambda _, name=name: self._choose(name))
            group.addAction(action)
            languages.addAction(action)
            self._languages[name] = action
        self._tick()

    def _named(self, name: str, there: Mapping[str, Dictionary]) -> str:
        if name == AUTO:
            system = system_language()
            chosen = choose_dictionary(AUTO, system, there)
            if chosen is None or system[:2] == chosen.name[:2]:
                return self.tr("Language of the &system")
            missing = self.tr("Language of the &system ({language}: no dictionary)")
            return missing.format(language=QLocale(system).nativeLanguageName())
        return self.tr("&Off") if name == OFF else dictionary_name(name).replace("&", "&&")

    def _tick(self) -> None:
        if self._wanted in self._languages:
            self._languages[self._wanted].setChecked(True)

    def _choose(self, name: str) -> None:
        """Check by another dictionary, also from the next start on."""
        file = paths.settings_file()
        try:
            now = replace(settings.load(file)[0], spelling=name)
            settings.save(file, now)
            wrong = ""
        except SettingsError as error:
            wrong = str(error)
        self._wanted = ""  # its files may have come only now
        self.apply(replace(Settings(), spelling=name, markdown=self._markdown))
        if wrong:
            self._notice(wrong)

    def close(self) -> None:
        """End the thread."""
        self._thread.close()
