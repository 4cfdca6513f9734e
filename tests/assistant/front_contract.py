"""What every front of the assistant has to pass, whatever desktop it is for.

A front's tests derive from `FrontContract`, give it a `desktop` (real applications, real key
events, the real service with the tiny pack) and say with `KINDS` which applications it has.
`tests/ibus/test_in_applications.py` does so for IBus.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Protocol

import pytest

from tests.make_tiny_pack import sentences
from tests.waiting import until

TYPED = "Thank you very mu"


class App(Protocol):
    """A window with a text field that has the focus."""

    @property
    def text(self) -> str:
        """What is in the field."""

    @property
    def password(self) -> str:
        """What is in its password field."""

    def expect(self, text: str) -> None:
        """Wait until the field holds a text; fail if it does not."""

    def focus(self) -> None:
        """Give the window the focus, and the front the time to notice."""

    def to_password(self) -> None:
        """Move the focus to the password field."""

    def close(self) -> None:
        """Close the window."""


class Desk(Protocol):
    """A desktop on which the front runs.

    Attributes:
        home: The user folder.
    """

    home: Path

    def open(self, kind: str) -> App:
        """Open an application."""

    def type(self, text: str, delay_ms: int = 60) -> None:
        """Type as a person does, with real key events."""

    def key(self, *names: str) -> None:
        """Press keys, named as X11 does: "Tab", "ctrl+Right"."""

    def health(self) -> dict[str, object]:
        """Return what the service says of itself."""

    def tell(self, **line: object) -> None:
        """Tell the service something."""


Open = Callable[[str], App]


def counts(desktop: Desk) -> dict[str, int]:
    found: Any = desktop.health().get("counts", {})
    return {name: found.get(name, 0) for name in ("shown", "taken", "dismissed", "typed")}


def until_shown(desktop: Desk, before: dict[str, int]) -> None:
    until(lambda: counts(desktop)["shown"] > before["shown"], "a ghost")
    time.sleep(0.25)  # Tab is meant for it from now on


def suggested(desktop: Desk, open_client: Open, kind: str) -> App:
    """Open an application and type until something is suggested."""
    client = open_client(kind)
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    return client


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


def parametrized(metafunc: pytest.Metafunc) -> None:
    """Run each test with the applications that it is for; for a `pytest_generate_tests`."""
    for name, kinds in (
        ("kind", "KINDS"),
        ("reporting_kind", "REPORTING"),
        ("private_kind", "PRIVATE"),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, getattr(metafunc.cls, kinds))


class Opening:
    """Tests that open applications, which are closed in the end."""

    @pytest.fixture
    def open_client(self, desktop: Desk) -> Iterator[Open]:
        clients: list[App] = []

        def run(kind: str) -> App:
            clients.append(desktop.open(kind))
            return clients[-1]

        yield run
        for client in clients:
            client.close()
        desktop.tell(op="state", paused=False, off_the_record=False)


class TypingContract(Opening):
    """What holds wherever there are keys; pytest runs the tests of derived classes.

    Attributes:
        KINDS: The applications, by the names that the desktop opens them with.
        LENGTH: How many characters a fast typist types.
    """

    KINDS: ClassVar[tuple[str, ...]]
    LENGTH: ClassVar[int] = 2000
    REPORTING: ClassVar[tuple[str, ...]] = ()
    PRIVATE: ClassVar[tuple[str, ...]] = ()

    def test_a_fast_typist_loses_nothing(self, desktop: Desk, open_client: Open, kind: str) -> None:
        """200 words a minute, most of them with a ghost on the screen."""
        client = open_client(kind)
        before = counts(desktop)
        text = long_text(self.LENGTH)
        desktop.type(text, delay_ms=60)
        # A terminal hands on what was typed in its own time.
        until(lambda: len(client.text) >= len(text), "the end of the text", 20)
        assert client.text == text
        # What was typed is counted a moment after it stands there.
        typed = before["typed"] + len(text)
        until(lambda: counts(desktop)["typed"] >= typed, "the count of the last keys")
        now = counts(desktop)
        assert now["shown"] - before["shown"] > self.LENGTH / 40, "there was hardly a ghost"
        assert now["typed"] == typed
        assert now["taken"] == before["taken"]


class FrontContract(TypingContract):
    """The whole.

    Attributes:
        REPORTING: Those of `KINDS` that tell what is around the caret.
        PRIVATE: Those of them that have a password field.
    """

    def test_a_suggestion_is_shown_and_taken(
        self, desktop: Desk, open_client: Open, kind: str
    ) -> None:
        client = suggested(desktop, open_client, kind)
        client.expect(TYPED)  # what is shown is not in the text
        desktop.key("Tab")
        until(lambda: client.text != TYPED, "the take")
        time.sleep(0.3)
        assert client.text.startswith(TYPED + "ch")
        assert "\t" not in client.text
        taken = client.text
        desktop.type(" x")
        client.expect(taken + " x")

    def test_one_word_is_taken(self, desktop: Desk, open_client: Open, kind: str) -> None:
        client = suggested(desktop, open_client, kind)
        desktop.key("ctrl+Right")
        client.expect("Thank you very much")

    def test_what_is_dismissed_is_not_taken(
        self, desktop: Desk, open_client: Open, kind: str
    ) -> None:
        client = suggested(desktop, open_client, kind)
        desktop.key("Escape")
        desktop.key("Tab")
        client.expect(TYPED + "\t")

    def test_typing_through_and_past_a_suggestion(
        self, desktop: Desk, open_client: Open, kind: str
    ) -> None:
        client = suggested(desktop, open_client, kind)
        desktop.type("ch less")
        client.expect("Thank you very much less")
        desktop.key("BackSpace", "BackSpace")
        client.expect("Thank you very much le")

    def test_nothing_is_left_when_the_focus_goes(
        self, desktop: Desk, open_client: Open, reporting_kind: str
    ) -> None:
        client = suggested(desktop, open_client, reporting_kind)
        other = open_client(reporting_kind)
        time.sleep(0.5)
        assert client.text == TYPED
        client.focus()
        desktop.key("End")
        desktop.type("ch")
        client.expect(TYPED + "ch")
        other.close()

    def test_in_the_middle_of_a_line_there_is_silence(
        self, desktop: Desk, open_client: Open, reporting_kind: str
    ) -> None:
        client = open_client(reporting_kind)
        desktop.type("and more")
        desktop.key("Home")
        time.sleep(0.3)
        before = counts(desktop)
        desktop.type(TYPED)
        time.sleep(0.5)
        assert counts(desktop)["shown"] == before["shown"]
        client.expect(TYPED + "and more")

    def test_an_engine_that_dies_costs_no_character(
        self, desktop: Desk, open_client: Open, kind: str
    ) -> None:
        client = open_client(kind)
        desktop.type("Thank you")
        desktop.tell(op="restart")  # and forget the engine that died in another application
        until(lambda: desktop.health()["engine"]["pid"], "the engine")  # type: ignore[index]
        engine: Any = desktop.health()["engine"]
        os.kill(engine["pid"], signal.SIGKILL)
        before = counts(desktop)
        # The full stop ends a ghost of the dead engine, which could be typed through.
        desktop.type(". " + TYPED)
        until_shown(desktop, before)
        desktop.key("ctrl+Right")
        client.expect(f"Thank you. {TYPED}ch")

    def test_pausing_with_a_key(self, desktop: Desk, open_client: Open, kind: str) -> None:
        client = open_client(kind)
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

    def test_passwords_are_not_listened_to(
        self, desktop: Desk, open_client: Open, private_kind: str
    ) -> None:
        client = open_client(private_kind)
        before = counts(desktop)
        client.to_password()
        desktop.type(TYPED)
        time.sleep(0.5)
        assert client.password == TYPED
        assert counts(desktop) == before
