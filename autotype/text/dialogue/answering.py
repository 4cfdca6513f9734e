"""Answers of the engine: used if they are for the text as it is, or agree with what came since."""

from dataclasses import replace

from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import next_of
from autotype.text.dialogue.effects import Settled
from autotype.text.dialogue.soft_space import Soft
from autotype.text.dialogue.turn import Turn
from autotype.text.request import Trigger, typed_since
from autotype.text.suggestion import Silence, Suggestion, Word, type_through, words_through


def answered(turn: Turn, event: on.Answered) -> None:
    """Offer what an answer says, as far as it agrees with what was typed since."""
    state, answer = turn.state, event.answer
    if state.asked is None or event.place.obstacle is not None:
        return
    typed = typed_since(answer.request, state.request(event.place, answer.request.trigger))
    if typed is None or (typed and not type_through(answer.ghost, typed)):
        return  # the one for the text as it is now is on its way
    if state.place is not event.place:
        turn.set(place=event.place)
    offered = _from_the_text_on(answer, typed, state.soft)
    _use(turn, state.sent_away.left_of(offered, event.place), event.now)
    if not answer.final:
        return
    if not typed or answer.request == state.asked:
        turn.set(asked=None)
    if not typed:
        turn.effects.append(Settled(answer))


def _from_the_text_on(answer: Suggestion, typed: str, soft: Soft) -> Suggestion:
    """Return what an answer offers after what was typed, with the space that is not there yet."""
    if not (typed or soft):
        return answer

    def spaced(text: str) -> str:
        return f" {text}" if soft and text and not text[0].isspace() else text

    left = type_through(answer.ghost, typed) or ""
    ghost = spaced(left)
    # An answer that comes late may hold nothing but the word that has been typed meanwhile.
    words = words_through(answer.words, typed)
    if typed and not words:
        words = next_of(left, answer.ghost_p)
    if soft is Soft.CAPITAL and not ghost.lstrip()[:1].isupper():
        ghost = ""  # typing it would not make the space real
    reason = answer.reason if ghost else answer.reason or Silence.UNSURE
    return replace(
        answer,
        ghost=ghost,
        words=tuple(word if word.replaces else Word(spaced(word.text), word.p) for word in words),
        reason=reason,
    )


def _use(turn: Turn, answer: Suggestion, now: float) -> None:
    ghost = turn.state.ghost.grown(answer, "")
    words = words_through(answer.words, "")
    if not words and ghost.text and ghost is turn.state.ghost:
        words = turn.state.words  # as long as it is read, its word stays, too
    turn.set(words=turn.with_shortcut(words))
    if ghost.replaces:
        return  # the writer's own word comes before the model's
    if not ghost.text:
        turn.set(silence=answer.reason)
        return
    if ghost is turn.state.ghost:
        return
    if not (turn.has_room() or answer.request.trigger is Trigger.ASKED):
        turn.set(silence=Silence.TEXT_AFTER)
        return
    turn.set(ghost=ghost, ghost_p=answer.ghost_p, silence=None)
    turn.draw(now)
