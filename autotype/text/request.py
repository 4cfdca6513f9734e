"""What the engine is asked: the text around the caret, frozen, with a revision."""

import enum
from dataclasses import dataclass


class Trigger(enum.Enum):
    """Why a suggestion is wanted."""

    TYPED = "typed"
    """A character was typed; silence is a good answer."""
    TAKEN = "taken"
    """A suggestion was just taken; what follows it is wanted."""
    ASKED = "asked"
    """The user asked with a key; the gate is off for this one."""


@dataclass(frozen=True, slots=True)
class Request:
    """The text around the caret at one moment.

    Attributes:
        revision: The asker's counter; an answer to an older one may be stale.
        before: The text before the caret, or its end: at least the last 6,000
            characters of it where there are that many.
        after: The text after the caret, at least to the end of its line.
        offset: The position in the document, in characters, of `before[0]`.
        trigger: Why it is asked.
        soft_space: Whether a take leaves a soft space, so that what follows it is asked for
            behind a space.
    """

    revision: int
    before: str
    after: str = ""
    offset: int = 0
    trigger: Trigger = Trigger.TYPED
    soft_space: bool = False


def typed_since(older: Request, newer: Request) -> str | None:
    """Return what was typed between two requests.

    The empty text if nothing was; None if the text before the caret was changed in any
    other way, or the text after it at all.
    """
    shift = newer.offset - older.offset
    if older.after != newer.after or shift > len(older.before) or -shift > len(newer.before):
        return None
    # Either text may reach back further than the other one.
    known, now = older.before[max(0, shift) :], newer.before[max(0, -shift) :]
    return now[len(known) :] if now.startswith(known) else None


def may_serve(running: Request, newer: Request) -> bool:
    """Return whether the answer to `running` may still be of use for the text of `newer`."""
    return newer.trigger is Trigger.TYPED and typed_since(running, newer) is not None
