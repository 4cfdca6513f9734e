"""What IBus says of a field, in the assistant's terms."""

_FREE_FORM, _ALPHA = 0, 1
_PRIVATE = 1 << 11


def takes_suggestions(purpose: int, hints: int) -> bool:
    """Return whether a field is one for words that may be looked at.

    Args:
        purpose: IBus's input purpose: only free text and letters are for words, and
            passwords, PINs and terminals are nobody's business.
        hints: IBus's input hints; one of them says that the text is private.
    """
    return purpose in (_FREE_FORM, _ALPHA) and not hints & _PRIVATE
