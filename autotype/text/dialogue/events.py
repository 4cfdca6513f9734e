"""What happens to a dialogue. A front says these, and nothing else, in the order of time."""

from dataclasses import dataclass
from typing import Literal

from autotype.text.dialogue.place import Place
from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion

Wish = Literal["ask", "dismiss", "next", "previous"]
Take = Literal["take", "take_word", "take_at_end", "take_plain", "first", "second", "third"]


@dataclass(frozen=True, slots=True)
class Typed:
    """New text ends at the caret, and nothing else has changed but a selection that it replaced.

    Attributes:
        text: What was typed, with the soft space if that has become real.
        now: When.
        place: The text afterwards; None if it is the last known one with `text` at its end.
        certain: False if it may have become another character; `Corrected` will say so.
    """

    text: str
    now: float
    place: Place | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Text before the caret has become another one, as input methods do it."""

    text: str
    place: Place
    now: float


@dataclass(frozen=True, slots=True)
class Changed:
    """The text or the caret has changed by anything but typing.

    Attributes:
        why: What is said of it where nothing is suggested now.
        place: The text afterwards.
    """

    why: Silence
    place: Place


@dataclass(frozen=True, slots=True)
class Composing:
    """An input method has something unfinished at the caret."""

    place: Place


@dataclass(frozen=True, slots=True)
class Uncomposed:
    """What was being composed was given up."""

    place: Place
    now: float


@dataclass(frozen=True, slots=True)
class Unfocused:
    """The keys go elsewhere."""

    place: Place


@dataclass(frozen=True, slots=True)
class Focused:
    """The keys come here again; nothing has changed meanwhile."""

    place: Place
    now: float


@dataclass(frozen=True, slots=True)
class Opened:
    """Another text is in front; of the one before nothing counts."""

    place: Place


@dataclass(frozen=True, slots=True)
class Doubted:
    """The text may be another one than what is offered was made for; `Corrected` will say so."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The text is another one than the keys let expect.

    What was typed last may be asked for again.
    """

    place: Place


@dataclass(frozen=True, slots=True)
class Followed:
    """What follows the caret was not known, or has become something else."""

    place: Place
    now: float


@dataclass(frozen=True, slots=True)
class Handed:
    """A key goes to an application that draws its text itself, and needs a moment for it."""

    now: float


@dataclass(frozen=True, slots=True)
class Due:
    """The time that a `Wait` asked for is over."""

    number: int
    now: float


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """What was to be shown cannot be: something else is in its place."""


@dataclass(frozen=True, slots=True)
class Unspaced:
    """The key that deletes backwards was pressed behind a soft space: only that one goes."""


@dataclass(frozen=True, slots=True)
class Retyped:
    """The mark was typed that a take has just put there, and nothing was put for it.

    Only fronts that can hold a key back say so; see `State.mark_put`.
    """


@dataclass(frozen=True, slots=True)
class Answered:
    """The engine answers, perhaps late, perhaps not for the last time."""

    answer: Suggestion
    place: Place
    now: float


@dataclass(frozen=True, slots=True)
class EngineIs:
    """What the engine has become."""

    state: EngineState


@dataclass(frozen=True, slots=True)
class Paused:
    """Nothing is to be suggested, for a reason, or is again."""

    reason: Silence | None


@dataclass(frozen=True, slots=True)
class Opted:
    """The writer wants something else from now on."""

    options: Options


@dataclass(frozen=True, slots=True)
class ShortcutsAre:
    """The writer has these shortcuts from now on."""

    shortcuts: Shortcuts
    now: float


@dataclass(frozen=True, slots=True)
class Pressed:
    """The writer asks for something else than text.

    Attributes:
        what: Its name among the actions.
        place: The text as it is.
        now: When.
    """

    what: Wish
    place: Place
    now: float


@dataclass(frozen=True, slots=True)
class Took:
    """The writer wants what is offered in the text; `Refused` if it is not meant or not there.

    Attributes:
        what: Its name among the actions.
        place: The text before.
        now: When.
        deliberate: Whether it cannot be an accident, as with a click.
    """

    what: Take
    place: Place
    now: float
    deliberate: bool = False


Event = (
    Typed
    | Rewritten
    | Changed
    | Composing
    | Uncomposed
    | Unfocused
    | Focused
    | Opened
    | Doubted
    | Corrected
    | Followed
    | Handed
    | Due
    | NotDrawn
    | Unspaced
    | Retyped
    | Answered
    | EngineIs
    | Paused
    | Opted
    | ShortcutsAre
    | Pressed
    | Took
)
