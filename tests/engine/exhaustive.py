"""The slow, exact answer to "which words come next": every token path that could matter.

Written from the definition alone and sharing no search code with the product. A path is
followed while it may still lead to one of the best words: no word on it can be likelier
than the path itself, so once the likeliest path left is below the third best word the
answer is exact: whatever mass was not followed cannot change it.
"""

import heapq

import numpy as np

from autotype.engine.model import Model
from autotype.text.boundary import needs_space

_ROWS = 40
_LONGEST = 12
_NOTHING = 1e-10


class _Search:
    def __init__(self, model: Model, before: str) -> None:
        self.model, self.before = model, before
        self.words: dict[str, float] = {}
        self.paths: list[tuple[float, tuple[int, ...], bytes]] = []
        self.mass = 0.0
        placement = model.context.place(before)
        self.stable = placement.tokens or model.empty_start()
        self.caret = placement.caret
        self.held = self.caret.held.encode()
        self.expand((), b"", 1.0, model.cache.evaluate(self.stable, [()])[0])

    def expand(self, path: tuple[int, ...], raw: bytes, p: float, row: np.ndarray) -> None:
        vocabulary = self.model.tokenizer.vocabulary
        lacking = self.held[len(raw) :]
        if lacking:
            # Every token is looked at, not a slice of a sorted list.
            covers = [t for t, text in enumerate(vocabulary.texts) if text.startswith(lacking)]
            begins = [
                t for t, text in enumerate(vocabulary.texts) if text and is_part(text, lacking)
            ]
            self.mass += p * float(row[covers].sum())
            self.push(path, raw, p, row, np.array([*covers, *begins], np.int64))
            return
        text = self.word(raw)
        if text and self.model.tokenizer.encode(self.caret.held + text) == path:
            self.words[text] = p * float(row[vocabulary.ends_word].sum())
        if not path:
            self.mass += p
            starts = not self.before or self.before[-1].isspace()
            mask = vocabulary.letters if starts else vocabulary.starts_word
            if not starts and not needs_space(self.caret.stable):
                mask = mask | vocabulary.letters
        else:
            mask = vocabulary.letters | vocabulary.joins
            if not text and self.caret.half_word:
                mask = mask | vocabulary.starts_word
        if len(path) < _LONGEST:
            self.push(path, raw, p, row, np.flatnonzero(mask))

    def push(
        self, path: tuple[int, ...], raw: bytes, p: float, row: np.ndarray, tokens: np.ndarray
    ) -> None:
        for token, share in zip(tokens.tolist(), (p * row[tokens]).tolist(), strict=True):
            if share > _NOTHING:
                text = self.model.tokenizer.vocabulary.texts[token]
                heapq.heappush(self.paths, (-share, (*path, token), raw + text))

    def word(self, raw: bytes) -> str:
        try:
            text = raw[len(self.held) :].decode()
        except UnicodeDecodeError:
            return ""
        return text if text and text[-1].isalpha() else ""


def is_part(text: bytes, of: bytes) -> bool:
    return len(text) < len(of) and of.startswith(text)


def exact_words(model: Model, before: str, count: int = 3) -> list[tuple[str, float]]:
    """Return the likeliest words at the end of `before`, with their exact probabilities.

    Args:
        model: The model; fp32 for the truth, any other for the truth about its search.
        before: The text before the caret.
        count: Words wanted.
    """
    search = _Search(model, before)
    while True:
        ordered = sorted(search.words.values(), reverse=True)
        floor = ordered[count - 1] if len(ordered) >= count else 0.0
        batch = []
        while search.paths and len(batch) < _ROWS and -search.paths[0][0] > floor:
            share, path, raw = heapq.heappop(search.paths)
            batch.append((path, raw, -share))
        if not batch:
            break
        rows = model.cache.evaluate(search.stable, [path for path, _, _ in batch])
        for (path, raw, share), row in zip(batch, rows, strict=True):
            search.expand(path, raw, share, row)
    best = sorted(search.words.items(), key=lambda item: -item[1])[:count]
    return [(text, p / max(search.mass, 1e-9)) for text, p in best]
