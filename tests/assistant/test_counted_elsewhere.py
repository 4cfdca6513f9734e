"""What is counted of suggestions in other applications, through the real field."""

import asyncio
from pathlib import Path

import pytest

from autotype.ibus.counting import Counting
from autotype.numbers.collector import Collector
from autotype.numbers.keeper import Keeper
from autotype.numbers.store import Store
from autotype.numbers.summary import spared
from autotype.text.dialogue.moment import Moment
from tests.assistant.application import BACKSPACE, CTRL_Z, LEFT
from tests.assistant.writer_elsewhere import WriterElsewhere


class Elsewhere(WriterElsewhere):
    """The same, counted."""

    def __init__(self, text: str = "|") -> None:
        super().__init__(text)
        self.collector = Collector()
        self.heard: list[tuple[str, Moment]] = []
        self.app.field.note = self._note

    def _note(self, application: str, moment: Moment) -> None:
        self.heard.append((application, moment))
        self.collector.note(moment)

    def counts(self, *names: str) -> dict[str, int]:
        self.collector.digest()
        self.collector.rest(self.app.clock.now)
        return {name: self.collector.session.get(name, 0) for name in names}


@pytest.fixture
def taken() -> Elsewhere:
    """Somebody who took “ three four” behind “one two”."""
    writer = Elsewhere("one tw|")
    writer.type("o").answer(" three four").take(after=0.5)
    assert writer.plain() == "one two three four"
    return writer


def test_a_take_that_stays_is_kept(taken: Elsewhere) -> None:
    taken.type(" and more")
    taken.wait(11)
    found = taken.counts("taken", "takes", "typed", "kept", "undone", "right_taken")
    assert found == {
        "taken": 11,
        "takes": 1,
        "typed": 10,
        "kept": 1,
        "undone": 0,
        "right_taken": 1,
    }
    assert spared(taken.collector.session) == 10
    assert {application for application, _ in taken.heard} == {"program"}


def test_backspace_into_a_take_corrects_it(taken: Elsewhere) -> None:
    taken.app.press(BACKSPACE)
    taken.wait(11)
    assert taken.counts("kept", "undone", "wrong_undone") == {
        "kept": 0,
        "undone": 1,
        "wrong_undone": 1,
    }


def test_backspace_in_a_long_text_is_where_it_is() -> None:
    writer = Elsewhere("word " * 3000 + "one tw|")
    writer.type("o").answer(" three four").take(after=0.5)
    writer.type(" xy")
    writer.app.press(BACKSPACE)
    writer.app.press(BACKSPACE)
    writer.wait(11)
    assert writer.counts("kept", "undone") == {"kept": 1, "undone": 0}


@pytest.mark.parametrize("key", [CTRL_Z, LEFT])
def test_what_nobody_can_see_is_not_counted_as_kept(taken: Elsewhere, key: object) -> None:
    taken.app.press(key)  # type: ignore[arg-type]
    taken.wait(11)
    assert taken.counts("taken", "kept", "undone") == {"taken": 11, "kept": 0, "undone": 0}


def test_each_application_has_its_numbers(taken: Elsewhere, home: Path) -> None:
    file, off = home / "numbers.sqlite", [False]

    async def count() -> None:
        keeper = Keeper(file)
        counting = Counting(keeper, lambda: off[0])
        for _, moment in taken.heard:
            counting.note("firefox", moment)
        off[0] = True
        for _, moment in taken.heard:
            counting.note("gedit", moment)  # off the record
        counting.save()
        assert keeper.stop(20)

    asyncio.run(count())
    rows = Store(file).read()
    assert ("firefox", "taken", 11) in [(row.source, row.counter, row.number) for row in rows]
    assert not [row for row in rows if row.source != "firefox"]
