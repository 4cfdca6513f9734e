"""The pop-up's side in the input method: its process's life, and when it is shown where."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from autotype.ibus.popup import CaretPopup, PopupProcess, key_that_takes, may_place_windows

# Writes down what it is told, and is ready at once.
RECORDER = """
import sys
out = open(sys.argv[1], "a", buffering=1)
print('{"is": "ready"}', flush=True)
out.write('{"started": true}\\n')
for line in sys.stdin:
    out.write(line)
out.write('{"ended": true}\\n')
"""


class Window:
    """The process of a window that nobody sees, and what it was told."""

    def __init__(
        self, folder: Path, idle_s: float = 60.0, command: list[str] | None = None
    ) -> None:
        self.file = folder / "told"
        self.elsewhere: list[str] = []
        self.process = PopupProcess(
            True, command or [sys.executable, "-c", RECORDER, str(self.file)], idle_s
        )

    def popup(self, key: str = "Tab") -> CaretPopup:
        later = asyncio.get_running_loop().call_later
        return CaretPopup(self.process, key, later, lambda ghost, _: self.elsewhere.append(ghost))

    @property
    def told(self) -> list[dict[str, Any]]:
        text = self.file.read_text() if self.file.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    @property
    def shown(self) -> list[tuple[str, int]]:
        """Each ghost with the column that it was shown at."""
        return [(line["text"], line["caret"][0]) for line in self.told if line.get("do") == "show"]

    def count(self, what: str) -> int:
        return sum(what in line for line in self.told)

    async def ready(self) -> None:
        self.process.prepare()
        await soon(lambda: self.process.ready)


async def soon(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def run(session: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        await session()

    asyncio.run(within())


def test_it_is_shown_where_the_caret_is_after_the_last_key(tmp_path: Path) -> None:
    async def session() -> None:
        window = Window(tmp_path)
        popup = window.popup()
        await window.ready()
        popup.caret(100, 50, 1, 18)
        popup.caret_moves(1)
        # The answer is faster than the application.
        popup.show("ch for")
        await asyncio.sleep(0.02)
        popup.caret(107, 50, 1, 18)
        await soon(lambda: window.shown)
        # Scrolled, or a location that comes late.
        popup.caret(107, 70, 1, 18)
        await soon(lambda: len(window.shown) == 2)
        assert window.shown == [("ch for", 107), ("ch for", 107)]
        popup.hide()
        popup.caret(200, 70, 1, 18)
        await window.process.close()
        assert window.told[-2:] == [{"do": "hide", "at_once": False}, {"ended": True}]

    run(session)


def test_a_caret_that_stays_is_not_waited_for_long(tmp_path: Path) -> None:
    async def session() -> None:
        window = Window(tmp_path)
        popup = window.popup()
        await window.ready()
        popup.caret(100, 50, 1, 18)
        popup.caret_moves(1)
        popup.show("ch for")
        await soon(lambda: window.shown == [("ch for", 100)])
        popup.caret_moves(1)
        popup.show("h for")
        popup.hide(at_once=True)  # before it was to be seen
        await asyncio.sleep(0.15)
        assert window.shown == [("ch for", 100)]
        await window.process.close()

    run(session)


@pytest.mark.parametrize("place", [None, (0, 0, 0, 0)])
def test_ours_is_not_shown_before_a_caret_was_reported(
    tmp_path: Path, place: tuple[int, int, int, int] | None
) -> None:
    async def session() -> None:
        window = Window(tmp_path)
        popup = window.popup()
        await window.ready()
        if place is not None:
            popup.caret(*place)
        popup.show("ch for")
        assert window.elsewhere == ["ch for"]
        # Now it is said.
        popup.caret(100, 50, 1, 18)
        await soon(lambda: window.shown == [("ch for", 100)])
        assert window.elsewhere == ["ch for", ""]
        await window.process.close()

    run(session)


def test_what_is_shown_while_there_is_no_window_yet_moves_to_it(tmp_path: Path) -> None:
    async def session() -> None:
        window = Window(tmp_path)
        popup = window.popup()
        popup.caret(100, 50, 1, 18)
        popup.show("ch for")
        assert window.elsewhere == ["ch for"]
        await soon(lambda: window.shown == [("ch for", 100)])
        assert window.elsewhere == ["ch for", ""]
        popup.hide()
        assert window.elsewhere == ["ch for", ""]
        await window.process.close()

    run(session)


def test_a_window_that_dies_takes_no_ghost_along_and_comes_back(tmp_path: Path) -> None:
    async def session() -> None:
        window = Window(tmp_path)
        popup = window.popup()
        await window.ready()
        popup.caret(100, 50, 1, 18)
        popup.show("ch for")
        await soon(lambda: window.shown)
        assert window.process._child is not None
        window.process._child.kill()
        await soon(lambda: window.elsewhere == ["ch for"])
        popup.show("h for")
        await soon(lambda: ("h for", 100) in window.shown)
        assert window.elsewhere == ["ch for", "h for", ""]
        await window.process.close()

    run(session)


@pytest.mark.parametrize(
    "command", [[sys.executable, "-c", "raise SystemExit(1)"], ["/no/such/program"]]
)
def test_one_that_cannot_run_is_left_alone_in_the_end(tmp_path: Path, command: list[str]) -> None:
    async def session() -> None:
        window = Window(tmp_path, command=command)
        popup = window.popup()
        popup.caret(100, 50, 1, 18)
        for ends in (1, 2, 3):
            popup.show("ch for")
            await soon(lambda ends=ends: len(window.process._ends) == ends)
        popup.show("ch for")
        assert window.process._child is None
        assert set(window.elsewhere) == {"ch for"}

    run(session)


def test_it_ends_when_nobody_has_needed_it_for_a_while(tmp_path: Path) -> None:
    async def session() -> None:
        window = Window(tmp_path, idle_s=0.3)
        await window.ready()
        await soon(lambda: window.count("ended") == 1)
        assert not window.process.ready
        await window.ready()
        assert window.count("started") == 2
        await window.process.close()

    run(session)


def test_it_is_never_started_where_windows_cannot_be_placed(tmp_path: Path) -> None:
    async def session() -> None:
        process = PopupProcess(False, ["/no/such/program"])
        shown: list[tuple[str, str]] = []
        later = asyncio.get_running_loop().call_later
        popup = CaretPopup(process, "Tab", later, lambda *ghost: shown.append(ghost))
        popup.prepare()
        popup.caret(100, 50, 1, 18)
        popup.show("ch for")
        popup.hide()
        assert shown == [("ch for", "Tab"), ("", "")]
        await process.close()

    run(session)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, True),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
        ({}, False),
    ],
)
def test_where_windows_can_be_placed(environment: dict[str, str], expected: bool) -> None:
    assert may_place_windows(environment) is expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "Tab"),
        ({"take": "F2"}, "F2"),
        ({"take": ""}, "End"),
        ({"take": "", "take_at_end": ""}, "Ctrl+Right"),
        ({"take": "", "take_at_end": "", "take_word": ""}, ""),
    ],
)
def test_the_key_that_is_named(changed: dict[str, str], expected: str) -> None:
    assert key_that_takes(changed) == expected
