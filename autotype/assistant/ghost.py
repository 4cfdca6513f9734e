"""The ghost text of one field: what it is, what else it could be, and when it appeared."""

from collections import deque
from collections.abc import Callable

from autotype.assistant.front import Handle, Later, Screen
from autotype.text.ghost import Attention, Ghost
from autotype.text.suggestion import Suggestion, first_word

# The application needs a moment to draw what was typed; a ghost that is there before would
# stand in its way.
_ECHO_S = 0.012
# A report may have been on its way for so long when a ghost was there.
_STALE_S = 0.5
_REMEMBERED = 6


class DrawnGhost:
    """Draws at most one ghost text, never before the application has seen the last key."""

    def __init__(
        self,
        screen: Screen,
        clock: Callable[[], float],
        later: Later,
        on_shown: Callable[[str], None],
        take_after_s: float,
    ) -> None:
        """Show nothing yet.

        Args:
            screen: Where to draw.
            clock: Seconds that only go forward.
            later: Does things later.
            on_shown: Told of every ghost that appears.
            take_after_s: How long a ghost must have been visible for Tab to take it.
        """
        self.popup = False
        self._ghost = Ghost()
        self._attention = Attention(clock, take_after_s)
        self._screen = screen
        self._clock = clock
        self._later = later
        self._on_shown = on_shown
        self._on_screen = ""
        # What was there lately, and when it was erased.
        self._lately: deque[tuple[str, float]] = deque(maxlen=_REMEMBERED)
        self._key_at = float("-inf")
        self._drawing: Handle | None = None

    def key_pressed(self) -> None:
        """Make room for what a key does: nothing is drawn while the application handles it."""
        self._key_at = self._clock()
        self.erase()

    def type_through(self, text: str) -> bool:
        """Shorten the ghost by what was typed; False if the two disagree or nothing is left."""
        left = self._ghost.through(text)
        if not left.text:
            return False
        self._ghost = left
        self.draw()
        return True

    def offer(self, answer: Suggestion, typed: str) -> None:
        """Show what an answer says after what was typed since; what is shown only grows."""
        grown = self._ghost.grown(answer, typed)
        if grown is not self._ghost:
            self._ghost = grown
            self.draw()

    def fit_before(self, after: str) -> None:
        """Leave out what would double something of the text that follows the caret."""
        fitted = self._ghost.fitted(after)
        if not fitted.text:
            self.clear()
        elif fitted != self._ghost:
            self.erase()
            self._ghost = fitted
            self.draw()

    def cycle(self, step: int) -> None:
        """Show the next or the previous alternative."""
        if self.text:
            self._ghost = self._ghost.cycled(step)
            self._note_erased()
            self.draw()

    def keep(self, left: str) -> None:
        """Go on with the rest of a ghost whose first word was taken."""
        self._attention.taken()
        if not left:
            self.clear()
        else:
            self._ghost = Ghost(left, (left,))
            self.draw()

    def clear(self) -> None:
        """Show nothing."""
        self.erase()
        self._ghost = Ghost()
        self._attention.gone()

    @property
    def text(self) -> str:
        """The ghost; empty if there is none."""
        return self._ghost.text

    @property
    def seen(self) -> bool:
        """Whether it has been on the screen, if only until the last key."""
        return self._attention.seen

    def show_in(self, *, popup: bool) -> None:
        """Draw in a pop-up or in the text from now on."""
        if popup is not self.popup:
            self.erase()
            self.popup = popup
            self.draw()

    @property
    def drawn_in_text(self) -> str:
        """What the application shows in its text now; empty if nothing."""
        return "" if self.popup else self._on_screen

    def erased_lately(self) -> list[str]:
        """Return ghosts that the application may still report as its text, the newest first."""
        now = self._clock()
        return [ghost for ghost, erased in self._lately if now - erased < _STALE_S]

    def can_take(self) -> bool:
        """Whether it has been visible long enough for Tab to be meant for it."""
        return bool(self.text) and self._attention.can_take()

    def just_taken(self) -> bool:
        """Whether something was taken a moment ago: another Tab would be by accident."""
        return self._attention.just_taken()

    def next_word(self) -> str:
        """Return what taking one word inserts."""
        return first_word(self.text)

    def draw(self) -> None:
        """Draw it as soon as the application has handled the last key."""
        if self._drawing is not None or self._on_screen == self.text:
            return
        wait = _ECHO_S - (self._clock() - self._key_at)
        if wait > 0:
            self._drawing = self._later(wait, self._draw_now)
        else:
            self._draw_now()

    def _draw_now(self) -> None:
        self._drawing = None
        if not self.text:
            return
        self._note_erased()
        self._on_screen = self.text
        self._screen.show(self.text, popup=self.popup)
        if not self._attention.seen:
            self._attention.appeared()
            self._on_shown(self.text)

    def erase(self) -> None:
        """Take it off the screen; it is still offered."""
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None
        if self._on_screen:
            self._note_erased()
            self._screen.hide()

    def _note_erased(self) -> None:
        if self._on_screen and not self.popup:
            self._lately.appendleft((self._on_screen, self._clock()))
        self._on_screen = ""
