"""The one base class of every error that is shown to the user."""


class AutotypeError(Exception):
    """What happened and what to do about it, in one sentence for the user.

    Each layer raises its own subclass; only `cli.py`, `app.py` and `ui/` catch them.
    """
