"""What was asked of the writer's own words for an answer, so that a stale one can be told."""

from collections.abc import Sequence

from autotype.text.evidence import Evidence, OwnWord


class Asked:
    """Asks evidence, and remembers what it said."""

    def __init__(self, evidence: Evidence) -> None:
        """Begin with no question."""
        self._evidence = evidence
        self._revision = evidence.revision()
        self._words: dict[tuple[str, str], tuple[OwnWord, ...]] = {}
        self._next: dict[tuple[str, int], tuple[str, ...]] = {}
        self._refused: dict[str, bool] = {}

    def revision(self) -> object:
        """As `Evidence.revision`, as it was at the first of these questions."""
        return self._revision

    def words(self, before: str, typed: str) -> Sequence[OwnWord]:
        """As `Evidence.words`; the same question gets the same answer again."""
        key = (before, typed)
        if key not in self._words:
            self._words[key] = tuple(self._evidence.words(before, typed))
        return self._words[key]

    def next_words(self, before: str, limit: int) -> Sequence[str]:
        """As `Evidence.next_words`; the same question gets the same answer again."""
        key = (before, limit)
        if key not in self._next:
            self._next[key] = tuple(self._evidence.next_words(before, limit))
        return self._next[key]

    def refuses(self, word: str) -> bool:
        """As `Evidence.refuses`; the same question gets the same answer again."""
        if word not in self._refused:
            self._refused[word] = self._evidence.refuses(word)
        return self._refused[word]

    def again(self) -> None:
        """Forget what was said."""
        self._revision = self._evidence.revision()
        self._words.clear()
        self._next.clear()
        self._refused.clear()

    def holds(self) -> bool:
        """Whether the evidence still says the same; it is only asked anew if anything changed."""
        ask = self._evidence
        revision = ask.revision()
        if revision == self._revision:
            return True
        holds = (
            all(tuple(ask.words(*key)) == said for key, said in self._words.items())
            and all(tuple(ask.next_words(*key)) == said for key, said in self._next.items())
            and all(ask.refuses(word) == said for word, said in self._refused.items())
        )
        if holds:
            self._revision = revision
        return holds
