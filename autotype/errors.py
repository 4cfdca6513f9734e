"""The one base class of every error that is shown to the user."""


class AutotypeError(Exception):
    """What happened and what to do about it, in one sentence for the user.

    Each layer raises its own subclass; only `cli.py`, `app.py` and `ui/` catch them.
    """


class LeaveAtOnce(SystemExit):  # no error
    """An end that waits for no thread.

    One that is stuck in a driver, or opens a large pack, would keep a process that has nothing
    left to do; what was begun further out is put away before.
    """
