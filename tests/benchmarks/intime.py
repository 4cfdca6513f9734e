"""In time: replays in real time, as multiples of this machine's pass, and long documents."""

import statistics
import time

from autotype.engine.completer import Completer
from autotype.evaluation.replay import Trace, replay
from autotype.evaluation.report import spread
from autotype.packs.opening import open_completer
from autotype.text.request import Request
from tests.benchmarks.typing_text import TEXT

_SPEEDS = (40, 80)
_DOCUMENTS = (100, 1_000, 5_000, 20_000)
_TURNS = 30
_REACH = 6_000  # characters before the caret that the editor hands over
_TYPED = " Please let me know what you think about it."


def report() -> str:
    """Return the tables as Markdown."""
    completer = open_completer("smollm2-135m", "cpu")
    one = one_pass(completer)
    lines = [
        "## In time",
        "",
        f"{len(TEXT)} keys typed in real time through the engine's thread; gaps like a "
        f"person's. One pass of one token takes {one:.1f} ms in this run; times are multiples "
        "of it.",
        "",
        "| words a minute | words, median | words, p95 | ghost, median | ghost, p95 "
        "| words, mean of all keys | keys without a pass | late keys "
        "| CPU a second after the last key |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    takes = []
    for speed in _SPEEDS:
        completer.forget()
        lines.append(_row(replay_once(completer, speed, takes=False), one))
        completer.forget()
        takes.append(replay_once(completer, speed, takes=True))
    lines.append("")
    for trace in takes:
        spent = spread(trace.after_take)
        lines.append(
            f"- Taking at {trace.speed} words a minute: after {trace.at_once:.0%} of "
            f"{len(trace.after_take)} takes the next answer was there within 10 ms "
            f"(median {spent['p50']:.1f} ms, p95 {spent['p95']:.1f} ms)."
        )
    return "\n".join([*lines, "", *_long_documents(), ""])


def one_pass(completer: Completer) -> float:
    """Return the median milliseconds of a pass of one token with 64 in the cache."""
    session = completer.model.cache.session
    vocabulary = session.vocabulary
    session.run([token % vocabulary for token in range(300, 364)], 0, [63])
    times = []
    for turn in range(_TURNS):
        started = time.perf_counter()
        session.run([(400 + turn) % vocabulary], 64, [0])
        times.append((time.perf_counter() - started) * 1e3)
    completer.forget()
    return statistics.median(times)


def replay_once(completer: Completer, speed: int, *, takes: bool) -> Trace:
    """Type the text of the typing benchmark once."""
    return replay(completer, TEXT, speed, takes=takes, progress=lambda: None)


def _row(trace: Trace, one: float) -> str:
    words, phrase = spread(trace.words), spread(trace.phrase)
    times = (words["p50"], words["p95"], phrase["p50"], phrase["p95"])
    return (
        f"| {trace.speed} | "
        + " | ".join(f"{spent / one:.1f}" for spent in times)
        + f" | {sum(trace.words) / trace.keys:.1f} ms"
        + f" | {trace.without_a_pass:.0%} of {trace.keys} | {trace.late} | {trace.idle_cpu:.1%} |"
    )


def _long_documents() -> list[str]:
    """Time keys at the end of documents of different length, all in turn."""
    paragraph = TEXT + "\n\n"
    count = len(paragraph.split())
    rows = ["| words in the document | key, median | key, p95 |", "|---|---|---|"]
    for words in _DOCUMENTS:
        completer = open_completer("smollm2-135m", "cpu")
        document = paragraph * (words // count + 1)
        times = []
        for at in range(1, len(_TYPED) + 1):
            whole = document + _TYPED[:at]
            offset = max(0, len(whole) - _REACH)
            completer.idle()  # the window is read in idle time, as after opening a file
            answer = completer.complete(Request(at, whole[offset:], offset=offset))
            times.append(answer.total_ms)
        # The first key reads the window; the others are what typing costs.
        cuts = statistics.quantiles(times[1:], n=20)
        rows.append(f"| {words:,} | {statistics.median(times[1:]):.1f} | {cuts[18]:.1f} |")
    return ["Milliseconds of a key at the end of a document:", "", *rows]
