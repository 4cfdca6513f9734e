"""The Python that trainings run in: this one if it has torch, or an environment of its own."""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from autotype import paths
from autotype.packs.pip_errors import explain
from autotype.packs.place import discard
from autotype.text.replacing import replace_file
from autotype.translation import number, tr
from autotype.tuning.errors import TuningError

REQUIREMENTS = (
    "torch==2.13.0",
    "transformers>=5.20,<6",
    "numpy>=2.0,<3",
    "tokenizers>=0.22,<0.24",
    "safetensors>=0.6",
    "onnx>=1.19,<1.24",
    "gguf>=0.17,<0.20",
    "psutil>=6",
    "platformdirs>=4.3",
    "regex>=2024.11",
    "rich>=14",
)
"""What a training imports; as `pyproject.toml` has them, which a test compares."""
NEEDED_BYTES = 8_000_000_000
"""Free on the disk before it is made. torch brings the libraries of a card along under Linux."""
_NEEDED = ("torch", "transformers")
_MARK = "complete"
_LEAST = (3, 11)
_PYTHONS = ("python3", "python", "python3.13", "python3.12", "python3.11")


def python() -> Path | None:
    """Return the Python that can train; None if one has to be made first."""
    if not getattr(sys, "frozen", False) and all(map(importlib.util.find_spec, _NEEDED)):
        return Path(sys.executable)
    folder = paths.tuning_environment()
    with contextlib.suppress(OSError):
        if (folder / _MARK).read_text(encoding="utf-8") == "\n".join(REQUIREMENTS):
            return _python_in(folder)
    return None


def make(say: Callable[[str], None]) -> Path:
    """Make the environment, whole or not at all; return its Python.

    Args:
        say: Told what is done.

    Raises:
        TuningError: There is no Python for it, no room, or no network.
    """
    folder = paths.tuning_environment()
    paths.make_private(paths.home())
    discard(folder)
    free = shutil.disk_usage(paths.home()).free
    if free < NEEDED_BYTES:
        raise TuningError(
            tr(
                "PyTorch needs {needed} GB on the disk of “{home}”, where {free} GB are free; "
                "make some room and try again.",
                needed=number(NEEDED_BYTES / 1e9),
                home=paths.home(),
                free=number(free / 1e9, 1),
            )
        )
    try:
        say("making an environment")
        _run([str(_base()), "-m", "venv", str(folder)], "venv")
        say("fetching PyTorch")
        found = _python_in(folder)
        command = [str(found), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
        _run([*command, "--disable-pip-version-check", *REQUIREMENTS], REQUIREMENTS[0])
        replace_file(folder / _MARK, "\n".join(REQUIREMENTS).encode())
    except BaseException:
        discard(folder)
        raise
    return found


def _python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _base() -> Path:
    """Return a Python to make an environment with; raises `TuningError`."""
    if not getattr(sys, "frozen", False):
        return Path(sys.executable)
    for name in _PYTHONS:
        found = shutil.which(name)
        asked = "import sys, venv, ensurepip; print(sys.version_info[:2] >= (3, 11))"
        if found and _said([found, "-c", asked]).strip() == "True":
            return Path(found)
    raise TuningError(
        tr(
            "Tuning needs Python {version} or newer with its “venv” module; install "
            "it (for example the packages python3 and python3-venv) and try again.",
            version=f"{_LEAST[0]}.{_LEAST[1]}",
        )
    )


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _run(command: list[str], what: str) -> None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise TuningError(
            tr("“{program}” cannot be started ({why}).", program=command[0], why=error.strerror)
        ) from error
    if done.returncode == 0:
        return
    if what == "venv":
        if "No space left" in done.stdout:
            raise TuningError(tr("There is not enough room on the disk; make some and try again."))
        raise TuningError(
            tr(
                "Python cannot make an environment here; install its “venv” module (for "
                "example the package python3-venv) and try again."
            )
        )
    raise TuningError(explain("PyTorch", what, done.stdout))
