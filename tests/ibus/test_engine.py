"""What the object that IBus talks to makes of what it hears, without IBus."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from autotype.assistant.field import Field
from autotype.assistant.modes import FieldOptions, Mode
from autotype.assistant.treatment import Treatment
from autotype.ibus import running, wire
from autotype.ibus.engine import Engine
from autotype.ibus.popup import CaretPopup, PopupProcess
from autotype.text.request import Request

PASSWORD, PRIVATE = 8, 1 << 11


class Heard:
    """An engine whose field writes down what it is asked and told."""

    def __init__(self, mode: Mode = Mode.INLINE, patience_s: float = 0.0) -> None:
        self.requests: list[Request] = []
        self.told: list[str] = []
        self._mode, self._patience = mode, patience_s
        self.is_own_rule = self.must_report = False
        self.engine = Engine(self._field, self._treatment_of, self._popup)

    def _field(self, screen: Engine) -> Field:
        return Field(
            screen,
            lambda request, _: self.requests.append(request),
            lambda: None,
            lambda event, text: self.told.append(f"{event} {text}"),
            asyncio.get_running_loop().call_later,
            FieldOptions({}),
        )

    def _popup(
        self, otherwise: Callable[[str, str], None], pressed: Callable[[], None]
    ) -> CaretPopup:
        later = asyncio.get_running_loop().call_later
        return CaretPopup(PopupProcess(False), "Tab", later, otherwise, pressed)

    async def _treatment_of(self, _: str) -> Treatment:
        await asyncio.sleep(self._patience)
        return Treatment(
            self._mode, "program", is_own_rule=self.is_own_rule, must_report=self.must_report
        )

    def type(self, text: str) -> None:
        for character in text:
            kept = _plain(Engine.ProcessKeyEvent)(self.engine, ord(character), 0, 0)
            assert kept is False

    def call(self, name: str, *arguments: Any) -> None:
        _plain(getattr(Engine, name))(self.engine, *arguments)

    def content(self, purpose: int, hints: int = 0) -> None:
        self.engine.set_content_type = [purpose, hints]


def _plain(method: Any) -> Callable[..., Any]:
    """Return what is behind the decorator: what D-Bus calls."""
    found: Callable[..., Any] = method.__wrapped__
    return found


def run(session: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        await session()

    asyncio.run(within())


def test_who_is_not_known_is_listened_to_when_it_has_reported() -> None:
    """A terminal under GNOME may be nameless, and reports nothing."""

    async def session() -> None:
        heard = Heard(Mode.POPUP)
        heard.must_report = True
        for reporting in (False, True, False):
            heard.told.clear()
            heard.call("FocusInId", "/", "gnome-shell")
            if reporting:
                heard.call("SetSurroundingText", wire.plain_text(""), 0, 0)
            await asyncio.sleep(0.1)
            heard.type("secret")
            assert bool(heard.told) is reporting
            heard.call("FocusOutId", "/")

    run(session)


def test_a_field_is_listened_to_a_moment_after_it_got_the_focus() -> None:
    async def session() -> None:
        heard = Heard()
        heard.call("FocusInId", "/", "gtk3-im:editor")
        await asyncio.sleep(0.1)
        heard.type("hello")
        assert [r.before for r in heard.requests] == ["h", "he", "hel", "hell", "hello"]

    run(session)


@pytest.mark.parametrize("content", [(PASSWORD, 0), (0, PRIVATE)])
@pytest.mark.parametrize("late_s", [0.0, 0.03])
def test_a_field_that_says_late_that_it_is_private(content: tuple[int, int], late_s: float) -> None:
    async def session() -> None:
        heard = Heard()
        heard.call("FocusInId", "/", "browser")
        heard.type("hu")
        await asyncio.sleep(late_s)
        heard.type("n")
        heard.content(*content)
        heard.type("ter2")
        await asyncio.sleep(0.1)
        heard.type("secret")
        assert heard.requests == []
        assert heard.told == []

    run(session)


def test_what_was_typed_too_soon_is_not_taken_for_the_beginning() -> None:
    async def session() -> None:
        heard = Heard()
        heard.call("FocusInId", "/", "xim")
        heard.type("un")
        await asyncio.sleep(0.1)
        heard.type("der the")
        # The rest of a word that began unheard is nobody's beginning.
        assert [r.before for r in heard.requests][-3:] == ["t", "th", "the"]
        assert not any("der" in r.before for r in heard.requests)

    run(session)


def test_the_mode_of_the_field_before_does_not_last() -> None:
    async def session() -> None:
        heard = Heard(patience_s=0.2)
        heard.call("FocusInId", "/", "editor")
        await asyncio.sleep(0.3)
        assert heard.engine.field.mode is Mode.INLINE
        heard._mode = Mode.OFF
        heard.call("FocusInId", "/", "vault")
        # Its purpose arrives before it is known which application it belongs to.
        heard.content(PASSWORD)
        heard.content(0)
        heard.type("abc")
        await asyncio.sleep(0.3)
        heard.type("abc")
        assert heard.engine.field.mode is Mode.OFF
        assert heard.requests == []

    run(session)


@pytest.mark.parametrize("is_own_rule", [False, True])
def test_a_client_that_tells_nothing_gets_a_popup(is_own_rule: bool) -> None:
    """It could make a ghost its text and nobody would know; Chromium says so after the focus."""
    chromium, firefox = 1 | 8, 1 | 8 | 32

    async def session() -> None:
        heard = Heard()
        heard.is_own_rule = is_own_rule
        field = heard.engine.field
        for caps, mode in ((firefox, Mode.INLINE), (chromium, Mode.POPUP)):
            expected = Mode.INLINE if is_own_rule else mode
            heard.call("FocusInId", "/", "gtk3-im:browser")
            heard.call("SetCapabilities", caps)
            await asyncio.sleep(0.1)
            assert field.mode is expected
        heard.type("hel")
        heard.call("SetCapabilities", firefox)
        assert field.mode is Mode.INLINE
        heard.call("SetCapabilities", chromium)
        heard.type("lo")
        assert heard.requests[-1].before == "hello", "what was typed is still known"
        heard.content(PASSWORD)
        assert field.mode is Mode.OFF

    run(session)


def test_a_bus_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(path))
        mute.listen()
        monkeypatch.setenv("IBUS_ADDRESS", f"unix:path={path}")
        monkeypatch.setattr(running, "_PATIENCE_S", 0.2)
        with pytest.raises(running.IBusError, match="does not answer"):
            running.run_ibus()


@pytest.mark.parametrize("popup", [False, True])
@pytest.mark.parametrize("alone", [False, True])
def test_a_take_in_the_pop_up_is_composed_first(
    popup: bool, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some programs undo what is only inserted together with the typing before it."""
    told: list[tuple[str, bool]] = []

    def preedit(_: Engine, text: Any, _cursor: int, visible: bool, _mode: int) -> None:
        told.append((wire.text_of(text), visible))

    async def session() -> None:
        engine = Heard().engine
        engine.treat(Treatment(Mode.POPUP, "program", undoes_alone=alone))
        engine.show(" you", popup=popup)
        engine.hide()
        told.clear()
        engine.insert(" you")

    monkeypatch.setattr(Engine, "UpdatePreeditText", preedit)
    monkeypatch.setattr(
        Engine, "CommitText", lambda _, text: told.append((wire.text_of(text), True))
    )
    run(session)
    composed = [(" you", True), ("", False)] if popup and not alone else []
    assert told == [*composed, (" you", True)]
