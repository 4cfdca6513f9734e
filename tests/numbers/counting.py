"""Somebody who writes without a window, and what is counted of it."""

from typing import Any

import pytest

from autotype.numbers.collector import Collector
from autotype.text.dialogue import plain
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.state import Options
from autotype.text.dialogue.steps import step
from autotype.text.suggestion import Silence, Suggestion, Word


class Counted:
    """The real dialogue at a plain text; `counts` are those since the start."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, before: str = "", after: str = "") -> None:
        self.collector = Collector()

        def noted(state: Any, event: Any) -> Any:
            became, effects = step(state, event)
            self.collector.note(Moment(self.now, state, event, effects, became))
            return became, effects

        monkeypatch.setattr(plain, "step", noted)
        self.now = 100.0
        self.text = plain.PlainText.opened(before, after, Options(soft_space=True))

    def counts(self, *names: str) -> dict[str, int]:
        """Return those counters that are not 0; only those that are named, if any are."""
        self.collector.digest()
        self.collector.rest(self.now)
        found = {name: n for name, n in self.collector.session.items() if n}
        return {name: found.get(name, 0) for name in names} if names else found

    def wait(self, seconds: float) -> "Counted":
        self.now += seconds
        self.text.now = self.now
        return self

    def type(self, keys: str, each: float = 0.2) -> "Counted":
        for key in keys:
            self.wait(each)
            self.text.type(key)
        return self

    def answer(self, ghost: str = "", *words: str, after: float = 0.03) -> "Counted":
        self.wait(after)
        assert self.text.wanted is not None
        offered = tuple(Word(word, 0.5) for word in (words or ((ghost,) if ghost else ())))
        reason = None if ghost else Silence.UNSURE
        self.text.answer(Suggestion(self.text.wanted, offered, ghost, 0.5, reason=reason))
        return self

    def take(self, what: Any = "take", after: float = 0.5) -> "Counted":
        self.wait(after)
        assert self.text.take(what), f"{what} means nothing"
        return self

    def do(self, name: str, after: float = 0.5, *values: Any) -> "Counted":
        self.wait(after)
        getattr(self.text, name)(*values)
        return self
