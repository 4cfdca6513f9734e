"""The same text, typed at any speed: what a worker does with it, without the clock."""

import random
from contextlib import suppress

from autotype.engine.completer import Completer, OvertakenError
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion


def finished(completer: Completer, request: Request) -> Suggestion:
    """Return the last answer that a worker would give."""
    answers = [completer.complete(request, in_time=True)]
    while not answers[-1].final:
        completer.idle(settled=answers.append)
    return answers[-1]


def interrupt(completer: Completer, request: Request, after: int) -> None:
    """Ask, and give it up before the pass of this number."""
    passes = iter(range(after))
    with suppress(OvertakenError):
        completer.complete(request, interrupted=lambda: next(passes, None) is None)


def type_somehow(completer: Completer, text: str, rng: random.Random) -> None:
    """Type a text with pauses, hurried keys, keys that overtake each other, and slips."""
    for at in range(1, len(text)):
        request = Request(at, text[:at])
        match rng.randrange(5):
            case 0:
                finished(completer, request)
                while completer.idle():
                    pass
            case 1:
                interrupt(completer, request, after=rng.randrange(4))
            case 2:
                completer.complete(Request(at, f"{text[:at]}{rng.choice('aeiost ')}"), in_time=True)
            case _:
                completer.complete(request, in_time=True)
