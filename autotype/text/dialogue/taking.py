"""Takes: what is offered goes into the text, and leaves a soft space."""

from autotype.text.boundary import rest_of_line
from autotype.text.dialogue import events as on
from autotype.text.dialogue.bar import next_of
from autotype.text.dialogue.effects import Insert, Refused
from autotype.text.dialogue.soft_space import Soft, after_take
from autotype.text.dialogue.turn import Turn
from autotype.text.ghost import Ghost
from autotype.text.request import Trigger
from autotype.text.suggestion import Silence, first_word

_OF_THE_BAR = {"first": 0, "second": 1, "third": 2}
# What ends a word or a sentence, or closes what is open; a quotation mark may open the next one.
_MARKS = frozenset(".,;:!?…)]}”»")
# Where one of these stands nothing can be inserted.
_CLOSED = (Silence.READ_ONLY,)


def take(turn: Turn, event: on.Took) -> None:
    """Take what a key asks for, if it is there and meant."""
    turn.set(place=event.place)
    text, left = _wanted(turn, event)
    replaces = _replaced(turn, event) if text else 0
    if replaces and turn.state.ghost.replaces and not _still_there(turn, event):
        text = ""
    if text and event.place.obstacle not in _CLOSED:
        _insert(turn, event, text, "" if replaces else left, replaces)
    elif event.what != "take" or not turn.state.just_taken(event.now):
        # The key again right after a take was meant for what is gone.
        turn.effects.append(Refused())


def _wanted(turn: Turn, event: on.Took) -> tuple[str, str]:
    """Return what is to be inserted, and what is left of the ghost then."""
    state, ghost = turn.state, turn.state.ghost
    meant = event.deliberate or state.can_take(event.now)
    if event.what in _OF_THE_BAR:
        offer = state.offered(_OF_THE_BAR[event.what])
        meant = event.deliberate or offer.is_meant(event.now, state.options.take_after_s)
        word = offer.word.text if meant and offer.word is not None else ""
        # A word of the bar is a whole one: where the ghost goes on with it, it was not meant.
        is_whole = bool(ghost.replaces) or len(word) >= len(first_word(ghost.text))
        return word, ghost.through(word).text if is_whole else ""
    if event.what == "take_word":
        if ghost.replaces:  # a shortcut goes as a whole
            return (ghost.text if meant else ""), ""
        word = first_word(ghost.text) if state.drawing.since is not None else ""
        return word, ghost.text[len(word) :]
    if event.what == "take_at_end" and rest_of_line(event.place.after):
        return "", ""
    return (ghost.text if meant else ""), ""


def _replaced(turn: Turn, event: on.Took) -> int:
    """Return how many characters what is wanted takes the place of."""
    if event.what not in _OF_THE_BAR:
        return turn.state.ghost.replaces
    word = turn.state.offered(_OF_THE_BAR[event.what]).word
    return word.replaces if word is not None else 0


def _still_there(turn: Turn, event: on.Took) -> bool:
    """Whether the shortcut that a ghost stands for is before the caret; else nothing may go."""
    found, ghost = turn.state.expansion(event.place), turn.state.ghost
    return found is not None and (found.text, found.replaces) == (ghost.text, ghost.replaces)


def _insert(turn: Turn, event: on.Took, text: str, left: str, replaces: int) -> None:
    state = turn.state
    place = event.place.then(text, replaces)
    soft = Soft.NONE
    if state.options.soft_space and event.what != "take_plain" and not place.overtypes:
        soft = after_take(place.before, place.after)
    if state.options.echo_s:
        turn.hand(event.now)
    turn.effects.append(Insert(text, replaces))
    turn.set(
        place=place,
        revision=state.revision + 1,
        asked=None,
        soft=soft,
        words=(),
        taken_at=event.now,
        taken_mark=(text[-1] if text[-1] in _MARKS else "", state.revision + 1),
    )
    if left:
        # As where a ghost is typed through, its next word is what the bar has.
        words = next_of(left, state.ghost_p)
        turn.set(ghost=Ghost(left, (left,)), words=words, silence=None)
        turn.draw(event.now)
    else:
        turn.hide()
        turn.ask(Trigger.TAKEN)
