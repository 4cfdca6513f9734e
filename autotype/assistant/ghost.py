"""The ghost on the screen of somebody else's application, and those of a moment ago."""

from collections import deque
from collections.abc import Callable

from autotype.assistant.front import Screen

# A report may have been on its way for so long when a ghost was there.
_STALE_S = 0.5
_REMEMBERED = 6


class DrawnGhost:
    """Draws at most one ghost text, and remembers what an application may take for its text."""

    def __init__(self, screen: Screen, clock: Callable[[], float]) -> None:
        """Show nothing yet; `clock` gives seconds that only go forward."""
        self._screen = screen
        self._clock = clock
        self._popup = False
        self._on_screen = ""
        self._held = ""
        self._holds = False
        # What was there lately, and when it was erased.
        self._lately: deque[tuple[str, float]] = deque(maxlen=_REMEMBERED)

    @property
    def in_text(self) -> str:
        """What the application shows in its text now; empty if nothing."""
        return "" if self._popup else self._on_screen

    def erased_lately(self) -> list[str]:
        """Return ghosts that the application may still report as its text, the newest first."""
        now = self._clock()
        return [ghost for ghost, erased in self._lately if now - erased < _STALE_S]

    def show(self, ghost: str) -> None:
        """Show a ghost in place of what is shown."""
        if self._holds and not self._popup:
            self._held = ghost
            return
        self._held = ""
        if ghost != self._on_screen:
            self._note_erased()
            self._on_screen = ghost
            self._screen.show(ghost, popup=self._popup)

    def hide(self) -> None:
        """Show nothing."""
        self._held = ""
        if self._on_screen:
            self._note_erased()
            self._screen.hide()

    def show_in(self, *, popup: bool) -> None:
        """Draw in a pop-up or in the text from now on."""
        if popup is not self._popup:
            shown = self._on_screen or self._held
            self.hide()
            self._popup = popup
            if shown:
                self.show(shown)

    def hold(self, *, down: bool) -> None:
        """Have no ghost in the text for a while, or put the one back that is due then."""
        self._holds = down
        if down and self.in_text:
            held = self._on_screen
            self.hide()
            self._held = held
        elif not down and self._held:
            self.show(self._held)

    def let_go(self) -> bool:
        """Hold back nothing that is shown from now on; return whether a ghost was not put back."""
        self._holds = False
        return bool(self._held)

    def _note_erased(self) -> None:
        if self.in_text:
            self._lately.appendleft((self._on_screen, self._clock()))
        self._on_screen = ""
