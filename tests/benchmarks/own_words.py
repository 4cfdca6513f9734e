"""What a full store of own words costs: a key, a sentence, a start, memory and disk."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from autotype.learning.forgetting import forget_words
from autotype.learning.heard import Sentence
from autotype.learning.own_text import OwnText
from autotype.learning.rules import Rules
from autotype.learning.store import FILE, LARGEST, Store
from autotype.text.written_words import written_words

_TYPES = 30_000
_ROWS = {"bigrams": 150_000, "trigrams": 170_000}
_PLACES = 4000
_SENTENCES = 200
_LETTERS = "etaoinshrdlucmfwypvbgkqjxz"


def report() -> str:
    """Return the table as Markdown."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="autotype-own-words-") as folder:
        store = Store(Path(folder) / "learned")
        words, texts = _fill(store, chance)
        before = psutil.Process().memory_info().rss
        own = OwnText()
        loaded = _ms(lambda: _load(store, own))
        memory = (psutil.Process().memory_info().rss - before) / (1 << 20)
        size = (store.folder / FILE).stat().st_size / (1 << 20)
        asked = _asked(own, words, texts, chance)
        phrases = [_ms(lambda text=text: own.next_words(text, 8)) for text in texts]  # type: ignore[misc]
        rules = Rules(lambda _: True)
        sentence = tuple((word, 1.0) for word in written_words("We met them at noon in the hall."))
        learnt = [
            _ms(lambda n=n: store.learn([Sentence(sentence, f"p{n}", "d", "editor")], rules))  # type: ignore[misc]
            for n in range(_SENTENCES)
        ]
        forgotten = _ms(lambda: forget_words(store, [words[50]]))
    lines = [
        "## Own words",
        "",
        f"A store of {_TYPES:,} words and {sum(_ROWS.values()):,} rows of two and three, of which "
        f"{size:.1f} MB are left of {LARGEST >> 20} allowed; {_PLACES} places, cold; processor "
        "time.",
        "",
        "| | median | 95 % | 99 % | longest |",
        "|---|---|---|---|---|",
        *(_row(f"words, {n} letters typed, ms", times) for n, times in asked.items()),
        _row("phrase, ms", phrases),
        _row("learning a sentence of eight words, on its thread, ms", learnt),
        "",
        f"Reading it at the start: {loaded:.0f} ms on its thread, {memory:.0f} MB of memory. "
        f"Forgetting a word to the last byte: {forgotten:.0f} ms.",
    ]
    return "\n".join(lines)


def _fill(store: Store, chance: random.Random) -> tuple[list[str], list[str]]:
    words = list({_word(chance): None for _ in range(2 * _TYPES)})[:_TYPES]
    weights = [1 / (rank + 5) for rank in range(len(words))]

    def draw(number: int) -> list[str]:
        return chance.choices(words, weights, k=number)

    rows = {("", word): 1e5 * weight for word, weight in zip(words, weights, strict=True)}
    texts = []
    for first, second, third in zip(*(draw(_ROWS["trigrams"]) for _ in range(3)), strict=True):
        rows[f"{first} {second}", third] = chance.uniform(2, 9)
        texts.append(f"{first} {second} ")
    for first, second in zip(*(draw(_ROWS["bigrams"]) for _ in range(2)), strict=True):
        rows[first, second] = chance.uniform(2, 9)
    minute = int(time.time()) // 60
    store.add_rows(
        [(*name, weight, 2, minute, minute, "editor") for name, weight in rows.items()], []
    )
    return words, chance.sample(texts, _PLACES)


def _word(chance: random.Random) -> str:
    weights = [1 / (rank + 3) for rank in range(len(_LETTERS))]
    return "".join(chance.choices(_LETTERS, weights, k=chance.randint(2, 11)))


def _load(store: Store, own: OwnText) -> None:
    everything = store.everything()
    for _ in own.become(everything.rows, everything.clock, everything.never):
        pass


def _asked(
    own: OwnText, words: list[str], texts: list[str], chance: random.Random
) -> dict[int, list[float]]:
    times: dict[int, list[float]] = {}
    for text in texts:
        word = chance.choice(words[:2000])
        for letters in range(5):
            spent = _ms(lambda t=text, w=word[:letters]: own.words(t, w))  # type: ignore[misc]
            times.setdefault(letters, []).append(spent)
    return times


def _ms(work: Callable[[], object]) -> float:
    """Return processor time: what else runs here is no part of it."""
    start = time.thread_time()
    work()
    return 1000 * (time.thread_time() - start)


def _row(name: str, times: list[float]) -> str:
    found = sorted(times)
    shown = [found[int(share * (len(found) - 1))] for share in (0.5, 0.95, 0.99, 1)]
    return f"| {name} | " + " | ".join(f"{each:.3f}" for each in shown) + " |"
