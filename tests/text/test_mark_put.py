"""The mark at the end of a take may be typed once for nothing, if nothing happened since."""

import pytest

from autotype.text.dialogue import events as on
from autotype.text.dialogue.state import Options
from autotype.text.dialogue.steps import step
from tests.text.writer import SOFT, Writer


def taken(ghost: str, options: Options = SOFT) -> Writer:
    writer = Writer("the w|", options).type("e").answer(ghost)
    writer.wait(0.5)
    return writer.take("take")


@pytest.mark.parametrize(("ghost", "mark"), [("ather.", "."), ("ll?", "?"), ("ather", "")])
def test_a_take_puts_it(ghost: str, mark: str) -> None:
    assert taken(ghost).text.state.mark_put == mark


def test_once() -> None:
    state, effects = step(taken("ather.").text.state, on.Retyped())
    assert state.mark_put == ""
    assert state.soft
    assert not effects


def test_not_before_a_ghost_that_begins_with_it() -> None:
    assert taken("ather.", Options()).answer(" It").text.state.mark_put == "."
    assert taken("ather.", Options()).answer("..").text.state.mark_put == ""


@pytest.mark.parametrize("what", ["undo", "left", "backspace", "blur"])
def test_not_behind_anything_else(what: str) -> None:
    assert taken("ather.").do(what).text.state.mark_put == ""
