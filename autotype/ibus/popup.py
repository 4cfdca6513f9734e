"""The ghost at the caret where it is not drawn in the text: in our own window, or in IBus's.

IBus's own hangs beside the place where the caret was some letters ago, and has a handle; ours
is put where the caret is. Under Wayland nobody may place a window, so the shell's is taken.
"""

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from autotype.assistant.front import Handle, Later
from autotype.ibus.caret import Caret
from autotype.processes import own_command
from autotype.service.child import Child
from autotype.text.actions import ACTIONS

_log = logging.getLogger(__name__)
POPUP = own_command("ibus", "--popup")
_IDLE_S = 600.0
_LAST_WORDS_S = 1.0
# A window that ends so often in so many seconds is not worth starting again.
_MOST_ENDS, _ENDS_WITHIN_S = 3, 300.0
# Where the caret is comes a moment after the key that moved it, or not at all if it stayed.
_CARET_S = 0.06


def may_place_windows(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be put at a place: under X11, and not in a session of Wayland."""
    return bool(
        environment.get("DISPLAY")
        and not environment.get("WAYLAND_DISPLAY")
        and environment.get("XDG_SESSION_TYPE") != "wayland"
    )


def key_that_takes(changed: Mapping[str, str]) -> str:
    """Return the name of the key that takes a ghost, or else its next word; empty for none.

    Args:
        changed: Keys that replace the default ones, by the names of their actions.
    """
    names = ("take", "take_at_end", "take_word")
    return next(filter(None, (changed.get(name, ACTIONS[name].key) for name in names)), "")


class PopupProcess:
    """Our own window, in a process that is started when it may be needed.

    It knows Qt, which this process does not, and gives its memory back when nobody has needed
    it for a while.

    Attributes:
        ready: Whether the window is there to show something.
    """

    def __init__(
        self,
        usable: bool,
        command: Sequence[str] = POPUP,
        idle_s: float = _IDLE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start nothing yet.

        Args:
            usable: Whether there can be such a window here; else it is never ready.
            command: The command line of the process.
            idle_s: After how long without a ghost it ends.
            clock: Seconds that only go forward.
        """
        self.ready = False
        self._usable, self._command, self._idle_s, self._clock = usable, command, idle_s, clock
        self._child: Child | None = None
        self._lives: set[asyncio.Task[None]] = set()
        self._idle: asyncio.TimerHandle | None = None
        self._ends: deque[float] = deque(maxlen=_MOST_ENDS)
        self._on_change: Callable[[], None] = lambda: None
        self._on_press: Callable[[], None] = lambda: None

    def prepare(self) -> None:
        """Start the process if it does not run, without waiting for it."""
        if not self._usable or self._gives_up():
            return
        self._wait_for_idleness()
        if self._child is None:
            self._child = Child(self._command)
            self._keep(self._live(self._child))

    def tell(self, on_change: Callable[[], None], on_press: Callable[[], None]) -> None:
        """Call these, in place of what was called before.

        Args:
            on_change: When the window comes or goes by itself.
            on_press: When a button of the mouse goes down, anywhere on the screen.
        """
        self._on_change, self._on_press = on_change, on_press

    def send(self, line: dict[str, Any]) -> None:
        """Tell the window something, if it is there."""
        if self._child is not None and self.ready:
            self._child.send(line)

    async def close(self) -> None:
        """End the process."""
        self._usable = False
        self._retire()
        if self._lives:
            await asyncio.wait(self._lives, timeout=2 * _LAST_WORDS_S)

    def _keep(self, life: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(life)
        self._lives.add(task)
        task.add_done_callback(self._lives.discard)

    async def _live(self, child: Child) -> None:
        def hear(line: dict[str, Any]) -> None:
            if child is not self._child:
                return
            if line["is"] == "pressed":
                self._on_press()
                return
            self.ready = line["is"] == "ready"
            self._on_change()

        try:
            await child.start()
            await child.run(hear)
        except OSError as error:
            _log.error("the pop-up cannot be started: %s", error.strerror)
        if child is self._child:  # nobody has ended it
            self._child, self.ready = None, False
            self._ends.append(self._clock())
            self._on_change()

    def _gives_up(self) -> bool:
        often = len(self._ends) == _MOST_ENDS
        return often and self._clock() - self._ends[0] < _ENDS_WITHIN_S

    def _wait_for_idleness(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._retire)

    def _retire(self) -> None:
        """Let the process end; another one may be started at once."""
        child, self._child, self.ready = self._child, None, False
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if child is not None:
            self._keep(child.close(_LAST_WORDS_S))


class CaretPopup:
    """The pop-up of one field, which goes where its caret is."""

    def __init__(
        self,
        process: PopupProcess,
        key: str,
        later: Later,
        otherwise: Callable[[str, str], None],
        pressed: Callable[[], None] = lambda: None,
    ) -> None:
        """Show nothing.

        Args:
            process: The window.
            key: The name of the key that takes what is shown; empty for none.
            later: Does things later.
            otherwise: Shows a ghost and the key's name where that window cannot; an empty
                ghost hides it.
            pressed: Told of every press of the mouse, of which some applications tell nothing
                though it moves their caret or what stands at it.
        """
        self._process, self.key, self._later = process, key, later
        self._otherwise, self._pressed = otherwise, pressed
        self._caret = Caret()
        self._elsewhere = False
        self._ghost = ""
        self._waiting: Handle | None = None

    def prepare(self) -> None:
        """Make sure that the window will be there when it is needed."""
        self._process.tell(self._draw, self._pressed)
        self._process.prepare()

    def caret_moves(self, letters: float) -> None:
        """Note that the caret is about to move by so many letters; 0 for anywhere."""
        self._caret.moves(letters)

    def caret(self, x: int, y: int, width: int, height: int) -> None:
        """Hear where the caret is, in pixels of the X screen."""
        self._caret.is_at((x, y, width, height))
        if self._ghost:
            self._draw()

    def show(self, ghost: str) -> None:
        """Show a ghost as soon as it is known where."""
        self._ghost = ghost
        self.prepare()
        if not (self._process.ready and self._caret.is_late):
            self._draw()
        elif self._waiting is None:
            self._waiting = self._later(_CARET_S, self._draw)

    def hide(self, *, at_once: bool = False) -> None:
        """Hide it; unless at once, so that another one may take its place without a flicker."""
        self._ghost = ""
        self._stop_waiting()
        self._process.send({"do": "hide", "at_once": at_once})
        self._hide_elsewhere()

    def _draw(self) -> None:
        self._stop_waiting()
        if not self._ghost:
            return
        place = self._caret.place()
        if self._process.ready and place is not None:
            self._hide_elsewhere()
            line = {"do": "show", "text": self._ghost, "key": self.key, "caret": place}
            self._process.send(line)
        else:
            self._elsewhere = True
            self._otherwise(self._ghost, self.key)

    def _hide_elsewhere(self) -> None:
        if self._elsewhere:
            self._elsewhere = False
            self._otherwise("", "")

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
