"""What a training says while it runs: bars on a terminal, a line now and then in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from autotype.builder.training.config import ScheduleConfig
from autotype.builder.training.progress import Progress as Done
from autotype.builder.training.progress import share_done

_LOG_SECONDS = 60.0


class _Speed(ProgressColumn):
    """Tokens a second."""

    def render(self, task: Task) -> Text:
        speed = task.fields.get("speed")
        return Text(f"{speed:,.0f} tokens/s" if speed else "")


class Display:
    """Says what is done and how far it is, on standard error."""

    def __init__(self) -> None:
        """Look whether somebody watches."""
        self._console = Console(stderr=True)

    def say(self, text: str) -> None:
        """Say one thing."""
        self._console.print(text, highlight=False)

    @contextmanager
    def counting(self, what: str, done: int, total: int) -> Iterator[Callable[[int], None]]:
        """Show a count of tokens that goes from `done` to `total`; yields what to tell it."""
        began = time.monotonic()
        with self._bar(what) as update:

            def step(count: int) -> None:
                speed = (count - done) / max(1e-9, time.monotonic() - began)
                update(count / max(1, total), speed, f"{count / 1e6:.2f} of {total / 1e6:.2f} M")

            yield step

    @contextmanager
    def training(
        self, schedule: ScheduleConfig, start: Done | None = None
    ) -> Iterator[Callable[[Done, float], None]]:
        """Show a training that lasts as its schedule says from `start` on."""
        first: list[Done] = [] if start is None else [start]
        smooth = 0.0
        with self._bar("training") as update:

            def report(done: Done, loss: float) -> None:
                nonlocal smooth
                if not first:
                    first.append(done)
                smooth = loss if not smooth else 0.98 * smooth + 0.02 * loss
                seconds, tokens = done.seconds - first[0].seconds, done.tokens - first[0].tokens
                share = (
                    seconds / (60 * schedule.minutes)
                    if start is not None
                    else share_done(schedule, done)
                )
                speed = tokens / seconds if seconds else 0.0
                update(share, speed, f"{done.tokens / 1e6:.2f} M, loss {smooth:.3f}")

            yield report

    @contextmanager
    def _bar(self, what: str) -> Iterator[Callable[[float, float, str], None]]:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[detail]}"),
            _Speed(),
            TimeRemainingColumn(),
        )
        said = 0.0
        with Progress(*columns, console=self._console, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(what, total=1.0, detail="", speed=0.0)

            def update(share: float, speed: float, detail: str) -> None:
                nonlocal said
                bar.update(task, completed=share, detail=detail, speed=speed)
                if bar.disable and time.monotonic() - said > _LOG_SECONDS:
                    said = time.monotonic()
                    self.say(f"{what}: {share:.1%}, {detail}, {speed:,.0f} tokens/s")

            yield update
