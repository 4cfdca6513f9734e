"""What a service outlives: the terminal that it was started in, and a clock that is set back."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.service.running import COMMAND
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("runtime", "pack")

# The clock of the day is an hour back as soon as a file is there.
SERVE_BY_A_CLOCK = """
import os, sys, time
real, flag = time.time, sys.argv.pop(1)
time.time = lambda: real() - 3600 * os.path.exists(flag)
from autotype.cli import main
sys.exit(main(["serve"]))
"""


def test_a_signal_that_was_ignored_at_the_start_stays_ignored(start: Any, connect: Any) -> None:
    service: subprocess.Popen[bytes] = start(command=["nohup", *COMMAND])
    service.send_signal(signal.SIGHUP)
    peer = connect()
    assert peer.ask(op="health", id=1)["id"] == 1
    assert "reason" in peer.ask(before="Thank you very mu")
    assert service.poll() is None


def test_a_snooze_ends_although_the_clock_is_set_back(
    start: Any, connect: Any, tmp_path: Path
) -> None:
    flag = tmp_path / "back"
    start(command=[sys.executable, "-c", SERVE_BY_A_CLOCK, str(flag)])
    peer = connect()
    assert peer.ask(op="state", snooze_minutes=0.01)["snoozed_until"] > 0
    flag.touch()
    until(lambda: not peer.ask(op="state")["snoozed_until"], "the end of the snooze")
    assert peer.ask(before="Thank you very mu")["reason"] != "snoozed"
