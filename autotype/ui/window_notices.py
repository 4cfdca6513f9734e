"""The lines above the text of a window, and what comes into them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot

from autotype.text.recovery import Recovered
from autotype.translation import tr
from autotype.ui.announcer import Announcer
from autotype.ui.counting import Counting
from autotype.ui.document_actions import DocumentActions
from autotype.ui.document_notice import DocumentNotice
from autotype.ui.exporting import Exporting
from autotype.ui.fetching import PASSING_S
from autotype.ui.front_tab import FAILURE, Choice
from autotype.ui.notice import Notice
from autotype.ui.recovery_offers import RecoveryOffers
from autotype.ui.settings_file import open_settings_file
from autotype.ui.tabs import Tabs


class WindowNotices(QObject):
    """Three lines, each about something of its own.

    Attributes:
        start: What was wrong at the start.
        troubles: What of that the settings have no part in.
        model: The engine and its model.
        document: The document in front.
    """

    def __init__(self, documents: DocumentActions, tabs: Tabs) -> None:
        """Show nothing yet."""
        super().__init__(documents)
        self._documents = documents
        self.start, self.model = Notice(), Notice()
        self.troubles: tuple[str, ...] = ()
        self.document = DocumentNotice()
        self._offers = RecoveryOffers(documents, tabs, self.document)

    @property
    def all(self) -> tuple[Notice, Notice, DocumentNotice]:
        """All lines, the highest first."""
        return self.start, self.model, self.document

    def follow(self, exporting: Exporting, counting: Counting, announcer: Announcer) -> None:
        """Show from now on what parts of the window have to say, and let it be read aloud."""
        for notice in self.all:
            notice.said.connect(lambda each=notice: announcer.say(each.text))
        exporting.said.connect(self.document.say)
        exporting.wrote.connect(lambda said: self.document.say(said, seconds=PASSING_S))
        self._documents.failed.connect(
            lambda text: self._say_about_document(text, (), about=FAILURE)
        )
        self._documents.noticed.connect(self._say_about_document)
        self._documents.relieved.connect(
            lambda said, about: self.document.say(said, seconds=PASSING_S, about=about)
        )
        self._documents.settled.connect(self.document.drop)
        counting.said.connect(self.say_of_what_is_kept, Qt.ConnectionType.QueuedConnection)

    def say_at_start(self, settings: Sequence[str], others: Sequence[str]) -> None:
        """Say what was wrong at the start, a line for each thing; nothing if nothing was.

        Args:
            settings: What is wrong in the settings file.
            others: Anything else.
        """
        self.troubles = tuple(others)
        sentences = [*settings, *others]
        if sentences:
            lines = [f"• {sentence}" for sentence in sentences] if sentences[1:] else sentences
            open_file = (tr("Open the settings file"), self.open_settings_file)
            self.start.say("\n".join(lines), *([open_file] if settings else []))
        else:
            self.start.hide()

    def open_settings_file(self) -> None:
        """Open it in whatever opens such files, and say if that failed."""
        self.start.hide()
        self.document.say(open_settings_file())

    def offer_recovery(self, found: Recovered) -> None:
        """Offer the unsaved text of an Autotype that crashed or was ended by the system.

        The others that wait in the journal are offered after it.
        """
        self._offers.offer(found)

    @Slot(str, object, str)
    def _say_about_document(self, text: str, choices: tuple[Choice, ...], about: str) -> None:
        self.document.say(text, *choices, about=about)

    @Slot(str)
    def say_of_what_is_kept(self, sentence: str) -> None:
        """Say something about a file of Autotype's own, until it was read."""
        self.document.say(sentence, about=sentence)
