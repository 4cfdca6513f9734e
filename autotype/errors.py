"""The one base class of every error that is shown to the user."""

from autotype.text.visible import visible

_LONGEST = 1200


class AutotypeError(Exception):
    """What happened and what to do about it, in one sentence for the user.

    Each layer raises its own subclass; only `cli.py`, `app.py` and `ui/` catch them. Sentences
    quote names and messages of unknown origin, so nothing in them reaches a terminal as a
    control character, and they stay of a length that can be read.
    """

    def __str__(self) -> str:
        """Return the sentence."""
        return visible(super().__str__(), _LONGEST)
