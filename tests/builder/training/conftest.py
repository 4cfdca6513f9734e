"""A small text to learn, and a teacher that has learnt it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make_tiny_pack import sentences

STUDENT = """
name = "small"
[text]
folder = "unused"
held_out = 0.1
[shape]
vocabulary = {vocabulary}
layers = 2
hidden = {hidden}
heads = 2
positions = 128
[schedule]
tokens = {tokens}
batch_tokens = 512
precision = "float32"
curve_tokens = 8192
checkpoint_minutes = 0.02
"""


def write_student(
    folder: Path, tokens: int, vocabulary: int = 400, hidden: int = 64, more: str = ""
) -> Path:
    file = folder / "small.toml"
    text = STUDENT.format(tokens=tokens, vocabulary=vocabulary, hidden=hidden)
    file.write_text(text + more, encoding="utf-8")
    return file


def command(file: Path, text: Path, work: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "autotype.builder", "distill", str(file),
        "--text", str(text), "--work", str(work), *more,
    ]  # fmt: skip


def distill(file: Path, text: Path, work: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(file, text, work, *more), capture_output=True, text=True, env=dict(os.environ)
    )


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents that are the sentences of the tiny pack in many orders."""
    folder = tmp_path_factory.mktemp("letters")
    known = sentences()
    documents = [
        " ".join(known[(start + step * stride) % len(known)] for step in range(6))
        for stride in (1, 5, 7)
        for start in range(len(known))
    ]
    (folder / "letters.txt").write_text("\n<|doc|>\n".join(documents), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def teacher(letters: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkpoint folder of a GPT-2 that was trained on the letters alone."""
    work = tmp_path_factory.mktemp("teacher")
    done = distill(write_student(work, 150_000, hidden=96), letters, work, "--no-teacher")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())
