"""Learns on a thread of its own, so that nobody who types waits for a disk or a dictionary."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from autotype.errors import AutotypeError
from autotype.learning.following import Follower
from autotype.learning.heard import Heard
from autotype.learning.kept import Learned
from autotype.learning.open_document import OpenDocument
from autotype.learning.own_text import OwnText
from autotype.learning.rules import Rules
from autotype.learning.store import Store
from autotype.logs import describe
from autotype.text.dialogue.moment import Moment
from autotype.text.job_thread import JobThread
from autotype.text.private_database import DatabaseError
from autotype.text.shortcuts import Shortcuts

_log = logging.getLogger(__name__)
_LOOK_S, _GLANCE_S = 10.0, 0.25
_MOST_UNWRITTEN = 500
_T = TypeVar("_T")


class Learner:
    """The only one in a process who opens the file; its methods return at once.

    Attributes:
        own: What is known, to be asked from any thread.
        tell: Told once that something cannot be kept or was set aside, in one sentence; on the
            learner's thread.
        on_shortcuts: Told the writer's shortcuts whenever they are others; on the learner's thread.
    """

    def __init__(self, store: Store, rules: Callable[[], Rules], own: OwnText | None) -> None:
        """Do nothing yet.

        Args:
            store: What is kept.
            rules: Makes the rules, on the learner's thread, when they are needed first.
            own: Where what is known is to be asked; None if nobody asks in this process.
        """
        self.own = own
        self.tell: Callable[[str], object] = lambda _: None
        self.on_shortcuts: Callable[[Shortcuts], object] = lambda _: None
        self._store = store
        store.tell_set_aside(lambda said: self.tell(said))
        self._make_rules = rules
        self._rules: Rules | None = None
        self._thread = JobThread("learning")
        self._followers: dict[str, Follower] = {}
        self._document = OpenDocument()
        self._unwritten: list[Heard] = []
        self._revision, self._clock = -1, 0.0
        self._mark: object = None
        self._looked = 0.0
        self._counts = self._heeds = False
        self._shortcuts = Shortcuts()
        self._said = ""
        if own is not None:
            own.on_ask = self._asked

    def look(self) -> None:
        """Let what is kept count; have what other processes have learned read."""
        self._looked = time.monotonic()
        # What was read while nothing counted has no words in it.
        work = self._look if self._counts else self._look_anew
        self._counts = self._heeds = True
        self._thread.do(work)

    def heed(self) -> None:
        """Let hold what the writer has told, and no word count that was learned; see `leave`.

        What is never to be suggested and what a shortcut stands for was not learned.
        """
        self._heeds = True
        self.leave()

    def glance(self) -> None:
        """Have read what other processes have changed; for whenever a key comes."""
        now = time.monotonic()
        if self._heeds and now - self._looked > _GLANCE_S:
            self._looked = now
            self._thread.do(self._glance)

    def follow(self, front: str, moments: Sequence[Moment]) -> None:
        """Learn from what has happened at a front; it is called by the name of its source."""
        self._thread.do(lambda: self._learn(self._follower(front).follow(moments)))

    def open(self, front: str, document: str = "") -> None:
        """Note that another document is in front.

        Args:
            front: Where.
            document: Its name; empty if it has none that it always has.
        """
        self._thread.do(lambda: self._learn(self._follower(front).open(document)))

    def show(self, text: str, *, is_new: bool) -> None:
        """Let the words of the open document count.

        Args:
            text: All of it.
            is_new: Whether it is another document.
        """
        self._thread.do(lambda: self._show(text, is_new))

    def forget_unwritten(self) -> None:
        """Learn nothing of what was written so far and is not learned yet."""
        self._thread.do(self._forget_unwritten)

    def leave(self) -> None:
        """Let no learned word count any more, without changing what is kept."""
        self._counts = False
        self._thread.do(self._leave)

    def ask(
        self,
        work: Callable[[Store], _T],
        done: Callable[[_T | None, str], None],
        *,
        forgets: bool = False,
    ) -> None:
        """Have something done with the store, and read anew what it has become.

        Args:
            work: It; may raise `DatabaseError`.
            done: Told what came of it, and a sentence about why nothing did, or about a file that
                was set aside; on the learner's thread.
            forgets: Whether what was written in this session is to be forgotten with it, as far as
                it is not kept.
        """
        self._thread.do(lambda: self._ask(work, done, forgets))

    def stop(self, seconds: float) -> bool:
        """Learn what is left and end; False if that takes longer."""
        return self._thread.stop(seconds, self._finish)

    def _asked(self) -> None:
        # Not as often as a key comes: all that is known may have to be read anew.
        if self._heeds and time.monotonic() - self._looked > _LOOK_S:
            self.glance()

    # On the thread.

    @property
    def _by(self) -> Rules:
        if self._rules is None:
            self._rules = self._make_rules()
        return self._rules

    def _follower(self, front: str) -> Follower:
        return self._followers.setdefault(front, Follower(front))

    def _learn(self, heard: list[Heard]) -> None:
        if not heard:
            return
        self._unwritten = [*self._unwritten, *heard][-_MOST_UNWRITTEN:]
        try:
            learned = self._store.learn(self._unwritten, self._by)
        except (DatabaseError, OSError) as error:
            self._say_why(error)
            return
        self._said = ""
        self._unwritten.clear()
        self._take_in(learned)

    def _say_why(self, error: Exception) -> None:
        said = str(error) if isinstance(error, DatabaseError) else describe(error)
        self._say(said, error.__cause__ or error)

    def _say(self, sentence: str, why: BaseException) -> None:
        if sentence != self._said:
            # The sentence has the name of a folder in it, and so perhaps somebody's.
            _log.warning("%s %s", describe(why), getattr(why, "sqlite_errorname", ""))
            self.tell(sentence)
        self._said = sentence

    def _take_in(self, learned: Learned) -> None:
        if self.own is None:
            return
        self.own.hear(learned.grams, 1.0)
        if learned.revision == self._revision + 1 and learned.clock >= self._clock:
            self.own.change(learned.rows, learned.clock)
            self._revision, self._clock = learned.revision, learned.clock
        else:
            self._read()

    def _look(self) -> None:
        if not self._heeds:
            return
        try:
            # Before anything is read: what changes meanwhile is looked at again.
            self._mark = self._store.mark()
            if self._store.revision() != self._revision:
                self._read()
        except (DatabaseError, OSError) as error:
            self._say_why(error)

    def _look_anew(self) -> None:
        self._revision = -1
        self._look()

    def _glance(self) -> None:
        if self._store.mark() != self._mark:
            self._look()

    def _read(self) -> None:
        if not self._heeds:
            return
        everything = self._store.everything(learned=self._counts and self.own is not None)
        if (shortcuts := Shortcuts.of(everything.shortcuts)) != self._shortcuts:
            self._shortcuts = shortcuts
            self.on_shortcuts(shortcuts)
        if self.own is not None:
            for _ in self.own.become(everything.rows, everything.clock, everything.never):
                time.sleep(0)  # gives up Python's lock, for which a key may be waiting
        self._revision, self._clock = everything.revision, everything.clock

    def _show(self, text: str, is_new: bool) -> None:
        if self.own is None:
            return
        if is_new:
            self._document = OpenDocument()
            self.own.close_document()
        self.own.revise(*self._document.revise(text, self._by, self.own.weight))

    def _forget_unwritten(self) -> None:
        self._unwritten.clear()
        for follower in self._followers.values():
            follower.forget()

    def _leave(self) -> None:
        self._forget_unwritten()
        self._document = OpenDocument()
        if self.own is not None:
            self.own.forget_session()
            self.own.close_document()
            list(self.own.become([], 0.0))
        self._look_anew()

    def _ask(
        self, work: Callable[[Store], _T], done: Callable[[_T | None, str], None], forgets: bool
    ) -> None:
        if forgets:
            self._forget_unwritten()
            if self.own is not None:
                self.own.forget_session()
        result: _T | None = None
        try:
            result, wrong = work(self._store), self._store.notice or self._said
        except (AutotypeError, OSError) as error:
            wrong = str(error)
        self._look()
        done(result, wrong)

    def _finish(self) -> None:
        for follower in self._followers.values():
            self._learn(follower.open())


def reader(store: Store, *, learned: bool = True) -> OwnText:
    """Return what is known, for a process in which others only ask; it keeps itself up to date.

    Args:
        store: Where it is kept.
        learned: Whether words count that were learned; else only what is never to be suggested.
    """
    own = OwnText()
    learner = Learner(store, lambda: Rules(lambda _: False), own)
    (learner.look if learned else learner.heed)()
    return own
