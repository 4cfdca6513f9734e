"""Where the caret is, as far as a dialogue has to know."""

from dataclasses import dataclass

from autotype.text.suggestion import Silence


@dataclass(frozen=True, slots=True)
class Place:
    """The text around the caret at one moment; see `Request` for the first three.

    Attributes:
        before: The text before the caret, from the start of some paragraph on.
        after: The rest of the caret's line at least.
        offset: The position of `before` in the text, in characters.
        obstacle: Why nothing can be suggested here at all; None where something can.
        overtypes: Whether what is typed takes the place of what follows.
        insert_only: Whether what stands before the caret cannot be replaced from here.
    """

    before: str = ""
    after: str = ""
    offset: int = 0
    obstacle: Silence | None = None
    overtypes: bool = False
    insert_only: bool = False

    def then(self, text: str, replaces: int = 0) -> "Place":
        """Return the place after an insertion in place of some characters before the caret."""
        before = self.before[: len(self.before) - replaces]
        return Place(
            *(before + text, self.after, self.offset, self.obstacle),
            *(self.overtypes, self.insert_only),
        )
