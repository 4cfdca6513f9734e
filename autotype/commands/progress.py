"""How far a command has come: a bar for people, lines of JSON for programs."""

import sys
from collections.abc import Callable
from typing import Any

from autotype.commands.printing import print_json
from autotype.text.visible import visible

Report = Callable[[float, str], None]
"""Told a share from 0 to 1, and what is being done."""


class Progress:
    """A bar on standard error for people, lines of JSON on standard output for programs."""

    def __init__(self, as_json: bool, title: str) -> None:
        self._as_json = as_json
        self._title = visible(title, 80)
        self._shown: tuple[int, str] = (-1, "")
        self._bar: Any = None

    def __enter__(self) -> Report:
        if not self._as_json:
            from rich import progress
            from rich.console import Console

            self._bar = progress.Progress(
                progress.TextColumn("{task.description}", markup=False),
                progress.BarColumn(),
                progress.TaskProgressColumn(),
                progress.TimeRemainingColumn(),
                console=Console(file=sys.stderr),
                transient=True,
            )
            self._task = self._bar.add_task(self._title, total=1.0)
            self._bar.start()
        return self._report

    def _report(self, share: float, step: str) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=share, description=f"{self._title}: {step}")
        elif (int(share * 100), step) != self._shown:
            self._shown = (int(share * 100), step)
            print_json({"progress": round(share, 3), "step": step})

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
