"""Offers unsaved texts of Autotypes that did not end as they should, one after the other."""

from PySide6.QtCore import QDateTime, QLocale, QObject

from autotype.text.recovery import Recovered
from autotype.translation import quoted, tr, trn
from autotype.ui.document_actions import DocumentActions
from autotype.ui.document_notice import DocumentNotice
from autotype.ui.front_tab import Choice
from autotype.ui.tabs import Tabs

_ABOUT = "recovery"
_PREVIEW = 40


class RecoveryOffers(QObject):
    """Asks in a line above the text: a dialog would take keys that were meant for the text."""

    def __init__(self, documents: DocumentActions, tabs: Tabs, notice: DocumentNotice) -> None:
        """Put texts of the journal of `documents` back into `tabs`, and ask in `notice`."""
        super().__init__(documents)
        self._documents = documents
        self._tabs = tabs
        self._notice = notice
        self._offered: set[str] = set()
        notice.dismissed.connect(self._dismissed)

    def offer(self, found: Recovered, deleted: Recovered | None = None) -> None:
        """Offer a text.

        Args:
            found: The text.
            deleted: The one that was deleted just now, which can still be had back.
        """
        self._offered.add(found.key)
        said = tr("There is unsaved text of {described}.", described=_described(found))
        if deleted:
            also = tr("There also is unsaved text of {described}.", described=_described(found))
            said = f"{_deleted(deleted)} {also}"
        choices: list[Choice] = [
            (tr("Restore"), lambda: self._restore(found)),
            (tr("Delete it"), lambda: self._delete(found)),
        ]
        if deleted:
            choices.append((tr("Undo"), lambda: self._bring_back(deleted)))
        self._notice.say(
            said,
            *choices,
            about=_ABOUT,
        )

    def _restore(self, found: Recovered) -> None:
        self._notice.drop(_ABOUT)
        self._tabs.recover(found)
        self._offer_next()

    def _delete(self, found: Recovered) -> None:
        self._documents.forget(found)
        self._notice.drop(_ABOUT)
        self._offer_next(found)

    def _bring_back(self, found: Recovered) -> None:
        self._notice.drop(_ABOUT)
        self._tabs.recover(found)
        self._offered.clear()
        self._offer_next()

    def _dismissed(self, about: str) -> None:
        if about == _ABOUT:
            self._offer_next()

    def _offer_next(self, deleted: Recovered | None = None) -> None:
        """Offer the next text that was not offered yet; those hidden wait for the next start."""
        for found in self._documents.waiting():
            if found.key not in self._offered:
                self.offer(found, deleted)
                return
        if deleted:
            undo = (tr("Undo"), lambda: self._bring_back(deleted))
            self._notice.say(_deleted(deleted), undo, about=_ABOUT)


def _deleted(found: Recovered) -> str:
    return tr("The unsaved text of {name} is deleted.", name=_name(found))


def _name(found: Recovered) -> str:
    return quoted(found.path.name) if found.path else tr("an untitled document")


def _described(found: Recovered) -> str:
    """Return which text it is, from when, and how it begins."""
    when = QDateTime.fromSecsSinceEpoch(int(found.saved_at))
    date = QLocale().toString(when, QLocale.FormatType.ShortFormat)
    begins = " ".join(found.text[: 4 * _PREVIEW].split())
    if len(begins) > _PREVIEW:
        begins = f"{begins[:_PREVIEW].rstrip()} …"
    name = _name(found)
    if found.path:
        name = tr("{name} in {folder}", name=name, folder=found.path.parent)
    return trn(
        "{name} from {date}: “{begins}” ({n} character)",
        "{name} from {date}: “{begins}” ({n} characters)",
        len(found.text),
        name=name,
        date=date,
        begins=begins,
    )
