"""What the addon is told of a program of which nobody knows that it is no terminal."""

import asyncio

import pytest

from autotype.assistant.field import Field
from autotype.assistant.modes import FieldOptions, Mode
from autotype.assistant.treatment import Treatment
from autotype.fcitx.front import Front
from autotype.fcitx.wire import to_line


@pytest.mark.parametrize("reports", [True, False])
def test_who_is_not_known_is_listened_to_when_it_has_reported(reports: bool) -> None:
    """A terminal under GNOME may be nameless, and reports nothing."""
    told: list[str] = []

    def make_field(screen: Front) -> Field:
        return Field(
            screen,
            lambda request, _: told.append(request.before),
            lambda: None,
            lambda event, text: told.append(f"{event} {text}"),
            asyncio.get_running_loop().call_later,
            FieldOptions({}),
        )

    async def treatment_of(_: str) -> Treatment:
        return Treatment(Mode.POPUP, "", must_report=True)

    async def session() -> None:
        written: list[bytes] = []
        front = Front(written.append, make_field, treatment_of, "", "Tab")
        front.hear(to_line("focus", "1", "gnome-shell", "0"))
        await asyncio.sleep(0.1)
        assert to_line("listen", "1", "1") in written, "or it would never report"
        if reports:
            front.hear(to_line("text", "0", "0", ""))
        for number, letter in enumerate("secret", 2):
            front.hear(to_line("key", str(number), str(ord(letter)), "0", "0"))
        assert bool(told) is reports
        front.hear(to_line("blur", "9"))
        front.hear(to_line("focus", "10", "gnome-shell", "0"))
        await asyncio.sleep(0.1)
        told.clear()
        front.hear(to_line("key", "11", str(ord("x")), "0", "0"))
        assert told == [], "that another field reported says nothing of this one"

    asyncio.run(session())
