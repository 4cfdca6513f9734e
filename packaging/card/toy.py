"""Toy versions of all that travels, for a dry run.

    PYTHONPATH=. python packaging/card/toy.py FOLDER

A Llama that knows the sentences of the tiny pack is the teacher, those sentences are the text,
and a package of one line stands in for the runtime.
"""

import sys
from pathlib import Path

from autotype.builder.training.teacher_model import open_model
from tests.make_tiny_pack import sentences, tiny_checkpoint

_STUDENT = """
name = "toy"
[text]
folder = "unused"
held_out = 0.1
[shape]
vocabulary = 330
layers = 2
hidden = 64
heads = 2
positions = 128
[tuning]
rank = 2
batch_tokens = 512
[writing]
rows = 16
[schedule]
minutes = 1
batch_tokens = 512
precision = "float32"
curve_tokens = 100_000
checkpoint_minutes = 0.05
"""


def make_toy(folder: Path) -> None:
    """Write `teacher`, `text`, `student.toml` and `site` into a folder."""
    for name in ("teacher", "text", "site"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    tiny = tiny_checkpoint("llama", noise=0.02)
    open_model(folder / "none", tiny).save_pretrained(folder / "teacher")
    (folder / "teacher" / "tokenizer.json").write_text(tiny.tokenizer, encoding="utf-8")
    known = sentences()
    documents = [
        " ".join(known[(start + step * stride) % len(known)] for step in range(6))
        for stride in (1, 5, 7)
        for start in range(len(known))
    ]
    text = "\n<|doc|>\n".join(documents)
    (folder / "text" / "letters.txt").write_text(text, encoding="utf-8")
    (folder / "student.toml").write_text(_STUDENT, encoding="utf-8")
    (folder / "site" / "brought_along.py").write_text("HERE = True\n", encoding="utf-8")


if __name__ == "__main__":
    make_toy(Path(sys.argv[1]))
