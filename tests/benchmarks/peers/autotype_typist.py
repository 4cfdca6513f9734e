"""Peer: Autotype itself, typing with the bar."""

from autotype.packs.opening import open_completer
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from tests.benchmarks.peers.environments import Result, main
from tests.benchmarks.peers.texts import typed


def measure(pack: str, phrases: int) -> Result:
    """Type the phrases of every set with Autotype's three words."""
    completer = open_completer(pack, "cpu")

    def ask(before: str) -> Suggestion:
        return completer.complete(Request(0, before))

    return {"version": "Autotype", "sets": typed(ask, phrases)}


if __name__ == "__main__":
    main(measure)
