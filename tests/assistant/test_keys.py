"""Which key asks for what, in other applications."""

import pytest

from autotype.assistant.keys import ALT, CTRL, META, SHIFT, KeyPress, Keys


def press(name: str, *modifiers: str, text: str = "") -> KeyPress:
    return KeyPress(text, name, frozenset(modifiers))


@pytest.mark.parametrize(
    ("pressed", "action"),
    [
        (press("tab"), "take"),
        (press("tab", SHIFT), ""),
        (press("tab", CTRL), ""),
        (press("right", CTRL), "take_word"),
        (press("right"), ""),
        (press("end"), "take_at_end"),
        (press("esc"), "dismiss"),
        (press("]", ALT, text="]"), "next"),
        (press("[", ALT, text="["), "previous"),
        (press("\\", ALT, text="\\"), "ask"),
        # Where a layout needs shift for a character, that shift is not meant.
        (press("\\", ALT, SHIFT, text="\\"), "ask"),
        (press("space", CTRL, ALT, text=" "), "pause"),
        (press("space", CTRL, text=" "), ""),
        (press("space", META, text=" "), ""),
        (press("a", text="a"), ""),
        # There is no bar of words outside the editor.
        (press("1", ALT, text="1"), ""),
    ],
)
def test_default_keys(pressed: KeyPress, action: str) -> None:
    assert Keys({}).action(pressed) == action


def test_changed_keys() -> None:
    keys = Keys({"take": "Ctrl+Return", "dismiss": "", "next": "Ctrl++"})
    assert keys.action(press("return", CTRL, text="\n")) == "take"
    assert keys.action(press("tab")) == ""
    assert keys.action(press("esc")) == ""
    assert keys.action(press("+", CTRL, text="+")) == "next"


@pytest.mark.parametrize(
    ("pressed", "command"),
    [
        (press("a", text="a"), False),
        (press("a", SHIFT, text="A"), False),
        (press("a", CTRL, text="a"), True),
        (press("a", ALT, text="a"), True),
        (press("a", META, text="a"), True),
    ],
)
def test_what_is_a_command(pressed: KeyPress, command: bool) -> None:
    assert pressed.is_command is command
