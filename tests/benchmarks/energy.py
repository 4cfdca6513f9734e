"""Whether looking ahead is worth its passes: what a pause costs, and what comes of it."""

import time

from autotype.engine.ahead import Reach
from autotype.engine.completer import Completer
from autotype.packs.opening import open_completer
from tests.benchmarks.intime import replay_once
from tests.benchmarks.typing_text import TEXT

_SPEEDS = (40, 80)
_REACHES = {
    Reach.NOTHING: "nothing (`off`)",
    Reach.TAKE: "a take (`auto`, on battery)",
    Reach.KEYS: "a take and likely keys",
}


def report() -> str:
    """Return the table as Markdown."""
    model = open_completer("smollm2-135m", "cpu").model
    lines = [
        "## Energy",
        "",
        f"{len(TEXT)} characters typed in real time through the engine's thread; every ghost that "
        "is right to its end is taken. What is looked ahead for in the pauses, and what of it was "
        "asked for later:",
        "",
        "| words a minute | looked ahead for | passes a key | of them ahead "
        "| answers made ahead, a key | of them asked for | passes ahead per answer asked for "
        "| keys without a pass | processor, a key |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for speed in _SPEEDS:
        for far, title in _REACHES.items():
            completer = Completer(model, reach=lambda far=far: far)  # type: ignore[misc]
            completer.forget()
            lines.append(f"| {speed} | {title} | {_row(completer, speed)} |")
    return "\n".join([*lines, ""])


def _row(completer: Completer, speed: int) -> str:
    began = time.process_time()
    trace = replay_once(completer, speed, takes=True)
    spent = (time.process_time() - began) * 1e3
    looked, keys = trace.looked_ahead, trace.keys + len(trace.after_take)
    share = f"{looked.used / looked.answers:.0%}" if looked.answers else ""
    each = f"{looked.passes / looked.used:.1f}" if looked.used else ""
    cells = (
        f"{trace.all_passes / keys:.2f}",
        f"{looked.passes / keys:.2f}",
        f"{looked.answers / keys:.2f}",
        share,
        each,
        f"{trace.without_a_pass:.0%}",
        f"{spent / keys:.1f} ms",
    )
    return " | ".join(cells)
