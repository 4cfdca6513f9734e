"""How an application is treated, and what of the user's settings matters there."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Mode(enum.StrEnum):
    """How an application is treated."""

    INLINE = "inline"
    POPUP = "popup"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class FieldOptions:
    """What of the user's settings matters here.

    Attributes:
        keys: Keys per action that replace the default ones.
        take_after_s: How long a ghost must have been visible for Tab to take it.
        mid_line: Whether to suggest before text on the same line.
    """

    keys: Mapping[str, str]
    take_after_s: float = 0.15
    mid_line: bool = False
