"""What can be asked for with a key, the same in the editor and everywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to ask for.

    Attributes:
        key: Default key, in Qt's portable form.
        text: Name for people.
        second: Another one, for keyboards on which AltGr is needed for the first; it counts
            while the action has its default key and nothing else has this one.
    """

    key: str
    text: str
    second: str = ""


ACTIONS: Mapping[str, Action] = {
    "take": Action("Tab", "Take the suggestion"),
    "take_word": Action("Ctrl+Right", "Take its next word"),
    "take_at_end": Action("End", "Take the suggestion at the end of a line"),
    "take_plain": Action("Alt+Return", "Take the suggestion without a space after it"),
    "dismiss": Action("Esc", "Dismiss until the next word"),
    "next": Action("Alt+]", "Next alternative", "Alt+Down"),
    "previous": Action("Alt+[", "Previous alternative", "Alt+Up"),
    "first": Action("Alt+1", "Take the first word of the bar"),
    "second": Action("Alt+2", "Take the second word of the bar"),
    "third": Action("Alt+3", "Take the third word of the bar"),
    "ask": Action("Alt+\\", "Suggest now", "Alt+Right"),
    "pause": Action("Ctrl+Alt+Space", "Pause suggestions"),
}
