"""Sizes of the screen that the environment asks Qt for; of some of them Qt crashes."""

import math
import os
import re

from autotype.translation import tr

# Between these Qt draws something. Tried with Qt 6.11: 0, nan and a million dots an inch crash it.
_FACTORS, _DOTS = (0.05, 50.0), (8.0, 4000.0)
_OF = {
    "QT_SCALE_FACTOR": _FACTORS,
    "QT_SCREEN_SCALE_FACTORS": _FACTORS,
    "QT_FONT_DPI": _DOTS,
}


def drop_unusable_sizes() -> list[str]:
    """Take out of the environment what Qt cannot draw in; return a sentence about each."""
    said = []
    for name, (least, most) in _OF.items():
        value = os.environ.get(name, "")
        # One for each screen, with its name or without: "eDP-1=2;1.5".
        sizes = [part.rpartition("=")[2] for part in re.split("[;,]", value) if part.strip()]
        if all(_is_usable(size, least, most) for size in sizes):
            continue
        del os.environ[name]
        said.append(
            tr(
                "{name} is “{value}”, which is no size that a screen can have; it is ignored.",
                name=name,
                value=value,
            )
        )
    return said


def _is_usable(size: str, least: float, most: float) -> bool:
    try:
        number = float(size)
    except ValueError:
        return True  # Qt takes no notice of it
    return math.isfinite(number) and least <= number <= most
