import subprocess
import sys
from pathlib import Path

import pytest

from tests.text.dialogue_machine import how_long

ROOT = Path(__file__).resolve().parents[2]
MACHINES = {"state_machine": 400, "dialogue_at_the_editor": 60}


@pytest.mark.parametrize("machine", MACHINES)
def test_no_order_of_events_damages_the_text(machine: str) -> None:
    size = how_long(MACHINES[machine])
    done = subprocess.run(
        [
            *(sys.executable, "-m", f"tests.ui.{machine}"),
            *(str(size.max_examples), str(size.stateful_step_count)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.stdout.strip().endswith("survived"), done.stderr[-4000:]
    assert done.returncode == 0
