"""What is gathered, and what is left out: frozen values and counts, never a text in a message."""

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from autotype.translation import mark


class Reason(enum.Enum):
    """Why something is not read, as it is said to people."""

    OTHERS = mark("written by somebody else")
    NO_SENDER = mark("mail, for want of your addresses (--from ADDRESS)")
    LINK = mark("links, which are not followed")
    HIDDEN = mark("hidden")
    UNREADABLE = mark("cannot be read")
    NO_TEXT = mark("holds no text")
    KIND = mark("of a kind that is not read")
    LARGE = mark("too large")
    ENOUGH = mark("beyond what is read at most")
    QUOTED = mark("quoted")
    SIGNATURE = mark("signatures")
    CODE = mark("code and tables")
    PRIVATE = mark("sentences with a secret, a number or an address")
    TWICE = mark("said before, or nearly so")
    OLDER = mark("older than the newest that are read")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of one piece.

    Attributes:
        text: Paragraphs, with an empty line between two.
        source: The file or mailbox that was named or found.
        when: When it was written, in seconds; later is newer.
        document: The letter, mail or text that it is a part of, by a name of its own.
    """

    text: str
    source: str
    when: float
    document: str = ""

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(slots=True)
class Left:
    """What was left out.

    Attributes:
        files: How many files and mails, by reason.
        words: How many words, by reason.
        examples: A file or two of each reason.
    """

    files: Counter[Reason] = field(default_factory=Counter)
    words: Counter[Reason] = field(default_factory=Counter)
    examples: dict[Reason, list[str]] = field(default_factory=dict)

    def file(self, reason: Reason, name: str) -> None:
        """Count a file or a mail."""
        self.files[reason] += 1
        known = self.examples.setdefault(reason, [])
        if len(known) < 2 and name not in known:
            known.append(name)

    def text(self, reason: Reason, text: str) -> None:
        """Count the words of a text."""
        self.words[reason] += len(text.split())


@dataclass(frozen=True, slots=True)
class Gathered:
    """All passages, the oldest first, and what was left out."""

    passages: Sequence[Passage]
    left: Left

    @property
    def words(self) -> int:
        """How many words there are."""
        return sum(passage.words for passage in self.passages)

    def by_source(self) -> list[tuple[str, int, int]]:
        """Return (source, passages, words), those with most words first."""
        counts: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for passage in self.passages:
            counts[passage.source] += 1
            words[passage.source] += passage.words
        return [(name, counts[name], number) for name, number in words.most_common()]
