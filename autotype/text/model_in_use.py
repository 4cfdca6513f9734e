"""What is said of the model in use: which one it is, and why it is not another."""

import enum
from dataclasses import dataclass


class Recommended(enum.Enum):
    """What has become of the recommended model."""

    ABSENT = "absent"
    IN_USE = "in use"
    TOO_SLOW = "too slow"
    """It is here, but its words come too late on this machine."""
    NOT_CHOSEN = "not chosen"
    """It is here, but the settings name another one, or another one is better here."""


@dataclass(frozen=True, slots=True)
class ModelInUse:
    """The model that the settings lead to now.

    Attributes:
        key: Tells it from every other one, and from itself after a change; empty for none.
        title: Its name for people.
        small: Whether it is the one that Autotype comes with.
        notices: Sentences about what is wrong with the settings or with other models.
        setting_fails: Whether the settings name a model that cannot be used.
        better: Name of the model that would be in use if it were not too slow; may be empty.
        better_title: Its name for people.
        better_ms: Milliseconds within which 95 % of its words came, on a quiet machine.
        recommended: What has become of the recommended model.
        recommended_title: Its name for people.
        megabytes: How much getting it downloads, about.
        disk_megabytes: How much it takes on the disk then; 0 if that is not known.
        is_downloaded: Whether the download is here already, and only what follows is missing.
        languages: Those that it knows, as in "en"; none if that is not known.
    """

    key: str = ""
    title: str = ""
    small: bool = False
    notices: tuple[str, ...] = ()
    setting_fails: bool = False
    better: str = ""
    better_title: str = ""
    better_ms: float = 0.0
    recommended: Recommended = Recommended.ABSENT
    recommended_title: str = ""
    megabytes: int = 0
    disk_megabytes: int = 0
    is_downloaded: bool = False
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackOnShelf:
    """A model pack that is here, or that can be had.

    Attributes:
        name: What it is called in the settings.
        title: Its name for people.
        summary: What it is for, in a sentence; may be empty.
        licence: Its SPDX identifier.
        megabytes: On the disk; of the download if it is not here.
        is_here: Whether it can be used.
        in_use: Whether it is the one that is used.
        is_own: Whether the user may remove it.
        savings: The share of the keys that it saves, 0 to 1; None if that was not measured here.
        words_ms: Milliseconds within which 95 % of its words came here; None as above.
        is_slow: Whether that is too slow.
        problem: What is wrong with it, in a sentence; empty if nothing is.
    """

    name: str
    title: str
    summary: str = ""
    licence: str = ""
    megabytes: int = 0
    is_here: bool = False
    in_use: bool = False
    is_own: bool = False
    savings: float | None = None
    words_ms: float | None = None
    is_slow: bool = False
    problem: str = ""
