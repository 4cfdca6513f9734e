"""Shortcuts in programs under the real daemon, through the real input method and service."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype.learning.shortcuts import remove_shortcuts, set_shortcut
from autotype.learning.store import Store
from tests.assistant.front_contract import Open, Opening, counts, until_shown
from tests.ibus.desktop import Client, Desktop, running
from tests.ibus.scripted import Script, ScriptedDesktop


@pytest.fixture(scope="module")
def scripted(tiny_pack: Path) -> Iterator[ScriptedDesktop]:
    with running(ScriptedDesktop, tiny_pack) as desktop:
        desktop.tell(op="wake")
        yield desktop


def store_of(desktop: Desktop) -> Store:
    """Return the file that its input method reads, too."""
    return Store(desktop.home / "learned")


@pytest.mark.parametrize("like", ["plain", "firefox", "libreoffice", "kate", "late", "bytes"])
def test_a_shortcut_is_offered_taken_changed_and_removed(
    scripted: ScriptedDesktop, like: str
) -> None:
    store = store_of(scripted)
    set_shortcut(store, "brb", "be right back")
    client = scripted.open(like)
    assert isinstance(client, Script)
    scripted.wait(_moment())
    scripted.type("Zé brb")
    client.expect_ghost(" → be right back")
    scripted.wait(_moment())
    scripted.key("Tab")
    client.expect("Zé be right back")
    assert "→" not in client.seen[-1]
    set_shortcut(store, "brb", "bath robe")
    scripted.wait(_moment())
    scripted.type(". Brb")
    client.expect_ghost(" → Bath robe")
    scripted.type(", ")
    client.expect("Zé be right back. Brb, ")
    remove_shortcuts(store, ["brb"])
    scripted.wait(_moment())
    scripted.type("brb")
    scripted.wait(_moment())
    assert not client.preedit.startswith(" →")
    client.close()


async def _moment() -> None:
    """More than between two looks at the file, and than a ghost has to be there to be meant."""
    await asyncio.sleep(0.4)


def test_who_reports_nothing_is_only_inserted_into(scripted: ScriptedDesktop) -> None:
    set_shortcut(store_of(scripted), "brb", "be right back")
    client = scripted.open("mute")
    assert isinstance(client, Script)
    scripted.wait(_moment())
    scripted.type("brb")
    scripted.wait(_moment())
    scripted.key("Tab")
    assert "right" not in client.text
    client.close()


class TestOnAScreen(Opening):
    """GTK and Qt themselves take the shortcut away."""

    @pytest.mark.parametrize("kind", ["gtk", "qt"])
    def test_real_toolkits_replace_it(self, desktop: Desktop, open_client: Open, kind: str) -> None:
        set_shortcut(store_of(desktop), "brb", "be right back")
        client = open_client(kind)
        assert isinstance(client, Client)
        desktop.type("Zé ")
        before = counts(desktop)
        desktop.type("brb")
        until_shown(desktop, before)
        desktop.key("Tab")
        client.expect("Zé be right back")
        desktop.type(", ok")
        client.expect("Zé be right back, ok")
