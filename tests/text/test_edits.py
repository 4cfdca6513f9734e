"""What changed between two looks at a text around a caret."""

import pytest

from autotype.text.dialogue.edits import Edit, edit_between, is_move
from autotype.text.dialogue.place import Place


def place(before: str, after: str = "", offset: int = 0) -> Place:
    return Place(before, after, offset)


@pytest.mark.parametrize(
    ("old", "new", "edit"),
    [
        (place("ab"), place("abc"), Edit(2, 0, 1)),
        (place("abc"), place("ab"), Edit(2, 1, 0)),
        (place("a", "c"), place("ab", "c"), Edit(1, 0, 1)),
        (place("the cat"), place("the dog"), Edit(4, 3, 3)),
        (place("ab", "c"), place("a", "bc"), None),
        (place("cdef", offset=2), place("cdxf", offset=2), Edit(4, 1, 1)),
        (place("abcd"), place("cdx", offset=2), Edit(4, 0, 1)),
        (place(""), place("ab"), Edit(0, 0, 2)),
        (place("ab"), place(""), Edit(0, 2, 0)),
        (place("ab"), place("xy", offset=9), None),
    ],
)
def test_an_edit_is_found(old: Place, new: Place, edit: Edit | None) -> None:
    assert edit_between(old, new) == edit


@pytest.mark.parametrize(
    ("edit", "start", "end", "touches"),
    [
        (Edit(3, 2, 0), 0, 4, True),
        (Edit(3, 2, 0), 0, 3, False),
        (Edit(3, 2, 0), 5, 9, False),
        (Edit(3, 0, 1), 0, 4, True),
        (Edit(3, 0, 1), 3, 6, False),
        (Edit(3, 0, 1), 0, 3, False),
    ],
)
def test_what_an_edit_touches(edit: Edit, start: int, end: int, touches: bool) -> None:
    assert edit.touches(start, end) is touches


def test_a_move_shows_the_same_text() -> None:
    assert is_move(place("ab", "c"), place("a", "bc"))
    assert is_move(place("ab", "c\nd"), place("a", "bc"))
    assert not is_move(place("ab"), place("ax"))
