"""Which applications had the focus lately, so that a rule for one can be chosen, not spelled.

Names only, newest first, and only in memory: with the service they are forgotten.
"""

_MOST = 12
_LONGEST = 80


class SeenApplications:
    """The last few names."""

    def __init__(self) -> None:
        """Start without any."""
        self._names: tuple[str, ...] = ()

    def add(self, name: object) -> None:
        """Remember a name.

        Raises:
            ValueError: It is no text that could be shown, or too long for a name.
        """
        if not isinstance(name, str) or len(name) > _LONGEST or not name.isprintable():
            raise ValueError("The field “application” is not the name of one.")
        if name:
            others = [other for other in self._names if other != name]
            self._names = (name, *others)[:_MOST]

    def newest_first(self) -> tuple[str, ...]:
        """Return the names."""
        return self._names
