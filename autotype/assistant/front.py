"""What a desktop's front has to be able to do; IBus is the first one.

On another system (UI Automation, Accessibility) a front is what implements `Screen` and calls
the methods of `Field`: keys before the application has them, reports of the text, the focus.
"""

from collections.abc import Callable
from typing import Protocol


class Screen(Protocol):
    """The field that has the focus, as it can be drawn into."""

    def show(self, ghost: str, *, popup: bool) -> None:
        """Show ghost text at the caret, or in a pop-up near it.

        It is no part of the text, whatever the application takes it for.
        """

    def hide(self) -> None:
        """Show no ghost text."""

    def insert(self, text: str, replaces: int = 0) -> None:
        """Insert text at the caret, as if it had been typed at once. No ghost is shown then.

        Args:
            text: It.
            replaces: How many characters before the caret go for it; 0 where the application has
                not reported its text.
        """


class Handle(Protocol):
    """Something that will be done."""

    def cancel(self) -> None:
        """Do not do it."""


Later = Callable[[float, Callable[[], None]], Handle]
"""Does something in so many seconds, on the same thread."""
