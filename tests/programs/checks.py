"""What is tried in each program; each check fails with a sentence about what was seen."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

from autotype import paths
from tests.assistant.front_contract import TYPED, long_text
from tests.programs.browsers import Browser
from tests.programs.desktop import SCREEN
from tests.programs.pixels import Box
from tests.programs.program import Program
from tests.programs.seen import how_it_looks, pictures_of
from tests.waiting import until

TAKEN = "Thank you very much"


class Checks:
    """All checks of one program.

    Attributes:
        how: "inline" or "popup" as the ghost was seen; empty before.
    """

    def __init__(self, program: Program, folder: Path) -> None:
        """Try nothing yet.

        Args:
            program: What is tried.
            folder: For pictures.
        """
        self.program = program
        self.desktop = program.desktop
        self.how = ""
        self._folder = folder
        self._line: Box | None = None
        self._other = self.desktop.open("gtk")
        self.desktop.put(self._other.window, Box(970, 24, SCREEN.right, 400))

    def run(self, name: str) -> str:
        """Run a check; return what is to be said of it beside that it succeeded.

        Raises:
            AssertionError: It failed.
        """
        check: Callable[[], str | None] = getattr(self, "_" + name.lower().replace(" ", "_"))
        try:
            return check() or ""
        finally:
            self.desktop.screenshot(self._folder / f"{name.replace(' ', '-')}.png")

    # A suggestion and its keys.

    def _suggested(self) -> None:
        """Have a ghost behind what was typed into the empty field."""
        self.program.fresh()
        self._type_until_shown(TYPED)

    def _type_until_shown(self, text: str) -> None:
        before = self.desktop.counts["shown"]
        self.desktop.type(text)
        shown = lambda: self.desktop.counts["shown"] > before  # noqa: E731
        try:
            until(shown, "a ghost", 4)
        except AssertionError:
            raise AssertionError("no ghost") from None
        # The last letters shorten it, and Tab is meant for it only after a moment.
        time.sleep(0.6)

    def _ghost(self) -> str:
        self.program.fresh()
        dismissed = self.desktop.counts["dismissed"]

        def dismiss() -> None:
            self.desktop.key("Escape")
            end = time.monotonic() + 2
            while self.desktop.counts["dismissed"] == dismissed and time.monotonic() < end:
                time.sleep(0.05)

        pictures = pictures_of(
            self.program, lambda: self._type_until_shown(TYPED), dismiss, self._folder
        )
        self.how, self._line, said = how_it_looks(self.program, pictures)
        return said

    def _tab(self) -> None:
        self._suggested()
        self.desktop.key("Tab")
        time.sleep(0.5)
        self.desktop.key("Escape")
        time.sleep(0.3)
        text = self.program.text()
        assert text.startswith(TAKEN), f"“{text}” after Tab"
        assert "\t" not in text, "Tab took it and typed a tab too"
        self.program.focus()
        self.desktop.key("ctrl+End")
        self.desktop.type(" x")
        time.sleep(0.5)
        self._without_ghost(f"{text} x")

    def _word(self) -> None:
        self._suggested()
        self.desktop.key("ctrl+Right")
        time.sleep(0.5)
        self._without_ghost(TAKEN)

    def _without_ghost(self, text: str) -> None:
        """Expect a text; a page finds the ghost in its own text while one is there."""
        self.desktop.key("Escape")
        self.program.expect(text)

    def _escape(self) -> None:
        self._suggested()
        before = self.desktop.counts
        self.desktop.key("Escape")
        time.sleep(0.4)
        assert self.desktop.counts["dismissed"] > before["dismissed"], "nothing was dismissed"
        # Nothing is left that a key could take.
        self.desktop.key("End", "Tab")
        time.sleep(0.4)
        text = self.program.text()
        assert text.rstrip() == TYPED, f"“{text}” after Esc and Tab"

    def _through(self) -> None:
        self._suggested()
        self.desktop.type("ch less")
        time.sleep(0.5)
        self._without_ghost(f"{TAKEN} less")
        self.desktop.key("BackSpace", "BackSpace")
        time.sleep(0.5)
        self._without_ghost(f"{TAKEN} le")

    def _undo(self) -> None:
        self._suggested()
        self.desktop.key(self.program.take_key)
        time.sleep(0.5)
        taken = self.program.text()
        assert taken.startswith(TAKEN), f"“{taken}” after {self.program.take_key}"
        self.desktop.key("ctrl+z")
        time.sleep(0.5)
        self._without_ghost(TYPED)

    # What nobody took stays out of the text.

    def _click(self) -> None:
        self._suggested()
        # Into the first word, so that the caret does move.
        if self._line:
            self.desktop.click(self._line.left + 12, self._line.middle[1])
        else:
            field = self.program.field()
            assert field
            self.desktop.click(field.left + 30, field.top + 30)
        time.sleep(0.6)
        assert self.program.text() == TYPED, f"“{self.program.text()}” after a click into the text"
        point = self.program.elsewhere()
        if point:
            self._suggested()
            self.desktop.click(*point)
            time.sleep(0.6)
            self.program.focus()
            time.sleep(0.2)
            text = self.program.text()
            assert text == TYPED, f"“{text}” after a click elsewhere"

    def _window(self) -> None:
        self._suggested()
        self._other.focus()
        time.sleep(0.3)
        assert self._other.text == "", f"“{self._other.text}” in the other window"
        self.desktop.activate(self.program.id)
        time.sleep(0.7)
        text = self.program.text()
        assert text == TYPED, f"“{text}” after a look at another window"
        self.program.focus()
        self.desktop.key("ctrl+End")
        self.desktop.type("ch")
        time.sleep(0.5)
        self._without_ghost(TAKEN)

    def _fast(self) -> str:
        """2,000 characters at 200 words a minute."""
        text = long_text(2000)
        before = self.desktop.counts
        heard = self._type_long(text)
        if heard < len(text) and "off" not in self.program.checks:
            # On a busy machine IBus loses keys before any input method hears of them, with
            # the plain keyboard too. What loses them each time is to blame for it.
            before = self.desktop.counts
            heard = self._type_long(text)
        try:
            self.program.expect(text, 20)
        except AssertionError as error:
            raise AssertionError(f"{error} ({heard} of {len(text)} keys were heard)") from None
        shown = self.desktop.counts["shown"] - before["shown"]
        if self.how:
            assert shown > 50, f"only {shown} ghosts in 2,000 characters"
        assert self.desktop.counts["taken"] == before["taken"], "something was taken"
        switched = self.desktop.home / paths.switched_file().name
        assert not switched.exists(), "it was switched to the pop-up though it inserted nothing"
        return f"{shown} ghosts" if shown else ""

    def _type_long(self, text: str) -> int:
        """Type into the empty field; return how many keys the input method has heard."""
        self.program.fresh()
        before = self.desktop.counts["typed"]
        self.desktop.type(text, delay_ms=60)
        heard, quiet_since = 0, time.monotonic()
        while heard < len(text) and time.monotonic() - quiet_since < 2:
            time.sleep(0.2)
            now = self.desktop.counts["typed"] - before
            if now > heard:
                heard, quiet_since = now, time.monotonic()
        return heard

    # Fields that are nobody's business.

    def _off(self) -> None:
        self.program.fresh()
        before = self.desktop.counts
        self.desktop.type(TYPED)
        time.sleep(0.8)
        assert self.program.text() == TYPED, f"“{self.program.text()}” was typed"
        assert self.desktop.counts == before, "the terminal was listened to"

    def _password(self) -> None:
        browser = self._browser()
        browser.go_to("password")
        before = self.desktop.counts
        self.desktop.type(TYPED)
        time.sleep(0.8)
        value = browser.page.value("password")
        assert value == TYPED, f"“{value}” is in the password field"
        assert self.desktop.counts == before, "the password field was listened to"

    def _search(self) -> str:
        browser = self._browser()
        browser.go_to("search")
        before = self.desktop.counts["shown"]
        self.desktop.type(TYPED)
        time.sleep(0.8)
        ours = {v for v in browser.page.values_seen("search") if not TYPED.startswith(v)}
        assert not ours, f"the page found “{max(ours, key=len)}” in its search field"
        return "silent" if self.desktop.counts["shown"] == before else "not in the field's text"

    def _address_bar(self) -> str:
        browser = self._browser()
        browser.go_to("other")
        self.desktop.key("ctrl+l")
        time.sleep(0.5)
        before = self.desktop.counts["shown"]
        self.desktop.type(TYPED)
        time.sleep(0.8)
        shown = self.desktop.counts["shown"] > before
        self.desktop.screenshot(self._folder / "address-bar-typed.png")
        self.desktop.key("Escape", "Escape", "Escape")
        assert not shown or self.how == "popup", "a ghost stood in the address bar"
        return "not in the bar's text" if shown else "silent"

    def _number(self) -> str:
        browser = self._browser()
        browser.go_to("number")
        before = self.desktop.counts["shown"]
        self.desktop.type("12345")
        time.sleep(0.8)
        assert browser.page.value("number") == "12345", "the number was changed"
        assert self.desktop.counts["shown"] == before, "a ghost in a field for a number"
        browser.go_to("email")
        self.desktop.type("see.you")
        time.sleep(0.8)
        sooner = self.desktop.counts["shown"] > before
        # From here on what stands there says what it is, also where the program does not.
        self.desktop.type("@")
        time.sleep(0.4)
        before = self.desktop.counts["shown"]
        self.desktop.type("office.example")
        time.sleep(0.8)
        value = browser.page.value("email")
        assert value == "see.you@office.example", f"“{value}” is in the field for an address"
        assert self.desktop.counts["shown"] == before, "a ghost in a mail address"
        return "suggests before the @ of a mail address" if sooner else ""

    def _browser(self) -> Browser:
        assert isinstance(self.program, Browser)
        self.program.fresh()
        return self.program

    # Bad weather.

    def _engine_killed(self) -> None:
        self._suggested()
        self.desktop.kill_engine()
        self.desktop.type("ch more. ")
        self.program.expect(f"{TAKEN} more. ")
        self.program.focus()
        self.desktop.key("ctrl+End")
        time.sleep(0.5)
        self._type_until_shown(TYPED)
        self.desktop.key("Escape")
        self.program.expect(f"{TAKEN} more. {TYPED}")

    def _ibus_restarted(self) -> str:
        self._suggested()
        self.desktop.kill_ibus()
        try:
            time.sleep(1)
            self.desktop.type(" and")
            self.program.expect(f"{TYPED} and")
        finally:
            self.desktop.begin_ibus()
        self.program.focus()
        # Desktops choose the input method again for those that come back.
        time.sleep(1)
        until(self.desktop.chosen, "the input method")
        self.desktop.key("ctrl+End")
        self.desktop.type(" on. ")
        time.sleep(0.5)
        self._without_ghost(f"{TYPED} and on. ")
        try:
            self._type_until_shown(TYPED)
        except AssertionError:
            return "suggests again only when the program is started again"
        self.desktop.key("Escape")
        self.program.expect(f"{TYPED} and on. {TYPED}")
        return ""

    def _program_killed(self) -> None:
        self._suggested()
        before = self.desktop.popups()
        running = self.program.running
        assert running
        running.end(signal.SIGKILL)
        self._other.focus()
        if self.how == "popup":
            until(lambda: self.desktop.popups().keys() < before.keys(), "the pop-up's end", 5)
        self._type_until_shown(TYPED)
        self._other.expect(TYPED)
        self.desktop.key("ctrl+Right")
        self._other.expect(TAKEN)
