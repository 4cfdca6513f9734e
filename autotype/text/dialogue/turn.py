"""One step in the making: the state as it becomes, and what the front will have to do."""

from dataclasses import replace
from math import isinf
from typing import Any

from autotype.text.boundary import at_caret, is_for_words, only_closes
from autotype.text.dialogue.bar import LEFT, PLACES, placed
from autotype.text.dialogue.effects import Ask, Cancel, Effect, Hide, Show, Silent, Wait, Words
from autotype.text.dialogue.soft_space import Soft
from autotype.text.dialogue.state import Drawing, State, changed
from autotype.text.engine_status import EngineState
from autotype.text.ghost import Ghost
from autotype.text.request import Trigger
from autotype.text.suggestion import Silence, Word

NOT_READY = {
    EngineState.LOADING: Silence.LOADING,
    EngineState.RESTING: Silence.LOADING,
    EngineState.MISSING: Silence.NO_MODEL,
    EngineState.FAILED: Silence.FAILED,
}


_NO_GHOST = Ghost()


class Turn:
    """Mutable for the length of one step, and seen by nobody else.

    Attributes:
        state: What the dialogue has become so far.
        effects: What is to be done so far.
    """

    def __init__(self, state: State) -> None:
        """Begin with what was."""
        self._before = state
        self.state = state
        self.effects: list[Effect] = []

    def set(self, **changes: Any) -> None:
        """Change fields of the state."""
        self.state = changed(self.state, changes)

    def set_drawing(self, **changes: Any) -> None:
        """Change fields of what is drawn."""
        self.set(drawing=replace(self.state.drawing, **changes))

    def end(self, now: float) -> tuple[State, tuple[Effect, ...]]:
        """Return what has become, and what is to be done about it."""
        state, before = self.state, self._before
        is_new = state.drawing.since is None or state.ghost != before.ghost
        if state.ghost.replaces and is_new and not state.drawing.due:
            # Some events have no time; what they make appear is as old as the last key.
            self.draw(state.drawing.key_at if isinf(now) else now)
            state = self.state
        nothing = not (state.ghost.text or state.drawing.drawn or state.drawing.due)
        if state.soft and nothing and state.place.obstacle is None:
            self.draw(now)
            state = self.state
        # Only what the step comes to: words that go and come back at once never went.
        if state.words != before.words or state.silence is not before.silence:
            self._place_words(now)
            state = self.state
        if state.silence is not before.silence:
            self.effects.append(Silent(state.silence))
        return state, tuple(self.effects)

    def _place_words(self, now: float) -> None:
        state = self.state
        if state.words:
            half_word = at_caret(state.place.before).half_word
            places = placed(state.places, state.words, half_word, now)
        elif state.silence in LEFT:
            places = ()
        else:
            places = placed(state.places, (), "", now)
        if places != state.places:
            self.set(places=places)
            self.effects.append(Words(places))

    # What is drawn.

    def hand(self, now: float) -> None:
        """Hand something to an application that draws its text itself."""
        self.set_drawing(key_at=now)
        self.erase()

    def draw(self, now: float) -> None:
        """Draw the ghost, or the soft space alone, as soon as the application has drawn."""
        drawing = self.state.drawing
        wait = self.state.options.echo_s - (now - drawing.key_at)
        if wait <= 0:
            self.draw_now(now)
        elif not drawing.due:
            number = drawing.waits + 1
            self.set_drawing(due=number, waits=number)
            self.effects.append(Wait(wait, number))

    def draw_now(self, now: float) -> None:
        """Draw the ghost, or the soft space alone."""
        ghost, drawing = self.state.ghost.shown, self.state.drawing
        new = bool(ghost) and drawing.since is None
        if new or drawing.due or not drawing.drawn:
            self.set_drawing(drawn=True, since=now if new else drawing.since, due=0)
        self.effects.append(Show(ghost, new))

    def erase(self) -> None:
        """Draw nothing; what there is keeps its time."""
        drawing = self.state.drawing
        if drawing.drawn:
            self.effects.append(Hide())
        if drawing.drawn or drawing.due:
            self.set_drawing(drawn=False, due=0)

    def hide(self) -> None:
        """Give the ghost up."""
        drawing = self.state.drawing
        if drawing.drawn:
            self.effects.append(Hide())
        if self.state.ghost.text or drawing.drawn or drawing.due or drawing.since is not None:
            given_up = Drawing(key_at=drawing.key_at, waits=drawing.waits)
            self.set(ghost=_NO_GHOST, drawing=given_up)

    def forget(self, reason: Silence | None) -> None:
        """Offer nothing."""
        self.hide()
        if self.state.words or self.state.silence is not reason:
            self.set(words=(), silence=reason)

    def drop(self, reason: Silence | None) -> None:
        """Offer nothing, and want nothing any more."""
        self.forget(reason)
        self.set(asked=None, typed_last=False)
        self.effects.append(Cancel())

    # What is asked.

    def ask_anew(self, trigger: Trigger = Trigger.TYPED) -> None:
        """Give up what is offered and ask for the text as it is."""
        self.hide()
        self._ask(trigger, {"words": (), "silence": None})

    def ask(self, trigger: Trigger) -> None:
        """Ask for the text as it is, or say why not."""
        self._ask(trigger, {})

    def _ask(self, trigger: Trigger, changes: dict[str, Any]) -> None:
        reason = self._no_request(trigger)
        offered = self._of_shortcut(trigger)
        if reason is not None:
            self.set(**changes | {"asked": None, "silence": reason} | offered)
            self.effects.append(Cancel())
            return
        request = self.state.request(self.state.place, trigger)
        self.set(**changes | {"asked": request} | offered)
        self.effects.append(Ask(request))

    def _of_shortcut(self, trigger: Trigger) -> dict[str, Any]:
        """Return what changes where a shortcut was typed: it needs neither a model nor a pass."""
        if trigger is Trigger.TAKEN or self._why_quiet(trigger) is not None:
            return {}
        words = self.with_shortcut(())
        if not words:
            return {}
        if not (self.has_room() or trigger is Trigger.ASKED):
            return {"words": words, "silence": Silence.TEXT_AFTER}
        word = words[0]
        ghost = Ghost(word.text, (word.text,), word.replaces)
        return {"words": words, "ghost": ghost, "ghost_p": word.p, "silence": None}

    def with_shortcut(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """Return words for the bar behind what a shortcut at the caret stands for, if one is."""
        found = self.state.expansion(self.state.place)
        if found is None:
            return words
        others = tuple(word for word in words if word.text != found.text)
        return (Word(found.text, 1.0, found.replaces), *others)[:PLACES]

    def _no_request(self, trigger: Trigger) -> Silence | None:
        state = self.state
        if state.engine is not EngineState.READY:
            return NOT_READY[state.engine]
        return self._why_quiet(trigger)

    def _why_quiet(self, trigger: Trigger) -> Silence | None:
        """Return why nothing is offered here, whatever the engine is."""
        state = self.state
        if state.place.obstacle is not None or trigger is Trigger.ASKED:
            return state.place.obstacle
        if not (state.options.has_bar or self.has_room()):
            return Silence.TEXT_AFTER
        if state.options.only_prose and not is_for_words(state.place.before):
            return Silence.NO_PROSE
        return state.paused or (Silence.DISMISSED if state.dismissed else None)

    def has_room(self) -> bool:
        """Whether a ghost may stand before what follows the caret."""
        return self.state.options.mid_line or only_closes(self.state.place.after)

    def drop_soft_space(self) -> None:
        """Forget the soft space."""
        if self.state.soft:
            self.set(soft=Soft.NONE)
            if not self.state.ghost.text:
                self.erase()
