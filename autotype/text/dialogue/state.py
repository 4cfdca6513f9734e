"""All that a dialogue knows, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autotype.text.dialogue.bar import Offer
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.sent_away import SentAway
from autotype.text.dialogue.soft_space import Soft
from autotype.text.engine_status import EngineState
from autotype.text.ghost import Ghost
from autotype.text.request import Request, Trigger
from autotype.text.shortcuts import Expansion, Shortcuts
from autotype.text.suggestion import Silence, Word

_AFTER_TAKE_S = 0.4
NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Options:
    """What a front and its user want.

    Attributes:
        take_after_s: How long a ghost must have been visible for a take to be meant.
        mid_line: Whether to show a ghost before text on the same line.
        soft_space: Whether a take leaves a soft space.
        has_bar: Whether words are shown where no ghost may be; else nothing is asked there.
        only_prose: Whether nothing is asked about numbers and addresses, since fields for them
            do not always say what they are.
        echo_s: How long the application needs to draw what a key does. Nothing is drawn meanwhile.
    """

    take_after_s: float = 0.15
    mid_line: bool = False
    soft_space: bool = False
    has_bar: bool = True
    only_prose: bool = False
    echo_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """What of the ghost is on the screen.

    Attributes:
        drawn: Whether anything is drawn now.
        since: When the ghost appeared that was not given up since; None if there is none.
        key_at: When a key was handed to the application that draws its text itself.
        due: Number of the `Wait` that something waits for to be drawn; 0 if nothing does.
        waits: How many there were.
    """

    drawn: bool = False
    since: float | None = None
    key_at: float = NEVER
    due: int = 0
    waits: int = 0


@dataclass(frozen=True, slots=True)
class Interruption:
    """What was before the focus went or an input method began, and comes back after it.

    Attributes:
        resumes: Whether something was suggested, or about to be.
        silence: Why nothing was, otherwise.
    """

    resumes: bool = False
    silence: Silence | None = None


@dataclass(frozen=True)  # without slots, which are slow to copy
class State:
    """A dialogue at one moment.

    Attributes:
        options: What the front wants.
        place: The text as it was reported last, with what was typed and taken since.
        revision: Counts what happened to the text.
        ghost: What is offered inline, drawn or not.
        ghost_p: Probability that it is right.
        words: What is offered beside it, the likeliest first.
        places: The same as it is shown; may hold words that are over, which cannot be taken.
        soft: The soft space at the caret.
        silence: Why there is no ghost; None when there is one, or nothing is known yet.
        asked: What the engine was asked and has not answered finally.
        engine: What it is.
        paused: Why nothing is to be suggested; None if it is.
        dismissed: Whether nothing is wanted until the next word.
        sent_away: What was dismissed last, and is not wanted at that place any more.
        typed_last: Whether the last change was typing.
        interruption: What comes back when an interruption is over.
        taken_at: When something was taken last.
        taken_mark: The mark at its end, if it was not typed since, and the revision that it made.
        drawing: What is on the screen.
        shortcuts: The writer's own.
    """

    options: Options = field(default_factory=Options)
    place: Place = field(default_factory=Place)
    revision: int = 0
    ghost: Ghost = field(default_factory=Ghost)
    ghost_p: float = 0.0
    words: tuple[Word, ...] = ()
    places: tuple[Offer, ...] = ()
    soft: Soft = Soft.NONE
    silence: Silence | None = Silence.LOADING
    asked: Request | None = None
    engine: EngineState = EngineState.LOADING
    paused: Silence | None = None
    dismissed: bool = False
    sent_away: SentAway = field(default_factory=SentAway)
    typed_last: bool = False
    interruption: Interruption = field(default_factory=Interruption)
    taken_at: float = NEVER
    taken_mark: tuple[str, int] = ("", 0)
    drawing: Drawing = field(default_factory=Drawing)
    shortcuts: Shortcuts = field(default_factory=Shortcuts)

    @property
    def space(self) -> str:
        """What is between the text and what is typed next, as far as the engine goes."""
        return " " if self.soft else ""

    def request(self, place: Place, trigger: Trigger) -> Request:
        """Return what is asked at a place: the soft space counts as if it were typed."""
        return Request(
            self.revision,
            place.before + self.space,
            place.after,
            place.offset,
            trigger,
            self.options.soft_space,
        )

    def expansion(self, place: Place) -> Expansion | None:
        """Return what a shortcut that ends at a place stands for, if it can be replaced there."""
        if not self.shortcuts.texts or place.insert_only or self.soft:
            return None
        return self.shortcuts.at_caret(place.before, place.after)

    @property
    def mark_put(self) -> str:
        """The mark that a take has put before the caret just now, and that is not typed twice.

        Whoever takes "weather." and types a point means that one, as behind a bracket that an
        editor has closed. Nothing may have happened since, and the next one is a second point.
        """
        mark, revision = self.taken_mark
        is_last = bool(mark) and revision == self.revision and self.place.obstacle is None
        return mark if is_last and not self.ghost.text.startswith(mark) else ""

    @property
    def can_dismiss(self) -> bool:
        """Whether anything is offered that can be sent away."""
        return bool(self.ghost.text or self.soft or self.seen_words)

    @property
    def seen_words(self) -> tuple[Word, ...]:
        """The words where they are shown beside the ghost; none where only a ghost is."""
        return self.words if self.options.has_bar else ()

    def can_take(self, now: float) -> bool:
        """Whether the ghost has been visible long enough for a key to be meant for it."""
        since = self.drawing.since
        return (
            bool(self.ghost.text) and since is not None and now - since >= self.options.take_after_s
        )

    def offered(self, place: int) -> Offer:
        """Return what stands in a place of the bar, counted from 0."""
        return self.places[place] if place < len(self.places) else Offer()

    def just_taken(self, now: float) -> bool:
        """Whether something was taken a moment ago: the same key again would be an accident."""
        return now - self.taken_at < _AFTER_TAKE_S


def changed(state: State, changes: Mapping[str, Any]) -> State:
    """Return a state with other values of some fields.

    `dataclasses.replace` takes seven times as long, and every key waits for several of these.
    """
    copy = object.__new__(State)
    values = copy.__dict__
    values.update(state.__dict__)
    values.update(changes)
    return copy
