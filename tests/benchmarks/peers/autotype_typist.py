"""Peer: one of Autotype's own packs, typing with the bar."""

from autotype.packs.opening import open_completer
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from tests.benchmarks.peers.environments import Result, main
from tests.benchmarks.peers.texts import standard, typed


def measure(pack: str, phrases: int = 0, characters: int = 0) -> Result:
    """Type with a pack's three words.

    Args:
        pack: Name or folder.
        phrases: Phrases of each set beside n-gram predictors; or
        characters: of each set that the built-in pack is judged on.
    """
    completer = open_completer(pack, "cpu")

    def ask(before: str) -> Suggestion:
        return completer.complete(Request(0, before))

    sets = typed(ask, phrases) if phrases else standard(ask, characters)
    return {"version": "Autotype", "sets": sets}


if __name__ == "__main__":
    main(measure)
