"""The built-in pack: there, small, whole, and what its card says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autotype.builder.reference import compare_with, transformers_logits
from autotype.builder.training.config import ShapeConfig
from autotype.builder.training.start import load_start
from autotype.builder.training.student import new_student, save_student
from autotype.engine.pack import check_pack, open_pack
from autotype.packs.installed import shipped_folder

pytestmark = pytest.mark.built_in

LARGEST = 25_000_000
TYPED = "Thanks for your help. Please let me know if you have any que"


def test_it_is_there_small_and_whole() -> None:
    pack = open_pack(shipped_folder())
    check_pack(pack)
    assert pack.manifest.family == "gpt2"
    assert pack.manifest.calibration
    assert sum(f.stat().st_size for f in pack.folder.rglob("*") if f.is_file()) <= LARGEST


def test_it_agrees_with_transformers(tmp_path: Path) -> None:
    """Its weights, taken out of the graph, in GPT2LMHeadModel."""
    pack = open_pack(shipped_folder())
    words = pack.tokenizer_file.read_text(encoding="utf-8")
    shape = pack.manifest.architecture
    sizes = ShapeConfig(shape.vocabulary, shape.layers, shape.hidden, shape.heads, 320)
    model = new_student(sizes, seed=1)
    load_start(model, pack.folder, words)
    save_student(model, words, tmp_path / "student")
    parity = compare_with(pack, "q8", transformers_logits(tmp_path / "student"))
    assert parity.close
    assert parity.top3 > 0.85


def test_it_suggests_at_once_in_an_empty_home() -> None:
    given = json.dumps({"id": 1, "before": TYPED}) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "autotype", "complete", "--jsonl"],
        input=given,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "stions" in [word["text"] for word in json.loads(done.stdout)["words"]]


def test_its_card_says_what_it_is() -> None:
    card = (shipped_folder() / "README.md").read_text(encoding="utf-8")
    for section in ("## Data", "## Training", "## Quality", "## Limits"):
        assert section in card
