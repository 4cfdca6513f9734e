"""What was dismissed, and where: it does not come back there when a space or a letter is typed."""

from dataclasses import dataclass, replace

from autotype.text.dialogue.place import Place
from autotype.text.suggestion import Silence, Suggestion, Word, first_word, words_through

# As much of the text before it as tells one place from another that was moved there by an edit.
_LEAD = 32


@dataclass(frozen=True, slots=True)
class SentAway:
    """The words that were offered when the writer dismissed them; none at first.

    Attributes:
        at: Where the caret was, in characters of the whole text.
        lead: The end of the text before it.
        words: The next word of the ghost, and those beside it.
    """

    at: int = 0
    lead: str = ""
    words: tuple[Word, ...] = ()

    @classmethod
    def at_place(cls, place: Place, ghost: str, words: tuple[Word, ...]) -> "SentAway":
        """Return what is dismissed at a place."""
        inline = (Word(first_word(ghost), 1.0),) if ghost else ()
        caret = place.offset + len(place.before)
        return cls(caret, place.before[-_LEAD:], (*inline, *words))

    def left_of(self, answer: Suggestion, place: Place) -> Suggestion:
        """Return what may be offered of an answer for a place; all of it at any other place.

        Of what was dismissed only the word itself stays away, for as long as it is being typed.
        """
        start = self.at - place.offset
        if not self.words or not 0 <= start <= len(place.before):
            return answer
        if not place.before[:start].endswith(self.lead):
            return answer
        away = {word.text for word in words_through(self.words, place.before[start:])}
        words = tuple(word for word in answer.words if word.text not in away)
        if answer.ghost and first_word(answer.ghost) in away:
            return replace(answer, ghost="", words=words, reason=Silence.DISMISSED)
        return answer if len(words) == len(answer.words) else replace(answer, words=words)
