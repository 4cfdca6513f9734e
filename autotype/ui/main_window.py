"""The window: editor, suggestion bar, status line and menus."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QVBoxLayout

from autotype import __version__
from autotype.settings import Settings
from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.recovery import Journal, Recovered
from autotype.text.request import Request
from autotype.text.suggestion import Silence
from autotype.ui.actions import SuggestionKeys
from autotype.ui.announcer import Announcer
from autotype.ui.bridge import Bridge
from autotype.ui.caret_strip import CaretStrip
from autotype.ui.document_actions import FAILURE, Choice, DocumentActions
from autotype.ui.document_notice import DocumentNotice
from autotype.ui.editor import Editor
from autotype.ui.full_screen import FullScreen
from autotype.ui.keys_dialog import keys_dialog
from autotype.ui.menus import Menus
from autotype.ui.notice import Notice
from autotype.ui.notice_column import NoticeColumn, Room
from autotype.ui.pausing import Pausing
from autotype.ui.recovery_offers import RecoveryOffers
from autotype.ui.settings_file import open_settings_file
from autotype.ui.status_line import StatusLine
from autotype.ui.suggestion_bar import SuggestionBar, WordRow
from autotype.ui.suggestion_controller import SuggestionController
from autotype.ui.view_menu import ViewMenu
from autotype.ui.view_options import ViewOptions

_FRAME = QSize(16, 48)
_STRAY_TAB = "Nothing to take; Tab indents only at a line's start."
_STRAY_MS = 6000
_Key = QKeySequence.StandardKey


class MainWindow(QMainWindow):
    """One document with suggestions.

    Attributes:
        editor: The text.
        menus: The menus, to which parts of the window add their entries.
        controller: What is suggested.
        documents: Opening and saving.
        start_notice: The line above the text about what was wrong at the start.
        notice: The line above the text about the engine.
        document_notice: The one about the document.
        status: The line at the bottom.
        view: How the text looks.
        full_screen: Whether there is nothing else.
        pausing: Whether suggestions are paused.

    Signals:
        engine_ready(): Suggestions can come, and there is nothing to say about them.
        pack_wanted(): The user wants the recommended model.
    """

    engine_ready = Signal()
    pack_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        submit: Callable[[Request], None],
        cancel: Callable[[], None],
        journal: Journal,
        key: str,
    ) -> None:
        """Build the window.

        Args:
            settings: The user's settings.
            submit: Asks the engine; returns at once.
            cancel: Tells the engine that nothing is wanted any more.
            journal: Where unsaved text is written down.
            key: Name of this window's document in the journal.
        """
        super().__init__()
        self.editor = Editor(self)
        self.editor.setFrameShape(self.editor.Shape.NoFrame)
        self.editor.setPlaceholderText("Write …")
        self.controller = SuggestionController(
            self.editor,
            submit,
            cancel,
            Options(
                settings.take_after_ms / 1000,
                settings.mid_line,
                settings.soft_space,
                has_bar=settings.words_at != "off",
            ),
            parent=self,
        )
        self.pausing = Pausing(self.controller, not settings.suggestions)
        self.documents = DocumentActions(self.editor, journal, key, self)
        self.keys = SuggestionKeys(
            self.editor,
            self.controller,
            self.pausing.toggle,
            settings.keys,
            right_takes=settings.right_takes,
            stray=lambda: self.statusBar().showMessage(_STRAY_TAB, _STRAY_MS),
        )
        self.start_notice = Notice(self)
        self.notice = Notice(self)
        self.document_notice = DocumentNotice(self)
        self._offers = RecoveryOffers(self.documents, self.document_notice)
        self.bar = SuggestionBar(self)
        self.bar.setVisible(settings.words_at == "bottom")
        self.strip = CaretStrip(self.editor) if settings.words_at == "caret" else None
        self.status = StatusLine(self.statusBar(), self.editor)
        self.view = ViewOptions(settings, self.editor, self.bar, self.status)
        self.full_screen = FullScreen(self, self.editor, (self.statusBar(), self.bar))
        Announcer(self.editor, self.controller, settings.announce)
        self._lay_out()
        self.menus = Menus(self)
        self._make_menus()
        self._connect()
        # The frame and its title need some of a small screen, too.
        screen = self.screen().availableSize() - _FRAME
        self.resize(QSize(900, 640).boundedTo(screen))
        self.setMinimumSize(420, 280)
        self._name_window()

    def _lay_out(self) -> None:
        central = Room(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        notices = (self.start_notice, self.notice, self.document_notice)
        for part in (NoticeColumn(notices, central), self.editor, self.bar):
            layout.addWidget(part, int(part is self.editor))
        self.setCentralWidget(central)

    def _connect(self) -> None:
        words: WordRow = self.bar if self.strip is None else self.strip
        words.set_keys([self.keys.keys[name] for name in ("first", "second", "third")])
        self.controller.words_changed.connect(words.show_places)
        words.chosen.connect(self.controller.take_from_bar)
        self.controller.sees_words = lambda: not words.isHidden()
        if self.strip is not None:
            self.controller.shown.connect(self.strip.follow_ghost)
        self.controller.silence_changed.connect(self.status.show_silence)
        self.controller.answered.connect(self.status.show_answer)
        self.documents.changed.connect(self._name_window)
        self.documents.failed.connect(
            lambda text: self._say_about_document(text, (), about=FAILURE)
        )
        self.documents.noticed.connect(self._say_about_document)
        self.documents.settled.connect(self.document_notice.drop)
        self.view.remembering.failed.connect(self.document_notice.say)
        self.editor.file_dropped.connect(self.documents.drop)
        self.status.show_silence(self.controller.silence)

    def connect_engine(self, bridge: Bridge) -> None:
        """Listen to the engine."""
        queued = Qt.ConnectionType.QueuedConnection
        bridge.suggestion.connect(self.controller.on_suggestion, queued)
        bridge.status.connect(self.on_status, queued)

    @Slot(object)
    def on_status(self, status: EngineStatus) -> None:
        """Show what the engine has become."""
        self.controller.on_status(status)
        self.status.show_engine(status)
        if status.state is EngineState.READY and not status.message:
            self.engine_ready.emit()

    def say_at_start(self, settings: Sequence[str], others: Sequence[str]) -> None:
        """Say what was wrong at the start, a line for each thing; nothing if nothing was.

        Args:
            settings: What is wrong in the settings file.
            others: Anything else.
        """
        sentences = [*settings, *others]
        if sentences:
            lines = [f"• {sentence}" for sentence in sentences] if sentences[1:] else sentences
            open_file = ("Open the settings file", self._open_settings_file)
            self.start_notice.say("\n".join(lines), *([open_file] if settings else []))

    def _open_settings_file(self) -> None:
        self.start_notice.hide()
        self.document_notice.say(open_settings_file())

    def _hide_notice(self) -> None:
        """Hide the lowest of the notices that can be hidden: Tab does not lead to them."""
        for notice in (self.document_notice, self.notice, self.start_notice):
            if notice.text and notice.share is None:
                notice.dismiss()
                return

    def _make_menus(self) -> None:
        menus, documents, editor = self.menus, self.documents, self.editor
        menus.add(menus.file, "&New", _Key.New, documents.new)
        menus.add(menus.file, "&Open …", _Key.Open, documents.choose_and_open)
        menus.file.addSeparator()
        menus.add(menus.file, "&Save", _Key.Save, documents.save)
        menus.add(menus.file, "Save &As …", QKeySequence("Ctrl+Shift+S"), documents.save_as)
        menus.file.addSeparator()
        menus.add(menus.file, "&Quit", QKeySequence("Ctrl+Q"), self.close)
        # The editor handles these keys itself; the menu only shows them.
        for text, key, work in (
            ("&Undo", "Ctrl+Z", editor.undo),
            ("&Redo", "Ctrl+Shift+Z", editor.redo),
            ("Cu&t", "Ctrl+X", editor.cut),
            ("&Copy", "Ctrl+C", editor.copy),
            ("&Paste", "Ctrl+V", editor.paste),
            ("Select &All", "Ctrl+A", editor.selectAll),
        ):
            action = menus.add(menus.edit, f"{text}\t{key}", None, work)
            for name, available in (
                ("&Undo", editor.document().undoAvailable),
                ("&Redo", editor.document().redoAvailable),
            ):
                if name == text:
                    action.setEnabled(False)
                    available.connect(action.setEnabled)
        menus.edit.addSeparator()
        menus.add(menus.edit, "&Hide notice", QKeySequence("Shift+Esc"), self._hide_notice)
        menus.add(menus.edit, "Settings &file …", None, self._open_settings_file)
        ViewMenu(menus, self.view, self.full_screen)
        self._pause = menus.add(
            menus.suggest, "&Pause", self.keys.keys["pause"], self.pausing.toggle
        )
        self._pause.setCheckable(True)
        self._pause.setChecked(self.pausing.paused)
        self.pausing.changed.connect(self._pause.setChecked)
        menus.add(menus.suggest, "&Snooze for ten minutes", None, self.pausing.snooze)
        menus.suggest.addSeparator()
        menus.add(menus.suggest, "&Get the recommended model …", None, self.pack_wanted.emit)
        menus.add(menus.help, "&Keys", QKeySequence("F1"), self._show_keys)
        menus.add(menus.help, "&About Autotype", None, self._show_about)

    def _show_keys(self) -> None:
        keys_dialog(self.keys.keys, self.keys.seconds, self._open_settings_file, self).open()

    def _show_about(self) -> None:
        QMessageBox.about(
            self,
            "About Autotype",
            f"<h3>Autotype {__version__}</h3><p>Private predictive text. Nothing that you type "
            "leaves this computer.</p><p>Apache License 2.0</p>",
        )

    def offer_recovery(self, found: Recovered) -> None:
        """Offer the unsaved text of an Autotype that crashed or was ended by the system.

        The others that wait in the journal are offered after it.
        """
        self._offers.offer(found)

    @Slot(str, object, str)
    def _say_about_document(self, text: str, choices: tuple[Choice, ...], about: str) -> None:
        self.document_notice.say(text, *choices, about=about)

    def _name_window(self) -> None:
        self.setWindowTitle(f"{self.documents.name}[*] — Autotype")
        self.setWindowModified(self.editor.document().isModified())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Find the margins of the text for the size that it is shown in."""
        super().showEvent(event)
        self.editor.margins.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow a window that fills the screen, or no longer does."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.full_screen.follow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask about unsaved changes."""
        if not self.documents.may_leave():
            event.ignore()
            return
        self.documents.close()
        self.view.remembering.write()
        self.controller.set_paused(Silence.PAUSED)
        event.accept()
