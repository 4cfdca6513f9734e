"""What the user has switched off for now, the same for every program that asks."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from autotype.text.suggestion import Silence

_LONGEST_SNOOZE_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class State:
    """Switches.

    Attributes:
        paused: No suggestions until further notice.
        snoozed_until: None until then, in seconds since 1970.
        off_the_record: Nothing of what is typed is learned from.
    """

    paused: bool = False
    snoozed_until: float = 0.0
    off_the_record: bool = False

    def silence(self, now: Callable[[], float] = time.time) -> Silence | None:
        """Return why nothing is suggested now; None if it is."""
        if self.paused:
            return Silence.PAUSED
        return Silence.SNOOZED if now() < self.snoozed_until else None

    def changed(self, data: dict[str, Any], now: Callable[[], float] = time.time) -> "State":
        """Return the state after a line that may have `paused`, `snooze_minutes`, `off_the_record`.

        Resuming ends a snooze too.

        Raises:
            ValueError: With one sentence about the field that is wrong.
        """
        state = self
        for name in ("paused", "off_the_record"):
            if name in data:
                if not isinstance(data[name], bool):
                    raise ValueError(f"The field “{name}” is neither true nor false.")
                state = replace(state, **{name: data[name]})
        if data.get("paused") is False:
            state = replace(state, snoozed_until=0.0)
        if "snooze_minutes" in data:
            minutes = data["snooze_minutes"]
            if not isinstance(minutes, int | float) or isinstance(minutes, bool):
                raise ValueError("The field “snooze_minutes” is not a number.")
            if not 0 <= minutes <= _LONGEST_SNOOZE_MINUTES:
                raise ValueError("The field “snooze_minutes” is not within a day.")
            state = replace(state, snoozed_until=now() + 60 * minutes if minutes else 0.0)
        return state

    def as_object(self) -> dict[str, object]:
        """Return it as a JSON object."""
        return {
            "paused": self.paused,
            "snoozed_until": self.snoozed_until,
            "off_the_record": self.off_the_record,
        }
