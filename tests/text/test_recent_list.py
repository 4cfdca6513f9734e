"""The list of recent files is bounded, checked, and never in the way."""

import os
from pathlib import Path

import pytest

from autotype.text.recent import MOST, Recent, left_at, opened, read_recent, without, write_recent

A, B, C = (Path(f"/tmp/{name}.txt") for name in "abc")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    files = (Recent(A, 7), Recent(Path("/tmp/ünï 😀.md")), Recent(Path(os.fsdecode(b"/tmp/\xff"))))
    place = tmp_path / "new" / "recent.json"
    write_recent(place, files)
    assert read_recent(place) == files
    assert place.stat().st_mode & 0o777 == 0o600


def test_the_last_one_comes_first_and_keeps_its_caret() -> None:
    files = opened((), A, 10)
    files = left_at(opened(files, B, 10), B, 5)
    assert files == (Recent(B, 5), Recent(A))
    assert opened(files, A, 10) == (Recent(A), Recent(B, 5))
    assert opened(opened(files, C, 2), B, 2) == (Recent(B, 5), Recent(C))
    assert without(files, B) == (Recent(A),)
    assert len(opened(tuple(Recent(Path(f"/{n}")) for n in range(99)), A, 99)) == MOST


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[", "{}", "3", "null", '["a"]', '[{"path": 3}]', '[{"path": ""}]'),
        *('[{"path": "relative"}]', '[{"path": "/a\\u0000b"}]', "[" * 1000, "NaN"),
        '[{"path": "/' + "a" * 5000 + '"}]',
    ],
)
def test_a_damaged_list_is_no_list(tmp_path: Path, text: str) -> None:
    place = tmp_path / "recent.json"
    place.write_text(text)
    assert read_recent(place) == ()


@pytest.mark.parametrize("caret", ["-1", "1e3", "true", '"7"', "99999999999999"])
def test_a_caret_that_cannot_be_is_none(tmp_path: Path, caret: str) -> None:
    place = tmp_path / "recent.json"
    place.write_text(f'[{{"path": "/a", "caret": {caret}}}, {{"path": "/a"}}]')
    assert read_recent(place) == (Recent(Path("/a")),)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "recent.json")
    assert read_recent(tmp_path / "recent.json") == ()
