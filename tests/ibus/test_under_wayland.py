"""The input method under Wayland (sway), which says itself whose window has the focus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.front_contract import TYPED, Open, TypingContract, counts, parametrized
from tests.ibus.desktop import running
from tests.ibus.wayland import WaylandDesktop

pytest_generate_tests = parametrized


@pytest.fixture(scope="module")
def desktop(tiny_pack: Path) -> Iterator[WaylandDesktop]:
    with running(WaylandDesktop, tiny_pack) as desktop:
        yield desktop


class TestUnderWayland(TypingContract):
    KINDS = ("gtk", "qt")

    def test_a_suggestion_is_shown_and_taken(
        self, desktop: WaylandDesktop, open_client: Open, kind: str
    ) -> None:
        client = open_client(kind)
        before = counts(desktop)
        # In one go: with every keyboard that is plugged in the field gets the focus anew.
        desktop.type_and_press(TYPED, 1.5, "ctrl+Right")
        client.expect("Thank you very much")
        now = counts(desktop)
        assert now["shown"] > before["shown"]
        assert now["taken"] == before["taken"] + 1

    def test_what_is_dismissed_is_not_taken(
        self, desktop: WaylandDesktop, open_client: Open, kind: str
    ) -> None:
        client = open_client(kind)
        before = counts(desktop)
        desktop.type_and_press(TYPED, 1.5, "Escape", "Tab")
        client.expect(TYPED + "\t")
        assert counts(desktop)["dismissed"] == before["dismissed"] + 1

    def test_a_rule_finds_a_program_that_does_not_say_who_it_is(
        self, desktop: WaylandDesktop, open_client: Open
    ) -> None:
        """Qt programs do not tell IBus their names; sway knows them."""
        rules = desktop.home / "applications.toml"
        kept = rules.read_text()
        rules.write_text('[applications]\nautotype-test-qt = "off"\n')
        try:
            client = open_client("qt")
            before = counts(desktop)
            desktop.type_and_press(TYPED, 1.0, "Tab")
            client.expect(TYPED + "\t")
            assert counts(desktop) == before
        finally:
            rules.write_text(kept)
