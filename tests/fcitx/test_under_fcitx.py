"""Fcitx 5 in real applications: the addon as it is installed, real key events, the real service."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.assistant.front_contract import (
    TYPED,
    FrontContract,
    Open,
    counts,
    parametrized,
    suggested,
    until_shown,
)
from tests.fcitx.desktop import FcitxDesktop
from tests.ibus.desktop import Client
from tests.waiting import until

pytest_generate_tests = parametrized


class TestUnderFcitx(FrontContract):
    KINDS = ("gtk", "qt5", "xterm")
    REPORTING = ("gtk", "qt5")
    PRIVATE = ("gtk", "qt5")

    def test_a_client_of_ibus_that_fcitx_stands_in_for(
        self, desktop: FcitxDesktop, open_client: Open
    ) -> None:
        """It tells nothing of its text and shows no slanted letters: keys alone, and a pop-up."""
        client = suggested(desktop, open_client, "qt")
        client.expect(TYPED)
        desktop.key("ctrl+Right")
        client.expect("Thank you very much")

    def test_a_password_that_is_filled_in_at_once_is_not_listened_to(
        self, desktop: FcitxDesktop, open_client: Open
    ) -> None:
        client = open_client("gtk")
        assert isinstance(client, Client)
        desktop.key("ctrl+Tab", "Tab")
        time.sleep(0.3)
        before = counts(desktop)
        desktop.xdotool("key", "--delay", "1", "Tab", "p", "a", "s", "s", "w", "o", "r", "d")
        until(lambda: client.texts[3] == "password", "the password")
        time.sleep(0.3)
        assert counts(desktop) == before

    def test_terminals_are_off_unless_a_rule_says_otherwise(
        self, desktop: FcitxDesktop, open_client: Open
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

    def test_characters_that_the_layout_composes_are_heard(
        self, desktop: FcitxDesktop, open_client: Open
    ) -> None:
        client = open_client("gtk")
        desktop.type("caf")
        desktop.key("dead_acute", "e")
        client.expect("café")
        before = counts(desktop)
        desktop.type(" " + TYPED)
        until_shown(desktop, before)
        desktop.key("ctrl+Right")
        client.expect("café Thank you very much")

    def test_a_program_that_dies_with_a_ghost_takes_nothing_with_it(
        self, desktop: FcitxDesktop, open_client: Open
    ) -> None:
        dying = suggested(desktop, open_client, "qt5")
        dying.close()
        client = suggested(desktop, open_client, "gtk")
        client.expect(TYPED)


class TestTheProcess:
    """The one that decides dies, hangs, or does what it must not."""

    @pytest.fixture
    def client(self, desktop: FcitxDesktop) -> Iterator[Client]:
        client = desktop.open("gtk")
        yield client
        client.close()

    def test_one_that_dies_costs_no_character_and_is_replaced(
        self, desktop: FcitxDesktop, client: Client
    ) -> None:
        time.sleep(3)  # not sooner than that
        desktop.type("Thank")
        desktop.front().kill()
        desktop.type(" you very mu. ")
        desktop.key("Tab")
        client.expect("Thank you very mu. \t")
        until(lambda: desktop.front().is_running(), "another process")
        time.sleep(1.5)
        before = counts(desktop)
        desktop.type(" " + TYPED)
        until_shown(desktop, before)
        desktop.key("ctrl+Right")
        client.expect(f"Thank you very mu. \t {TYPED}ch")

    def test_one_that_hangs_costs_nothing_and_inserts_nothing_later(
        self, desktop: FcitxDesktop, client: Client
    ) -> None:
        before = counts(desktop)
        desktop.type(TYPED)
        until_shown(desktop, before)
        front = desktop.front()
        front.suspend()
        desktop.key("Tab")
        desktop.type("and so on", delay_ms=20)
        client.expect(f"{TYPED}\tand so on")
        front.resume()
        time.sleep(0.5)
        client.expect(f"{TYPED}\tand so on")
        before = counts(desktop)
        desktop.type(". " + TYPED)
        until_shown(desktop, before)
        desktop.key("ctrl+Right")
        client.expect(f"{TYPED}\tand so on. {TYPED}ch")

    def test_one_that_hangs_for_good_is_replaced(
        self, desktop: FcitxDesktop, client: Client
    ) -> None:
        desktop.type("Thank")
        hanging = desktop.front()
        hanging.suspend()
        desktop.key("Left", "Right")
        time.sleep(5.5)
        desktop.key("Left", "Right")
        until(lambda: not psutil.pid_exists(hanging.pid), "its end")
        desktop.key("a")
        until(lambda: desktop.front().is_running(), "another process")
        client.expect("Thanka")

    def test_what_it_says_out_of_turn_is_neither_drawn_nor_inserted(
        self, desktop: FcitxDesktop, client: Client
    ) -> None:
        late = Path(__file__).with_name("late_front.py")
        with desktop.served_by([sys.executable, str(late)]):
            client.focus()
            desktop.type("one two")
            desktop.key("Left", "Tab", "Right")
            desktop.type("three")
            client.expect("one tw\tothree")
            assert str(late) in desktop.front().cmdline()


def test_it_ends_with_fcitx_and_comes_back_with_it(desktop: FcitxDesktop) -> None:
    front = desktop.front()
    desktop.fcitx.send_signal(signal.SIGKILL)
    until(lambda: not front.is_running(), "its end")
    desktop.begin_fcitx()
    client = desktop.open("gtk")
    before = counts(desktop)
    desktop.type(TYPED)
    until_shown(desktop, before)
    client.close()
