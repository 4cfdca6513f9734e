"""The ghost text of one field: what it is, what else it could be, and when it appeared."""

from collections.abc import Callable

from autotype.assistant.front import Handle, Later, Screen
from autotype.text.suggestion import Suggestion, first_word, type_through

# The application needs a moment to draw what was typed; a ghost that is there before would
# stand in its way.
_ECHO_S = 0.012
_AFTER_TAKE_S = 0.4


class Ghost:
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
        self.text = ""
        self.popup = False
        self._screen = screen
        self._clock = clock
        self._later = later
        self._on_shown = on_shown
        self._take_after = take_after_s
        self._choices: tuple[str, ...] = ()
        self._visible_since: float | None = None
        self._drawn = False
        self._key_at = float("-inf")
        self._taken_at = float("-inf")
        self._drawing: Handle | None = None

    def key_pressed(self) -> None:
        """Make room for what a key does: nothing is drawn while the application handles it."""
        self._key_at = self._clock()
        self._erase()

    def type_through(self, text: str) -> bool:
        """Shorten the ghost by what was typed; False if the two disagree or nothing is left."""
        left = type_through(self.text, text) if self.text else None
        if not left:
            return False
        choices = (type_through(choice, text) for choice in self._choices)
        self._choices = tuple(choice for choice in choices if choice)
        self.text = left
        self.draw()
        return True

    def offer(self, answer: Suggestion, typed: str) -> None:
        """Show what an answer says after what was typed since; what is shown only grows."""
        ghost = type_through(answer.ghost, typed)
        if not ghost or (self.text and not ghost.startswith(self.text)):
            return
        words = (type_through(word.text, typed) for word in answer.words)
        others = (word for word in words if word and not ghost.startswith(word))
        self._choices = (ghost, *others)
        self.text = ghost
        self.draw()

    def cycle(self, step: int) -> None:
        """Show the next or the previous alternative."""
        if self.text in self._choices:
            at = self._choices.index(self.text)
            self.text = self._choices[(at + step) % len(self._choices)]
            self._drawn = False
            self.draw()

    def keep(self, left: str) -> None:
        """Go on with the rest of a ghost whose first word was taken."""
        self.text, self._choices = left, (left,) if left else ()
        self._taken_at = self._clock()
        if not left:
            self._visible_since = None
        else:
            self.draw()

    def clear(self) -> None:
        """Show nothing."""
        self._erase()
        self.text, self._choices = "", ()
        self._visible_since = None

    @property
    def seen(self) -> bool:
        """Whether it has been on the screen, if only until the last key."""
        return self._visible_since is not None

    def can_take(self) -> bool:
        """Whether it has been visible long enough for Tab to be meant for it."""
        since = self._visible_since
        return bool(self.text) and since is not None and self._clock() - since >= self._take_after

    def just_taken(self) -> bool:
        """Whether something was taken a moment ago: another Tab would be by accident."""
        return self._clock() - self._taken_at < _AFTER_TAKE_S

    def next_word(self) -> str:
        """Return what taking one word inserts."""
        return first_word(self.text)

    def draw(self) -> None:
        """Draw it as soon as the application has handled the last key."""
        if self._drawing is not None:
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
        self._screen.show(self.text, popup=self.popup)
        self._drawn = True
        if self._visible_since is None:
            self._visible_since = self._clock()
            self._on_shown(self.text)

    def _erase(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None
        if self._drawn:
            self._drawn = False
            self._screen.hide()
