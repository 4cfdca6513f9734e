"""A writer's own words, counted in memory: what the store of a real writer says, for measuring.

Decays, sightings and the rule for typos are those of the store; nothing is written anywhere.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from autotype.text.evidence import OwnWord

SLOW = 50_000
"""Words that the writer goes on to write until a sighting counts half."""
_FAST = 120
_FAST_COUNTS = 2.0
_SIGHTINGS = 2
_OF_A_TYPO, _DOCUMENTS_OF_A_TYPO = 4, 2
_BY_CONTEXT, _BY_LETTERS = 3, 2
_LEAST_LETTERS = 1
_PHRASE = 2.0
_REACH = 300
_ORDERS = 3

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*")
_JOINS = regex.compile(r"[\s,]*\Z")
_ENDS_SENTENCE = regex.compile(r"[.!?…][\"'”’)\]]*\s")
_HAS_LETTER = regex.compile(r"\p{L}")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"

History = tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    """One word in one context.

    Attributes:
        slow: Decayed count when it was last seen.
        fast: The same with the short half-life; of the open document only.
        at: The clock then.
        sightings: In how many paragraphs.
        paragraph: The last one.
        documents: In how many.
        document: The last one.
    """

    slow: float = 0.0
    fast: float = 0.0
    at: int = 0
    sightings: int = 0
    paragraph: int = -1
    documents: int = 0
    document: int = -1

    def count(self, now: int) -> float:
        """Return the decayed count."""
        past = now - self.at
        slow = self.slow * _left(past, SLOW)
        return slow + _FAST_COUNTS * self.fast * _left(past, _FAST) if self.fast else slow


_Table = defaultdict[History, dict[str, _Seen]]


@dataclass(slots=True)
class _Counts:
    """What was seen, by the words before it; without any by the first letters."""

    table: _Table = field(default_factory=lambda: defaultdict(dict))
    words: int = 0


class CountedWords:
    """`Evidence` of all that was learned, and of the open document so far."""

    def __init__(self, everyday: frozenset[str] = frozenset()) -> None:
        """Begin with nothing.

        Args:
            everyday: Words in lower case that a slip may have been meant to be; how common they
                are by themselves is left to the model.
        """
        self._everyday = self._left = everyday
        self._learned, self._open = _Counts(), _Counts()
        self._clock = self._paragraph = self._document = 0
        self._typos: dict[str, bool] = {}
        self._revision = 0

    def revision(self) -> object:
        """As `Evidence.revision`."""
        return self._revision

    @property
    def size(self) -> int:
        """How many words were learned."""
        return self._learned.words

    def learn(self, text: str) -> None:
        """Learn a document; it is open no longer."""
        self._open = _Counts()
        self._revision += 1
        self._count(text, self._learned, 0.0)
        self._document += 1

    def read(self, text: str) -> None:
        """Count what stands in the open document, until another one is read or learned."""
        self._open = _Counts()
        self._revision += 1
        clock, paragraph = self._clock, self._paragraph
        self._count(text, self._open, 1.0)
        # It is learned as well once it is closed, and is not written twice.
        self._clock, self._paragraph = clock, paragraph

    def times(self, word: str) -> int:
        """Return in how many paragraphs a word was seen, whatever its case."""
        return sum(
            seen.sightings
            for counts in (self._learned, self._open)
            for form in {word, word.lower(), word[:1].upper() + word[1:]}
            if (seen := counts.table.get(_letters(form), {}).get(form))
        )

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        """As `Evidence.words`."""
        starts, history = _place(before)
        found: dict[str, list[OwnWord]] = {}
        for order in range(_ORDERS, 0, -1):
            if len(history) < order - 1 or (order == 1 and len(typed) < _LEAST_LETTERS):
                continue
            key = history[len(history) - order + 1 :] if order > 1 else _letters(typed)
            there = self._clear(key, typed, starts)
            whole = sum(there.values())
            room = (_BY_CONTEXT if order > 1 else _BY_CONTEXT + _BY_LETTERS) - len(found)
            for word in sorted(there, key=lambda word: (-there[word], word)):
                if order == 1 and word.lower() in self._left:
                    continue
                if word not in found and room <= 0:
                    continue
                room -= word not in found
                own = OwnWord(word, order, there[word], whole, len(there))
                found.setdefault(word, []).append(own)
        return [own for each in found.values() for own in each]

    def refuses(self, word: str) -> bool:  # noqa: ARG002
        """As `Evidence.refuses`: nobody has asked for that here."""
        return False

    def next_words(self, before: str, limit: int) -> Sequence[str]:
        """As `Evidence.next_words`."""
        _, history = _place(f"{before} ")
        phrase: list[str] = []
        while len(phrase) < limit:
            found = ""
            for size in (2, 1):
                there = self._all(history[-size:]) if len(history) >= size else {}
                if there:
                    best = max(there, key=lambda word: (there[word], word))
                    enough = max(_PHRASE, sum(there.values()) / 2)
                    clear = self._clear(history[-size:], best, False)
                    found = best if there[best] > enough and best in clear else ""
                    break
            if not found:
                break
            phrase.append(found)
            history = (*history, found.lower())[-2:]
        return phrase

    def _all(self, key: History) -> dict[str, float]:
        found: dict[str, float] = {}
        for counts in (self._learned, self._open):
            for word, seen in counts.table.get(key, {}).items():
                found[word] = found.get(word, 0.0) + seen.count(self._clock)
        return found

    def leave_to_model(self, words: frozenset[str]) -> None:
        """As `Evidence.leave_to_model`."""
        self._left = words
        self._revision += 1

    def _clear(self, key: History, typed: str, starts: bool) -> dict[str, float]:
        """Return the counts of the words that were seen often enough to be offered."""
        begun = typed.lower()
        found: dict[str, float] = {}
        learned, opened = self._learned.table.get(key, {}), self._open.table.get(key, {})
        for word in {**learned, **opened} if opened else learned:
            if not word.lower().startswith(begun):
                continue
            both = [seen for seen in (learned.get(word), opened.get(word)) if seen]
            sightings = sum(seen.sightings for seen in both)
            documents = sum(seen.documents for seen in both)
            few = sightings < _OF_A_TYPO or documents < _DOCUMENTS_OF_A_TYPO
            if sightings < _SIGHTINGS or (few and self._is_typo(word)):
                continue
            capital = starts or typed[:1].isupper()
            form = word[:1].upper() + word[1:] if capital else word
            # Who types a name in small letters gets the rest of it.
            if form.startswith(typed) or typed.islower():
                found[form] = found.get(form, 0.0) + sum(seen.count(self._clock) for seen in both)
        return found

    def _is_typo(self, word: str) -> bool:
        """Whether a word in lower case is one slip from an everyday one, or one used as often."""
        if word != word.lower() or word in self._everyday or not word.isalpha():
            return False
        if word not in self._typos:
            least = max(self.times(word), 1)
            self._typos[word] = any(
                other != word and (other in self._everyday or self.times(other) >= least)
                for other in _one_slip(word)
            )
        return self._typos[word]

    def _count(self, text: str, counts: _Counts, fast: float) -> None:
        for line in text.split("\n"):
            self._paragraph += 1
            for word, history in _sequence(line, self._usual):
                self._clock += 1
                counts.words += 1
                self._typos.pop(word, None)
                for order in range(1, _ORDERS + 1):
                    if len(history) >= order - 1:
                        key = history[len(history) - order + 1 :] if order > 1 else _letters(word)
                        seen = counts.table[key].setdefault(word, _Seen(at=self._clock))
                        self._sight(seen, fast)

    def _sight(self, seen: _Seen, fast: float) -> None:
        past = self._clock - seen.at
        seen.slow = seen.slow * _left(past, SLOW) + 1.0
        seen.fast = seen.fast * _left(past, _FAST) + fast
        seen.at = self._clock
        seen.sightings += seen.paragraph != self._paragraph
        seen.documents += seen.document != self._document
        seen.paragraph, seen.document = self._paragraph, self._document

    def _usual(self, word: str) -> str:
        """Return the form of a word that begins a sentence, as it stands in the middle of one."""
        lower = word[:1].lower() + word[1:]
        known = lower in self._everyday or lower in self._learned.table.get(_letters(lower), {})
        return lower if known else word


def own_words_of(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text with at least one letter, and where each begins."""
    for match in _WORD.finditer(text):
        if _HAS_LETTER.search(match.group()):
            yield match.group(), match.start()


def _sequence(line: str, usual: Callable[[str], str]) -> Iterator[tuple[str, History]]:
    """Yield each word of a line and up to two before it, in the same part of a sentence."""
    history: History = ()
    end, starts = 0, True
    for match in _WORD.finditer(line):
        between = line[end : match.start()]
        if end and not _JOINS.match(between):
            history = ()
            starts = bool(_ENDS_SENTENCE.match(between))
        end = match.end()
        word = match.group()
        if not _HAS_LETTER.search(word):
            history = ()
            continue
        word = usual(word) if starts else word
        yield word, history
        history, starts = (*history, word.lower())[-2:], False


def _place(before: str) -> tuple[bool, History]:
    """Return whether a sentence begins behind a text, and up to two words before."""
    tail = before[-_REACH:].rpartition("\n")[2]
    history: History = ()
    end = 0
    for match in _WORD.finditer(tail):
        if end and not _JOINS.match(tail[end : match.start()]):
            history = ()
        end = match.end()
        has_letter = _HAS_LETTER.search(match.group())
        history = (*history, match.group().lower())[-2:] if has_letter else ()
    rest = tail[end:]
    starts = not end or bool(_ENDS_SENTENCE.match(rest))
    return starts, history if _JOINS.match(rest) else ()


def _left(past: int, half_life: int) -> float:
    """Return what is left of a count after so many words."""
    return math.pow(0.5, past / half_life)


def _letters(word: str) -> History:
    """Return where a word stands among those without a context."""
    return ("", word[:_LEAST_LETTERS].lower())


def _one_slip(word: str) -> Iterator[str]:
    """Yield everything that one slip tells from a word."""
    for at in range(len(word) + 1):
        start, end = word[:at], word[at:]
        if end:
            yield start + end[1:]
        if len(end) > 1:
            yield start + end[1] + end[0] + end[2:]
        for letter in _ALPHABET:
            yield start + letter + end
            if end:
                yield start + letter + end[1:]
