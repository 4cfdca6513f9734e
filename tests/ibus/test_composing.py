"""Dead keys and the Compose key, by the table that programs without an input method use."""

import pytest

from autotype.ibus.composing import Composing, composes_itself, locale_of

ACUTE, GRAVE, TILDE, COMPOSE = 0xFE51, 0xFE50, 0xFE53, 0xFF20
BACKSPACE, RETURN, LEFT = 0xFF08, 0xFF0D, 0xFF51


def typed(*keys: int | str) -> list[tuple[str, bool]]:
    composing = Composing()
    return [
        composing.feed(key, "") if isinstance(key, int) else composing.feed(ord(key), key)
        for key in keys
    ]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ((ACUTE, "e"), "é"),
        ((GRAVE, "A"), "À"),
        ((TILDE, "n"), "ñ"),
        ((ACUTE, ACUTE), "´"),
        ((COMPOSE, '"', "u"), "ü"),
        ((COMPOSE, "o", "o"), "°"),
    ],
)
def test_a_sequence_types_one_character_and_the_program_has_none_of_its_keys(
    keys: tuple[int | str, ...], text: str
) -> None:
    *first, last = typed(*keys)
    assert first == [("", True)] * (len(keys) - 1)
    assert last == (text, True)


def test_what_makes_no_character_types_the_accent_and_the_letter_in_this_order() -> None:
    assert typed(ACUTE, "x", "e") == [("", True), ("´x", True), ("", False)]


def test_a_sequence_of_the_compose_key_that_means_nothing_is_gone() -> None:
    assert typed(COMPOSE, "q", "z", "e")[-2:] == [("", False), ("", False)]


@pytest.mark.parametrize(("key", "kept"), [(BACKSPACE, True), (LEFT, False), (RETURN, False)])
def test_other_keys_end_a_sequence(key: int, kept: bool) -> None:
    assert typed(ACUTE, key, "e") == [("", True), ("", kept), ("", False)]


def test_letters_are_left_alone() -> None:
    assert typed("a", RETURN, "é", BACKSPACE) == [("", False)] * 4


def test_a_field_does_not_go_on_with_what_was_begun_in_another() -> None:
    composing = Composing()
    composing.feed(ACUTE, "")
    composing.begin_anew()
    assert composing.feed(ord("e"), "e") == ("", False)


def test_programs_of_wayland_compose_themselves() -> None:
    assert composes_itself("gnome-shell")
    assert not any(map(composes_itself, ("", "gtk3-im:gedit", "QIBusInputContext", "xim")))


def test_the_locale_is_the_one_that_counts_for_characters() -> None:
    assert locale_of({"LANG": "de_DE.UTF-8", "LC_CTYPE": "fr_FR.UTF-8"}) == "fr_FR.UTF-8"
    assert locale_of({"LANG": "de_DE.UTF-8", "LC_ALL": ""}) == "de_DE.UTF-8"
    assert locale_of({}) == "C"
