"""Programs that do what real ones were seen to do, against the real daemon and input method."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from autotype.assistant.rules import load_rules
from tests.assistant.front_contract import (
    TYPED,
    FrontContract,
    Open,
    Opening,
    counts,
    parametrized,
    suggested,
)
from tests.ibus.desktop import running
from tests.ibus.scripted import Script, ScriptedDesktop
from tests.waiting import until

# How much more there is depends on what else the machine does.
GHOST = "ch"
pytest_generate_tests = parametrized


@pytest.fixture(scope="module")
def desktop(tiny_pack: Path) -> Iterator[ScriptedDesktop]:
    with running(ScriptedDesktop, tiny_pack) as desktop:
        desktop.tell(op="wake")
        engine = desktop.health
        until(lambda: engine()["engine"]["state"] == "ready", "the engine", 30)  # type: ignore[index]
        yield desktop


def ghost_in(desktop: ScriptedDesktop, open_client: Open, kind: str) -> Script:
    """Open a program and type until a ghost is in it."""
    client = suggested(desktop, open_client, kind)
    assert isinstance(client, Script)
    client.expect_ghost(GHOST)
    return client


class TestWholeContract(FrontContract):
    KINDS = ("firefox", "kate")
    REPORTING = KINDS
    PRIVATE = ("firefox",)
    LENGTH = 120


class TestHabits(Opening):
    """What a user sees in programs with one habit each."""

    @pytest.mark.parametrize(
        "like", ["plain", "firefox", "libreoffice", "kate", "gtk4", "late", "bytes", "jumping"]
    )
    def test_a_session(self, desktop: ScriptedDesktop, open_client: Open, like: str) -> None:
        client = ghost_in(desktop, open_client, like)
        time.sleep(0.3)
        assert client.preedit.startswith(GHOST), "it stays"
        desktop.key("ctrl+Right")
        client.expect_ghost(" for")
        desktop.type(" f")
        client.expect_ghost("or")
        desktop.key("Escape")
        client.expect_ghost("")
        desktop.type("ür x")
        client.expect("Thank you very much für x")
        assert client.seen[-1] == "Thank you very much für x"

    def test_ghosts_are_not_rare_where_every_key_is_followed_by_a_reset(
        self, desktop: ScriptedDesktop, open_client: Open
    ) -> None:
        ghosts = {}
        for like in ("plain", "firefox", "kate", "libreoffice"):
            client = open_client(like)
            assert isinstance(client, Script)
            desktop.type("I will get back to you as soon as possible.")
            ghosts[like] = len(client.ghosts)
            client.close()
        # Beside other work the engine does not always keep up.
        assert min(ghosts.values()) > 5, ghosts

    @pytest.mark.parametrize("like", ["plain", "chromium"])
    def test_dead_keys_and_the_compose_key(
        self, desktop: ScriptedDesktop, open_client: Open, like: str
    ) -> None:
        client = open_client(like)
        for key in ("dead_acute", "e", "Multi_key", '"', "u", "dead_acute", "x"):
            desktop.key(key)
        client.expect("éü´x")

    def test_a_password_is_composed_too(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        client = open_client("plain")
        client.to_password()
        for key in ("dead_acute", "e", "x"):
            desktop.key(key)
        composed = "éx"
        assert client.password == composed

    def test_a_tab_that_never_came(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        client = ghost_in(desktop, open_client, "gtk4")
        desktop.key("Tab")
        time.sleep(0.1)
        desktop.type("ch")
        client.expect(f"{TYPED}\tch")
        assert not [state for state in client.seen if "\tc[" in state], "it was for another text"

    @pytest.mark.parametrize("like", ["chromium", "mute"])
    def test_who_tells_nothing_gets_a_popup(
        self, desktop: ScriptedDesktop, open_client: Open, like: str
    ) -> None:
        client = suggested(desktop, open_client, like)
        assert isinstance(client, Script)
        assert client.ghosts == []
        desktop.key("ctrl+Right")
        client.expect("Thank you very much")
        client.click(5)
        open_client("plain")
        client.expect("Thank you very much")

    def test_carets_in_bytes(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        client = open_client("bytes")
        assert isinstance(client, Script)
        desktop.type(f"Größere Äpfel. {TYPED}")
        client.expect_ghost(GHOST)
        time.sleep(0.2)
        desktop.key("Tab")
        until(lambda: client.text.startswith(f"Größere Äpfel. {TYPED}{GHOST}"), "the take")

    @pytest.mark.parametrize("like", ["inserting", "kate"])
    def test_who_inserts_a_ghost_is_found_out_once_and_remembered(
        self, desktop: ScriptedDesktop, open_client: Open, like: str
    ) -> None:
        switched = desktop.home / "switched.toml"
        client = open_client(like)
        assert isinstance(client, Script)
        # Two letters more in a text would be no proof of anything.
        desktop.type("Thank you ver")
        client.expect_ghost("y much")
        time.sleep(0.4)
        if like == "kate":
            client.click(0)
        else:
            open_client("plain")
            time.sleep(0.3)
            client.focus()
            desktop.key("Home")
        assert client.text.startswith("Thank you very much")
        time.sleep(0.4)
        desktop.type("I. ")
        until(switched.exists, "what was found out")
        assert load_rules(switched) == {f"like-{like}": "popup"}
        assert "switched" not in (desktop.home / "applications.toml").read_text()
        try:
            again = suggested(desktop, open_client, like)
            assert isinstance(again, Script)
            assert again.ghosts == []
            again.click(0)
            open_client("plain")
            again.expect(TYPED)
        finally:
            switched.unlink()

    def test_the_key_that_changes_windows_takes_the_ghost_away_first(
        self, desktop: ScriptedDesktop, open_client: Open
    ) -> None:
        client = ghost_in(desktop, open_client, "inserting")
        desktop.wait(client.hold("Alt_L"))
        client.expect_ghost("")
        desktop.wait(client.release("Alt_L"))
        client.expect_ghost(GHOST)
        desktop.wait(client.hold("Alt_L"))
        client.expect_ghost("")
        open_client("plain")
        assert client.text == TYPED

    def test_an_answer_that_comes_while_that_key_is_down_is_not_inserted(
        self, desktop: ScriptedDesktop, open_client: Open
    ) -> None:
        client = open_client("inserting")
        assert isinstance(client, Script)
        engine: Any = desktop.health()["engine"]
        os.kill(engine["pid"], signal.SIGSTOP)
        before = counts(desktop)
        desktop.type(TYPED)
        desktop.wait(client.hold("Alt_L"))
        os.kill(engine["pid"], signal.SIGCONT)
        until(lambda: counts(desktop)["shown"] > before["shown"], "the answer")
        open_client("plain")
        assert client.text == TYPED
        assert client.ghosts == []

    def test_what_that_key_has_hidden_is_not_taken_unseen(
        self, desktop: ScriptedDesktop, open_client: Open
    ) -> None:
        """As in xterm, where the menu that Alt+Space opens keeps that Alt goes up."""
        client = ghost_in(desktop, open_client, "plain")
        desktop.wait(client.hold("Alt_L"))
        client.expect_ghost("")
        desktop.key("Tab")
        client.expect(f"{TYPED}\t")

    def test_no_field_is_no_application(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        open_client("plain").close()
        time.sleep(0.3)
        seen = desktop.ask(op="applications")["applications"]
        assert "fake" not in seen
        assert "like-plain" in seen


def has_ended(pid: int) -> bool:
    """Whether a process has ended, even if nobody has asked yet how."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class TestBadWeather(Opening):
    """Typing goes on, and no letter of ours stays."""

    def goes_on(self, desktop: ScriptedDesktop, client: Script) -> None:
        """Type on, until there are suggestions again; nothing may be in the text that was not."""
        text = client.text
        desktop.type(". ")
        for _ in range(40):
            before = counts(desktop)
            desktop.type(TYPED + ". ")
            text += ("" if text.endswith(". ") else ". ") + TYPED + ". "
            if counts(desktop)["shown"] > before["shown"]:
                break
            time.sleep(0.2)
        else:
            raise AssertionError("there are no suggestions any more")
        client.expect(text)

    def input_method(self, desktop: ScriptedDesktop) -> psutil.Process:
        """Return the process of the input method."""
        until(lambda: desktop.processes("ibus"), "the input method")
        return desktop.processes("ibus")[0]

    def test_the_input_method_is_killed(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        client = ghost_in(desktop, open_client, "plain")
        self.input_method(desktop).kill()
        time.sleep(0.3)
        desktop.type(" x")
        client.expect(f"{TYPED} x")
        until(desktop.chosen, "the input method")
        client.focus()
        self.goes_on(desktop, client)

    def test_the_service_is_restarted(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        client = ghost_in(desktop, open_client, "firefox")
        pid = desktop.health()["pid"]
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGKILL)
        # Until it is gone its socket takes connections, and answers none.
        until(lambda: has_ended(pid), "the end of the service")
        self.goes_on(desktop, client)
        assert desktop.health()["pid"] != pid

    def test_a_program_is_killed_with_a_ghost_on_it(
        self, desktop: ScriptedDesktop, open_client: Open
    ) -> None:
        client = ghost_in(desktop, open_client, "kate")
        other = open_client("firefox")
        assert isinstance(other, Script)
        client.focus()
        client.close()
        other.focus()
        self.goes_on(desktop, other)

    def test_a_program_hangs_with_a_ghost_on_it(
        self, desktop: ScriptedDesktop, open_client: Open
    ) -> None:
        client = ghost_in(desktop, open_client, "plain")
        client.freeze()
        desktop.focused = None
        other = open_client("firefox")
        assert isinstance(other, Script)
        self.goes_on(desktop, other)
        assert client.text == TYPED

    def test_two_programs_in_turn(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        first, second = open_client("firefox"), open_client("libreoffice")
        assert isinstance(first, Script)
        assert isinstance(second, Script)
        for number, client in enumerate((first, second) * 3):
            client.focus()
            desktop.type(TYPED + ". " if number > 1 else TYPED)
        first.expect(f"{TYPED}{TYPED}. {TYPED}. ")
        second.expect(f"{TYPED}{TYPED}. {TYPED}. ")

    def test_a_field_of_100_kb(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        client = open_client("firefox")
        assert isinstance(client, Script)
        client.before = "All of this was there. " * 4400
        client.focus()
        text = client.text
        desktop.type(TYPED)
        client.expect_ghost(GHOST)
        time.sleep(0.2)
        desktop.key("Tab")
        until(lambda: client.text.startswith(text + TYPED + GHOST), "the take")

    def test_ibus_is_restarted(self, desktop: ScriptedDesktop, open_client: Open) -> None:
        """As “ibus restart” does; programs connect again."""
        client = ghost_in(desktop, open_client, "plain")
        before = self.input_method(desktop).pid
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(["ibus", "restart"], env=desktop.environment, timeout=20)
        until(desktop.chosen, "the input method")
        assert client.text == TYPED
        desktop.focused = None
        again = open_client("firefox")
        assert isinstance(again, Script)
        self.goes_on(desktop, again)
        assert self.input_method(desktop).pid != before
