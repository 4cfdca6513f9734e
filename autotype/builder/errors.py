"""The builder's one exception."""

from autotype.errors import AutotypeError


class BuildError(AutotypeError):
    """Weights that cannot become a pack."""
