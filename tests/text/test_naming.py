from pathlib import Path

import pytest

from autotype.text.document import Document
from autotype.text.naming import proposed, with_suffix


@pytest.mark.parametrize(
    ("name", "guessed", "taken", "proposal"),
    [
        ("menu.txt", True, (), "menu (UTF-8).txt"),
        ("menu.txt", True, ("menu (UTF-8).txt",), "menu (UTF-8) 2.txt"),
        ("menu", True, (), "menu (UTF-8)"),
        ("menu.txt", False, (), "menu (copy).txt"),
        ("menu.txt", False, ("menu (copy).txt", "menu (copy) 2.txt"), "menu (copy) 3.txt"),
    ],
)
def test_a_protected_text_gets_a_name_beside_its_file(
    tmp_path: Path, name: str, guessed: bool, taken: tuple[str, ...], proposal: str
) -> None:
    for other in (name, *taken):
        (tmp_path / other).touch()
    document = Document(path=tmp_path / name, read_only=True, guessed=guessed)
    assert proposed(document, tmp_path / "elsewhere") == tmp_path / proposal


def test_what_cannot_stay_in_its_folder_goes_where_texts_are(tmp_path: Path) -> None:
    document = Document(path=tmp_path / "missing" / "menu.txt", read_only=True)
    assert proposed(document, tmp_path) == tmp_path / "menu.txt"
    (tmp_path / "menu.txt").touch()
    assert proposed(document, tmp_path) == tmp_path / "menu (copy) 2.txt"
    assert proposed(Document(), tmp_path) == tmp_path / "Untitled.txt"


@pytest.mark.parametrize(
    ("name", "whole"),
    [("letter", "letter.txt"), ("a.b", "a.b"), (".rc", ".rc"), ("letter.", "letter.txt")],
)
def test_a_name_without_a_suffix_gets_one(tmp_path: Path, name: str, whole: str) -> None:
    assert with_suffix(tmp_path / name).name == whole
    (tmp_path / name).touch()
    assert with_suffix(tmp_path / name).name == name
