"""Writes down what was heard, inside one transaction: hidden at first, in clear when it recurs."""

import sqlite3
from typing import NamedTuple

from autotype.learning import ledger
from autotype.learning.clock import SLOW, scale
from autotype.learning.hashing import Key
from autotype.learning.heard import Against, Heard, Sentence
from autotype.learning.own_text import ANYWHERE
from autotype.learning.rules import Rules, is_shouted
from autotype.text.written_words import START, WrittenWord

_TIMES, _TIMES_OF_TYPO, _DOCUMENTS_OF_TYPO = 2, 4, 2
_DAY_S = 24 * 3600
_LONGEST_SOURCE = 60
_GRAM = "SELECT weight, imported, times, found, first, last, source FROM grams "
_HINT = "SELECT day, place, document, documents, times, weight, imported FROM hints WHERE hash = ?"


class _Where(NamedTuple):
    place: int
    document: int
    source: str


class _Row(NamedTuple):
    """The values of a row; times are in minutes since 1970."""

    weight: float
    imported: float
    times: int
    found: int
    first: int
    last: int
    source: str


class Writing:
    """What one transaction writes.

    Attributes:
        touched: Context and word of the rows that have changed.
        grams: Context and word of all that was read and may count at once.
    """

    def __init__(
        self, database: sqlite3.Connection, rules: Rules, key: Key, now: int, *, imported: bool
    ) -> None:
        """Begin at `now`, in seconds since 1970."""
        self.touched: dict[tuple[str, str], None] = {}
        self.grams: list[tuple[str, str]] = []
        self._database = database
        self._rules = rules
        self._key = key
        self._minute, self._day = now // 60, now // _DAY_S
        self._imported = imported
        found = database.execute("SELECT value FROM state WHERE name = 'clock'").fetchone()
        self._clock: float = found[0] if found else 0.0

    def take(self, heard: Heard) -> None:
        """Write one thing down."""
        if isinstance(heard, Against):
            self._fade(heard)
        else:
            self._learn(heard)

    def _learn(self, sentence: Sentence) -> None:
        where = _Where(
            self._key.of("place", sentence.place),
            self._key.of("document", sentence.document),
            "".join(filter(str.isprintable, sentence.source))[:_LONGEST_SOURCE],
        )
        shouted = is_shouted([written.word for written, _ in sentence.words])
        counted = []
        for written, amount in sentence.words:
            word = self._rules.form(written, shouted=shouted)
            if not self._rules.allows(word):
                continue
            typo = self._rules.may_be_typo(word, self._weight)
            is_clear = self._see(ANYWHERE, word, amount, where, typo=typo)
            counted.append((written, word, amount, is_clear))
            if is_clear or not typo:
                self.grams.append((ANYWHERE, word))
                self.grams += [(context, word) for context in _contexts(written)]
        for written, word, amount, is_clear in counted:
            for context in _contexts(written):
                # Nothing stands in clear beside a word that does not.
                hidden = not (is_clear and all(map(self._is_clear, context.split(" "))))
                self._see(context, word, amount, where, hidden=hidden)
        if not self._imported:
            self._tick(len(sentence.words))

    def _see(
        self,
        context: str,
        word: str,
        amount: float,
        where: _Where,
        *,
        hidden: bool = False,
        typo: bool = False,
    ) -> bool:
        """Count a sighting; return whether it stands in clear."""
        amount *= scale(self._clock, SLOW)
        row = self._row(context, word)
        if row is not None:
            weight, imported = self._plus(row.weight, row.imported, amount)
            times, found = row.times + (not self._imported), row.found + self._imported
            new = _Row(weight, imported, times, found, row.first, self._minute, where.source)
            self._write(context, word, new, row)
            return True
        name = self._key.of(context, word)
        hint = self._database.execute(_HINT, (name,)).fetchone()
        day, place, document, documents, times, weight, imported = hint or (0, 0, 0, 0, 0, 0.0, 0.0)
        if hint is not None and (place, day) == (where.place, self._day):
            return False  # the same paragraph
        documents += document != where.document and documents < _DOCUMENTS_OF_TYPO
        weight, imported = self._plus(weight, imported, amount)
        times += 1
        enough = times >= (_TIMES_OF_TYPO if typo else _TIMES)
        enough &= not typo or documents >= _DOCUMENTS_OF_TYPO
        self._note(ledger.HINT, str(name), "", hint)
        if enough and not hidden:
            self._database.execute("DELETE FROM hints WHERE hash = ?", (name,))
            found = round(times * imported / (weight + imported)) if imported else 0
            new = _Row(
                *(weight, imported, times - found, found, self._minute, self._minute, where.source)
            )
            self._write(context, word, new, None)
            return True
        values = (self._day, where.place, where.document, documents, times, weight, imported)
        sql = "INSERT OR REPLACE INTO hints VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._database.execute(sql, (name, *values))
        return False

    def _fade(self, against: Against) -> None:
        """Let a word count less behind such words, and take back what it has counted."""
        forms = [against.word, against.word.lower()]
        contexts = [context for context in (against.last_one, against.last_two) if context]
        for context in [ANYWHERE, *contexts]:
            less = against.learned + (against.against if context else 0.0)
            for word in dict.fromkeys(forms):
                row = self._row(context, word)
                if row is None or not less:
                    continue
                weight = max(0.0, row.weight - less * scale(self._clock, SLOW))
                self._write(context, word, row._replace(weight=weight), row)
                break

    def _plus(self, weight: float, imported: float, amount: float) -> tuple[float, float]:
        return (weight, imported + amount) if self._imported else (weight + amount, imported)

    def _tick(self, words: int) -> None:
        self._note(ledger.CLOCK, "", "", self._clock)
        self._clock += words
        sql = "INSERT OR REPLACE INTO state VALUES ('clock', ?)"
        self._database.execute(sql, (self._clock,))

    # Rows.

    def _row(self, context: str, word: str) -> _Row | None:
        sql = _GRAM + "WHERE context = ? AND word = ?"
        found = self._database.execute(sql, (context, word)).fetchone()
        return None if found is None else _Row(*found)

    def _write(self, context: str, word: str, values: _Row, before: _Row | None) -> None:
        kept = None if before is None else (before.weight, before.times, *before[4:])
        self._note(ledger.GRAM, context, word, kept)
        self.touched[context, word] = None
        if values.weight <= 0 and values.imported <= 0:
            sql = "DELETE FROM grams WHERE context = ? AND word = ?"
            self._database.execute(sql, (context, word))
            return
        sql = "INSERT OR REPLACE INTO grams VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._database.execute(sql, (context, word, *values))

    def _note(self, kind: str, context: str, word: str, before: object) -> None:
        if not self._imported:  # which is taken back as a whole
            ledger.note(self._database, self._minute, kind, context, word, before)

    def _weight(self, word: str) -> float:
        row = self._row(ANYWHERE, word)
        return 0.0 if row is None else (row.weight + row.imported) / scale(self._clock, SLOW)

    def _is_clear(self, word: str) -> bool:
        """Whether a word of a context stands in clear in any form."""
        if word == START:
            return True
        sql = _GRAM + "WHERE context = '' AND word IN (?, ?, ?)"
        forms = (word, word.capitalize(), word.upper())
        return self._database.execute(sql, forms).fetchone() is not None


def _contexts(written: WrittenWord) -> list[str]:
    return [context for context in (written.last_one, written.last_two) if context]
