"""The fields of a table that somebody else wrote, each with the type and range that it must have.

For JSON and TOML that were parsed already: manifests, checkpoints, the catalogue.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from autotype.text.visible import is_visible, visible
from autotype.translation import quoted, tr

T = TypeVar("T")
_REQUIRED: Any = object()


class Fields:
    """Takes fields by name. What is missing or not as it must be is a `ValueError`.

    A default stands for a field that is missing, or null where the default is None. Booleans
    are no numbers, and numbers no texts.
    """

    def __init__(self, data: object, where: str = "") -> None:
        """Take from `data`; raises `ValueError` if it is not a table.

        Args:
            data: What was parsed.
            where: What the table is called in messages; empty for the whole file.
        """
        if not isinstance(data, Mapping):
            raise ValueError(
                tr("“{where}” is not a table", where=where) if where else tr("it is not a table")
            )
        self._data: Mapping[str, Any] = data
        self._where = where
        self._taken: set[str] = set()

    def whole(self, name: str, least: int, most: int, default: T = _REQUIRED) -> int | T:
        """Return a whole number from `least` to `most`."""
        value = self._take(name, default)
        if value is default:
            return default
        return _whole(value, least, most, self._called(name))

    def number(self, name: str, least: float, most: float, default: T = _REQUIRED) -> float | T:
        """Return a finite number from `least` to `most`, as a float."""
        value = self._take(name, default)
        if value is default:
            return default
        return as_number(value, least, most, self._called(name))

    def text(
        self, name: str, longest: int, default: str = _REQUIRED, *, shown: bool = False
    ) -> str:
        """Return a text of at most `longest` characters; one that is `shown` is visible, too."""
        value = self._take(name, default)
        called = self._called(name)
        if not isinstance(value, str):
            raise ValueError(tr("{called} is not a text", called=called))
        if len(value) > longest:
            raise ValueError(
                tr("{called} is longer than {longest} characters", called=called, longest=longest)
            )
        if shown and not (value.strip() and is_visible(value)):
            raise ValueError(
                tr("{called} is empty or holds characters that cannot be shown", called=called)
            )
        return value

    def flag(self, name: str, default: bool = _REQUIRED) -> bool:
        """Return true or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise ValueError(tr("{called} is neither true nor false", called=self._called(name)))
        return value

    def wholes(self, name: str, least: int, most: int, longest: int) -> tuple[int, ...]:
        """Return a list of at most `longest` whole numbers from `least` to `most`."""
        called = self._called(name)
        return tuple(_whole(value, least, most, called) for value in self.rows(name, longest))

    def rows(self, name: str, longest: int, default: Sequence[Any] = _REQUIRED) -> Sequence[Any]:
        """Return a list of at most `longest` values of any kind."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple):
            raise ValueError(tr("{called} is not a list", called=self._called(name)))
        if len(value) > longest:
            raise ValueError(
                tr(
                    "{called} has more than {longest} entries",
                    called=self._called(name),
                    longest=longest,
                )
            )
        return value

    def table(self, name: str, longest: int, default: T = _REQUIRED) -> dict[str, Any] | T:
        """Return a table of at most `longest` values of any kind."""
        value = self._take(name, default)
        if value is default:
            return default
        if not isinstance(value, dict):
            raise ValueError(tr("{called} is not a table", called=self._called(name)))
        if len(value) > longest:
            raise ValueError(
                tr(
                    "{called} has more than {longest} entries",
                    called=self._called(name),
                    longest=longest,
                )
            )
        return value

    def done(self) -> None:
        """Raise `ValueError` if there are fields that were not taken."""
        for name in self._data.keys() - self._taken:
            raise ValueError(tr("there is no field {called}", called=self._called(str(name))))

    def _take(self, name: str, default: object) -> Any:
        self._taken.add(name)
        value = self._data.get(name, _REQUIRED)
        if value is None and default is None:
            return default
        if value is not _REQUIRED:
            return value
        if default is _REQUIRED:
            raise ValueError(tr("{called} is missing", called=self._called(name)))
        return default

    def _called(self, name: str) -> str:
        return quoted(visible(f"{self._where}.{name}" if self._where else name, 60))


def as_number(value: object, least: float, most: float, called: str) -> float:
    """Return a finite number from `least` to `most`; raises `ValueError`."""
    # Compared before it is made a float: whole numbers of JSON can be too large for one.
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(
            tr(
                "{called} is not a number from {least:g} to {most:g}",
                called=called,
                least=least,
                most=most,
            )
        )
    return float(value)


def _whole(value: object, least: int, most: int, called: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(
            tr(
                "{called} is not a whole number from {least} to {most}",
                called=called,
                least=least,
                most=most,
            )
        )
    return value
