"""The student's file: what is read, and what is said about one that cannot be used."""

from pathlib import Path

import pytest

from autotype.builder.errors import BuildError
from autotype.builder.training.config import read_student

ROOT = Path(__file__).resolve().parents[3]
WHOLE = """
name = "mine"
[text]
folder = "notes"
[text.weights]
letters = 2
[schedule]
minutes = 10
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "student.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_file(tmp_path: Path) -> None:
    student = read_student(write(tmp_path, WHOLE))
    assert (student.name, student.text.folder, student.schedule.minutes) == ("mine", "notes", 10.0)
    assert student.text.weights == {"letters": 2.0}
    assert not student.teacher.checkpoint


@pytest.mark.parametrize("file", sorted((ROOT / "resources" / "students").glob("*.toml")), ids=str)
def test_the_students_of_the_project_can_be_read(file: Path) -> None:
    assert read_student(file).name == file.stem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "mine"', "", "name"),
        ('name = "mine"', "name = 1", "“name” must be a str"),
        ("minutes = 10", "minuts = 10", "“minuts” in “schedule”"),
        ("minutes = 10", "", "“tokens”, “minutes” or “epochs”"),
        ("minutes = 10", "minutes = true", "“minutes” must be a float"),
        ("minutes = 10", 'minutes = 10\nprecision = "int3"', "“precision” must be one of"),
        ("minutes = 10", "minutes = 10\n[shape]\nhidden = 100", "a multiple of 32"),
        ("minutes = 10", "minutes = 10\n[shape]\nheads = 5", "of “heads”"),
        ("minutes = 10", "minutes = 10\n[shape]\nvocabulary = 12", "“vocabulary”"),
        ("minutes = 10", "minutes = 10\nbatch_tokens = 8", "“batch_tokens”"),
        ("minutes = 10", "minutes = 10\n[teacher]\ndraws = 300", "“draws”"),
        ("letters = 2", "letters = -2", "negative"),
        ("letters = 2", 'letters = "many"', "table of numbers"),
        ('folder = "notes"', "", "folder"),
        ("[text]", "text", "cannot be read"),
    ],
)
def test_what_is_said_of_a_wrong_one(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BuildError, match=said) as raised:
        read_student(write(tmp_path, WHOLE.replace(old, new)))
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="cannot be read"):
        read_student(tmp_path / "none.toml")
