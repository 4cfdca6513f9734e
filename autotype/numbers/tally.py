"""What became of suggestions, as a pure reducer over the steps of a dialogue.

Rules: an offer is a ghost that appears; typing through it, taking its words one by one and its
growing make no new one. It counts if it could be read: taken, dismissed or undone always, else if
it was there for `READ_S`. It was right if it was taken, or if its first word was typed as it
said. A take is kept if it was neither undone nor changed within `KEPT_S`.
"""

from collections import Counter
from dataclasses import replace

from autotype.numbers.histogram import bin_of
from autotype.numbers.remembered import Asked, Offer, Take, Tally, waited
from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.edits import Edit, edit_between
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.plain import keys_of
from autotype.text.suggestion import Silence, type_through

READ_S = 0.4

_OF_THE_BAR = ("first", "second", "third")
_EDITS = (*(Silence.AFTER_DELETION, Silence.AFTER_UNDO, Silence.AFTER_PASTE, Silence.AFTER_EDIT),)
_IN_A_WORD = "'’-"


def tallied(tally: Tally, moment: Moment) -> tuple[Tally, Counter[str]]:
    """Return what to remember after a moment, and what to add to which counters.

    A take that is found to be undone later takes back what was counted for it.
    """
    turn = _Turn(tally, moment)
    turn.see()
    return turn.tally, turn.counts


class _Turn:
    """Mutable for the length of one moment."""

    def __init__(self, tally: Tally, moment: Moment) -> None:
        self.tally, self.counts = waited(tally, moment.now)
        self.moment = moment

    def see(self) -> None:
        event = self.moment.event
        if isinstance(event, on.Typed):
            self._typed(event)
        elif isinstance(event, on.Retyped):
            self.counts.update(typed=1, taken=-1)  # it was no key less
        elif isinstance(event, on.Rewritten):
            self._write(event.text)
            self.counts["typed"] += len(keys_of(event.text))
        after = self.moment.after.place
        if isinstance(event, on.Opened):
            self.tally = replace(self.tally, takes=(), asked=None)
        elif isinstance(event, on.Changed) and not (after.before or after.after):
            # The text is not known any more, as after a command in another application.
            self._follow_edit()
            self.tally = replace(self.tally, takes=())
        elif self.tally.takes:
            self._follow_edit()
        insert = next((each for each in self.moment.effects if isinstance(each, to.Insert)), None)
        if insert is not None and isinstance(event, on.Took):
            self._took(event, insert)
        self._follow_offer()
        self._follow_answer()

    # What is written.

    def _typed(self, event: on.Typed) -> None:
        text = event.text
        by_itself = self.moment.before.soft and len(text) > 1 and text[0] == " "
        if by_itself:
            self.counts["spaces"] += 1
        self.counts["typed"] += len(keys_of(text)) - bool(by_itself)
        self._write(text)
        self._go_through(text)

    def _go_through(self, text: str, *, taken: bool = False) -> None:
        """Note what of the offer has come to the text."""
        offer = self.tally.offer
        ghost = self.moment.before.ghost
        rest = None if ghost.replaces and not taken else type_through(ghost.text, text)
        if offer is not None and rest is not None:
            gone_on = replace(
                offer, typed=offer.typed + text, rest=rest, taken=offer.taken or taken
            )
            self.tally = replace(self.tally, offer=gone_on)

    def _write(self, text: str, replaces: int = 0) -> None:
        """Count the words that begin in what has come to the text."""
        before = self.moment.before.place.before
        last = before[len(before) - replaces - 1 : len(before) - replaces]
        begun = 0
        for character in text:
            if character.isalnum() and not (last.isalnum() or (last and last in _IN_A_WORD)):
                begun += 1
            last = character
        if begun:
            self.counts["words"] += begun

    # Takes.

    def _took(self, event: on.Took, insert: to.Insert) -> None:
        text, offer = insert.text, self.tally.offer
        saved = max(0, len(keys_of(text)) - insert.replaces)
        start = event.place.offset + len(event.place.before) - insert.replaces
        of_ghost = event.what not in _OF_THE_BAR
        self.counts.update(takes=1, taken=saved)
        self._write(text, insert.replaces)
        if not of_ghost:
            self.counts["bar_takes"] += 1
        # A word of the bar that the ghost begins with says as much for the ghost as keys do.
        self._go_through(text, taken=of_ghost)
        since = offer.since if offer is not None and of_ghost else None
        take = Take(self.moment.now, start, start + len(text), saved, since)
        self.tally = replace(self.tally, takes=(*self.tally.takes, take))

    def _follow_edit(self) -> None:
        edit = self._edit()
        if edit is None:
            return
        left, undone = [], []
        for take in self.tally.takes:
            if edit.touches(take.start, take.end):
                undone.append(take)
            elif edit.start + edit.removed <= take.start:
                by = edit.added - edit.removed
                left.append(replace(take, start=take.start + by, end=take.end + by))
            else:
                left.append(take)
        self.tally = replace(self.tally, takes=tuple(left))
        for take in undone:
            self.counts.update(undone=1, undone_characters=take.saved)
        for offer in {take.offer for take in undone if take.offer is not None}:
            self._blame(offer)

    def _edit(self) -> Edit | None:
        before, event, after = self.moment.before, self.moment.event, self.moment.after
        if before.place is after.place:
            return None
        match event:
            case on.Typed() if before.place.obstacle is None:
                at = after.place.offset + len(after.place.before) - len(event.text)
                return Edit(at, 0, len(event.text))
            case on.Took():
                insert = [each for each in self.moment.effects if isinstance(each, to.Insert)]
                if insert:
                    gone = insert[0].replaces
                    at = event.place.offset + len(event.place.before) - gone
                    return Edit(at, gone, len(insert[0].text))
                return None
            case on.Changed() if event.why not in _EDITS:
                return None
            case on.Typed() | on.Changed() | on.Rewritten() | on.Corrected() | on.Uncomposed():
                return edit_between(before.place, after.place)
            case _:
                return None

    def _blame(self, since: float) -> None:
        """Count an offer of which a take was undone as a wrong one, once."""
        offer = self.tally.offer
        if offer is not None and offer.since == since:
            self.tally = replace(self.tally, offer=replace(offer, undone=True))
            return
        self.counts["right_taken"] -= 1
        self.counts["wrong_undone"] += 1
        takes = tuple(
            replace(other, offer=None) if other.offer == since else other
            for other in self.tally.takes
        )
        self.tally = replace(self.tally, takes=takes)

    # Offers.

    def _follow_offer(self) -> None:
        after, offer = self.moment.after, self.tally.offer
        since = after.drawing.since
        if offer is not None and since != offer.since:
            self.counts[self._end_of(offer)] += 1
            offer = None
        if offer is None and since is not None and after.ghost.text:
            self.counts["shows"] += 1
            offer = Offer(since, "", after.ghost.text)
            self._count_ghost_time()
        elif offer is not None and after.ghost.text and after.ghost.text != offer.rest:
            offer = replace(offer, rest=after.ghost.text)
        if offer is not self.tally.offer:
            self.tally = replace(self.tally, offer=offer)

    def _end_of(self, offer: Offer) -> str:
        event = self.moment.event
        if offer.taken:
            return "wrong_undone" if offer.undone else "right_taken"
        if isinstance(event, on.Pressed) and event.what == "dismiss":
            return "wrong_dismissed"
        if self.moment.now - offer.since < READ_S:
            return "unread"
        if offer.is_through:
            return "right_typed"
        typed = isinstance(event, on.Typed | on.Rewritten | on.Took)
        return "wrong_typed" if typed else "left"

    # Answers.

    def _follow_answer(self) -> None:
        moment = self.moment
        settled = silent = False
        for effect in moment.effects:
            if isinstance(effect, to.Ask):
                asked = Asked(moment.now, effect.request.revision)
                self.tally = replace(self.tally, asked=asked)
                silent = False
            elif isinstance(effect, to.Settled):
                settled = True
            elif isinstance(effect, to.Cancel):
                silent = isinstance(moment.event, on.Typed)
        if isinstance(moment.event, on.Answered):
            self._count_words_time(moment.event)
        if settled or (silent and moment.after.silence is not None):
            self.counts["answers"] += 1
            if moment.after.silence is not None and not moment.after.ghost.text:
                self.counts[f"silence:{moment.after.silence.name.lower()}"] += 1

    def _count_words_time(self, event: on.Answered) -> None:
        asked = self.tally.asked
        if (
            asked is not None
            and not asked.words
            and event.answer.words
            and event.answer.request.revision == asked.revision
        ):
            self.counts[f"words_ms:{bin_of(1e3 * (self.moment.now - asked.at))}"] += 1
            self.tally = replace(self.tally, asked=replace(asked, words=True))

    def _count_ghost_time(self) -> None:
        asked = self.tally.asked
        if asked is not None and not asked.ghost and not isinstance(self.moment.event, on.Typed):
            self.counts[f"ghost_ms:{bin_of(1e3 * (self.moment.now - asked.at))}"] += 1
            self.tally = replace(self.tally, asked=replace(asked, ghost=True))
