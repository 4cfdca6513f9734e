"""The reducer: what a dialogue becomes with each thing that happens.

Type through first, then a request. A result is shown only if what was typed since it was asked
for agrees with it; after anything but typing nothing is shown before the next character.
"""

import math

from autotype.text.boundary import stays_in_word
from autotype.text.dialogue import events as on
from autotype.text.dialogue.answering import answered
from autotype.text.dialogue.bar import next_of
from autotype.text.dialogue.effects import Effect, Refused
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.sent_away import SentAway
from autotype.text.dialogue.soft_space import Soft, after_typed
from autotype.text.dialogue.state import NEVER, Interruption, State
from autotype.text.dialogue.taking import take
from autotype.text.dialogue.turn import NOT_READY, Turn
from autotype.text.engine_status import EngineState
from autotype.text.request import Trigger
from autotype.text.suggestion import Silence, words_through


def step(state: State, event: on.Event) -> tuple[State, tuple[Effect, ...]]:
    """Return the dialogue after an event, and what the front has to do."""
    turn = Turn(state)
    match event:
        case on.Typed():
            _typed(turn, event)
        case on.Answered():
            answered(turn, event)
        case on.Took():
            take(turn, event)
        case on.Pressed():
            _pressed(turn, event)
        case on.Retyped():
            turn.set(taken_mark=("", 0))
        case on.Handed() | on.Due() | on.NotDrawn():
            _draws(turn, event)
        case on.EngineIs() | on.Paused() | on.Opted() | on.ShortcutsAre():
            _conditions(turn, event)
        case on.Composing() | on.Uncomposed() | on.Unfocused() | on.Focused():
            _interrupted(turn, event)
        case _:
            _changed(turn, event)
    return turn.end(getattr(event, "now", math.inf))


# What was typed.


def _typed(turn: Turn, event: on.Typed) -> None:
    state = turn.state
    place = event.place or state.place.then(event.text)
    soft = after_typed(state.soft, state.place.before, event.text) if state.soft else state.soft
    left = state.ghost.through(event.text)
    if left.text and event.certain and state.expansion(place) is None:
        words = words_through(state.words, event.text)
        # The ghost may reach further than the words did; its next one is left then.
        words = words or next_of(left.text, state.ghost_p)
        turn.set(
            place=place,
            revision=state.revision + 1,
            soft=soft,
            typed_last=True,
            ghost=left,
            words=words,
            silence=None,
        )
        turn.draw(event.now)
        return
    _count(turn, place, event.text, soft)
    if event.certain:
        turn.ask_anew()
    else:
        turn.drop(Silence.COMPOSING)
        turn.set(typed_last=True)


def _count(turn: Turn, place: Place, typed: str, soft: Soft) -> None:
    """Note new text at the caret."""
    state = turn.state
    dismissed = state.dismissed and stays_in_word(place.before.removesuffix(typed), typed)
    turn.set(
        place=place,
        revision=state.revision + 1,
        dismissed=dismissed,
        soft=soft,
        typed_last=True,
    )


def _changed(
    turn: Turn,
    event: on.Rewritten
    | on.Changed
    | on.Opened
    | on.Doubted
    | on.Corrected
    | on.Followed
    | on.Unspaced,
) -> None:
    state = turn.state
    match event:
        case on.Rewritten():
            _count(turn, event.place, event.text, Soft.NONE)
            turn.ask_anew()
        case on.Changed():
            _at(turn, event.place, soft=False)
            turn.drop(event.why)
            _say_selection(turn)
        case on.Opened():
            _at(turn, event.place, soft=False)
            turn.set(
                dismissed=False,
                sent_away=SentAway(),
                interruption=Interruption(),
                taken_at=NEVER,
            )
            turn.drop(state.paused)
        case on.Doubted():
            turn.hide()
            turn.set(soft=Soft.NONE, words=())
        case on.Corrected():
            _at(turn, event.place, soft=False)
            again = state.typed_last
            turn.drop(None if again else Silence.AFTER_MOVE)
            if again and event.place.obstacle is not Silence.SELECTION:
                turn.ask(Trigger.TYPED)
        case on.Followed():
            _followed(turn, event)
        case _:  # Unspaced
            turn.drop_soft_space()
            turn.set(revision=state.revision + 1)
            turn.drop(Silence.AFTER_DELETION)


def _at(turn: Turn, place: Place, *, soft: bool) -> None:
    """Note a change of the text or the caret."""
    state = turn.state
    kept = state.soft if soft else Soft.NONE
    turn.set(place=place, revision=state.revision + 1, soft=kept)


def _say_selection(turn: Turn) -> None:
    if turn.state.place.obstacle is Silence.SELECTION:
        turn.set(silence=Silence.SELECTION)


def _followed(turn: Turn, event: on.Followed) -> None:
    was_closed = turn.state.place.insert_only
    turn.set(place=event.place)
    if was_closed and turn.state.typed_last and turn.state.expansion(event.place) is not None:
        turn.ask_anew()
        return
    if turn.state.asked is not None:
        turn.ask(turn.state.asked.trigger)
    ghost = turn.state.ghost
    if not ghost.text:
        return
    fitted = ghost.fitted(event.place.after)
    if not turn.has_room():
        turn.drop(Silence.TEXT_AFTER)
    elif not fitted.text:
        turn.hide()
    elif fitted != ghost:
        turn.erase()
        turn.set(ghost=fitted)
        turn.draw(event.now)


# What interrupts, and ends again.


def _interrupted(
    turn: Turn, event: on.Composing | on.Uncomposed | on.Unfocused | on.Focused
) -> None:
    match event:
        case on.Composing():
            _note(turn, Silence.COMPOSING)
            # Only what will be committed tells whether the space is needed.
            _at(turn, event.place, soft=True)
            turn.drop(Silence.COMPOSING)
            _say_selection(turn)
        case on.Unfocused():
            _note(turn, Silence.UNFOCUSED)
            _at(turn, event.place, soft=False)
            turn.drop(Silence.UNFOCUSED)
            _say_selection(turn)
        case on.Uncomposed():
            _at(turn, event.place, soft=True)
            if turn.state.interruption.resumes:
                turn.ask_anew()
            else:
                turn.drop(Silence.AFTER_DELETION)
                _say_selection(turn)
        case on.Focused() if turn.state.silence is Silence.UNFOCUSED:
            turn.set(place=event.place)
            if turn.state.interruption.resumes:
                turn.ask_anew()
            else:
                turn.set(silence=turn.state.paused or turn.state.interruption.silence)


def _note(turn: Turn, reason: Silence) -> None:
    """Note what an interruption interrupts, if this is its beginning."""
    state = turn.state
    if state.silence is reason:
        return
    # What was being composed is gone when the focus is.
    was = Silence.AFTER_DELETION if state.silence is Silence.COMPOSING else state.silence
    wanted = bool(state.ghost.text or state.asked)
    turn.set(interruption=Interruption(wanted, was))


def _conditions(turn: Turn, event: on.EngineIs | on.Paused | on.Opted | on.ShortcutsAre) -> None:
    state = turn.state
    match event:
        case on.ShortcutsAre():
            _shortcuts_are(turn, event)
        case on.Opted():
            # What is offered was offered by other rules.
            turn.set(options=event.options)
            turn.drop_soft_space()
            turn.drop(state.paused or NOT_READY.get(state.engine))
        case on.Paused(None):
            turn.set(paused=None, silence=None)
        case on.Paused():
            turn.set(paused=event.reason)
            turn.drop_soft_space()
            turn.drop(event.reason)
        case on.EngineIs(EngineState.READY):
            turn.set(engine=EngineState.READY, silence=state.paused)
        case _:  # EngineIs, in another state
            # A shortcut needs no engine.
            own = bool(state.ghost.replaces)
            if own:
                turn.set(words=turn.with_shortcut(()))
            elif event.state is not state.engine:
                turn.forget(None)
            turn.set(engine=event.state, silence=None if own else NOT_READY[event.state])


def _shortcuts_are(turn: Turn, event: on.ShortcutsAre) -> None:
    was = turn.state.expansion(turn.state.place)
    turn.set(shortcuts=event.shortcuts)
    if turn.state.expansion(turn.state.place) == was:
        return
    # They may have been read because of the very key that ends one of them.
    if turn.state.typed_last:
        turn.ask_anew()
    elif was is not None:
        turn.drop(turn.state.paused or NOT_READY.get(turn.state.engine))


# What is drawn.


def _draws(turn: Turn, event: on.Handed | on.Due | on.NotDrawn) -> None:
    match event:
        case on.Handed():
            turn.hand(event.now)
        case on.Due() if event.number == turn.state.drawing.due:
            turn.set_drawing(due=0)
            if turn.state.ghost.text or turn.state.soft:
                turn.draw_now(event.now)
        case on.NotDrawn():
            turn.set(soft=Soft.NONE)
            turn.hide()


# What the writer asks for with a key.


def _pressed(turn: Turn, event: on.Pressed) -> None:
    turn.set(place=event.place)
    state = turn.state
    if event.what == "ask":
        turn.set(dismissed=False, sent_away=SentAway(), revision=state.revision + 1)
        turn.ask_anew(Trigger.ASKED)
    elif event.what == "dismiss" and state.can_dismiss:
        turn.drop_soft_space()
        if state.ghost.text or state.seen_words:
            # A shortcut stands for what it replaces, and not for a word that comes next.
            inline = "" if state.ghost.replaces else state.ghost.text
            away = SentAway.at_place(event.place, inline, state.seen_words)
            turn.set(dismissed=True, sent_away=away)
        turn.drop(Silence.DISMISSED if turn.state.dismissed else state.silence)
    elif event.what != "dismiss" and state.ghost.text:
        if len(state.ghost.choices) > 1:
            ghost = state.ghost.cycled(1 if event.what == "next" else -1)
            turn.set(asked=None, ghost=ghost)
        turn.draw(event.now)
    else:
        turn.effects.append(Refused())
