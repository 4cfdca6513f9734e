"""The window: editor, suggestion bar, status line and menus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from autotype import paths
from autotype.settings import Settings
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.recovery import Journal
from autotype.text.request import Request
from autotype.text.session import Sessions
from autotype.text.suggestion import Silence
from autotype.translation import mark, tr
from autotype.ui.actions import SuggestionKeys
from autotype.ui.announcer import Announcer
from autotype.ui.bridge import Bridge
from autotype.ui.caret_strip import CaretStrip
from autotype.ui.counting import Counting
from autotype.ui.direction import Direction
from autotype.ui.document_actions import DocumentActions
from autotype.ui.editor import Editor
from autotype.ui.empty_page import empty_page
from autotype.ui.exporting import Exporting
from autotype.ui.find_bar import FindBar
from autotype.ui.full_screen import FullScreen
from autotype.ui.holding_out import HoldingOut
from autotype.ui.key_hint import KeyHint
from autotype.ui.live_settings import LiveSettings
from autotype.ui.live_window import options_of
from autotype.ui.menus import Menus
from autotype.ui.notice_column import NoticeColumn, Room
from autotype.ui.notice_lives import end_notices, end_notices_by_settings, while_same
from autotype.ui.pack_shelf import PackShelf
from autotype.ui.pausing import Pausing
from autotype.ui.session_keeper import SessionKeeper
from autotype.ui.settings_window.example import Example
from autotype.ui.settings_window.opening import SettingsOpener
from autotype.ui.spelling import Spelling
from autotype.ui.status_line import StatusLine
from autotype.ui.suggestion_bar import SuggestionBar
from autotype.ui.suggestion_controller import SuggestionController
from autotype.ui.tab_bar import TabBar
from autotype.ui.tab_buttons import TabRow
from autotype.ui.tabs import Tabs
from autotype.ui.view_options import ViewOptions
from autotype.ui.window_entries import fill_menus
from autotype.ui.window_help import help_for
from autotype.ui.window_notices import WindowNotices
from autotype.ui.window_tabs import end_tabs, follow_tabs
from autotype.ui.word_rows import WordRows

_FRAME = QSize(16, 48)
_STRAY_TAB = mark("Nothing to take; Tab indents only at a line's start.")
_STRAY_MS = 6000


class MainWindow(QMainWindow):
    """Documents with suggestions, one of them in front.

    Attributes:
        editor: The text.
        menus: The menus, to which parts of the window add their entries.
        controller: What is suggested.
        documents: Saving, and what is in front.
        tabs: Opening and closing; all documents.
        session: What the next start brings back.
        words: Where the three words are shown.
        notices: The lines above the text.
        start_notice: The line above the text about what was wrong at the start.
        notice: The line above the text about the engine.
        document_notice: The one about the document.
        find_bar: Finding and replacing, below the text.
        status: The line at the bottom.
        spelling: Marks under misspelled words, and Markdown.
        view: How the text looks.
        full_screen: Whether there is nothing else.
        pausing: Whether suggestions are paused.
        get_model: The entry that gets the recommended model.
        counting: What becomes of suggestions.
        forgetting: What opens the windows in which something that is kept is forgotten.

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
        self.editor.setAccessibleName(tr("Text"))
        Direction(self.editor)
        self.controller = SuggestionController(
            self.editor,
            submit,
            cancel,
            options_of(settings),
            parent=self,
        )
        self.counting = Counting(self.controller, paths.numbers_file())
        self.pausing = Pausing(self.controller, not settings.suggestions)
        self.documents = DocumentActions(self.editor, journal, key, self)
        self.tabs = Tabs(self.documents, journal, key, self)
        sessions = Sessions(paths.sessions())
        self.session = SessionKeeper(self.tabs, journal, sessions, on=settings.reopen)
        self.holding_out = HoldingOut(
            self.counting, self.controller, self.pausing, lambda: self.documents.lot
        )
        self.holding_out.begin(settings.hold_out)
        self.keys = SuggestionKeys(
            self.editor,
            self.controller,
            self.pausing.toggle,
            settings.keys,
            right_takes=settings.right_takes,
            stray=lambda: self.statusBar().showMessage(tr(_STRAY_TAB), _STRAY_MS),
        )
        self.notices = WindowNotices(self.documents, self.tabs)
        self.start_notice, self.notice, self.document_notice = self.notices.all
        self.settings_opener: SettingsOpener | None = None
        self.forgetting: dict[str, Callable[[], object]] = {}
        self.live: LiveSettings | None = None
        self.exporting = Exporting(self.editor, self.documents)
        self.example = Example(submit, self.editor.last_paragraph, self)
        self.find_bar = FindBar(self.editor, self)
        self.tab_bar = TabBar(self.tabs, self)
        self.bar = SuggestionBar(self)
        self.strip = CaretStrip(self.editor)
        self.status = StatusLine(self.statusBar(), self.editor)
        self.view = ViewOptions(settings, self.editor, self.bar, self.status)
        self.full_screen = FullScreen(self, self.editor, (self.statusBar(), self.bar))
        self.full_screen.changed.connect(self.tab_bar.conceal)
        self.key_hint = KeyHint(
            self.editor,
            self.controller,
            lambda: self.keys.keys["take"].toString(QKeySequence.SequenceFormat.NativeText),
            paths.hints_file(),
        )
        self.announcer = Announcer(self.editor, self.controller, settings.announce)
        self.notices.follow(self.exporting, self.counting, self.announcer)
        self.statusBar().messageChanged.connect(self.announcer.say)
        self.spelling = Spelling(
            self.editor,
            self.documents,
            settings,
            lambda said: self.document_notice.say(
                said, about="spelling", holds=while_same(lambda: self.spelling.wanted)
            ),
            self.statusBar().showMessage,
        )
        self._lay_out()
        self.menus = Menus(self)
        self.recent, self._pause, self.get_model = fill_menus(self, settings.recent_files)
        self._connect()
        self.words = WordRows(
            self.controller,
            self.strip,
            self.bar,
            self.controller.take_from_bar,
            paths.hints_file(),
        )
        self.words.set_keys(self.keys.keys)
        self.words.put_at(settings.words_at)
        # The frame and its title need some of a small screen, too.
        screen = self.screen().availableSize() - _FRAME
        self.resize(QSize(900, 640).boundedTo(screen))
        self.setMinimumSize(420, 280)
        self._name_window()
        self._show_how()

    def _lay_out(self) -> None:
        central = Room(self)
        layout = self._column = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        column = NoticeColumn(self.notices.all, central)
        self.tab_row = TabRow(self.tab_bar, self.tabs.new, central)
        for part in (self.tab_row, column, self.editor, self.find_bar, self.bar):
            layout.addWidget(part, int(part is self.editor))
        self.setCentralWidget(central)

    def add_below(self, part: QWidget) -> None:
        """Add something below the text and all that is there, at the right."""
        self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        self.controller.silence_changed.connect(self.status.show_silence)
        self.controller.words_changed.connect(self.status.show_words)
        self.controller.answered.connect(self.status.show_answer)
        self.documents.changed.connect(self._name_window)
        self.editor.files_dropped.connect(self.tabs.drop)
        self.editor.locked.connect(self._show_how)
        follow_tabs(self)
        end_notices(self)
        self.status.sees_words = lambda: self.controller.sees_words()
        self.status.show_silence(self.controller.silence)

    def use_settings(self, live: LiveSettings, shelf: PackShelf) -> None:
        """Let the settings be changed in a window; `live` says what follows from that."""
        opener = SettingsOpener(
            live, shelf, self.example, self.notices.open_settings_file, self, self.forgetting
        )
        self.settings_opener = opener
        self.live, self.view.remember = live, live.change
        self.help = help_for(self, live, opener)
        self.status.reason.clicked.connect(self.help.say_why)
        end_notices_by_settings(self, live)
        self.menus.edit.addSeparator()
        settings = self.tr("S&ettings …")
        self.menus.add(self.menus.edit, settings, QKeySequence("Ctrl+,"), opener.open)

    def set_keys(self, changed_keys: Mapping[str, str], *, right_takes: bool) -> None:
        """Let other keys take suggestions; see `SuggestionKeys`."""
        self.keys.choose(changed_keys, right_takes=right_takes)
        self.words.set_keys(self.keys.keys)
        self._pause.setShortcut(self.keys.keys["pause"])
        self._show_how()

    def connect_engine(self, bridge: Bridge) -> None:
        """Listen to the engine."""
        queued = Qt.ConnectionType.QueuedConnection
        bridge.suggestion.connect(self.controller.on_suggestion, queued)
        bridge.status.connect(self.on_status, queued)
        bridge.example.connect(self.example.on_answer, queued)

    @Slot(object)
    def on_status(self, status: EngineStatus) -> None:
        """Show what the engine has become."""
        self.controller.on_status(status)
        self.status.show_engine(status)
        if self.settings_opener is not None:
            self.settings_opener.say_gate(status.gate)
        if status.state is EngineState.READY and not status.message:
            self.engine_ready.emit()

    def _show_how(self) -> None:
        """Say on an empty page how to write there, if one can."""
        locked = self.editor.isReadOnly()
        self.editor.setPlaceholderText("" if locked else empty_page(self.keys.keys))

    def _name_window(self) -> None:
        # Qt's mark for changes; written twice it is a part of the name, and shown once.
        name = self.documents.name.replace("[*]", "[*][*]")
        self.setWindowTitle(f"{name}[*] — Autotype")
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
        if not end_tabs(self):
            event.ignore()
            return
        self.spelling.close()
        self.example.stop()
        if self.live is not None:
            self.help.stop()
            self.live.save()
        self.controller.set_paused(Silence.PAUSED)
        event.accept()
