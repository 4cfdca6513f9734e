"""What can be wrong with a tuning, in one sentence each."""

from autotype.errors import AutotypeError


class TuningError(AutotypeError):
    """A tuning cannot begin, or not go on."""


class PausedError(TuningError):
    """A tuning was ended on the way; it can go on later."""
