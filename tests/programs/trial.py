"""One program that is tried out: what all checks need."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.assistant.front_contract import TYPED
from tests.programs.desktop import SCREEN
from tests.programs.pixels import Box
from tests.programs.program import GarbledError, Program
from tests.programs.seen import MisplacedError
from tests.programs.table import SECOND_TRY
from tests.waiting import until

TAKEN = "Thank you very much"


class Trial:
    """A program, its desktop, and another window beside it.

    Attributes:
        how: "inline" or "popup" as a ghost was seen; empty before.
        line: Where the first line of text is on the screen, once it was seen.
        other: A window with a text field of its own.
    """

    def __init__(self, program: Program, folder: Path) -> None:
        """Open the other window.

        Args:
            program: What is tried.
            folder: For pictures.
        """
        self.program = program
        self.desktop = program.desktop
        self.folder = folder
        self.how = ""
        self.line: Box | None = None
        self.other = self.desktop.open("gtk")
        self.desktop.put(self.other.window, Box(970, 24, SCREEN.right, 400))

    def run(self, name: str, check: "Check") -> str:
        """Run a check and take a picture of its end.

        Returns:
            What is to be said of it beside that it succeeded.

        Raises:
            AssertionError: It failed, with a sentence about what was seen.
        """
        try:
            try:
                return check(self) or ""
            except (GarbledError, MisplacedError) as error:
                # On a busy machine IBus loses keys or swaps them, whatever input method hears
                # of them, and programs say late where their caret is. What happens each time
                # has another cause; what nobody took and is in the text is never forgiven.
                check(self)
                return f"{SECOND_TRY}; at the first: {error}"
        finally:
            self.desktop.screenshot(self.folder / f"{name.replace(' ', '-')}.png")

    def suggested(self) -> None:
        """Have a ghost behind what was typed into the empty field."""
        self.program.fresh()
        self.type_until_shown(TYPED)

    def type_until_shown(self, text: str, how: str = "") -> None:
        """Type until there is a ghost behind the text.

        Args:
            text: What is typed.
            how: How it is shown, where that is not as in the program.
        """
        before = self.desktop.counts["shown"]
        self.desktop.type(text)
        shown = lambda: self.desktop.counts["shown"] > before  # noqa: E731
        try:
            until(shown, "a ghost", 4)
        except AssertionError:
            raise AssertionError("no ghost") from None
        if (how or self.how) == "popup":
            until(self.desktop.popups, "the pop-up of a ghost that was counted", 4)
        # The last letters shorten it, and Tab is meant for it only after a moment.
        time.sleep(0.6)

    def expect_without_ghost(self, text: str) -> None:
        """Expect a text; a page finds the ghost in its own text while one is there."""
        self.desktop.key("Escape")
        self.program.expect(text)


Check = Callable[[Trial], str | None]
