"""`python -m autotype.builder rehearse`: what a model writes so that it is not forgotten."""

from pathlib import Path

import pytest

from autotype.builder.__main__ import main
from autotype.builder.training.config import TextConfig
from autotype.builder.training.corpus import documents
from autotype.builder.training.teacher_model import open_model
from tests.make_tiny_pack import tiny_checkpoint

BEGINNINGS = ["Thank you very", "I'm looking forward", "Kind"]


def llama(folder: Path) -> Path:
    """Write a tiny model as a checkpoint folder."""
    tiny = tiny_checkpoint("llama")
    open_model(folder / "none", tiny).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tiny.tokenizer, encoding="utf-8")
    return folder


def rehearse(base: Path, folder: Path, lines: list[str], *more: str) -> tuple[int, Path]:
    folder.mkdir(exist_ok=True)
    (folder / "beginnings").write_text("\n".join(lines), encoding="utf-8")
    text = folder / "rehearsal.txt"
    return main(["rehearse", str(base), str(folder / "beginnings"), str(text), *more]), text


def test_each_beginning_is_gone_on_with_so_many_times(tmp_path: Path) -> None:
    model = llama(tmp_path / "model")
    code, text = rehearse(model, tmp_path / "text", BEGINNINGS, "--rows", "3", "--length", "30")
    assert code == 0
    found = [document.text for document in documents(text.parent, TextConfig(str(text.parent)))]
    assert len(found) == 9
    for beginning in BEGINNINGS:
        own = [each for each in found if each.lower().startswith(beginning.lower())]
        assert len(own) == 3
        assert all(len(each) > len(beginning) + 5 for each in own)
    same = rehearse(model, tmp_path / "again", BEGINNINGS, "--rows", "3", "--length", "30")[
        1
    ].read_text()
    assert same == text.read_text()


def test_without_a_beginning_there_is_nothing_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = rehearse(llama(tmp_path / "model"), tmp_path, ["", " "])
    assert code == 1
    assert "no beginning" in capsys.readouterr().err
    assert not text.exists()


def test_a_gpt2_is_told_that_it_cannot(
    teacher: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = rehearse(teacher, tmp_path, BEGINNINGS)
    assert code == 1
    assert "Only a Llama" in capsys.readouterr().err
    assert not text.exists()
