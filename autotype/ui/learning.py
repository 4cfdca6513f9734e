"""Lets be learned what is written in one editor, in pauses, and asks about what was."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from autotype.learning.learner import Learner
from autotype.learning.own_text import OwnText
from autotype.learning.store import Store
from autotype.text.dialogue.moment import Moment
from autotype.text.evidence import Evidence, NoEvidence
from autotype.text.shortcuts import Shortcuts
from autotype.ui.editor import Editor
from autotype.ui.suggestion_controller import SuggestionController

EDITOR = "editor"
"""The source that is no other application."""
_DIGEST_MS, _SHOW_MS = 1000, 4000
_PAUSE_S, _LONGEST_WAIT = 0.7, 20
_PATIENCE_S = 1.5
# Reading a longer text takes the window's thread too long.
_LONGEST_SHOWN = 400_000
_T = TypeVar("_T")


class Learning(QObject):
    """What one editor teaches; everything is done on the learner's thread.

    Signals:
        told(object, object, str): Something was asked of the store: who asked, what came of it,
            and what is wrong, in one sentence or nothing. Comes from another thread: connect it
            queued.
        said(str): What was learned cannot be kept, or was set aside, in one sentence; likewise.
        shortcuts_changed(object): The writer's `Shortcuts` are others; likewise.
    """

    told = Signal(object, object, str)
    said = Signal(str)
    shortcuts_changed = Signal(object)
    _never_changed = Signal()

    def __init__(
        self,
        editor: Editor,
        controller: SuggestionController,
        learner: Learner,
        path: Callable[[], Path | None],
    ) -> None:
        """Listen to an editor, but learn nothing before `set_on`.

        Args:
            editor: Where it is written.
            controller: What is suggested there.
            learner: Who learns.
            path: Returns which file is in front.
        """
        super().__init__(editor)
        self._editor, self._controller = editor, controller
        self._learner = learner
        learner.tell = self._say
        self._never_changed.connect(controller.forget_answers, Qt.ConnectionType.QueuedConnection)
        self.shortcuts_changed.connect(controller.set_shortcuts, Qt.ConnectionType.QueuedConnection)
        learner.on_shortcuts = self._tell_shortcuts
        if learner.own is not None:
            learner.own.on_never = self._tell_never
        self._path = path
        self._moments: list[Moment] = []
        self._is_on = self._off_the_record = self._closed = False
        self._waited = 0
        self._waits = False
        self._key_at = 0.0
        self._pause = QTimer(self, singleShot=True, interval=_DIGEST_MS)
        self._pause.timeout.connect(self._digest)
        self._shows = QTimer(self, singleShot=True)
        self._shows.timeout.connect(self._show_in_pause)
        counted = controller.note
        put = self._moments.append

        def note(moment: Moment) -> None:
            counted(moment)
            learner.glance()
            if self._learns:
                put(moment)
                self._key_at = moment.now
                if not self._waits:
                    self._waits = True
                    self._pause.start()

        controller.note = note
        self._learns = False
        controller.opened.connect(self._open)
        editor.rest_listeners.append(self._changed)

    @property
    def evidence(self) -> Evidence:
        """What the engine may ask."""
        return self._learner.own or NoEvidence()

    @property
    def own(self) -> OwnText | None:
        """What is known, in memory."""
        return self._learner.own

    @property
    def is_on(self) -> bool:
        """Whether anything is learned at all."""
        return self._is_on

    def heed(self) -> None:
        """Let hold what the writer has told, though nothing is learned; see `Learner.heed`."""
        self._learner.heed()

    def set_on(self, on: bool) -> None:
        """Learn from now on, and let what is known count; or neither."""
        if on == self._is_on:
            return
        self._is_on = on
        self._follow_switches()
        if on:
            self._learner.look()
            self._open()
        else:
            self._learner.heed()

    def set_off_the_record(self, off: bool) -> None:
        """Learn nothing of what is written from now on, or do again."""
        if off != self._off_the_record:
            self._digest_now()
            self._off_the_record = off
            self._learner.forget_unwritten()
            self._follow_switches()

    def ask(self, who: object, work: Callable[[Store], _T], *, forgets: bool = False) -> None:
        """Have something done with what is kept; `told` says when."""
        self._digest_now()
        self._learner.ask(work, lambda found, wrong: self._tell(who, found, wrong), forgets=forgets)

    def close(self) -> None:
        """Learn what is left."""
        if self._closed:
            return
        self._closed = True
        self._pause.stop()
        self._shows.stop()
        self._digest_now()
        self._learner.stop(_PATIENCE_S)

    def _follow_switches(self) -> None:
        self._learns = self._is_on and not self._off_the_record
        if not self._learns:
            self._moments.clear()

    def _digest(self) -> None:
        """Hand over what was put aside, unless a key may come in a moment."""
        self._waited += 1
        if self._is_busy() and self._waited < _LONGEST_WAIT:
            self._pause.start()
            return
        self._waited, self._waits = 0, False
        self._digest_now()

    def _is_busy(self) -> bool:
        """Whether another key may come in a moment."""
        return self._controller.now - self._key_at < _PAUSE_S

    def _digest_now(self) -> None:
        if self._moments:
            moments = self._moments.copy()
            self._moments.clear()
            self._learner.follow(EDITOR, moments)

    def _open(self) -> None:
        self._digest_now()
        if not self._is_on:
            return
        # The name of a text is known when all of it is in front.
        QTimer.singleShot(0, self, self._opened)

    def _opened(self) -> None:
        if self._is_on and not self._closed:
            path = self._path()
            self._learner.open(EDITOR, str(path) if path is not None else "")
            self._show(is_new=True)

    def _changed(self) -> None:
        if self._is_on and not self._shows.isActive():
            self._shows.start(_SHOW_MS)

    def _show_in_pause(self) -> None:
        if self._is_busy():
            self._shows.start(_DIGEST_MS)
        else:
            self._show(is_new=False)

    def _show(self, *, is_new: bool) -> None:
        if not self._is_on or self._closed or self._off_the_record:
            return
        is_short = self._editor.document().characterCount() <= _LONGEST_SHOWN
        if is_short:
            self._learner.show(self._editor.text(), is_new=is_new)
        elif is_new:
            self._learner.show("", is_new=True)

    # On the learner's thread, which may outlive the window by a little.

    def _tell(self, who: object, found: object, wrong: str) -> None:
        with contextlib.suppress(RuntimeError):
            self.told.emit(who, found, wrong)

    def _tell_never(self) -> None:
        with contextlib.suppress(RuntimeError):
            self._never_changed.emit()

    def _tell_shortcuts(self, shortcuts: Shortcuts) -> None:
        with contextlib.suppress(RuntimeError):
            self.shortcuts_changed.emit(shortcuts)

    def _say(self, sentence: str) -> None:
        with contextlib.suppress(RuntimeError):
            self.said.emit(sentence)
