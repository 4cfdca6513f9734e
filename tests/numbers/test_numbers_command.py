"""`autotype numbers` as people and programs call it."""

import json
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.numbers.days import this_hour
from autotype.numbers.store import Store


@pytest.fixture
def kept(home: Path) -> Path:
    file = home / "numbers.sqlite"
    counts = {"typed": 300, "taken": 60, "takes": 9, "right_taken": 25, "wrong_typed": 5}
    Store(file).add(this_hour(), "editor", counts)
    Store(file).add(this_hour() - 24 * 50, "a\x1bb", {"typed": 100})
    return file


def test_sentences(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["numbers"]) == 0
    said = capsys.readouterr().out
    assert "In 30 days\n\nKeys you did not press\n  51 keys of 360 characters (14.2 %" in said
    assert "  51 keys of 460 characters (11.1 %" in said
    assert "Right 8.3 times in 10 (counted 30 times; most likely 6.6 to 9.3)." in said
    assert "This editor: 51 keys" in said
    assert "\x1b" not in said


def test_nothing_was_written_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["numbers"]) == 0
    assert capsys.readouterr().out.count("Nothing has been counted yet.") == 2
    assert not home.exists()


def test_json(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["numbers", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["30_days"]["keys_not_pressed"] == 51
    assert found["all"]["characters"] == 460
    assert found["all"]["right"]["of"] == 30
    assert list(found["sources"]) == ["editor", "a b"]
    assert len(found["days"]) == 2


def test_a_table(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["numbers", "--csv", str(tmp_path / "out.csv")]) == 0
    assert main(["numbers", "--csv", "-"]) == 0
    table = capsys.readouterr().out
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == table
    assert ",editor,taken,60\n" in table
    assert main(["numbers", "--csv", str(tmp_path / "no" / "out.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_reset(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["numbers", "--reset"]) == 0
    assert capsys.readouterr().out == "Your numbers are forgotten.\n"
    assert Store(kept).read() == []


def test_what_is_wrong_is_one_sentence(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_bytes(b"?" * 5000)
    assert main(["numbers"]) == 0
    assert "was damaged; it was set aside as" in capsys.readouterr().err
    kept.unlink()
    kept.mkdir()
    assert main(["numbers"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
