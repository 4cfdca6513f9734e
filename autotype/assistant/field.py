"""One text field of somebody else's application while it has the focus.

It translates between the application and the dialogue that decides what is suggested. Keys are
heard before the application has them and every one that types goes through at once; nothing
typed is ever held back. Only keys that ask for something while a ghost is there are kept.
"""

import time
from collections.abc import Callable
from typing import cast

from autotype.assistant.contradiction import Contradiction
from autotype.assistant.front import Later, Screen
from autotype.assistant.ghost import DrawnGhost
from autotype.assistant.keys import ALT, META, KeyPress, Keys
from autotype.assistant.leftover import Leftover
from autotype.assistant.modes import FieldOptions, Mode
from autotype.assistant.reported import Ghosts, Reading, Reported
from autotype.assistant.surroundings import Report, Surroundings
from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState
from autotype.text.request import Request
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion

__all__ = ["Ask", "Field", "FieldOptions", "Mode", "Tell"]

# The application needs a moment to draw what was typed; a ghost that is there before would
# stand in its way.
_ECHO_S = 0.012
# Some applications reset their input method after a key; that is no click.
_RESET_S = 0.05

_TAKES = ("take", "take_word", "take_at_end")

Ask = Callable[[Request, Callable[[Suggestion], None]], None]
Tell = Callable[[str, str], None]


class Field:
    """What is suggested in the field that has the focus.

    Attributes:
        mode: How its application is treated; OFF also for fields that are private.
        note: Told each step of the dialogue and its application, while the key waits for it.
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
            ask: Asks the engine; answers come to the callable that goes with the request, later.
            toggle_pause: Pauses or resumes, everywhere.
            tell: Told what became of suggestions: an event and the text.
            later: Does things later.
            options: The user's settings.
            clock: Seconds that only go forward.
            left_over: Told that the application has made a ghost a part of its text.
        """
        self.mode = Mode.OFF
        self.note: Callable[[str, Moment], object] = lambda _application, _moment: None
        self._screen = screen
        self._ask = ask
        self._toggle_pause = toggle_pause
        self._tell = tell
        self._later = later
        self._clock = clock
        self._keys = Keys(options.keys)
        wanted = _wanted(options)
        # The service answers for an engine that is not there as well.
        self._state = State(wanted, engine=EngineState.READY, silence=Silence.UNFOCUSED)
        self._drawn = DrawnGhost(screen, clock)
        self._text = Surroundings()
        self._reading = Reading()
        self._leftover = Leftover(clock)
        self._left_over = left_over
        self._application = ""
        self._composing = False
        self._contradiction = Contradiction(later, self._believe)
        self._key_at = float("-inf")

    def set_options(self, options: FieldOptions) -> None:
        """Go on by other settings; what is offered by the old ones goes."""
        self._keys = Keys(options.keys)
        if (wanted := _wanted(options)) != self._state.options:
            self._do(on.Opted(wanted))

    def set_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Offer what these shortcuts stand for from now on."""
        self._do(on.ShortcutsAre(shortcuts, self._clock()))

    @property
    def ghost(self) -> str:
        """The ghost text that is offered now."""
        return self._state.ghost.text

    @property
    def silence(self) -> Silence | None:
        """Why nothing is suggested; None when something is, or nothing is known yet."""
        return self._state.silence

    # What the desktop says.

    def focus(self, mode: Mode, application: str = "") -> None:
        """Note that a field of an application has got the focus; nothing is known of it yet."""
        self.show_in(mode)
        self._application = application
        self._composing = False
        self._text = Surroundings()
        self._reading = Reading()
        self._contradiction.settle()
        self._do(on.Opened(self._place()))

    def show_in(self, mode: Mode) -> None:
        """Show what is suggested in another place from now on, in the same field."""
        self.mode = mode
        self._drawn.show_in(popup=mode is Mode.POPUP)

    def blur(self) -> None:
        """Note that no field has the focus."""
        self._withdraw()
        self._do(on.Unfocused(self._place()))
        self._drawn.let_go()  # such a key goes up in another window
        self.mode = Mode.OFF

    def moved(self) -> None:
        """Note that the caret or the text may have changed by something else than a key."""
        if self._clock() - self._key_at <= _RESET_S:
            # The next report would tell.
            return
        self._withdraw()
        if self._text.reported:
            self._text.doubt()
        else:
            self._text.lose()
        self._do(on.Changed(Silence.AFTER_MOVE, self._place()))

    def pause(self, reason: Silence | None) -> None:
        """Stop suggesting and say why, or suggest again."""
        self._do(on.Paused(reason))

    def hold(self, *, down: bool) -> None:
        """Have no ghost in the text while a key is down that may change windows.

        Some applications insert it when they lose the focus.
        """
        self._drawn.hold(down=down)

    # What the application reports.

    def report(self, text: str, caret: int, anchor: int) -> None:
        """Hear what the application says is around the caret, in characters."""
        if self.mode is Mode.OFF:
            return
        said = Reported(text, caret, anchor)
        ghosts = Ghosts(self._drawn.in_text, self._drawn.erased_lately())
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
            place = self._place()
            if self._text.after != after or self._opens_shortcut(place):
                self._do(on.Followed(place, self._clock()))
        if self._text.selected:
            self._do(on.Changed(Silence.SELECTION, self._place()))

    def _opens_shortcut(self, place: Place) -> bool:
        """Whether it is known only now that a shortcut can be replaced."""
        was = self._state.place
        return was.insert_only and self._state.expansion(place) is not None

    def _contradict(self, said: Reported) -> None:
        self._contradiction.settle()
        if self._text.doubtful:
            self._text.accept(said.text, said.caret)
        else:
            self._do(on.Doubted())
            self._contradiction.hear(said, self._clock() - self._key_at)

    def _believe(self, said: Reported) -> None:
        self._text.accept(said.text, said.caret)
        self._do(on.Corrected(self._place()))

    def _withdraw(self) -> None:
        """Look for the ghost, which goes for something that the application has done first."""
        self._contradiction.settle()
        if self._drawn.in_text:
            text, ghost = self._text, self._drawn.in_text
            self._leftover.watch(self._application, text.before, ghost, text.after)

    def _place(self) -> Place:
        text, obstacle = self._text, None
        if not text.usable:
            obstacle = Silence.SELECTION if text.selected else Silence.AFTER_MOVE
        # Nobody can take away what an application does not say is there.
        insert_only = not text.reported or text.doubtful
        return Place(text.before, text.after, text.offset, obstacle, insert_only=insert_only)

    # Keys.

    def key(self, press: KeyPress) -> bool:
        """Hear of a key before the application does; True keeps it from the application."""
        if self.mode is Mode.OFF:
            return False
        if self._drawn.let_go() and not press.modifiers & {ALT, META}:
            # A menu of the window manager has kept that it went up.
            self._do(on.Doubted())  # nobody takes what is not to be seen
        action = self._keys.action(press)
        if action and self._act(action):
            return True
        now = self._clock()
        self._contradiction.settle()
        self._do(on.Handed(now))
        if press.composes:
            self._composing = True
            self._do(on.Composing(self._place()))
        elif press.is_command or not (press.text or press.name == "backspace"):
            self._text.lose()
            self._do(on.Changed(Silence.AFTER_MOVE, self._place()))
        elif press.name == "backspace":
            self._key_at = now
            self._text.erased()
            self._do(on.Changed(Silence.AFTER_DELETION, self._place()))
        else:
            self._typed(press.text, now)
        return False

    def _typed(self, text: str, now: float) -> None:
        self._leftover.typed(self._application, self._text.before)
        self._text.typed(text)
        self._contradiction.typed(text)
        self._key_at = now
        # Behind a dead key it may have become another one; the application will say which.
        certain, self._composing = not self._composing, False
        self._do(on.Typed(text, now, self._place(), certain))
        self._tell("typed", text)  # the engine's question goes first: the writer waits for that

    def _act(self, action: str) -> bool:
        """Do what a key asks for; False if it means nothing here."""
        if action == "pause":
            self._toggle_pause()
            return True
        if action == "take_at_end" and not self._text.after_known:
            return False
        place, now, ghost = self._place(), self._clock(), self.ghost
        if action in _TAKES:
            return self._do(on.Took(cast(on.Take, action), place, now))
        meant = self._do(on.Pressed(cast(on.Wish, action), place, now))
        if meant and action == "dismiss":
            self._tell("dismissed", ghost)
        return meant

    # What is done about it.

    def _do(self, event: on.Event) -> bool:
        """Take a step; False if the key means nothing."""
        before = self._state
        self._state, effects = step(before, event)
        if self.mode is not Mode.OFF:
            moment = Moment(self._clock(), before, event, effects, self._state)
            self.note(self._application, moment)
        for effect in effects:
            self._perform(effect)
        return not any(isinstance(effect, to.Refused) for effect in effects)

    def _perform(self, effect: to.Effect) -> None:
        match effect:
            case to.Show(ghost, new):
                self._drawn.show(ghost)
                if new:
                    self._tell("shown", ghost)
            case to.Hide():
                self._drawn.hide()
            case to.Ask(request):
                self._ask(request, self._answer)
            case to.Insert(text, replaces):
                self._contradiction.settle()
                self._key_at = self._clock()
                self._screen.insert(text, replaces)
                self._text.inserted(text, replaces)
                self._tell("taken", text)
            case to.Wait(seconds, number):
                self._later(seconds, lambda: self._due(number))

    def _due(self, number: int) -> None:
        self._do(on.Due(number, self._clock()))

    def _answer(self, answer: Suggestion) -> None:
        self._do(on.Answered(answer, self._place(), self._clock()))


def _wanted(options: FieldOptions) -> Options:
    # No soft space: a key that types would have to be held back for it.
    return Options(
        options.take_after_s,
        options.mid_line,
        has_bar=False,
        only_prose=True,
        echo_s=_ECHO_S,
    )
