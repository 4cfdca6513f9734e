"""What is typed for the speed table: three short mails, key by key."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence

WARM_UP = "The train was late again, so we walked home along the river. "
MAILS = (
    "Hi Laura, thank you for the photos from Sunday. The one with the dog is my favourite. "
    "Could you send me a larger copy?",
    "Dear all, the meeting on Friday has been moved to ten o'clock because the big room is "
    "taken. Please bring your notes.",
    "I will be home around six. Do we need anything from the shop? Let me know.",
)


def carets(step: int = 1) -> Iterator[str]:
    """Yield the text before the caret after every key (or every `step`-th one), in order."""
    for mail in MAILS:
        for size in range(1, len(mail) + 1, step):
            yield mail[:size]


def timed(answer: Callable[[str], object], step: int = 1) -> list[float]:
    """Return the milliseconds that `answer` takes after each key."""
    for size in range(1, len(WARM_UP), 6):
        answer(WARM_UP[:size])
    spent = []
    for before in carets(step):
        started = time.perf_counter()
        answer(before)
        spent.append((time.perf_counter() - started) * 1e3)
    return spent


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Return mean, median and 95th percentile."""
    return (
        statistics.fmean(values),
        statistics.median(values),
        statistics.quantiles(values, n=20)[18],
    )
