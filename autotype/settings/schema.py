"""What a setting is: its default, its check, and all that is said about it.

The defaults, the checks, the settings window, the file for those who have none yet and the table
in the README are made of this alone.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autotype.settings.keys import is_keys
from autotype.translation import either, quoted, tr

Check = Callable[[object], bool]
_LONGEST_TEXT = 1000


class Group(enum.Enum):
    """Where a setting stands in the settings window; the value is the heading."""

    SUGGESTIONS = "Suggestions"
    WORDS = "What is offered"
    MODEL = "Model"
    LOOK = "Look"
    WRITING = "Writing"
    FILES = "Files"
    KEYS = "Keys"
    LEARNING = "Your words"
    NUMBERS = "Your numbers"
    ELSEWHERE = "Other applications"


class Kind(enum.Enum):
    """What a value is, and so what it is set with."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Option:
    """One setting.

    Attributes:
        default: Its value when the file says nothing.
        kind: What its value is.
        group: Where it stands.
        title: Its name for people.
        help: What it does, in one sentence.
        check: Whether a value read from the file may be used.
        choices: Each value of a choice, with what it means; of a text, those of its values that
            name nothing on this computer.
        low: The least number.
        high: The largest number.
        step: By how much a number is usually changed.
        unit: What a number counts; may be empty.
        whole: Whether a number has no fraction.
        fine: Whether fractions of a number matter although it is not small.
        written: What only who writes the file has to know of its values, in Markdown.
    """

    default: Any
    kind: Kind
    group: Group
    title: str
    help: str
    check: Check
    choices: Mapping[str, str] = field(default_factory=dict)
    low: float = 0
    high: float = 0
    step: float = 1
    unit: str = ""
    whole: bool = False
    fine: bool = False
    written: str = ""

    @property
    def allowed(self) -> str:
        """What it may be, in words that end “must be …”."""
        match self.kind:
            case Kind.CHOICE:
                return either([quoted(value) for value in self.choices])
            case Kind.NUMBER if self.whole:
                return tr("a whole number from {low} to {high}", low=self.low, high=self.high)
            case Kind.NUMBER:
                return tr("a number from {low} to {high}", low=self.low, high=self.high)
            case Kind.TEXT:
                return tr("a text of at most {most} characters", most=_LONGEST_TEXT)
            case Kind.SWITCH:
                return tr("true or false")
            case _:
                return tr("a table of keys")


def choice(group: Group, title: str, text: str, choices: Mapping[str, str], **more: Any) -> Any:
    """Return a field that has one of some values, the first by default, each with its meaning."""
    # A list or a table is in no mapping, but comparing it is no business of ours.
    option = Option(
        next(iter(choices)),
        Kind.CHOICE,
        group,
        title,
        text,
        lambda value: isinstance(value, str) and value in choices,
        choices,
        **more,
    )
    return _field(option)


def number(
    group: Group, title: str, text: str, default: float, limits: tuple[float, float], **more: Any
) -> Any:
    """Return a field that is a number between two others."""
    low, high = limits

    kinds = int if more.get("whole") else int | float

    def check(value: object) -> bool:
        return isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high

    return _field(
        Option(default, Kind.NUMBER, group, title, text, check, low=low, high=high, **more)
    )


def line_of_text(group: Group, title: str, text: str, default: str, **more: Any) -> Any:
    """Return a field that is a short text."""

    def check(value: object) -> bool:
        # Half a character and NUL are in no name of a pack or a font.
        return (
            isinstance(value, str)
            and len(value) <= _LONGEST_TEXT
            and not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)
        )

    return _field(Option(default, Kind.TEXT, group, title, text, check, **more))


def switch(group: Group, title: str, text: str, *, on: bool, **more: Any) -> Any:
    """Return a field that is true or false."""
    return _field(
        Option(
            on,
            Kind.SWITCH,
            group,
            title,
            text,
            lambda value: isinstance(value, bool),
            **more,
        )
    )


def key_table(group: Group, title: str, text: str, **more: Any) -> Any:
    """Return a field that has a key for some actions."""
    return _field(Option({}, Kind.KEYS, group, title, text, is_keys, **more))


def options_of(fields: Sequence[Any]) -> Mapping[str, Option]:
    """Return the setting behind each field of a dataclass."""
    return {each.name: each.metadata["option"] for each in fields}


def _field(option: Option) -> Any:
    about = {"option": option}
    if isinstance(option.default, dict):
        return field(default_factory=dict, metadata=about)
    return field(default=option.default, metadata=about)
