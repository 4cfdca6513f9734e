"""The pop-up at a real screen, at the caret of a real application."""

import json
import subprocess
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from Xlib import X, display

from autotype.processes import own_command
from tests.assistant.front_contract import TYPED, counts, until_shown
from tests.ibus.desktop import Client, Desktop
from tests.waiting import until

TITLE = "Autotype suggestion"
SIDE = 8  # between the pop-up's edge and its text
LINE = 19  # a line of the application, at least


class Place(NamedTuple):
    x: int
    y: int
    width: int
    height: int


class Screen:
    """What is to be seen at the screen."""

    def __init__(self, desktop: Desktop) -> None:
        self._display = display.Display(desktop.environment["DISPLAY"])
        self._desktop = desktop

    @property
    def popup(self) -> Place | None:
        """Where the pop-up is; None while there is none."""
        window = self._desktop.find(TITLE)
        if not window:
            return None
        at = self._window(window).get_geometry()
        return Place(at.x, at.y, at.width, at.height)

    def is_managed(self) -> bool:
        """Whether the window manager has a hold of the pop-up."""
        return not self._window(self._desktop.find(TITLE)).get_attributes().override_redirect

    def last_ink(self, place: Place) -> int:
        """Return the last column of a place in which there is something dark; -1 for none."""
        root = self._display.screen().root
        raw = root.get_image(*place, X.ZPixmap, 0xFFFFFFFF).data
        dark = [
            column
            for row in range(place.height)
            for column in range(place.width)
            if max(raw[4 * (row * place.width + column) :][:3]) < 128
        ]
        return place.x + max(dark, default=-1 - place.x)

    def close(self) -> None:
        self._display.close()

    def _window(self, number: str) -> Any:
        return self._display.create_resource_object("window", int(number))


@pytest.fixture
def screen(desktop: Desktop) -> Iterator[Screen]:
    screen = Screen(desktop)
    yield screen
    screen.close()


@pytest.fixture
def client(desktop: Desktop) -> Iterator[Client]:
    rules = desktop.home / "applications.toml"
    kept = rules.read_text()
    rules.write_text(f'{kept}"gtk_client.py" = "popup"\n')
    client = desktop.open("gtk")
    until(lambda: desktop.processes("--popup"), "the pop-up's process")
    desktop.tell(op="wake")
    until(lambda: desktop.health()["engine"]["state"] == "ready", "the engine")  # type: ignore[index]
    yield client
    client.close()
    rules.write_text(kept)


def suggest(desktop: Desktop, text: str = TYPED) -> None:
    before = counts(desktop)
    desktop.type(text)
    until_shown(desktop, before)


def popup_at_the_caret(screen: Screen) -> Place:
    """Wait until the pop-up is where the caret is; return where that is."""
    found = []

    def there() -> bool:
        at = screen.popup
        if at is None:
            return False
        found.append(at)
        above = Place(at.x - 200, at.y - 5 - LINE, 400, LINE)
        return abs(screen.last_ink(above) - (at.x + SIDE)) <= 3

    until(there, "the pop-up at the caret", 10)
    return found[-1]


def test_a_press_of_the_mouse_of_which_nobody_tells_withdraws_it(
    desktop: Desktop, screen: Screen, client: Client
) -> None:
    suggest(desktop)
    popup_at_the_caret(screen)
    taken = counts(desktop)["taken"]
    # GTK tells an input method of a click, and not of the wheel.
    desktop.xdotool("mousemove", "--window", client.window, "60", "60", "click", "5")
    until(lambda: screen.popup is None, "the pop-up's end", 5)
    desktop.key("Tab")
    client.expect(f"{TYPED}\t")
    assert counts(desktop)["taken"] == taken


def test_it_is_at_the_caret_and_goes_along(
    desktop: Desktop, screen: Screen, client: Client
) -> None:
    focus = desktop.xdotool("getwindowfocus")
    suggest(desktop)
    first = popup_at_the_caret(screen)
    assert not screen.is_managed()
    desktop.type("c")
    until(lambda: screen.popup not in (None, first), "another place")
    second = popup_at_the_caret(screen)
    assert first.x < second.x < first.x + 12
    assert desktop.xdotool("getwindowfocus") == focus
    # What is below it is what is clicked.
    clicked = (str(second.x + second.width // 2), str(second.y + second.height // 2))
    desktop.xdotool("mousemove", *clicked, "click", "1")
    desktop.type("!")
    client.expect(TYPED + "c!")
    desktop.key("Escape")


def test_the_key_on_its_cap_takes_it(desktop: Desktop, screen: Screen, client: Client) -> None:
    suggest(desktop)
    desktop.key("Tab")
    until(lambda: client.text.startswith("Thank you very much"), "the text")
    # It may go on, but then behind what was taken.
    time.sleep(0.5)
    if screen.popup is not None:
        popup_at_the_caret(screen)
    desktop.key("Escape")


@pytest.mark.parametrize("away", ["Escape", "window", "ctrl+Tab"])
def test_it_goes(desktop: Desktop, screen: Screen, client: Client, away: str) -> None:
    suggest(desktop)
    popup_at_the_caret(screen)
    if away == "window":
        other = desktop.open("xterm")
        until(lambda: screen.popup is None, "its end", 10)
        other.close()
    else:
        desktop.key(away)
        until(lambda: screen.popup is None, "its end", 10)
    client.expect(TYPED)


def test_above_the_line_at_the_bottom_and_not_over_the_edge(
    desktop: Desktop, screen: Screen, client: Client
) -> None:
    # Two lines of the application are still on the screen.
    desktop.xdotool("windowmove", "--sync", client.window, "830", "670")
    desktop.xdotool("windowsize", "--sync", client.window, "760", "300")
    client.focus()
    suggest(desktop)
    until(lambda: screen.popup is not None, "the pop-up")
    at = screen.popup
    assert at is not None
    size = desktop.xdotool("getdisplaygeometry").split()
    assert at.x + at.width <= int(size[0])
    words = desktop.xdotool("getwindowgeometry", "--shell", client.window).split()
    top = next(int(word.removeprefix("Y=")) for word in words if word.startswith("Y="))
    assert at.y + at.height <= top + 5 or at.y >= top + LINE
    assert at.y + at.height <= int(size[1])


def test_one_that_dies_stops_nobody(desktop: Desktop, screen: Screen, client: Client) -> None:
    suggest(desktop)
    popup_at_the_caret(screen)
    (popup,) = desktop.processes("--popup")
    popup.kill()
    desktop.type("ch ")
    client.expect(TYPED + "ch ")
    suggest(desktop, "for your he")
    until(lambda: screen.popup is not None, "another one")
    popup_at_the_caret(screen)


def test_on_a_screen_with_twice_the_pixels(desktop: Desktop, screen: Screen) -> None:
    """Places are told in pixels, whatever the scale is."""
    command = own_command("ibus", "--popup")
    environment = desktop.environment | {"QT_SCALE_FACTOR": "2"}
    line = {"do": "show", "text": "ch for", "key": "Tab", "caret": [300, 200, 2, 38]}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.flush()
        until(lambda: screen.popup is not None, "the pop-up")
        at = screen.popup
        process.stdin.close()
    assert at is not None
    assert (at.x, at.y) == (300 - 2 * SIDE, 238 + 6)
    assert at.height > 40
