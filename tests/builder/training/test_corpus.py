"""Which documents are read, and that they are the same every time."""

from pathlib import Path

import pytest

from autotype.builder.errors import BuildError
from autotype.builder.training.config import TextConfig
from autotype.builder.training.corpus import documents, fingerprint


def letters(count: int) -> list[str]:
    return [f"Dear friend number {n}, THANK you for your letter." for n in range(count)]


def write(folder: Path, name: str, texts: list[str]) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n<|doc|>\n".join(texts), encoding="utf-8")


def test_documents_are_separated_and_come_by_weight(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", letters(2))
    write(tmp_path, "deep/b.md", ["A note that stands in a file of its own."])
    write(tmp_path, "c.csv", ["Not a text that is read, whatever it says."])
    config = TextConfig("", held_out=0.001, weights={"b": 2.0})
    found = [(d.source, d.text) for d in documents(tmp_path, config)]
    assert found == [
        ("b", "A note that stands in a file of its own."),
        *(("a", text) for text in letters(2)),
    ]


def test_copies_scraps_and_sources_of_no_weight_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", [*letters(1), *letters(1), "too short", ""])
    write(tmp_path, "b.txt", ["A source that is switched off, though it is there."])
    config = TextConfig("", held_out=0.001, weights={"b": 0.0})
    assert [d.text for d in documents(tmp_path, config)] == letters(1)


def test_what_is_held_out_and_what_is_lower_case_belongs_to_the_text(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", letters(2000))
    config = TextConfig("", held_out=0.1, lower_case=0.25)
    first = list(documents(tmp_path, config))
    assert 150 < sum(d.held_out for d in first) < 250
    assert 420 < sum(d.text.islower() for d in first) < 580
    write(tmp_path, "a.txt", letters(2000)[::-1])
    assert sorted(d.text for d in documents(tmp_path, config)) == sorted(d.text for d in first)
    assert {d.text for d in documents(tmp_path, config) if d.held_out} == {
        d.text for d in first if d.held_out
    }


def test_a_changed_text_has_another_fingerprint(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", letters(3))
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    write(tmp_path, "a.txt", letters(4))
    assert fingerprint(tmp_path) != before


def test_what_is_said_when_there_is_no_text(tmp_path: Path) -> None:
    config = TextConfig("")
    with pytest.raises(BuildError, match="no folder"):
        list(documents(tmp_path / "none", config))
    with pytest.raises(BuildError, match=r"no \.txt or \.md"):
        list(documents(tmp_path, config))
    (tmp_path / "a.txt").write_bytes(b"caf\xe9 and more than twenty letters")
    with pytest.raises(BuildError, match="UTF-8"):
        list(documents(tmp_path, config))
    write(tmp_path, "a.txt", letters(1))
    with pytest.raises(BuildError, match="no source “x”"):
        list(documents(tmp_path, TextConfig("", weights={"x": 1.0})))
