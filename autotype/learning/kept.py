"""What the store answers."""

from typing import NamedTuple

from autotype.learning.own_text import Row


class Learned(NamedTuple):
    """What has changed.

    Attributes:
        rows: Context, word and the weight they have now; 0 for what went.
        clock: Words that were written in all.
        revision: Counts the changes of the file.
        grams: What was read in clear or hidden, each behind its context, and may count at once.
    """

    rows: list[Row]
    clock: float
    revision: int
    grams: list[tuple[str, str]]


class Everything(NamedTuple):
    """All that is known in clear; see `Learned`, and `Shortcuts` for the last."""

    rows: list[Row]
    clock: float
    revision: int
    never: list[str]
    shortcuts: list[tuple[str, str]]


class KnownWord(NamedTuple):
    """A word for a person to look at.

    Attributes:
        word: It.
        times: How often it was written, as far as that was counted.
        weight: What it counts now, faded.
        first: When it was learned, in seconds since 1970, by the minute.
        last: When it was written last.
        source: Where that was.
        never: Whether it is not to be suggested.
    """

    word: str
    times: int
    weight: float
    first: int
    last: int
    source: str
    never: bool
