"""How well given words fit a place: the model's probability of each, in one pass over all."""

import math
import unicodedata
from collections.abc import Sequence

import regex

from autotype.engine.context import Placement
from autotype.engine.kv_cache import Path
from autotype.engine.model import Model
from autotype.text.form import in_plain_form
from autotype.text.request import Request
from autotype.text.rescoring import Rescored, Rescoring

# What follows tells “their” from “there”; most of that is in the next word.
_NEXT_WORD = regex.compile(r"[^\S\n]*[^\s]{1,24}")
# Of a pass, a third of a millisecond each: with more the words behind are left out, and somebody
# waits for a menu.
_ROWS = 32
_LEAST = 1e-30


def rescore(model: Model, asked: Rescoring) -> Rescored:
    """Return how well each word fits; without words the text before them is read.

    The words are scored by the model alone, as a noisy channel's source is (Mays, Damerau and
    Mercer 1991, "Context based spelling correction").

    Raises:
        EngineError: The model failed.
    """
    plain, form = in_plain_form(Request(0, asked.before, asked.after, asked.offset))
    placement = model.context.place(plain.before, plain.offset)
    if not placement.tokens:
        placement = Placement(model.empty_start(), placement.caret)
    if not asked.words:
        model.cache.evaluate(placement.tokens, [()])
        return Rescored(asked, ())
    words = [unicodedata.normalize("NFC", word) for word in asked.words]
    words = [word.lower() for word in words] if form.capitals else words
    found = _NEXT_WORD.match(plain.after)
    behind = found.group() if found else ""
    paths = _paths(model, placement, words, behind)
    if behind and len(_inner(paths)) > _ROWS:
        paths, behind = _paths(model, placement, words, ""), ""
    return Rescored(asked, _logs(model, placement, paths, whole=not behind))


def _paths(model: Model, placement: Placement, words: Sequence[str], behind: str) -> list[Path]:
    held = placement.caret.held
    return [tuple(model.tokenizer.encode(held + word + behind)) for word in words]


def _inner(paths: Sequence[Path]) -> set[Path]:
    """Return all beginnings of paths, whose rows say what their next tokens are worth."""
    return {path[:size] for path in paths for size in range(len(path))}


def _logs(
    model: Model, placement: Placement, paths: Sequence[Path], *, whole: bool
) -> tuple[float, ...]:
    """Return the logarithm of the probability of each path; with `whole` that the word ends."""
    wanted = _inner(paths) | (set(paths) if whole else set())
    named = sorted(wanted, key=lambda path: (len(path), path))
    rows = dict(zip(named, model.cache.evaluate(placement.tokens, named), strict=True))
    ends = model.tokenizer.vocabulary.ends_word
    logs = []
    for path in paths:
        steps = [float(rows[path[:at]][token]) for at, token in enumerate(path)]
        if whole:
            steps.append(float(rows[path] @ ends))
        logs.append(sum(math.log(max(p, _LEAST)) for p in steps))
    return tuple(logs)
