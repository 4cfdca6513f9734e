"""Learns from what was written before, as it was gathered; it can be taken back as a whole."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from autotype.learning.clock import IMPORTED
from autotype.learning.heard import Sentence
from autotype.learning.rules import Rules
from autotype.learning.store import Store
from autotype.text.written_words import written_words
from autotype.writing.passages import Passage

MOST_WORDS = 1_000_000
"""Of more, only the newest are read; this is about ten novels."""
SOURCE = "imported"
"""Where such words are from, in the list of what was learned."""
_BATCH = 200
_MOST_NAMED = 12


def own_words(passages: Iterable[Passage], known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the commonest words of passages that are in no dictionary."""
    counts: Counter[str] = Counter()
    for passage in passages:
        for line in passage.text.split("\n"):
            counts.update(word.word for word in written_words(line))
    own = (word for word, times in counts.most_common() if times > 1 and _is_own(word, known))
    return tuple(word for word, _ in zip(own, range(_MOST_NAMED), strict=False))


def learn_passages(
    store: Store, rules: Rules, passages: Sequence[Passage], progress: Callable[[float], object]
) -> int:
    """Learn from passages; return how many words were read.

    Args:
        store: Where it is kept.
        rules: What is never learned.
        passages: The oldest first.
        progress: Told now and then which share is done, from 0 to 1.

    Raises:
        DatabaseError: It cannot be kept; `forget_imported` takes back what was.
    """
    read_so_far = 0
    waiting: list[Sentence] = []
    for share, sentence in _sentences(passages):
        read_so_far += len(sentence.words)
        waiting.append(sentence)
        if len(waiting) >= _BATCH:
            store.learn(waiting, rules, imported=True)
            waiting = []
            progress(share)
    if waiting:
        store.learn(waiting, rules, imported=True)
    progress(1.0)
    return read_so_far


def _sentences(passages: Sequence[Passage]) -> Iterator[tuple[float, Sentence]]:
    lines: Counter[str] = Counter()
    for number, passage in enumerate(passages):
        document = passage.document
        for line in passage.text.split("\n"):
            words = tuple((word, IMPORTED) for word in written_words(line))
            if words:
                lines[document] += 1
                place = f"{document}\0{lines[document]}"
                yield number / len(passages), Sentence(words, place, document, SOURCE)


def _is_own(word: str, known: Callable[[str], bool]) -> bool:
    return len(word) > 2 and not known(word) and not known(word.lower())
