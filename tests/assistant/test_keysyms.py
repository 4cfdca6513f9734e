"""What the keysyms of X11 type and mean."""

import pytest

from autotype.assistant.keysyms import key_press


@pytest.mark.parametrize(
    ("keysym", "text"),
    [
        (0x61, "a"),
        (0xE9, "é"),
        (0x00A0, "\u00a0"),
        (0x00AD, "\u00ad"),
        (0x0100_202F, "\u202f"),
        (0x0100_200C, "\u200c"),
        (0x0100_200D, "\u200d"),
        (0x0100_200E, "\u200e"),
        (0x0100_3000, "\u3000"),
        (0x0100_2060, "\u2060"),
        (0x0100_0301, "\u0301"),
        (0x0101_F469, "👩"),
        (0x0100_E000, "\ue000"),
        (0x06D1, "я"),
        (0x07E1, "α"),
        (0x05E4, "ل"),
        (0xFFB7, "7"),
        (0xFFAB, "+"),
        (0xFF80, " "),
        (0xFF0D, "\n"),
        (0xFF8D, "\n"),
        # Keys, and no characters.
        (0xFF08, ""),
        (0xFF09, ""),
        (0xFF1B, ""),
        (0xFFFF, ""),
        (0xFF9F, ""),
        (0xFF57, ""),
        (0xFFBE, ""),
        (0xFE51, ""),
        (0x0100_0000 + 0xD800, ""),
        (0x0100_0000 + 0x0007, ""),
        (0xFFFF_FFFF, ""),
    ],
)
def test_what_a_key_types(keysym: int, text: str) -> None:
    assert key_press(keysym, 0).text == text


def test_what_altgr_types_is_no_command() -> None:
    """AltGr is Mod5, on some keyboards with NumLock on (Mod2)."""
    for state in (1 << 7, 1 << 7 | 1 << 4, 1 << 7 | 1):
        pressed = key_press(0x5C, state)
        assert (pressed.text, pressed.is_command) == ("\\", False)
