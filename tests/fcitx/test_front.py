"""What the addon's lines do to a field, and what the addon is told then."""

import asyncio
from collections.abc import Callable

from autotype.assistant.field import Field
from autotype.assistant.modes import FieldOptions, Mode
from autotype.assistant.treatment import Treatment
from autotype.fcitx.front import Front
from autotype.fcitx.wire import to_line
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word

_ALT, _SHIFT = "65513", "65505"


def test_a_key_that_changes_windows_takes_the_ghost_out_of_the_text() -> None:
    """A program may insert what is in its text when it loses the focus."""
    asked: list[tuple[Request, Callable[[Suggestion], None]]] = []

    def make_field(screen: Front) -> Field:
        return Field(
            screen,
            lambda request, reply: asked.append((request, reply)),
            lambda: None,
            lambda _event, _text: None,
            asyncio.get_running_loop().call_later,
            FieldOptions({}),
        )

    async def treatment_of(_: str) -> Treatment:
        return Treatment(Mode.INLINE, "")

    async def session() -> None:
        written: list[bytes] = []
        front = Front(written.append, make_field, treatment_of, "", "Tab")

        async def told(*fields: str) -> list[bytes]:
            written.clear()
            front.hear(to_line(*fields))
            await asyncio.sleep(0.1)
            return list(written)

        await told("focus", "1", "gedit", "0")
        for number, letter in enumerate("foo", 2):
            await told("key", str(number), str(ord(letter)), "0", "0")
        request, reply = asked[-1]
        reply(Suggestion(request, (Word("bar", 0.9),), "bar", 0.9))
        await asyncio.sleep(0.1)
        show, hide = to_line("show", "4", "bar", "0"), to_line("hide", "4")
        assert written[-1] == show
        assert await told("modifier", _SHIFT, "1") == []
        assert await told("modifier", _ALT, "1") == [hide]
        assert await told("modifier", _ALT, "0") == [show]
        assert await told("modifier", "nonsense", "1") == []

    asyncio.run(session())
