import pytest

from autotype.engine.spelling import _one_slip


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("because", "becuase"),
        ("friend", "freind"),
        ("tomor", "tommor"),
        ("accommod", "accomod"),
        ("occas", "occass"),
        ("definit", "definat"),
    ],
)
def test_one_slip(meant: str, typed: str) -> None:
    assert _one_slip(meant.encode(), typed.encode())


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("because", "because"),
        ("play", "pray"),
        ("really", "realy's"),
        ("form", "farms"),
        ("abcd", "badc"),
        ("ab", "abcd"),
    ],
)
def test_none_or_more_than_one(meant: str, typed: str) -> None:
    assert not _one_slip(meant.encode(), typed.encode())
