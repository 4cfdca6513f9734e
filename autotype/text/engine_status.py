"""What the engine says of itself to whoever shows it."""

import enum
from dataclasses import dataclass


class EngineState(enum.Enum):
    """What an engine can be."""

    LOADING = "loading"
    READY = "ready"
    MISSING = "missing"
    """No pack is installed; the editor offers to fetch one."""
    FAILED = "failed"
    RESTING = "resting"
    """Not in memory; it is opened when something is asked."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """One report of the engine.

    Attributes:
        state: What it is.
        pack: Name of the pack, empty when there is none.
        provider: "CPU" or "CUDA", empty until a session runs.
        message: One sentence for the user; empty when there is nothing to say.
        gate: What the gate's threshold means, in one sentence; empty if not measured.
    """

    state: EngineState
    pack: str = ""
    provider: str = ""
    message: str = ""
    gate: str = ""
