"""What else a window has to do where one tab takes the place of another, or it ends."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from autotype.translation import tr
from autotype.ui.front_tab import DISK, FAILURE, FILE
from autotype.ui.tab import Tab

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow

_ELSEWHERE = "elsewhere"
_SUBJECTS = (FAILURE, FILE, DISK, _ELSEWHERE)


def follow_tabs(window: "MainWindow") -> None:
    """Let what is said and counted in a window go with the tab that it belongs to."""

    def leave(tab: Tab) -> None:
        tab.said = window.document_notice.set_aside(_SUBJECTS)
        tab.numbers = Counter(window.counting.text)

    def arrive(tab: Tab) -> None:
        window.document_notice.bring_back(tab.said)
        window.counting.take_up(tab.numbers)
        # Its name is known when what is to be opened in it is there.
        QTimer.singleShot(0, window, tell)

    def tell() -> None:
        """Announce what is in front: the focus stays in the text, so nothing else tells it."""
        tabs = window.tabs
        if len(tabs.all) > 1:
            window.announcer.say(tabs.names[tabs.all.index(tabs.front)])

    def look_elsewhere() -> None:
        """Say where the same file is being written in another window: one would lose by saving."""
        path = window.documents.document.path
        if path is None or not window.session.has_unsaved_elsewhere(path):
            return
        name = window.documents.name
        said = tr(
            "“{name}” has unsaved changes in another window of Autotype; save them there first.",
            name=name,
        )
        window.documents.noticed.emit(said, (), _ELSEWHERE)

    def look_again() -> None:
        """Say no longer what was saved over there, when somebody comes from there."""
        path = window.documents.document.path
        said = window.document_notice.says_of(_ELSEWHERE)
        if said and path is not None and not window.session.has_unsaved_elsewhere(path):
            window.documents.settled.emit(_ELSEWHERE)

    window.tabs.entered.connect(look_again)
    window.documents.opened.connect(look_elsewhere)
    window.documents.switching.connect(leave)
    window.documents.switched.connect(arrive)
    window.documents.held = window.session.drafts


def end_tabs(window: "MainWindow") -> bool:
    """Ask what has to be asked before a window closes, and end its tabs; False to stay."""
    keeper = window.session
    window.tabs.mark_lost()
    keep = keeper.on and window.tabs.journal_now() and keeper.save(ended=True)
    if not keep and not _may_lose(window):
        return False
    if keeper.on:
        keeper.save(ended=True)
    tabs, documents = window.tabs, window.documents
    built = [tab for tab in tabs.all if tab.is_built]
    there = [tab for tab in built if tab.path and tab.waiting is None]
    documents.leaving.emit([(tab.path, tabs.place_of(tab).caret) for tab in there])
    for tab in built:
        tab.parts.watch.close()
        tab.parts.journalling.close(keep=keep and tab.modified and tab.is_worth_keeping)
    documents.close()
    keeper.close()
    return True


def _may_lose(window: "MainWindow") -> bool:
    """Ask about each text that is not saved; False to stay."""
    dealt_with = [tab for tab in window.tabs.all if tab.is_built and tab.modified]
    for tab in dealt_with:
        if not (window.tabs.go(tab) and window.documents.may_leave()):
            return False
    for tab in dealt_with:  # only now: until the last answer the window may stay
        tab.parts.text.setModified(False)
    return True


def keep_all(window: "MainWindow") -> None:
    """Write everything down that the next start is to bring back: the end is near."""
    window.tabs.journal_now()
    if window.session.on:
        window.session.save(ended=True)
