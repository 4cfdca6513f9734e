import pytest

from autotype.text.chords import ALT, CTRL, SHIFT, meanings, parse


def chord(name: str, *modifiers: str) -> tuple[str, frozenset[str]]:
    return name, frozenset(modifiers)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("Tab", chord("tab")),
        ("Ctrl+Right", chord("right", CTRL)),
        ("Ctrl+Alt+Space", chord("space", CTRL, ALT)),
        ("Ctrl++", chord("+", CTRL)),
        ("+", chord("+")),
        ("Enter", chord("return")),
        ("Escape", chord("esc")),
        ("Backtab", chord("tab", SHIFT)),
        ("Num+5", chord("5")),
        ("", None),
    ],
)
def test_the_chord_of_a_text(key: str, expected: object) -> None:
    assert parse(key) == expected


@pytest.mark.parametrize(
    ("name", "modifiers", "text", "digit", "others"),
    [
        ("1", {ALT, SHIFT}, "1", None, [chord("1", ALT)]),
        ("a", {ALT, SHIFT}, "A", None, []),
        ("end", {SHIFT}, "", None, []),
        ("end", {ALT}, "", None, []),
        ("tab", {SHIFT}, "", None, []),
        # The keys of the digits, by their place or by what they type.
        ("&", {ALT}, "&", "1", [chord("1", ALT)]),
        ("&", {ALT}, "&", None, [chord("1", ALT)]),
        ("&", {ALT}, "&", "", []),
        ("é", {ALT}, "é", None, [chord("2", ALT)]),
        ('"', {ALT}, '"', None, [chord("3", ALT)]),
        ("ě", {ALT}, "ě", None, [chord("2", ALT)]),
        ("š", {ALT}, "š", None, [chord("3", ALT)]),
        ("٢", {ALT}, "٢", None, [chord("2", ALT)]),
        # Shift on such a key means the other character on it.
        ("&", {ALT, SHIFT}, "", "7", []),
    ],
)
def test_what_a_key_may_mean_besides_itself(
    name: str, modifiers: set[str], text: str, digit: str | None, others: list[object]
) -> None:
    literal, *found = meanings(name, frozenset(modifiers), text, digit)
    assert literal == chord(name, *modifiers)
    assert found == others
