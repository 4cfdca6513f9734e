"""Shortcuts in other applications, through the real field."""

import pytest

from autotype.assistant.modes import Mode
from tests.assistant.writer_elsewhere import WriterElsewhere
from tests.text.shortcut_contract import BRB, ShortcutContract
from tests.text.writing import Writing


class TestElsewhere(ShortcutContract):
    def open(self, text: str = "|") -> Writing:
        return WriterElsewhere(text)


@pytest.mark.parametrize(
    "habits", ["resets", "reports-first", "echoes", "wraps", "bytes", "utf-16"]
)
@pytest.mark.parametrize("mode", [Mode.INLINE, Mode.POPUP])
def test_whatever_the_application_does_the_rest_of_the_text_stays(habits: str, mode: Mode) -> None:
    writer = WriterElsewhere("So 🙂 |", habits=habits, mode=mode)
    writer.know(**BRB)
    writer.type("brb").take().type(", ok")
    assert writer.plain() == "So 🙂 be right back, ok"
    writer.type(" brb")
    assert writer.ghost == "be right back"
    assert writer.app.wrong == []


def test_an_application_that_does_not_report_is_only_inserted_into() -> None:
    writer = WriterElsewhere(reports=None)
    writer.know(**BRB)
    writer.type("brb")
    assert writer.ghost == ""
    assert not writer.takes("take")
    assert "right" not in writer.plain()


def test_an_application_that_reports_late_is_known_to_only_then() -> None:
    writer = WriterElsewhere(reports=2.0)
    writer.know(**BRB)
    writer.type("brb")
    assert writer.ghost == ""
    writer.wait(3)
    assert writer.ghost == "be right back"
    writer.take()
    assert writer.plain() == "be right back"


def test_a_private_field_offers_nothing() -> None:
    writer = WriterElsewhere(mode=Mode.OFF)
    writer.know(**BRB)
    assert writer.type("brb").seen[-1] == "brb"
