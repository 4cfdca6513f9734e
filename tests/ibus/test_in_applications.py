"""The input method in real applications: typed into with real key events, by the real daemon."""

import time

from autotype.numbers.store import Store
from tests.assistant.front_contract import (
    TYPED,
    FrontContract,
    Open,
    counts,
    parametrized,
)
from tests.ibus.desktop import Client, Desktop
from tests.waiting import until

pytest_generate_tests = parametrized


class TestUnderX11(FrontContract):
    KINDS = ("gtk", "qt", "xterm")
    REPORTING = ("gtk", "qt")
    PRIVATE = ("gtk", "qt")

    def test_a_password_that_is_filled_in_at_once_is_not_listened_to(
        self, desktop: Desktop, open_client: Open
    ) -> None:
        """As password managers do: no sooner has the field the focus than it is typed into."""
        client = open_client("gtk")
        assert isinstance(client, Client)
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

    def test_what_was_typed_is_counted_under_its_application(
        self, desktop: Desktop, open_client: Open
    ) -> None:
        file = desktop.home / "numbers.sqlite"

        def typed() -> dict[str, int]:
            rows = Store(file).read()
            return {row.source: row.number for row in rows if row.counter == "typed"}

        client = open_client("gtk")
        before = typed()
        desktop.type(TYPED)
        client.expect(TYPED)
        desktop.key("ctrl+Tab")  # to another field
        until(lambda: sum(typed().values()) >= sum(before.values()) + len(TYPED), "the numbers")
        assert "editor" not in typed()
        assert "?" not in typed()

    def test_terminals_are_off_unless_a_rule_says_otherwise(
        self, desktop: Desktop, open_client: Open
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
