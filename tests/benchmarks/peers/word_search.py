"""Peer: Autotype's word search, on its own runtime, llama.cpp or onnxruntime-genai.

All run the very same code above the cache, so that their difference is the runtime's.
"""

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from autotype.engine.completer import Completer
from autotype.engine.context import ContextWindow
from autotype.engine.pack import Pack, open_pack
from autotype.engine.tokenizer import Tokenizer
from autotype.text.request import Request
from tests.benchmarks.peers.environments import Result, main
from tests.benchmarks.peers.trace import WARM_UP, carets


@dataclass(slots=True)
class OtherModel:
    """What a completer wants of a model, around another cache."""

    pack: Pack
    tokenizer: Tokenizer
    cache: Any
    context: ContextWindow

    def empty_start(self) -> tuple[int, ...]:
        """Return what stands for "no text yet"."""
        return self.pack.manifest.end_tokens[:1]

    def recover(self, error: Exception) -> bool:
        """Say that there is nothing to fall back to."""
        return False


def open_own(folder: Path) -> Completer:
    """Return Autotype's completer as it ships, on the CPU."""
    from autotype.packs.opening import open_completer

    return open_completer(str(folder), "cpu")


def open_other(folder: Path, cache: Any) -> Completer:
    """Return a completer whose passes another runtime makes."""
    pack = open_pack(folder)
    shape = pack.manifest
    tokenizer = Tokenizer(pack.tokenizer_file, shape.architecture.vocabulary, shape.end_tokens)
    context = ContextWindow(tokenizer, shape.start_token, cache.limit, shape.start_text)
    beginning = context.place("").tokens
    if beginning:
        cache.evaluate(beginning, [()])
    model: Any = OtherModel(pack, tokenizer, cache, context)
    return Completer(model)


def open_runtime(runtime: str, folder: Path, weights: Path, threads: int) -> Completer:
    """Return the completer on one of the three runtimes."""
    if runtime == "llama-cpp-python":
        from tests.benchmarks.peers.llama_cache import LlamaCache

        return open_other(folder, LlamaCache(weights, threads))
    if runtime == "onnxruntime-genai":
        from tests.benchmarks.peers.genai_cache import GenaiCache
        from tests.benchmarks.peers.genai_model import build

        return open_other(folder, GenaiCache(build(weights, folder), threads))
    return open_own(folder)


def _own_version() -> str:
    import onnxruntime

    return f"onnxruntime {onnxruntime.__version__} (Autotype)"


def measure(runtime: str, pack: str, weights: str, threads: int) -> Result:
    """Type the trace.

    Args:
        runtime: What makes the passes: "autotype", or one of the packages
            "llama-cpp-python" and "onnxruntime-genai".
        pack: Folder of the recommended pack.
        weights: The GGUF file that it was made of.
        threads: Threads of one pass.

    Returns:
        `words_ms`, `passes` and `words` after every key, and `version`.
    """
    completer = open_runtime(runtime, Path(pack), Path(weights), threads)
    for size in range(1, len(WARM_UP), 6):
        completer.complete(Request(0, WARM_UP[:size]))
    answers = [
        completer.complete(Request(revision, before)) for revision, before in enumerate(carets())
    ]
    own = runtime == "autotype"
    return {
        "version": _own_version() if own else f"{runtime} {metadata.version(runtime)}",
        "words_ms": [answer.words_ms for answer in answers],
        "passes": [answer.passes for answer in answers],
        "words": [[word.text for word in answer.words] for answer in answers],
    }


if __name__ == "__main__":
    main(measure)
