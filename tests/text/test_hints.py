"""Whether the key that takes a suggestion is still to be shown, over several starts."""

from pathlib import Path

import pytest

from autotype.text.hints import ENOUGH_SHOWS, ENOUGH_TAKES, Hints, read_hints, write_hints


def test_what_was_seen_is_known_the_next_time(tmp_path: Path) -> None:
    place = tmp_path / "new" / "hints.json"
    assert read_hints(place) == Hints()
    write_hints(place, Hints(3, 2))
    assert read_hints(place) == Hints(3, 2)
    assert place.stat().st_mode & 0o077 == 0


def test_the_keys_of_the_words_are_known_by_themselves(tmp_path: Path) -> None:
    place = tmp_path / "hints.json"
    write_hints(place, Hints(3, 2))
    assert read_hints(place, "words") == Hints()
    write_hints(place, Hints(7, 1), "words")
    write_hints(place, Hints(4, 3))
    assert (read_hints(place), read_hints(place, "words")) == (Hints(4, 3), Hints(7, 1))


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b'{"shows": -1}', b'{"takes": 1e9}', b'{"shows": "3"}', b" " * 5000]
)
def test_a_damaged_file_says_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "hints.json").write_bytes(data)
    assert read_hints(tmp_path / "hints.json") == Hints()


@pytest.mark.parametrize(
    ("hints", "wanted"),
    [
        (Hints(), True),
        (Hints(ENOUGH_SHOWS - 1, ENOUGH_TAKES - 1), True),
        (Hints(ENOUGH_SHOWS, 0), False),
        (Hints(ENOUGH_TAKES, ENOUGH_TAKES), False),
    ],
)
def test_whoever_knows_the_key_is_not_told_again(hints: Hints, wanted: bool) -> None:
    assert hints.wanted is wanted
