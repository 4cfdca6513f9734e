"""Which execution provider runs a pack: CUDA where a session really runs on it, else CPU.

What the runtime lists as available says nothing (the GPU build lists CUDA on every
machine), so the only test is a session that answers. Where there is no card none is tried, and
nothing of CUDA is loaded.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from autotype.engine import card
from autotype.engine.pack import Pack, PackError
from autotype.engine.runtime import ort
from autotype.translation import tr

CPU = "CPU"
CUDA = "CUDA"
SETTINGS = ("auto", "cpu", "cuda")
_NAMES = {CPU: "CPUExecutionProvider", CUDA: "CUDAExecutionProvider"}
_FATAL_ONLY = 4


class NoGraphError(PackError):
    """A pack that is made for other machines than this one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A graph and the provider to run it on."""

    provider: str
    precision: str
    graph: Path


def prepare_runtime(setting: str = "auto") -> None:
    """Silence the runtime's own log and let it find the libraries of the `cuda` extra for a card.

    Without this a GPU build on a machine without CUDA prints an error at every start.

    Args:
        setting: As for `choices`.
    """
    ort.set_default_logger_severity(_FATAL_ONLY)
    preload = getattr(ort, "preload_dlls", None)
    if preload and _cuda_is_tried(setting):
        # It prints what it cannot find; on a machine without CUDA that is everything.
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
            contextlib.suppress(Exception),
        ):
            preload()


def listed() -> tuple[str, ...]:
    """Return those of "CPU" and "CUDA" that the installed runtime was built with."""
    built = set(ort.get_available_providers())
    return tuple(short for short, name in _NAMES.items() if name in built)


def _cuda_is_tried(setting: str) -> bool:
    # Who asks for it by name gets it tried, whatever we think of the machine.
    return CUDA in listed() and (setting == "cuda" or (setting == "auto" and card.present()))


def choices(pack: Pack, setting: str = "auto") -> list[Choice]:
    """Return what to try for a pack, the best first.

    Args:
        pack: The pack.
        setting: "auto" (CUDA where a card answers), "cpu" or "cuda" (which falls back to CPU
            as well).

    Raises:
        NoGraphError: The pack has no graph that this machine can run.
    """
    found = []
    if _cuda_is_tried(setting):
        # The fp32 file runs there too, but who has not asked for it has it as a reference.
        for precision in ("fp16", "fp32") if setting == "cuda" else ("fp16",):
            graph = pack.graph_file(precision)
            if graph:
                found.append(Choice(CUDA, precision, graph))
                break
    for precision in ("q8", "fp32"):
        graph = pack.graph_file(precision)
        if graph:
            found.append(Choice(CPU, precision, graph))
            break
    if not found:
        name = pack.manifest.name
        raise NoGraphError(
            tr(
                "The model pack “{name}” has no file for this machine's processor; make it with: "
                "autotype models pull {name} --precision q8",
                name=name,
            )
        )
    return found


def runtime_session(choice: Choice, threads: int) -> ort.InferenceSession:
    """Open a session on exactly the provider of `choice`.

    Args:
        choice: Graph and provider.
        threads: Threads for one pass on the CPU.

    Raises:
        RuntimeError: The session opened on another provider, or not at all.
    """
    options = ort.SessionOptions()
    options.log_severity_level = _FATAL_ONLY
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning threads make a pass a fifth faster; stopping them with the pass keeps an
    # idle editor at 0 % CPU.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1")
    options.add_session_config_entry("session.force_spinning_stop", "1")
    providers: list[str | tuple[str, dict[str, str]]] = [_NAMES[CPU]]
    if choice.provider == CUDA:
        providers.insert(0, (_NAMES[CUDA], {"cudnn_conv_algo_search": "DEFAULT"}))
    session = ort.InferenceSession(str(choice.graph), options, providers=providers)
    if session.get_providers()[0] != _NAMES[choice.provider]:
        raise RuntimeError(f"{choice.provider} is not usable on this machine")
    return session


def thread_count() -> int:
    """Return how many threads a pass gets: the cores, but at most four.

    A pass is bound by memory; more threads only take the cores from the user's programs.
    """
    usable = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return max(1, min(4, usable))
