"""Whether there is an NVIDIA card that answers, found out without loading anything of CUDA here.

NVIDIA's libraries are often installed where no card is, since torch brings them, and loading
them costs hundreds of megabytes. A broken driver may wait for ever or take its caller down, so it
is asked by a process of its own: `python -m autotype.engine.card` ends with 0 if it finds one.
"""

import contextlib
import ctypes
import functools
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from autotype.processes import own_module

# Nodes of cards, and of the one that Windows lends to its Linux.
_NODES = ("nvidia[0-9]*", "dxg")
_DRIVER = "nvcuda.dll" if platform.system() == "Windows" else "libcuda.so.1"
_ASK = own_module("autotype.engine.card")
# A driver that nothing else uses may take some seconds to wake its cards.
_PATIENCE_S = 15.0


@functools.cache
def present() -> bool:
    """Return whether a card is there and answers; asked once, later calls repeat the answer."""
    return may_be_there(Path("/dev")) and answers(_ASK, _PATIENCE_S)


def may_be_there(devices: Path) -> bool:
    """Return whether it is worth asking: under Linux a card has a file in the devices' folder."""
    if platform.system() == "Linux":
        return any(True for pattern in _NODES for _ in devices.glob(pattern))
    return platform.system() == "Windows"


def answers(command: Sequence[str], patience: float) -> bool:
    """Return whether a program ends well within some seconds; it is killed if it does not."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return False
    try:
        return process.wait(patience) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        # Within a call of the driver not even that ends it.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        return False


def driver_finds_one(library: str = _DRIVER) -> bool:
    """Ask the driver, in this process.

    Args:
        library: The driver's library, as the loader finds it.
    """
    try:
        driver = ctypes.CDLL(library)
        count = ctypes.c_int(0)
        return (
            driver.cuInit(0) == 0
            and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
            and count.value > 0
        )
    except (OSError, AttributeError):  # no such library, or not that one
        return False


if __name__ == "__main__":
    sys.exit(0 if driver_finds_one() else 1)
