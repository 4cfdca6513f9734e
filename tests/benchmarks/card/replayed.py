"""Keys typed in real time, and a pass that really fails on the card."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.providers import CPU, CUDA
from autotype.engine.session import Floats
from autotype.evaluation.replay import replay
from autotype.evaluation.report import spread
from autotype.text.request import Request
from tests.benchmarks.card.models import Subject
from tests.benchmarks.typing_text import TEXT

_ASKED = ("Thanks for your email. I will get back to you as", "I'm looking forward to hea")
_GOOD_PASSES = 3


def typing(subject: Subject, provider: str, keys: int, speed: int) -> dict[str, Any]:
    """Return milliseconds from a key to words and phrase, by where it ran."""
    found = {}
    for place in (provider, CPU):
        model = Model(subject.pack, place.lower())
        trace = replay(Completer(model), TEXT[:keys], speed, takes=False, progress=lambda: None)
        found[f"{model.choice.provider} {model.choice.precision}"] = {
            "keys": trace.keys,
            "asked": len(trace.words),
            "words": spread(trace.words),
            "phrase": spread(trace.phrase),
            "late": trace.late,
            "fallback": model.fallback,
        }
    return found


def failure(subject: Subject, provider: str) -> dict[str, Any]:
    """Make passes fail as a broken card would; return what the user got instead.

    A pass gets inputs that do not belong together, so the runtime itself raises.
    """
    expected = _answers(Completer(Model(subject.pack, "cpu")))
    model = Model(subject.pack, provider.lower())
    if provider == CPU:
        # There is nothing to fall back from on a processor: it stands in for a card.
        on_card = dataclasses.replace(model.choice, provider=CUDA)
        model._choices = [on_card, model.choice]
        model.choice = on_card
    chosen = model.choice.provider
    session = model.cache.session
    real, left = session.run, _GOOD_PASSES

    def failing(
        tokens: Sequence[int], past: int, rows: Sequence[int], *more: Any, **named: Any
    ) -> Floats:
        nonlocal left
        left -= 1
        if left < 0:
            total = past + len(tokens)
            wrong = np.zeros((len(tokens), total + 3), np.float32)
            return real(tokens, past, rows, [0] * (len(tokens) + 1), wrong)
        return real(tokens, past, rows, *more, **named)

    session.run = failing  # type: ignore[method-assign]
    answers = _answers(Completer(model))
    return {
        "chosen_first": chosen,
        "went_on_with": model.choice.provider,
        "same_answers": answers == expected,
        "notice": model.notice,
    }


def _answers(completer: Completer) -> list[list[str]]:
    return [[word.text for word in completer.complete(Request(0, text)).words] for text in _ASKED]
