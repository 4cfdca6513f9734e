"""Where the caret is, as far as the application has said so."""

import pytest

from autotype.ibus.caret import Caret, breadth

AT = (100, 50, 1, 18)


def typed(caret: Caret, *columns: int) -> None:
    """Type characters, after each of which the application says its column."""
    for column in columns:
        caret.moves(1)
        caret.is_at((column, *AT[1:]))


def test_what_was_said_last_counts() -> None:
    caret = Caret()
    assert caret.place() is None
    caret.is_at(AT)
    typed(caret, 108, 116)
    assert (caret.place(), caret.is_late) == ((116, 50, 1, 18), False)
    caret.is_at((0, 0, 0, 0))
    assert caret.place() is None


def test_an_application_that_says_nothing_for_a_while_is_reckoned_for() -> None:
    caret = Caret()
    caret.is_at(AT)
    typed(caret, 110, 117, 127)
    for _ in range(3):
        caret.moves(1)
    caret.moves(5)  # taken in one piece
    assert caret.is_late
    place = caret.place()
    assert place is not None
    assert abs(place[0] - (127 + 8 * 9)) < 8
    assert place[1:] == AT[1:]
    caret.is_at((200, 50, 1, 18))
    assert caret.place() == (200, 50, 1, 18)


def test_from_right_to_left_it_goes_the_other_way() -> None:
    caret = Caret()
    caret.is_at(AT)
    typed(caret, 92, 84)
    caret.moves(2)
    assert caret.place() == (68, 50, 1, 18)


def test_nothing_is_reckoned_where_nothing_is_known() -> None:
    caret = Caret()
    caret.is_at(AT)
    caret.moves(4)
    assert caret.place() == AT  # it may be one that never says more
    typed(caret, 130)
    caret.moves(1)
    caret.moves(0)  # Home, a click, another line
    caret.moves(1)
    assert caret.place() == (130, 50, 1, 18)


def test_a_jump_teaches_nothing() -> None:
    caret = Caret()
    caret.is_at(AT)
    typed(caret, 108)
    caret.moves(0)
    caret.is_at((20, 70, 1, 18))  # a new line
    caret.moves(1)
    caret.is_at((900, 90, 1, 18))  # wrapped, scrolled
    caret.moves(2)
    assert caret.place() == (916, 90, 1, 18)


def test_what_is_said_of_a_letter_before_the_last_ones() -> None:
    """Chromium falls silent after that on a busy machine."""
    caret = Caret()
    caret.is_at((93, *AT[1:]))
    for letter, column in zip("very", (101, 110, 116, 125), strict=True):
        caret.moves(breadth(letter))
        caret.is_at((column, *AT[1:]))
    for letter in " mu":
        caret.moves(breadth(letter))
    caret.is_at((129, *AT[1:]))
    assert caret.is_late
    place = caret.place()
    assert place is not None
    assert abs(place[0] - 154) < 8
    caret.is_at((154, *AT[1:]))
    assert (caret.place(), caret.is_late) == ((154, *AT[1:]), False)


@pytest.mark.parametrize(("text", "width"), [("i", 4), ("ill", 11), ("mum", 36), ("a", 0)])
def test_what_is_said_of_the_last_letter_is_believed_however_wide_it_is(
    text: str, width: int
) -> None:
    caret = Caret()
    caret.is_at(AT)
    typed(caret, 109, 118, 127)
    for letter in text:
        caret.moves(breadth(letter))
    caret.is_at((127 + width, *AT[1:]))
    place = caret.place()
    assert place is not None
    # What has not moved it yet is about to.
    assert place[0] == 127 + (width or 9)
