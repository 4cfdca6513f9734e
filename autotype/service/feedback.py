"""What became of suggestions: counted, and nothing more.

The lines carry the text that was typed or taken, for the learning that is to come under the
rules of the ledger. Until then a text is looked at for its length and dropped.
"""

from dataclasses import dataclass
from typing import Any

EVENTS = ("shown", "taken", "dismissed", "undone", "typed")


@dataclass(slots=True)
class Counts:
    """Since the service was started.

    Attributes:
        shown: Ghost texts that appeared.
        taken: Takes, whole or by the word.
        dismissed: Ghost texts that were sent away.
        undone: Takes that were undone.
        typed: Characters typed where something could be suggested.
        saved: Characters that were taken, less one key for each take.
    """

    shown: int = 0
    taken: int = 0
    dismissed: int = 0
    undone: int = 0
    typed: int = 0
    saved: int = 0

    def add(self, data: dict[str, Any]) -> None:
        """Count one line: its `event`, and its `text` or `characters`.

        Raises:
            ValueError: With one sentence about the field that is wrong.
        """
        event, text = data.get("event"), data.get("text", "")
        if event not in EVENTS:
            raise ValueError(f"The field “event” is none of {', '.join(EVENTS)}.")
        if not isinstance(text, str):
            raise ValueError("The field “text” is not a text.")
        if event == "typed":
            self.typed += len(text)
            return
        setattr(self, event, getattr(self, event) + 1)
        if event == "taken":
            self.saved += max(0, len(text) - 1)

    def as_object(self) -> dict[str, int]:
        """Return the counts as a JSON object."""
        return {name: getattr(self, name) for name in (*EVENTS, "saved")}
