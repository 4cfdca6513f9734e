"""A training as another process steers it: paused, gone on with, ended at a step that is whole.

Lines come in (`pause`, `go`), lines of JSON go out. The end of the input ends the training too:
so it never outlives who started it, however that one ends.
"""

import json
import signal
import sys
import threading
import time
from typing import TextIO

_LEAST_SECONDS = 0.5
"""Between two reports of one step."""


class EndedEarly(Exception):  # noqa: N818 - no error: it was asked for
    """The training was asked to end, and can go on later."""


class Steering:
    """Listens on an input, and says on an output how far it is."""

    def __init__(self, source: TextIO, target: TextIO) -> None:
        """Begin to listen; only the main thread can, since signals end a training as well."""
        self._target = target
        self._going = threading.Event()
        self._going.set()
        self._ended = False
        self._said = ("", float("-inf"))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._end())
        threading.Thread(target=self._listen, args=(source,), daemon=True).start()

    @classmethod
    def of_this_process(cls) -> "Steering":
        """Return one on standard input and output."""
        return cls(sys.stdin, sys.stdout)

    def ended(self) -> bool:
        """Whether to end; waits here as long as the training is paused."""
        if not self._going.is_set():
            self.say(paused=True)
            self._going.wait()
            self.say(paused=False)
        return self._ended

    def require_going(self) -> None:
        """Wait as long as it is paused; raises `EndedEarly` if it is to end."""
        if self.ended():
            raise EndedEarly

    def report(self, step: str, share: float) -> None:
        """Say how far a step is, 0 to 1, now and then."""
        name, at = self._said
        now = time.monotonic()
        if step != name or share >= 1 or now - at >= _LEAST_SECONDS:
            self._said = (step, now)
            self.say(step=step, share=round(share, 4))

    def say(self, **what: object) -> None:
        """Write a line of JSON; nobody may be there any more to read it."""
        try:
            print(json.dumps(what), file=self._target, flush=True)
        except (OSError, ValueError):
            self._end()

    def _listen(self, source: TextIO) -> None:
        for line in source:
            if line.strip() == "pause":
                self._going.clear()
            elif line.strip() == "go":
                self._going.set()
        self._end()

    def _end(self) -> None:
        self._ended = True
        self._going.set()
