import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_order_of_events_damages_the_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.state_machine", "300"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.stdout.strip().endswith("survived"), done.stderr[-4000:]
    assert done.returncode == 0
