"""Peer: one of Autotype's packs, typing the sets that the built-in pack is judged on."""

from autotype.packs.opening import open_completer
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from tests.benchmarks.peers.environments import Result, main
from tests.benchmarks.peers.texts import standard


def measure(pack: str, characters: int) -> Result:
    """Type the texts with a pack's three words."""
    completer = open_completer(pack, "cpu")

    def ask(before: str) -> Suggestion:
        return completer.complete(Request(0, before))

    return {"version": "Autotype", "sets": standard(ask, characters)}


if __name__ == "__main__":
    main(measure)
