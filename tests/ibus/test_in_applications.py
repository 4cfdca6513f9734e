"""The input method in real applications: typed into with real key events, by the real daemon."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ibus.desktop import Client, Desktop, until
from tests.make_tiny_pack import sentences

KINDS = ["gtk", "qt", "xterm"]
TYPED = "Thank you very mu"
Open = Callable[[str], Client]


@pytest.fixture
def open_client(desktop: Desktop) -> Iterator[Open]:
    clients: list[Client] = []

    def run(kind: str) -> Client:
        clients.append(desktop.open(kind))
        return clients[-1]

    yield run
    for client in clients:
        client.close()
    desktop.tell(op="state", paused=False, off_the_record=False)


def counts(desktop: Desktop) -> dict[str, int]:
    found: Any = desktop.health().get("counts", {})
    return {name: found.get(name, 0) for name in ("shown", "taken", "dismissed", "typed")}


def until_shown(desktop: Desktop, before: dict[str, int]) -> None:
    until(lambda: counts(desktop)["shown"] > before["shown"], "a ghost")
    time.sleep(0.25)  # Tab is meant for it from now on


@pytest.mark.parametrize("kind", KINDS)
def test_a_suggestion_is_shown_and_taken(desktop: Desktop, open_client: Open, kind: str) -> None:
    client = open_client(kind)
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    client.expect(TYPED)  # what is shown is not in the text
    desktop.key("Tab")
    until(lambda: client.text != TYPED, "the take")
    time.sleep(0.3)
    assert client.text.startswith(TYPED + "ch")
    assert "\t" not in client.text
    taken = client.text
    desktop.type(" x")
    client.expect(taken + " x")


@pytest.mark.parametrize("kind", KINDS)
def test_one_word_is_taken(desktop: Desktop, open_client: Open, kind: str) -> None:
    client = open_client(kind)
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    desktop.key("ctrl+Right")
    client.expect("Thank you very much")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_dismissed_is_not_taken(desktop: Desktop, open_client: Open, kind: str) -> None:
    client = open_client(kind)
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    desktop.key("Escape")
    desktop.key("Tab")
    client.expect(TYPED + "\t")


@pytest.mark.parametrize("kind", KINDS)
def test_typing_through_and_past_a_suggestion(
    desktop: Desktop, open_client: Open, kind: str
) -> None:
    client = open_client(kind)
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    desktop.type("ch less")
    client.expect("Thank you very much less")
    desktop.key("BackSpace", "BackSpace")
    client.expect("Thank you very much le")


@pytest.mark.parametrize("kind", KINDS)
def test_a_fast_typist_loses_nothing(desktop: Desktop, open_client: Open, kind: str) -> None:
    """200 words a minute, 2,000 characters, most of them with a ghost on the screen."""
    client = open_client(kind)
    before = counts(desktop)
    text = long_text(2000)
    desktop.type(text, delay_ms=60)
    # xterm hands on what was typed in its own time.
    until(lambda: len(client.text) >= len(text), "the end of the text", 20)
    assert client.text == text
    now = counts(desktop)
    assert now["shown"] - before["shown"] > 50, "there was hardly a ghost"
    assert now["typed"] - before["typed"] == len(text)
    assert now["taken"] == before["taken"]


def long_text(length: int) -> str:
    """Return text that the model knows well, with some that it does not."""
    generator = random.Random(5)
    known = [s for s in sentences() if s.isascii()]
    words = ["zebra", "Xylophone", "quiz?", "(maybe)", "e-mail", "a/b", "naught;", "42"]
    text = ""
    while len(text) < length:
        text += generator.choice(known) + " "
        if generator.random() < 0.5:
            text += generator.choice(words) + " "
    return text[: length - 1] + "."


@pytest.mark.parametrize("kind", ["gtk", "qt"])
def test_passwords_are_not_listened_to(desktop: Desktop, open_client: Open, kind: str) -> None:
    client = open_client(kind)
    before = counts(desktop)
    desktop.key("ctrl+Tab" if kind == "gtk" else "Tab")
    if kind == "qt":
        # Tab is a character in its text, so the way to the password leads by the mouse.
        desktop.xdotool("mousemove", "--window", client.window, "300", "282", "click", "1")
    else:
        desktop.key("Tab")
    time.sleep(0.5)
    desktop.type(TYPED)
    time.sleep(0.5)
    assert client.texts[2] == TYPED
    assert counts(desktop) == before


def test_a_password_that_is_filled_in_at_once_is_not_listened_to(
    desktop: Desktop, open_client: Open
) -> None:
    """As password managers do: the field gets the focus, and the next moment it is typed into."""
    client = open_client("gtk")
    desktop.key("ctrl+Tab", "Tab")
    time.sleep(0.3)
    before = counts(desktop)
    desktop.xdotool("key", "--delay", "1", "Tab", "p", "a", "s", "s", "w", "o", "r", "d")
    until(lambda: client.texts[3] == "password", "the password")
    time.sleep(0.3)
    assert counts(desktop) == before
    desktop.key("shift+Tab", "shift+Tab")
    time.sleep(0.3)
    desktop.key("a")
    until(lambda: client.texts[1] == "a", "the next text")
    until(lambda: counts(desktop)["typed"] == before["typed"] + 1, "listening again")


def test_terminals_are_off_unless_a_rule_says_otherwise(
    desktop: Desktop, open_client: Open
) -> None:
    rules = desktop.home / "applications.toml"
    kept = rules.read_text()
    rules.unlink()
    try:
        client = open_client("xterm")
        before = counts(desktop)
        desktop.type(TYPED)
        desktop.key("Tab")
        client.expect(TYPED + "\t")
        assert counts(desktop) == before
    finally:
        rules.write_text(kept)


@pytest.mark.parametrize("kind", ["gtk", "qt"])
def test_nothing_is_left_when_the_focus_goes(
    desktop: Desktop, open_client: Open, kind: str
) -> None:
    client = open_client(kind)
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    other = open_client("xterm")
    time.sleep(0.5)
    assert client.text == TYPED
    client.focus()
    desktop.key("End")
    desktop.type("ch")
    client.expect(TYPED + "ch")
    other.close()


@pytest.mark.parametrize("kind", ["gtk", "qt"])
def test_in_the_middle_of_a_line_there_is_silence(
    desktop: Desktop, open_client: Open, kind: str
) -> None:
    client = open_client(kind)
    desktop.type("and more")
    desktop.key("Home")
    time.sleep(0.3)
    before = counts(desktop)
    desktop.type(TYPED)
    time.sleep(0.5)
    assert counts(desktop)["shown"] == before["shown"]
    client.expect(TYPED + "and more")


def test_an_engine_that_dies_costs_no_character(desktop: Desktop, open_client: Open) -> None:
    client = open_client("gtk")
    desktop.type("Thank you")
    until(lambda: desktop.health()["engine"]["pid"], "the engine")  # type: ignore[index]
    engine: Any = desktop.health()["engine"]
    os.kill(engine["pid"], signal.SIGKILL)
    before = counts(desktop)
    desktop.type(" very mu")
    until_shown(desktop, before)
    desktop.key("ctrl+Right")
    client.expect("Thank you very much")


def test_pausing_with_a_key(desktop: Desktop, open_client: Open) -> None:
    client = open_client("gtk")
    desktop.type("Thank ")
    desktop.key("ctrl+alt+space")
    until(lambda: desktop.health()["state"]["paused"], "the pause")  # type: ignore[index]
    before = counts(desktop)
    desktop.type("you very mu")
    time.sleep(0.5)
    assert counts(desktop)["shown"] == before["shown"]
    desktop.key("ctrl+alt+space")
    until(lambda: not desktop.health()["state"]["paused"], "the end")  # type: ignore[index]
    client.expect(TYPED)
