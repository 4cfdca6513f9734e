"""Which of somebody's text is trained on, and which is kept back to look at and to be judged by."""

from collections.abc import Sequence
from dataclasses import dataclass

from autotype.writing.passages import Passage

LEAST_WORDS = 5_000
"""Of less nothing is learnt that could be told from chance: at least a tenth is kept back."""
_JUDGED_SHARE, _JUDGED_WORDS = 0.1, 4_500
_WATCHED_SHARE, _WATCHED_WORDS, _WATCHED_LEAST = 0.04, 3_000, 600


@dataclass(frozen=True, slots=True)
class Split:
    """Three parts of somebody's text.

    Attributes:
        trained: What is learnt.
        watched: What is looked at while it is, to end in time.
        judged: What the result is judged by: the newest, which neither has seen.
    """

    trained: Sequence[str]
    watched: Sequence[str]
    judged: Sequence[str]


def split(passages: Sequence[Passage]) -> Split:
    """Divide passages, the oldest of which stands first.

    The newest are what the next ones will be most like, and nothing that is said in them can
    have been learnt from what came later.
    """
    words = sum(passage.words for passage in passages)
    judged = _newest(passages, min(_JUDGED_WORDS, _JUDGED_SHARE * words))
    rest = passages[: len(passages) - len(judged)]
    wanted = max(_WATCHED_LEAST, min(_WATCHED_WORDS, _WATCHED_SHARE * words))
    watched = _spread(rest, wanted)
    return Split(
        [passage.text for number, passage in enumerate(rest) if number not in watched],
        [rest[number].text for number in sorted(watched)],
        [passage.text for passage in judged],
    )


def _newest(passages: Sequence[Passage], wanted: float) -> Sequence[Passage]:
    words, first = 0, len(passages)
    while first > 0 and words < wanted:
        first -= 1
        words += passages[first].words
    return passages[first:]


def _spread(passages: Sequence[Passage], wanted: float) -> set[int]:
    """Return the numbers of passages with about so many words in all, from everywhere."""
    words = sum(passage.words for passage in passages)
    step = max(2, int(words / max(1.0, wanted)))
    return set(range(step // 2, len(passages), step))
