"""`autotype learned` as people and programs call it, and texts of earlier times."""

import json
import time
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.learning.store import Store
from tests.learning.writer import Writer, bytes_of


@pytest.fixture
def writer(home: Path) -> Writer:
    writer = Writer(home / "learned")
    writer.now = time.time()
    writer.write(*["We met Zyxxo at Quorvale."] * 2, "We met Zyxxo.")
    return writer


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "old").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "one.txt").write_text("We met Marvolo.\nThe password: hunter2\n")
    (folder / "old" / "two.md").write_text("# Marvolo\n\nWe met Marvolo again.\n")
    (folder / "old" / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "picture.png").write_bytes(b"Marvolo")
    (folder / ".hidden" / "three.txt").write_text("Secretname. Secretname.\nSecretname.")
    return folder


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_the_words_are_listed_and_found(writer: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learned"]) == 0
    lines = said(capsys).splitlines()
    assert [line.split()[0] for line in lines] == ["Zyxxo", "met", "we", "Quorvale", "at"]
    assert lines[0].split()[1] == "3"
    assert lines[0].endswith("editor")
    assert main(["learned", "quor"]) == 0
    assert said(capsys).split()[0] == "Quorvale"
    assert main(["learned", "nobody"]) == 0
    assert said(capsys) == "No such word was learned.\n"
    assert main(["learned", "Zyxxo", "--json"]) == 0
    assert json.loads(said(capsys))["times"] == 3


def test_nothing_was_learned_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learned"]) == 0
    assert said(capsys) == "Nothing was learned yet.\n"
    assert not home.exists()


def test_words_are_deleted_and_never_suggested(
    writer: Writer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--never", "Quorvale"]) == 0
    assert said(capsys) == "Never suggested from now on: Quorvale.\n"
    assert main(["learned", "quorvale"]) == 0
    assert "never suggested" in said(capsys)
    assert main(["learned", "--again", "Quorvale"]) == 0
    assert main(["learned", "--delete", "zyxxo", "QUORVALE"]) == 0
    assert b"yxxo" not in bytes_of(home / "learned")
    assert writer.words() == ["at", "met", "we"]


def test_everything_goes_after_a_plain_question(
    writer: Writer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--all"]) == 1
    assert "It cannot be had back. Say so with --yes." in capsys.readouterr().err
    assert writer.words()
    assert main(["learned", "--all", "--yes"]) == 0
    assert said(capsys) == "Everything that was learned is forgotten.\n"
    assert writer.words() == []


def test_the_last_hour_is_forgotten(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    writer = Writer(home / "learned")
    writer.now = time.time() - 2 * 3600
    writer.write(*["We met Zyxxo."] * 2)
    writer.now = time.time()
    writer.write(*["We met Quorvale."] * 2)
    assert main(["learned", "--forget-hour"]) == 0
    assert said(capsys).startswith("The last hour is forgotten (")
    assert writer.words() == ["Zyxxo", "met", "we"]
    assert main(["learned", "--forget-day"]) == 0
    assert writer.words() == []


def test_what_is_exported_comes_back_elsewhere(
    writer: Writer, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.json"
    assert main(["learned", "--never", "badword"]) == 0
    assert main(["learned", "--export", str(file)]) == 0
    assert json.loads(file.read_text())["autotype_learned"] == 1
    before = [(each.word, each.times, each.never) for each in Store(home / "learned").words()]
    own = writer.own_text().words("we met ", "Z")
    assert main(["learned", "--all", "--yes"]) == 0
    assert main(["learned", "--import", str(file)]) == 0
    assert "entries are added" in said(capsys)
    after = [(each.word, each.times, each.never) for each in Store(home / "learned").words()]
    assert after == before
    again = writer.own_text().words("we met ", "Z")
    assert [each.count for each in again] == pytest.approx([each.count for each in own], rel=0.01)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no json", "cannot be read"),
        ("[]", "is no file of learned words"),
        ('{"autotype_learned": 2, "grams": []}', "is no file of learned words of version 1"),
        ('{"autotype_learned": 1, "grams": 5}', "“grams” must be a list"),
        ('{"autotype_learned": 1, "grams": [{"word": "a"}]}', "no word with its counts"),
        ('{"autotype_learned": 1, "grams": [["a"]]}', "no word with its counts"),
        ('{"autotype_learned": 1, "never": ["a b"]}', "“never” must be a list of words"),
    ],
)
def test_a_file_that_is_none_of_ours_changes_nothing(
    writer: Writer, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    before = writer.store.clear_rows()
    file = tmp_path / "words.json"
    file.write_text(text)
    assert main(["learned", "--import", str(file)]) == 1
    error = capsys.readouterr().err
    assert why in error
    assert error.count("\n") == 1
    assert writer.store.clear_rows() == before


@pytest.mark.parametrize(
    "change",
    [
        {"word": "a\u001bb"},
        {"word": "two words"},
        {"context": "a b c"},
        {"weight": -1},
        {"weight": True, "times": True},
        {"last": 1 << 40},
        {"source": "x" * 100},
    ],
)
def test_a_row_that_nobody_could_have_written_is_refused(
    writer: Writer, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object]
) -> None:
    file = tmp_path / "words.json"
    assert main(["learned", "--export", str(file)]) == 0
    data = json.loads(file.read_text())
    data["grams"][0] |= change
    file.write_text(json.dumps(data))
    assert main(["learned", "--import", str(file)]) == 1
    assert "no word with its counts" in capsys.readouterr().err


def test_texts_of_earlier_times_are_looked_at_learned_and_taken_back(
    writer: Writer, letters: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = writer.store.clear_rows()[0]
    assert main(["learned", "--import-writing", str(letters), "--preview"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("2 texts, 10 words, 6 different ones; yours: Marvolo.\n")
    assert "broken.txt" in shown.err
    assert writer.store.clear_rows()[0] == before
    assert main(["learned", "--import-writing", str(letters)]) == 1
    assert "Say so with --yes." in capsys.readouterr().err
    assert main(["learned", "--import-writing", str(letters), "--yes"]) == 0
    assert "Learned from 10 words" in said(capsys)
    assert "Marvolo" in writer.words()
    assert not any(each in bytes_of(home / "learned") for each in (b"Secretname", b"hunter"))
    assert main(["learned", "--undo-import"]) == 0
    assert b"Marvolo" not in bytes_of(home / "learned")
    assert [row[:4] for row in writer.store.clear_rows()[0]] == [row[:4] for row in before]


def test_places_without_texts_are_one_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--import-writing", str(tmp_path / "nowhere")]) == 1
    assert "There is no file and no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["learned", "--import-writing", str(tmp_path / "empty")]) == 1
    assert "There are no texts" in capsys.readouterr().err
    assert not home.exists()
