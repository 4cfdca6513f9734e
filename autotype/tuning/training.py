"""The training as a process: at the lowest priority, paused on a battery, ended with us."""

import contextlib
import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from autotype import paths
from autotype.builder.own_job import WORK
from autotype.processes import step_back
from autotype.text.replacing import replace_file
from autotype.translation import tr
from autotype.tuning.errors import PausedError, TuningError
from autotype.tuning.holding import Hold

Report = Callable[[str, float], None]
"""Called with the name of a step and the share of it that is done, 0 to 1."""
PAUSING = "pausing after this step"
"""The step that is reported when we were asked to end, which the training does in some seconds."""
ADAPTER = "adapter.safetensors"
_OVER = "trained"
_SECONDS = 0.25
_PATIENCE = 120.0
"""Seconds that a step may take before a training that was asked to end is killed."""


def train(
    python: Path,
    folder: Path,
    report: Report,
    *,
    hold: Hold | None = None,
) -> Path:
    """Train, or go on with it; return the adapter.

    Args:
        python: That has torch.
        folder: Of the job.
        report: Told how far it is, or what is waited for; `PAUSING` once we were asked to end.
        hold: Says what to wait for.

    Raises:
        PausedError: We were asked to end (`KeyboardInterrupt`); everything is kept.
        TuningError: It failed.
    """
    made, over = folder / WORK / ADAPTER, folder / _OVER
    if over.is_file() and made.is_file():
        return made
    with _start(python, folder) as process:
        said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=_read, args=(process.stdout, said), daemon=True).start()
        try:
            found = _follow(process, said, report, hold or Hold())
        except KeyboardInterrupt:
            report(PAUSING, 0.0)
            _end(process)
            raise PausedError(
                tr("The tuning is paused; go on with it with: autotype tune --resume")
            ) from None
        except BaseException:
            _end(process)
            raise
    if "error" in found:
        raise TuningError(str(found["error"]))
    if "done" not in found or not made.is_file():
        raise TuningError(
            tr(
                "The training ended without a result, perhaps for want of memory; close other "
                "programs and go on with: autotype tune --resume"
            )
        )
    replace_file(over, b"")
    return made


def _start(python: Path, folder: Path) -> "subprocess.Popen[str]":
    environment = dict(os.environ, PYTHONPATH=str(paths.sources()), PYTHONUTF8="1")
    # Threads that spin while they wait for each other slow down whatever else runs.
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # Nothing is to be fetched, and nothing said to anybody.
    environment |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    try:
        with (folder / "said.txt").open("w", encoding="utf-8") as said:
            process = subprocess.Popen(
                [str(python), "-P", "-m", "autotype.builder.own", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                env=environment,
                # Ctrl+C is for us; the training ends when we say so, at the end of a step.
                start_new_session=True,
            )
    except OSError as error:
        raise TuningError(
            tr("“{program}” cannot be started ({why}).", program=python, why=error.strerror)
        ) from error
    step_back(process.pid)
    return process


def _read(stream: IO[str] | None, said: "queue.Queue[dict[str, Any] | None]") -> None:
    for line in stream or ():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            said.put(found)
    said.put(None)


def _follow(
    process: "subprocess.Popen[str]",
    said: "queue.Queue[dict[str, Any] | None]",
    report: Report,
    hold: Hold,
) -> dict[str, Any]:
    """Relay what a training says until it ends; return its last word."""
    paused, last = False, dict[str, Any]()
    while True:
        why = hold.why
        if bool(why) != paused:
            paused = not paused
            _tell(process, "pause" if paused else "go")
            if paused:
                report(why, 0.0)
        try:
            found = said.get(timeout=_SECONDS)
        except queue.Empty:
            continue
        if found is None:
            return last
        if "step" in found:
            report(str(found["step"]), float(found.get("share", 0.0)))
        elif "paused" not in found:
            last = found


def _tell(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stdin is not None  # noqa: S101 - asked for above
    # It may have ended; its output says how.
    with contextlib.suppress(OSError, ValueError):
        process.stdin.write(f"{word}\n")
        process.stdin.flush()


def _end(process: "subprocess.Popen[str]") -> None:
    """Let a training end with its step, and kill it if it does not."""
    assert process.stdin is not None  # noqa: S101 - asked for above
    with contextlib.suppress(OSError):
        process.stdin.close()
    ends = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < ends:
        time.sleep(0.05)
    if process.poll() is None:
        process.kill()
