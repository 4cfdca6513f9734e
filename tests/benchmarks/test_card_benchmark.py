"""The benchmark of the card, on a machine that has none."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def card(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    return subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "card", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip


def test_a_machine_without_a_card_is_told_so() -> None:
    done = card()
    assert done.returncode == 0
    assert done.stdout.startswith("There is no NVIDIA card on this machine")


def test_a_dry_run_does_every_step_on_the_processor(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    done = card("--dry-run", "--json", str(file), "--keys", "12", "--turns", "2")
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text())
    assert found["provider"] == "CPU"
    assert list(found["models"]) == ["toy GPT-2", "toy Llama"]
    for parts in found["models"].values():
        assert not [part for part in parts.values() if "failed" in part]
        assert parts["parity"]["close"]
        assert parts["parity"]["tree_against_separate"] < 1e-4
        assert parts["failure"] == {
            "chosen_first": "CUDA",
            "went_on_with": "CPU",
            "same_answers": True,
            "notice": parts["failure"]["notice"],
        }
        assert "failed" in parts["failure"]["notice"]
        assert {"CPU fp32", "CPU q8"} == parts["passes"].keys()
        assert parts["passes"]["CPU fp32"]["read_256"] > 0
        assert parts["typing"]["CPU q8"]["words"]["p95"] > 0
    assert "| toy Llama | CPU q8 |" in done.stdout
