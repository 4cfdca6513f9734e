"""A pass recorded as a CUDA graph, where the runtime can do that with these graphs.

A recorded pass repeats itself on the same memory: the number of cells before it, which the
attention reads on the processor, is recorded with it. So this is what a pass could cost, at
one length; the engine does not use it.
"""

import statistics
import time
from typing import Any

import numpy as np

from autotype.engine.runtime import ort
from autotype.engine.session import HIDDEN
from tests.benchmarks.card.models import Subject

_CONTEXT = 64
_CELLS = 512


def captured(subject: Subject, turns: int) -> dict[str, Any]:
    """Return the median milliseconds by kind of pass, or why it cannot be done."""
    found: dict[str, Any] = {}
    for name, count in (("one", 1), ("three", 3), ("tree", 8)):
        try:
            plain, _ = _timed(subject, count, turns, graph=False)
            times, same = _timed(subject, count, turns, graph=True)
            found[name], found[f"{name}_without"] = times, plain
            found[f"{name}_repeats"] = same
        except Exception as error:  # the runtime raises its own kinds
            found[name] = f"refused: {str(error).splitlines()[0][:200]}"
    return found


def _timed(subject: Subject, count: int, turns: int, *, graph: bool) -> tuple[float, bool]:
    """Return milliseconds of a pass on fixed memory, and whether it repeats its answer."""
    shape = subject.pack.manifest.architecture
    options = ort.SessionOptions()
    options.log_severity_level = 4
    switch = {"enable_cuda_graph": "1" if graph else "0"}
    path = subject.pack.graph_file(subject.precision)
    session = ort.InferenceSession(
        str(path), options, providers=[("CUDAExecutionProvider", switch)]
    )
    total = _CONTEXT + count
    bias = np.zeros((1, 1, count, total), np.float16)
    if count == 8:
        bias[..., _CONTEXT:] = HIDDEN
        bias[0, 0, range(8), range(_CONTEXT, total)] = 0
    inputs = {
        "input_ids": np.arange(5, 5 + count)[None],
        "position_ids": np.arange(_CONTEXT, total)[None],
        "attention_bias": bias,
        "rows": np.arange(count),
        "seqlens_k": np.array([total - 1], np.int32),
    }
    binding = session.io_binding()
    kept = []
    for name, value in inputs.items():
        kept.append(ort.OrtValue.ortvalue_from_numpy(value, "cuda", 0))
        binding.bind_ortvalue_input(name, kept[-1])
    kept.append(ort.OrtValue.ortvalue_from_numpy(np.array(total, np.int32)))
    binding.bind_ortvalue_input("total_len", kept[-1])
    cells = np.zeros((1, shape.kv_heads, _CELLS, shape.head_size), np.float16)
    for layer in range(shape.layers):
        for part in "kv":
            kept.append(ort.OrtValue.ortvalue_from_numpy(cells, "cuda", 0))
            binding.bind_ortvalue_input(f"past.{layer}.{part}", kept[-1])
            binding.bind_ortvalue_output(f"present.{layer}.{part}", kept[-1])
    logits = np.zeros((1, count, shape.vocabulary), np.float32)
    answer = ort.OrtValue.ortvalue_from_numpy(logits, "cuda", 0)
    binding.bind_ortvalue_output("logits", answer)
    times = []
    first = logits
    for turn in range(turns + 3):
        started = time.perf_counter()
        session.run_with_iobinding(binding)
        said = answer.numpy()
        if turn == 0:
            first = said.copy()
        if turn >= 3:
            times.append((time.perf_counter() - started) * 1e3)
    same = bool(np.abs(said - first).max() <= 1e-2 * np.abs(first).max())
    return round(statistics.median(times), 3), same
