"""One text field of somebody else's application while it has the focus.

It hears keys before the application does and lets every one that types through at once;
nothing typed is ever held back. Only keys that ask for something while a ghost is there are
kept. Type through first, then a request, and a result only for the text as it is.
"""

import time
from collections.abc import Callable

from autotype.assistant.contradiction import Contradiction
from autotype.assistant.front import Later, Screen
from autotype.assistant.ghost import DrawnGhost
from autotype.assistant.keys import KeyPress, Keys
from autotype.assistant.leftover import Leftover
from autotype.assistant.modes import FieldOptions, Mode
from autotype.assistant.reported import Ghosts, Reading, Reported
from autotype.assistant.surroundings import Report, Surroundings
from autotype.text.boundary import is_for_words, only_closes, rest_of_line, stays_in_word
from autotype.text.request import Request, Trigger, typed_since
from autotype.text.suggestion import Silence, Suggestion

__all__ = ["Ask", "Field", "FieldOptions", "Mode", "Tell"]

# Some applications reset their input method after a key; that is no click.
_RESET_S = 0.05

Ask = Callable[[Request, Callable[[Suggestion], None]], None]
Tell = Callable[[str, str], None]


class Field:
    """Suggestion state of the field that has the focus.

    Attributes:
        mode: How its application is treated; OFF also for fields that are private.
        silence: Why nothing is suggested; None when something is, or nothing is known yet.
    """

    def __init__(
        self,
        screen: Screen,
        ask: Ask,
        toggle_pause: Callable[[], None],
        tell: Tell,
        later: Later,
        options: FieldOptions,
        clock: Callable[[], float] = time.monotonic,
        left_over: Callable[[], None] = lambda: None,
    ) -> None:
        """Wait for keys.

        Args:
            screen: Where to draw and to insert.
            ask: Asks the engine; answers come to the callable that goes with the request.
            toggle_pause: Pauses or resumes, everywhere.
            tell: Told what became of suggestions: an event and the text.
            later: Does things later.
            options: The user's settings.
            clock: Seconds that only go forward.
            left_over: Told that the application has made a ghost a part of its text.
        """
        self.mode = Mode.OFF
        self.silence: Silence | None = None
        self._screen = screen
        self._ask = ask
        self._toggle_pause = toggle_pause
        self._tell = tell
        self._clock = clock
        self._keys = Keys(options.keys)
        self._mid_line = options.mid_line
        self._ghost = DrawnGhost(screen, clock, later, self._shown, options.take_after_s)
        self._text = Surroundings()
        self._reading = Reading()
        self._leftover = Leftover(clock)
        self._left_over = left_over
        self._application = ""
        self._revision = 0
        self._asked: Request | None = None
        self._dismissed = self._composing = False
        self._paused: Silence | None = None
        self._contradiction = Contradiction(later, self._believe)
        self._typed_last = False
        self._key_at = float("-inf")

    @property
    def ghost(self) -> str:
        """The ghost text that is offered now."""
        return self._ghost.text

    # What the desktop says.

    def focus(self, mode: Mode, application: str = "") -> None:
        """Note that a field of an application has got the focus; nothing is known of it yet."""
        self.show_in(mode)
        self._application = application
        self._dismissed = self._composing = False
        self._text = Surroundings()
        self._reading = Reading()
        self._drop(Silence.UNFOCUSED)

    def show_in(self, mode: Mode) -> None:
        """Show what is suggested in another place from now on, in the same field."""
        self.mode = mode
        self._ghost.show_in(popup=mode is Mode.POPUP)

    def blur(self) -> None:
        """Note that no field has the focus."""
        self._withdraw(Silence.UNFOCUSED)
        self.mode = Mode.OFF

    def moved(self) -> None:
        """Note that the caret or the text may have changed by something else than a key."""
        if self._clock() - self._key_at <= _RESET_S:
            # The next report would tell.
            return
        self._withdraw(Silence.AFTER_MOVE)
        if self._text.reported:
            self._text.doubt()
        else:
            self._text.lose()

    def pause(self, reason: Silence | None) -> None:
        """Stop suggesting and say why, or suggest again."""
        self._paused = reason
        self._drop(reason)

    def report(self, text: str, caret: int, anchor: int) -> None:
        """Hear what the application says is around the caret, in characters."""
        if self.mode is Mode.OFF:
            return
        said = Reported(text, caret, anchor)
        ghosts = Ghosts(self._ghost.drawn_in_text, self._ghost.erased_lately())
        said = self._reading.understand(said, ghosts, self._text)
        if self._leftover.is_in(self._application, said.text):
            self._left_over()
        after = self._text.after
        found = self._text.report(said.text, said.caret, said.anchor)
        if found is Report.OTHER:
            self._contradict(said)
            return
        if found is Report.SAME:
            self._contradiction.settle()
            if self._text.after != after:
                self._fit_before(self._text.after)
        if self._text.selected:
            self._drop(Silence.SELECTION)

    def key(self, press: KeyPress) -> bool:
        """Hear of a key before the application does; True keeps it from the application."""
        if self.mode is Mode.OFF:
            return False
        action = self._keys.action(press)
        if action and self._act(action):
            return True
        self._contradiction.settle()
        self._ghost.key_pressed()
        if press.composes:
            self._composing = True
            self._drop(Silence.COMPOSING)
        elif press.is_command or not (press.text or press.name == "backspace"):
            self._text.lose()
            self._drop(Silence.AFTER_MOVE)
        elif press.name == "backspace":
            self._key_at = self._clock()
            self._text.erased()
            self._drop(Silence.AFTER_DELETION)
        else:
            self._typed(press.text)
        return False

    def hold(self, *, down: bool) -> None:
        """Take the ghost out of the text while a key is down that may change windows.

        Some applications insert it when they lose the focus.
        """
        if self._ghost.drawn_in_text and down:
            self._ghost.erase()
        elif not down:
            self._ghost.draw()

    def _fit_before(self, after: str) -> None:
        """Hear what follows the caret, which was not known or has become something else."""
        if self._asked is not None:
            self._request(self._asked.trigger)
        if self._ghost.text and not self._room():
            self._drop(Silence.TEXT_AFTER)
        else:
            self._ghost.fit_before(after)

    # What was typed.

    def _typed(self, text: str) -> None:
        self._tell("typed", text)
        self._leftover.typed(self._application, self._text.before)
        self._text.typed(text)
        self._contradiction.typed(text)
        self._revision += 1
        self._typed_last, self._key_at = True, self._clock()
        if self._composing:
            # It may have become another character; the application will say which.
            self._composing = False
            self._drop(Silence.COMPOSING)
            self._typed_last = True
            return
        if self._dismissed:
            self._dismissed = stays_in_word(self._text.before.removesuffix(text), text)
        if not self._ghost.type_through(text):
            self._ghost.clear()
            self._request(Trigger.TYPED)

    def _request(self, trigger: Trigger) -> None:
        self._asked = None
        reason = self._no_request(trigger)
        self.silence = reason
        if reason is None:
            self._asked = self._now(trigger)
            self._ask(self._asked, self._answer)

    def _no_request(self, trigger: Trigger) -> Silence | None:
        if not self._text.usable:
            return Silence.SELECTION if self._text.selected else Silence.AFTER_MOVE
        if trigger is Trigger.ASKED:
            return None
        if not self._room():
            return Silence.TEXT_AFTER
        if not is_for_words(self._text.before):
            return Silence.NO_PROSE
        return self._paused or (Silence.DISMISSED if self._dismissed else None)

    def _room(self) -> bool:
        return self._mid_line or only_closes(self._text.after)

    def _now(self, trigger: Trigger) -> Request:
        text = self._text
        return Request(self._revision, text.before, text.after, text.offset, trigger)

    def _answer(self, answer: Suggestion) -> None:
        if self._asked is None:
            return
        typed = typed_since(answer.request, self._now(answer.request.trigger))
        if typed is None or not self._text.usable:
            return
        if not typed and answer.final:
            self._asked = None
            self.silence = answer.reason
        self._ghost.offer(answer, typed)

    def _shown(self, ghost: str) -> None:
        self._tell("shown", ghost)

    # What was asked for with a key.

    def _act(self, action: str) -> bool:
        ghost = self._ghost
        match action:
            case "pause":
                self._toggle_pause()
                return True
            case "ask":
                self._dismissed = False
                self._revision += 1
                ghost.clear()
                self._request(Trigger.ASKED)
                return True
            case "take":
                return self._take(ghost.text) if ghost.can_take() else ghost.just_taken()
            case "take_word":
                return bool(ghost.text) and ghost.seen and self._take(ghost.next_word())
            case "take_at_end":
                at_end = self._text.after_known and not rest_of_line(self._text.after)
                return at_end and ghost.can_take() and self._take(ghost.text)
        if not ghost.text:
            return False
        if action == "dismiss":
            self._tell("dismissed", ghost.text)
            self._dismissed = True
            self._drop(Silence.DISMISSED)
        else:
            self._asked = None
            ghost.cycle(1 if action == "next" else -1)
        return True

    def _take(self, text: str) -> bool:
        left = self._ghost.text[len(text) :]
        self._contradiction.settle()
        self._revision += 1
        self._asked = None
        self._key_at = self._clock()
        self._ghost.key_pressed()
        self._screen.insert(text)
        self._text.typed(text)
        self._tell("taken", text)
        self._ghost.keep(left)
        if not left:
            self._request(Trigger.TAKEN)
        return True

    # What goes.

    def _contradict(self, said: Reported) -> None:
        self._contradiction.settle()
        if self._text.doubtful:
            self._text.accept(said.text, said.caret)
            return
        # The text may be another one than the ghost was made for.
        self._ghost.clear()
        self._contradiction.hear(said, self._clock() - self._key_at)

    def _believe(self, said: Reported) -> None:
        self._text.accept(said.text, said.caret)
        self._revision += 1
        again = self._typed_last
        self._drop(None if again else Silence.AFTER_MOVE)
        if again and not self._text.selected:
            self._request(Trigger.TYPED)

    def _drop(self, reason: Silence | None) -> None:
        """Show nothing, and want nothing any more."""
        self._contradiction.settle()
        self._ghost.clear()
        self._asked = None
        self._typed_last = False
        self.silence = reason

    def _withdraw(self, reason: Silence) -> None:
        """Drop what is shown because of something that the application has done first."""
        if self._ghost.drawn_in_text:
            text, ghost = self._text, self._ghost.drawn_in_text
            self._leftover.watch(self._application, text.before, ghost, text.after)
        self._drop(reason)
