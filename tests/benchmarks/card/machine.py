"""What the machine is: card, driver, versions, memory in use."""

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import psutil

from autotype.engine.providers import listed, prepare_runtime
from tests.benchmarks.__main__ import processor

_PACKAGES = ("onnxruntime-gpu", "onnxruntime", "torch", "transformers", "numpy", "tokenizers")


def describe_machine() -> dict[str, Any]:
    """Return names and versions."""
    prepare_runtime()
    found: dict[str, Any] = {
        "processor": processor(),
        "memory_mb": round(psutil.virtual_memory().total / 1e6),
        "python": platform.python_version(),
        "runtime_lists": list(listed()),
    }
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    asked = _nvidia("name,driver_version,memory.total")
    return found | ({"card": asked} if asked else {})


def card_mb() -> float | None:
    """Return how much of the card's memory is in use, MB; None without a card."""
    used = _nvidia("memory.used")
    number = used.split()[0] if used else ""
    return float(number) * 1.048576 if number.replace(".", "").isdigit() else None


def _nvidia(fields: str) -> str:
    command = ["nvidia-smi", f"--query-gpu={fields}", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = done.stdout.strip().splitlines()
    return lines[0].strip() if done.returncode == 0 and lines else ""
