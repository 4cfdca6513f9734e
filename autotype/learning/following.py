"""Reads off a dialogue what its writer has written, and what they did not mean.

A run is text that was written here without a gap. A sentence of it is learned once it is over;
words that were pasted or were there before are only read along.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from autotype.learning.clock import AGAINST, TAKEN, TYPED
from autotype.learning.heard import Against, Heard, Sentence
from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.edits import Edit, edit_between
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.place import Place
from autotype.text.sentences import sentence_at
from autotype.text.suggestion import Silence, first_word
from autotype.text.written_words import WrittenWord, written_words

_TYPED, _TAKEN, _PASTED, _LEARNED = 1, 2, 4, 8
_LEAD = 240
_LONGEST_RUN = 8000
_KEPT_RUN = 1000
_MOST_ERASED = 50
_CORRECTED = 2
"""Characters by which a report of an application may be longer than what was typed."""
_EDITS = (*(Silence.AFTER_DELETION, Silence.AFTER_UNDO, Silence.AFTER_PASTE, Silence.AFTER_EDIT),)


@dataclass(slots=True)
class _Run:
    """Text that was written without a gap.

    Attributes:
        start: Where it begins in the text, in characters.
        lead: What stands before it in the same line.
        text: The text.
        marks: What became of each character: bits of `_TYPED`, `_TAKEN`, `_PASTED`, `_LEARNED`.
        place: Names its first line.
    """

    start: int
    lead: str
    place: str
    text: str = ""
    marks: bytearray = field(default_factory=bytearray)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def put(self, at: int, removed: int, added: str, mark: int) -> None:
        """Put a text in place of another; positions are those of the whole text."""
        first = at - self.start
        self.text = self.text[:first] + added + self.text[first + removed :]
        self.marks[first : first + removed] = bytes([mark]) * len(added)


class Follower:
    """What one front writes; for one thread at a time."""

    def __init__(self, source: str) -> None:
        """Hear nothing yet of a source (see `Sentence`)."""
        self._source = source
        self._document = secrets.token_hex(8)
        self._run: _Run | None = None
        self._heard: list[Heard] = []
        self._erased: list[Against] = []

    def follow(self, moments: Iterable[Moment]) -> list[Heard]:
        """Return what there is to learn now that these things have happened."""
        for moment in moments:
            self._see(moment)
        self._settle(is_over=False)
        heard, self._heard = self._heard, []
        return heard

    def open(self, document: str = "", source: str = "") -> list[Heard]:
        """Note that another document is in front; return what is left to learn of the last one.

        Args:
            document: A name that it always has; empty if it has none.
            source: Where it is, if that is another one now.
        """
        self._settle(is_over=True)
        self._run = None
        self._document = document or secrets.token_hex(8)
        self._source = source or self._source
        heard, self._heard = self._heard, []
        return heard

    def forget(self) -> None:
        """Learn nothing of what was written so far."""
        self._run = None
        self._heard.clear()
        self._erased.clear()

    def _see(self, moment: Moment) -> None:
        event, before, after = moment.event, moment.before.place, moment.after.place
        match event:
            case on.Typed() if not after.before.endswith(event.text):
                self._begin_anew()  # nobody knows yet what it stands behind
            case on.Typed() if before.obstacle is not Silence.SELECTION:
                at = after.offset + len(after.before) - len(event.text)
                self._write(at, 0, event.text, _TYPED, after)
            case on.Took():
                insert = next((e for e in moment.effects if isinstance(e, to.Insert)), None)
                if insert is not None:
                    at = event.place.offset + len(event.place.before) - insert.replaces
                    place = event.place.then(insert.text, insert.replaces)
                    self._write(at, insert.replaces, insert.text, _TAKEN, place)
            case on.Pressed("dismiss"):
                self._dismiss(moment)
            case on.Opened():
                self._begin_anew()
            case on.Changed() if event.why not in _EDITS:
                if not (after.before or after.after):
                    self._begin_anew()  # the text is not known any more
            case on.Typed() | on.Changed() | on.Rewritten() | on.Corrected() | on.Uncomposed():
                edit = edit_between(before, after)
                if edit is not None:
                    self._follow_edit(edit, event, after)
            case _:
                pass

    def _follow_edit(self, edit: Edit, event: on.Event, place: Place) -> None:
        added = (place.before + place.after)[edit.start - place.offset :][: edit.added]
        if len(added) < edit.added:
            self._begin_anew()
        elif isinstance(event, on.Changed):
            undone = event.why is Silence.AFTER_UNDO
            # What comes back with an undo was written here before, or nobody knows where.
            mark = _TYPED | _LEARNED if undone else _PASTED
            self._write(edit.start, edit.removed, added, mark, place)
        else:
            # An application that says what it holds may hold what nobody typed.
            expected = edit.removed + len(getattr(event, "text", "")) + _CORRECTED
            mark = _TYPED if edit.added <= expected else _PASTED
            self._write(edit.start, edit.removed, added, mark, place)

    # The run.

    def _write(self, at: int, removed: int, added: str, mark: int, place: Place) -> None:
        run = self._run
        if run is not None and removed and at < run.end and at + removed > run.start:
            first, last = max(at, run.start), min(at + removed, run.end)
            self._erase(run, first, last)
            if (first, last) != (at, at + removed):
                # What is left of the run stands beside text that was there before.
                run.put(first, last - first, "", mark)
                self._begin_anew()
                run = None
        elif run is not None and at + removed <= run.start and (removed or at < run.start):
            run.start += len(added) - removed  # before it
            run.lead = _lead(place, run.start)
            if mark & _PASTED or not added:
                return
        if run is None or not (run.start <= at and at + removed <= run.end):
            if not added or mark & (_PASTED | _LEARNED):
                return
            self._begin_anew()
            run = self._run = _Run(at, _lead(place, at), secrets.token_hex(8))
            removed = 0
        run.put(at, removed, added, mark)
        if len(run.text) > _LONGEST_RUN:
            self._shorten(run)

    def _begin_anew(self) -> None:
        self._settle(is_over=True)
        self._run = None

    def _shorten(self, run: _Run) -> None:
        self._settle(is_over=True)
        cut = len(run.text) - _KEPT_RUN
        kept = run.text[cut:]
        lead = (run.lead + run.text[:cut]).rpartition("\n")[2][-_LEAD:]
        run.start, run.lead, run.place = run.start + cut, lead, secrets.token_hex(8)
        run.text = kept
        del run.marks[:cut]

    def _erase(self, run: _Run, start: int, end: int) -> None:
        """Remember whole words that go; those that are not back in a moment were not meant."""
        gone: list[tuple[WrittenWord, int, bool]] = []
        for line_start, line, _ in _lines(run):
            for word in written_words(line):
                first, last = line_start + word.start, line_start + word.end
                if first < run.start or last < start or first >= end:
                    continue
                marks = run.marks[first - run.start : last - run.start]
                # Behind a whole word stands something, and that goes first; a taken one is whole.
                if last >= run.end and not (_bits(marks) & _TAKEN and end >= last):
                    continue
                gone.append((word, _bits(marks), all(each & _LEARNED for each in marks)))
        for word, bits, learned in gone:
            # Whole sentences are struck out for other reasons than a wrong word.
            against = AGAINST if len(gone) == 1 or bits & _TAKEN else 0.0
            counted = _amount(bits) if learned else 0.0
            if not bits & _PASTED and (against or counted):
                self._erased.append(
                    Against(word.word, word.last_one, word.last_two, counted, against)
                )
        del self._erased[:-_MOST_ERASED]

    def _dismiss(self, moment: Moment) -> None:
        ghost, before = moment.before.ghost.text, moment.before.place.before
        if not ghost or moment.before.ghost.replaces:
            return  # a shortcut says nothing of the words behind it
        text = before[-_LEAD:] + moment.before.space + first_word(ghost)
        words = written_words(text.rpartition("\n")[2])
        if words:
            last = words[-1]
            against = Against(last.word, last.last_one, last.last_two, against=AGAINST)
            self._heard.append(against)

    # What is over.

    def _settle(self, *, is_over: bool) -> None:
        """Learn the sentences that are over; all of them, if the run is."""
        run = self._run
        if run is None or not run.text:
            return
        lines, learned = _lines(run), False
        for number, (start, line, is_last) in enumerate(lines):
            end = len(line)
            if is_last and not is_over:
                end, _ = sentence_at(line, len(line))
            words = self._new_words(run, start, line, end)
            if words:
                learned = True
                place = f"{run.place} {number}"
                self._heard.append(Sentence(tuple(words), place, self._document, self._source))
        if self._erased and (learned or is_over):
            there = {(w.last_one, w.word) for _, line, _ in lines for w in written_words(line)}
            self._heard += [
                each for each in self._erased if (each.last_one, each.word) not in there
            ]
            self._erased.clear()

    def _new_words(
        self, run: _Run, start: int, line: str, end: int
    ) -> list[tuple[WrittenWord, float]]:
        words = []
        for word in written_words(line):
            first, last = start + word.start - run.start, start + word.end - run.start
            if word.end > end or first < 0:
                continue
            marks = run.marks[first:last]
            bits = _bits(marks)
            if bits & _PASTED or all(each & _LEARNED for each in marks):
                continue
            words.append((word, _amount(bits)))
        for at in range(max(0, start - run.start), max(0, start + end - run.start)):
            run.marks[at] |= _LEARNED
        return words


def _lead(place: Place, at: int) -> str:
    """Return what stands before a position in its line."""
    before = (place.before + place.after)[: max(0, at - place.offset)]
    return before[before.rfind("\n") + 1 :][-_LEAD:]


def _lines(run: _Run) -> list[tuple[int, str, bool]]:
    """Return where each line of a run begins in the text, the line, and whether it is the last."""
    lines = (run.lead + run.text).split("\n")
    at, found = run.start - len(run.lead), []
    for number, line in enumerate(lines, 1):
        found.append((at, line, number == len(lines)))
        at += len(line) + 1
    return found


def _bits(marks: bytearray) -> int:
    bits = 0
    for each in marks:
        bits |= each
    return bits


def _amount(bits: int) -> float:
    return TAKEN if bits & _TAKEN else TYPED
