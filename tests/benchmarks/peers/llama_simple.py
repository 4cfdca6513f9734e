"""Peer: what most completers on llama.cpp do: a short completion with the prompt kept."""

import llama_cpp

from tests.benchmarks.peers.environments import Result, main
from tests.benchmarks.peers.trace import timed

_TOKENS = 4


def measure(weights: str, threads: int) -> Result:
    """Complete the text after every key by four tokens, greedily.

    The object keeps the prompt's cells between calls and reads only what is new.
    """
    model = llama_cpp.Llama(
        weights, n_ctx=512, n_batch=512, n_threads=threads, n_threads_batch=threads, verbose=False
    )

    def complete(before: str) -> None:
        model.create_completion(before, max_tokens=_TOKENS, temperature=0.0)

    return {
        "version": f"llama-cpp-python {llama_cpp.__version__}",
        "words_ms": timed(complete),
    }


if __name__ == "__main__":
    main(measure)
