"""When a suggestion is worth being shown, and when silence is better."""

from dataclasses import dataclass

from autotype.text.suggestion import Silence

_LEAST_GAIN = 2


@dataclass(frozen=True, slots=True)
class Gate:
    """A threshold on the probability of the first word.

    Attributes:
        threshold: Show nothing less likely than this; 0 shows all.
    """

    threshold: float

    def verdict(self, ghost: str, first_word_p: float) -> Silence | None:
        """Return why `ghost` stays hidden, or None if it is shown."""
        if first_word_p < self.threshold:
            return Silence.UNSURE
        # Taking costs a key too: one that saves no other only draws the eye.
        if len(ghost.strip()) < _LEAST_GAIN:
            return Silence.TOO_SHORT
        return None
