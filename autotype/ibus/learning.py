"""Lets be learned what is written in other applications, between keys.

Private fields say nothing at all, so there is nothing to leave out here.
"""

import asyncio
from collections.abc import Callable

from autotype import paths, settings
from autotype.learning.learner import Learner
from autotype.learning.rules import Rules
from autotype.text.dialogue import events as on
from autotype.text.dialogue.moment import Moment

_DIGEST_S = 1.0
_MOST_WAITING = 2000


class Learning:
    """What is written in one field after the other, under the name of its application."""

    def __init__(
        self, learner: Learner, off_the_record: Callable[[], bool], is_wanted: Callable[[], bool]
    ) -> None:
        """Nothing was written yet.

        Args:
            learner: Who learns.
            off_the_record: Whether nothing is to be learned now.
            is_wanted: Whether anything is to be learned at all.
        """
        self._is_wanted = is_wanted
        self._learner = learner
        self._off_the_record = off_the_record
        self._moments: list[Moment] = []
        self._application = ""
        self._digest: asyncio.TimerHandle | None = None

    def note(self, application: str, moment: Moment) -> None:
        """Put a step of the dialogue aside."""
        if application != self._application:
            self.save()
            self._application = application
        if self._off_the_record():
            self._moments.clear()
            self._learner.forget_unwritten()
            return
        self._moments.append(moment)
        loop = asyncio.get_running_loop()
        if isinstance(moment.event, on.Unfocused):
            # Nobody waits for a key now, and the session may be at its end.
            loop.call_soon(self.save)
        elif self._digest is None:
            self._digest = loop.call_later(_DIGEST_S, self._hand_over)
        elif len(self._moments) > _MOST_WAITING:
            self._hand_over()

    def save(self) -> None:
        """Have what was written so far learned; the next field is another text."""
        self._hand_over()
        if self._application:
            self._learner.open(self._application)

    def _hand_over(self) -> None:
        if self._digest is not None:
            self._digest.cancel()
            self._digest = None
        if self._moments and self._is_wanted():
            self._learner.follow(self._application or "?", self._moments.copy())
        self._moments.clear()


class Wanted:
    """Whether the settings want anything to be learned; the file is read when it has changed."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._seen: tuple[int, int] | None = (-1, -1)
        self._is_wanted = True

    def __call__(self) -> bool:
        """Return whether they do."""
        try:
            about = paths.settings_file().stat()
            seen: tuple[int, int] | None = (about.st_mtime_ns, about.st_size)
        except OSError:
            seen = None
        if seen != self._seen:
            self._seen = seen
            self._is_wanted = settings.load(paths.settings_file())[0].learning
        return self._is_wanted


def rules_now() -> Rules:
    """Return what is never learned; loads a dictionary, on the thread that calls this."""
    from autotype.spelling.known import known_words

    chosen, _ = settings.load(paths.settings_file())
    return Rules(known_words(chosen.spelling), profanity=not chosen.hide_profanity)
