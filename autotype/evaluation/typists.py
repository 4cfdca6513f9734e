"""Typists who write in the editor's own dialogue: ghost and bar, soft space, stems.

What is asked, what stays in view and where a space comes from is what the dialogue says; a
typist only looks and presses keys. `keystrokes` has the two plain ones, who need no dialogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from autotype.evaluation.keystrokes import Ask, Keystrokes, ends_word, is_right
from autotype.text.dialogue.events import Take
from autotype.text.dialogue.plain import PlainText
from autotype.text.dialogue.soft_space import gap
from autotype.text.dialogue.state import Options
from autotype.text.suggestion import Suggestion, first_word

_OF_THE_BAR: tuple[Take, ...] = ("first", "second", "third")
_LONGEST_SUFFIX = 3
_SHORTEST_STEM = 3
"""The take and perhaps a Backspace have to be paid."""


@dataclass(frozen=True, slots=True)
class Typist:
    """What somebody looks at and does.

    Attributes:
        bar: Whether the words of the bar are taken.
        ghost: Whether the ghost is taken, whole or its next word.
        soft: Whether a take leaves a soft space.
        stems: Whether “want” is taken for “wanted” where nothing better is offered; a soft
            space that is in the way then costs a Backspace.
    """

    bar: bool = False
    ghost: bool = False
    soft: bool = False
    stems: bool = False


TYPISTS: Mapping[str, Typist] = {
    "both": Typist(bar=True, ghost=True),
    "soft_bar": Typist(bar=True, soft=True),
    "soft_ghost": Typist(ghost=True, soft=True),
    "soft_both": Typist(bar=True, ghost=True, soft=True),
    "stem": Typist(bar=True, soft=True, stems=True),
}
"""Those that are measured beside the plain two, by the names they have in a report."""


class Desk:
    """A text in the making, and its typist.

    Attributes:
        page: The text with what is offered in it.
        fresh: The answer that has just been seen for the first time; None for what stayed.
    """

    def __init__(self, text: str, ask: Ask, typist: Typist, before: str = "") -> None:
        """Begin to write.

        Args:
            text: What is to be written.
            ask: Answers for a beginning of `text`, with a soft space as a space behind it.
            typist: Who writes.
            before: What stands there already; `ask` knows of it.
        """
        self.page = PlainText.opened(before, "", Options(soft_space=typist.soft))
        self.page.begin()
        self.fresh: Suggestion | None = None
        self._text = text
        self._ask = ask
        self._typist = typist
        self._began = len(before)

    @property
    def at(self) -> int:
        """How much of the text is written."""
        return len(self.page.before) - self._began

    @property
    def in_the_way(self) -> bool:
        """Whether the soft space would become a space where the text has none."""
        page, mark = self.page, self._text[self.at]
        return not mark.isspace() and bool(gap(page.state.soft, page.state.place.before, mark))

    def look(self) -> None:
        """See what is offered now."""
        page, self.fresh = self.page, None
        if page.wanted is None or self.in_the_way:
            return
        found = self._ask(page.before[self._began :] + page.state.space)
        self.fresh = replace(
            found,
            request=page.wanted,
            words=tuple(w for w in found.words if not w.replaces) if self._typist.bar else (),
            ghost=found.ghost if self._typist.ghost else "",
        )
        page.answer(self.fresh)

    def offers(self) -> dict[Take, str]:
        """Return what can be taken, by what takes it."""
        state = self.page.state
        ghost = state.ghost.text
        found: dict[Take, str] = {"take": ghost, "take_word": first_word(ghost)} if ghost else {}
        places = zip(_OF_THE_BAR, state.places, strict=False)
        return found | {what: offer.word.text for what, offer in places if offer.word is not None}

    def take(self, what: Take) -> None:
        """Press the key that takes something."""
        self.page.now += 1
        self.page.take(what, deliberate=True)

    def key(self) -> None:
        """Press the next key that types, or Backspace on a soft space that is in the way."""
        page, at = self.page, self.at
        page.now += 1
        if self.in_the_way:
            page.backspace()
            return
        mark, following = self._text[at], self._text[at + 1 : at + 2]
        if mark == " " and gap(page.state.soft, page.state.place.before, following):
            mark = following  # the space comes by itself
        page.type(mark)


def write(text: str, ask: Ask, typist: Typist, counts: Keystrokes, before: str = "") -> None:
    """Write `text`; adds to `counts`.

    Args:
        text: What is to be written.
        ask: As for `Desk`.
        typist: Who writes.
        counts: What is added to.
        before: What stands there already.
    """
    counts.characters += len(text)
    counts.words += len(text.split())
    desk = Desk(text, ask, typist, before)
    while desk.at < len(text):
        desk.look()
        if desk.fresh and (ghost := desk.page.state.ghost.text):
            counts.show(text, desk.at, ghost, desk.fresh.right_p)
        what = _worth_taking(text, desk.at, desk.offers(), stems=typist.stems)
        counts.keys += 1
        if what:
            counts.takes += 1
            desk.take(what)
        else:
            desk.key()


def _worth_taking(text: str, at: int, offers: Mapping[Take, str], *, stems: bool) -> Take | None:
    """Return what takes the longest right offer, or else the longest stem; None for nothing."""
    good = [what for what, offer in offers.items() if is_right(text, at, offer)]
    if not good and stems:
        good = [what for what, offer in offers.items() if _is_stem(text, at, offer)]
    return max(good, key=lambda what: len(offers[what]), default=None)


def _is_stem(text: str, at: int, offer: str) -> bool:
    """Whether a word of the text begins with an offer and goes on with a short suffix."""
    if len(offer) < _SHORTEST_STEM or not text.startswith(offer, at):
        return False
    end = at + len(offer)
    return any(ends_word(text, end + letters) for letters in range(1, _LONGEST_SUFFIX + 1))
