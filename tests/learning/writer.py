"""A writer whose sentences go straight into a real store."""

from collections.abc import Sequence
from pathlib import Path

from autotype.learning.heard import Sentence
from autotype.learning.own_text import OwnText
from autotype.learning.rules import Rules
from autotype.learning.store import Store
from autotype.text.written_words import written_words

_ENGLISH = """
    a and at back be best board by can come could do for from get go good hello i in is it letter
    like meeting meet met of on order orders our regards right see send soon talk tell thank thanks
    that the their there they this to tomorrow very was we went will with word words write you
    your
"""
ENGLISH = frozenset(_ENGLISH.split())


def known(word: str) -> bool:
    """Whether a small dictionary has a word."""
    return word in ENGLISH


class Writer:
    """Writes lines, each a paragraph of its own, at a time that only goes on when told."""

    def __init__(self, folder: Path, largest: int = 20 << 20) -> None:
        """Write into a folder."""
        self.store = Store(folder, largest)
        self.rules = Rules(known)
        self.now = 1_800_000_000.0
        self.lines = 0

    def write(
        self, *lines: str, document: str = "letter", amount: float = 1.0, imported: bool = False
    ) -> None:
        """Write lines and have them learned."""
        heard = []
        for line in lines:
            self.lines += 1
            words = tuple((word, amount) for word in written_words(line))
            heard.append(Sentence(words, f"{document} {self.lines}", document, "editor"))
        self.store.learn(heard, self.rules, imported=imported, now=self.now)

    def wait(self, minutes: float) -> None:
        """Let time go by."""
        self.now += minutes * 60

    def words(self) -> Sequence[str]:
        """Return the words that are known."""
        return sorted(word.word for word in self.store.words())

    def own_text(self) -> OwnText:
        """Return what the engine would be answered by."""
        own = OwnText()
        everything = self.store.everything()
        list(own.become(everything.rows, everything.clock, everything.never))
        return own


def bytes_of(folder: Path) -> bytes:
    """Return what stands in all files of a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())
