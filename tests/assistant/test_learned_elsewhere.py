"""What is learned of writing in other applications, through the real field and a real store."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from autotype.assistant.keys import KeyPress
from autotype.assistant.modes import Mode
from autotype.ibus.learning import Learning, Wanted
from autotype.learning.learner import Learner
from autotype.learning.rules import Rules
from autotype.learning.store import Store
from tests.assistant.writer_elsewhere import WriterElsewhere
from tests.learning.writer import known


def learned(
    home: Path,
    write: Callable[[WriterElsewhere, Learning], None],
    off_the_record: Callable[[], bool] = lambda: False,
    mode: Mode = Mode.INLINE,
    reports: float | None = 0.03,
) -> list[str]:
    """Return the words that are kept when somebody has written."""

    async def session() -> None:
        learner = Learner(Store(home / "learned"), lambda: Rules(known), None)
        learning = Learning(learner, off_the_record, Wanted())
        writer = WriterElsewhere(mode=mode, reports=reports)
        writer.app.field.note = learning.note
        write(writer, learning)
        learning.save()
        await asyncio.to_thread(learner.stop, 20)

    asyncio.run(session())
    return sorted(word.word for word in Store(home / "learned").words())


def test_what_is_typed_is_learned_under_the_name_of_the_application(home: Path) -> None:
    def write(writer: WriterElsewhere, _: Learning) -> None:
        writer.type("We met Zyxxo. Then we met Zyxxo.\nWe met Zyxxo. ")

    assert learned(home, write) == ["Zyxxo", "met", "we"]
    assert {word.source for word in Store(home / "learned").words()} == {"program"}


def test_private_fields_are_not_heard(home: Path) -> None:
    def write(writer: WriterElsewhere, _: Learning) -> None:
        writer.type("We met Zyxxo.\nWe met Zyxxo.\n")

    assert learned(home, write, mode=Mode.OFF) == []


def test_nothing_is_learned_off_the_record(home: Path) -> None:
    off = [False]

    def write(writer: WriterElsewhere, _: Learning) -> None:
        writer.type("Hello Ann.\nHello Ann.\nWe met")
        off[0] = True
        writer.type(" Zyxxo.\nWe met Zyxxo.\nWe met Zyxxo.\n")
        off[0] = False

    assert learned(home, write, lambda: off[0]) == []


def test_nothing_is_learned_once_the_settings_say_so(home: Path) -> None:
    def write(writer: WriterElsewhere, learning: Learning) -> None:
        writer.type("Hello Ann.\nHello Ann.\n")
        learning.save()
        home.mkdir(parents=True, exist_ok=True)
        (home / "settings.toml").write_text("learning = false\n")
        writer.type("We met Zyxxo.\nWe met Zyxxo.\n")

    assert learned(home, write) == ["Ann", "hello"]


def test_what_stands_behind_text_that_nobody_knows_is_not_garbled(home: Path) -> None:
    """An application that reports nothing: after a command the next whole word is known."""

    def write(writer: WriterElsewhere, _: Learning) -> None:
        for _ in range(3):
            for key in "We met Zyxxo today":
                writer.app.field.key(KeyPress(key, key))
            writer.app.field.key(KeyPress("", "return"))

    assert learned(home, write, reports=None) == ["Zyxxo", "met", "today"]


def test_what_the_application_holds_and_nobody_typed_is_not_learned(home: Path) -> None:
    def write(writer: WriterElsewhere, _: Learning) -> None:
        for _ in range(3):
            writer.paste("We met Zyxxo at Quorvale.\nThey met Zyxxo, too. ")
            writer.type("That was good. ")
            writer.app.become("", "")
            writer.wait(1)
            writer.app.become("Marvolo met Quorvale.\nThey met Marvolo. ", "")
            writer.wait(1)
            writer.type("Very good. ")

    found = learned(home, write)
    assert "good" in found
    assert not {"Zyxxo", "Quorvale", "Marvolo", "They", "they", "met"} & set(found)
