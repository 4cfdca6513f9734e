"""Files in, texts out."""

from pathlib import Path

import pytest

from autotype.evaluation.samples import EvaluationError, Sample, read_samples


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mail.txt"
    path.write_text("one two\nthree\n<|doc|>\nfour five six\n\n", encoding="utf-8")
    return path


def texts(samples: list[Sample]) -> list[str]:
    return [sample.text for sample in samples]


def test_a_line_of_its_own_separates_texts(file: Path) -> None:
    assert texts(read_samples([file], characters=0)) == ["one two\nthree", "four five six"]


def test_lines_can_be_texts(file: Path) -> None:
    found = read_samples([file], lines=True, characters=0)
    assert texts(found) == ["one two", "three", "four five six"]
    assert {sample.name for sample in found} == {"mail.txt"}


def test_texts_are_drawn_until_there_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(f"line number {n}" for n in range(100)), encoding="utf-8")
    first = read_samples([path], lines=True, characters=200)
    assert sum(map(len, texts(first))) == 200
    assert first == read_samples([path], lines=True, characters=200)
    assert first != read_samples([path], lines=True, characters=200, seed=1)


def test_a_long_text_is_cut(file: Path) -> None:
    assert texts(read_samples([file], characters=0, longest=6)) == ["one tw", "four f"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no text"), (b"  \n<|doc|>\n", "no text"), (b"\xff\xfeabc", "not UTF-8")],
)
def test_what_cannot_be_measured_on(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=said):
        read_samples([path])


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(EvaluationError, match="cannot be read"):
            read_samples([path])


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_text("abc", encoding="utf-8-sig")
    assert texts(read_samples([path])) == ["abc"]


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "disk.img"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # takes no room on the disk
    with pytest.raises(EvaluationError, match="larger than 64 MB"):
        read_samples([path])


def test_what_stands_before_a_text_in_its_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("Hello!\n\nHi, you.\nHow?\n", encoding="utf-8")
    found = read_samples([path, path], lines=True, characters=0, longest=3)
    assert [(sample.text, sample.before) for sample in found] == 2 * [
        ("Hel", ""),
        ("Hi,", "Hello!\n"),
        ("How", "Hello!\nHi, you.\n"),
    ]
    path.write_text("word " * 5000 + "\n<|doc|>\nlast", encoding="utf-8")
    last = read_samples([path], characters=0)[-1]
    assert (len(last.before), last.before[-5:]) == (6000, "word\n")
