"""What IBus says of a field, in the assistant's terms."""

from autotype.assistant.modes import Mode
from autotype.assistant.treatment import Treatment

# What stands in for a client while no field has the focus.
NO_CLIENT = "fake"

_FREE_FORM, _ALPHA = 0, 1
_PRIVATE = 1 << 11
_SURROUNDING_TEXT = 1 << 5


def takes_suggestions(purpose: int, hints: int) -> bool:
    """Return whether a field is one for words that may be looked at.

    Args:
        purpose: IBus's input purpose: only free text and letters are for words, and
            passwords, PINs and terminals are nobody's business.
        hints: IBus's input hints; one of them says that the text is private.
    """
    return purpose in (_FREE_FORM, _ALPHA) and not hints & _PRIVATE


def reports(capabilities: int) -> bool:
    """Return whether a client can tell what is around its caret."""
    return bool(capabilities & _SURROUNDING_TEXT)


def mode_in(treatment: Treatment, content: tuple[int, int], *, can_report: bool) -> Mode:
    """Return how suggestions are shown in a field.

    A client that tells nothing cannot be found out if it makes a ghost its text, so unless the
    user says otherwise it is not let into the text.

    Args:
        treatment: How its application is treated.
        content: The purpose and the hints of the field.
        can_report: Whether the client tells what is around the caret.
    """
    if not takes_suggestions(*content):
        return Mode.OFF
    if treatment.mode is Mode.INLINE and not (can_report or treatment.is_own_rule):
        return Mode.POPUP
    return treatment.mode
