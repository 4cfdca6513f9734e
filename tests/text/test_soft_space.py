"""The soft space, by its table: what enters the text with the next key, and what stays."""

import pytest

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.soft_space import Soft, after_take
from autotype.text.dialogue.state import Options
from autotype.text.dialogue.steps import step
from autotype.text.suggestion import Silence, Suggestion, Word
from tests.text.writer import SOFT, Writer

STAYS, CAPITAL, GONE = Soft.SPACE, Soft.CAPITAL, Soft.NONE


def taken(text: str = "the en|", ghost: str = "nd", options: Options = SOFT) -> Writer:
    """Somebody who has just taken a word."""
    before, _, after = text.partition("|")
    writer = Writer(f"{before[:-1]}|{after}", options).type(before[-1]).answer(ghost)
    return writer.take()


def soft(writer: Writer) -> Soft:
    return writer.text.state.soft


def test_a_take_leaves_one_that_is_drawn_and_not_in_the_text() -> None:
    writer = taken("the e|")
    assert writer.seen == ["the ", "the e", "the e[nd]", "the end[ ]"]
    assert writer.plain() == "the end"
    assert writer.requests[-1].before == "the end "


def test_the_ghost_brings_its_space_along() -> None:
    writer = taken("the e|").answer("of it", "of", "is", "was")
    assert writer.screen() == "the end[ of it]"
    assert writer.offered() == [" of", " is", " was"]
    asked = len(writer.requests)
    writer.type("of")
    assert writer.seen[-3:] == ["the end[ of it]", "the end o[f it]", "the end of[ it]"]
    assert len(writer.requests) == asked


def test_a_space_that_an_answer_brings_itself_is_not_doubled() -> None:
    assert taken("the e|").answer(" of it").screen() == "the end[ of it]"


ROWS = [
    *((key, f" {key}", GONE) for key in "xÉж7([{“‘«„$€£#¿"),
    *((key, f" {key}", GONE) for key in ("😀", "❤️", "🇩🇪", "👨‍👩‍👧")),
    *((key, key, GONE) for key in "'’"),
    *((key, key, STAYS) for key in ",;!?…)]}”»"),
    (".", ".", CAPITAL),
    *((key, key, GONE) for key in ":-–—/\\@_*+=&%<>~^|`™°"),
    (" ", " ", GONE),
    ("\n", "\n", GONE),
    ("\u0301", "\u0301", GONE),
]


@pytest.mark.parametrize(("key", "enters", "then"), ROWS)
def test_the_next_key(key: str, enters: str, then: Soft) -> None:
    writer = taken("the e|").commit(key)
    assert writer.plain() == f"the end{enters}"
    assert soft(writer) is then


@pytest.mark.parametrize(("key", "enters", "then"), ROWS)
def test_the_next_key_with_a_ghost(key: str, enters: str, then: Soft) -> None:
    writer = taken("the e|").answer("of it").commit(key)
    assert writer.plain() == f"the end{enters}"
    assert soft(writer) is then


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (", and", "the end, and"),
        ("! And", "the end! And"),
        (",and", "the end, and"),
        ("!?No", "the end!? No"),
        (".Next", "the end. Next"),
        (".com", "the end.com"),
        (".5", "the end.5"),
        (". next", "the end. next"),
        (").", "the end)."),
        (").Then", "the end). Then"),
        (")then", "the end) then"),
        ("...So", "the end... So"),
        (".)Next", "the end.) Next"),
        (".)then", "the end.) then"),
        (".”he said", "the end.” he said"),
        (".,and", "the end., and"),
        ("'s car", "the end's car"),
        ("’s", "the end’s"),
        ("-of", "the end-of"),
        ("/or", "the end/or"),
        (":x", "the end:x"),
        ("(see", "the end (see"),
        ("  x", "the end  x"),
        ("\nx", "the end\nx"),
        ('"no"', 'the end "no"'),
        ("“no”", "the end “no”"),
        ("”and", "the end” and"),
        ("日本", "the end日本"),
    ],
)
def test_how_it_goes_on(typed: str, text: str) -> None:
    assert taken("the e|").type(typed).plain() == text


def test_a_closing_quote_is_set_behind_the_word() -> None:
    assert taken('say "the e|').type('"and').plain() == 'say "the end" and'
    assert taken('say "the e|').type('."he said').plain() == 'say "the end." he said'
    assert taken('so "x".\nthe e|').type('"').plain() == 'so "x".\nthe end "'
    assert taken("„the e|").type("“und").plain() == "„the end“ und"
    assert taken("»the e|").type("«und").plain() == "»the end« und"
    assert taken("‚the e|").type("‘und").plain() == "‚the end‘ und"


@pytest.mark.parametrize("key", ["take", "take_word", "take_at_end", "first", "second"])
def test_what_is_offered_has_its_space_already(key: on.Take) -> None:
    words = ("of", "is")
    writer = taken("the e|").answer("of", *words).take(key, after=0.5)
    assert writer.plain() == ("the end is" if key == "second" else "the end of")
    assert soft(writer) is STAYS
    assert writer.type("x").plain().endswith(" x")


def test_word_by_word() -> None:
    writer = Writer("the |", SOFT).type("e").answer("nd of it").take("take_word")
    assert writer.screen() == "the end[ of it]"
    assert soft(writer) is STAYS
    assert writer.take("take_word").screen() == "the end of[ it]"
    assert writer.type("x").screen() == "the end of x"


def test_a_word_of_the_bar_does_not_become_the_beginning_of_the_ghost() -> None:
    writer = Writer("the |", SOFT).type("b").answer("arn door", "ar", "arn")
    assert writer.take("first").screen() == "the bar[ ]"
    writer = Writer("so |", SOFT).type("t").answer("hat's all I", "hat's", "hat")
    assert writer.take("second").screen() == "so that[ ]"
    writer = Writer("so |").type("t").answer("hat's all I", "hat's", "hat")
    assert writer.take("second").screen() == "so that"
    writer = Writer("a |", SOFT).type("w").answer("ell-known man", "ell", "ell-known")
    assert writer.take("first").screen() == "a well[ ]"


def test_without_a_space() -> None:
    writer = Writer("the |", SOFT).type("w").answer("ant").take("take_plain")
    assert writer.screen() == "the want"
    assert writer.requests[-1].before == "the want"
    assert writer.type("ed").plain() == "the wanted"


def test_backspace_removes_it_alone() -> None:
    writer = taken("the e|").answer("of").do("backspace")
    assert writer.screen() == "the end"
    assert writer.text.state.silence is Silence.AFTER_DELETION
    assert not writer.offered()
    assert writer.type("s").plain() == "the ends"
    assert taken("the e|").do("backspace", "backspace").plain() == "the en"


@pytest.mark.parametrize("name", ["delete", "left", "right", "blur", "undo"])
def test_it_goes_with_everything_else(name: str) -> None:
    writer = taken("the e|").do(name)
    assert not soft(writer)
    if name in ("left", "right"):
        writer.do("left", "right", "right")
        assert not soft(writer)
    assert " x" not in writer.type("x").plain().removeprefix("the ")


def test_esc_sends_it_away() -> None:
    assert taken("the e|").press("dismiss").type("s").plain() == "the ends"
    writer = taken("the e|").answer("of").press("dismiss")
    assert writer.screen() == "the end"
    assert writer.type("s").plain() == "the ends"


def test_pasting_and_dropping_send_it_away() -> None:
    writer = taken("the e|")
    writer.paste("less")
    assert (writer.plain(), soft(writer)) == ("the endless", GONE)


def test_undo_does_not_bring_it_back() -> None:
    writer = taken("the e|").type("of it")
    assert [writer.do("undo").plain() for _ in range(3)] == ["the end of", "the end", "the e"]
    assert not soft(writer)


def test_composing_decides_with_what_is_committed() -> None:
    writer = taken("the e|")
    composing = Place("the end", obstacle=Silence.COMPOSING)
    state, effects = step(writer.text.state, on.Composing(composing))
    assert to.Hide() in effects
    assert state.soft is STAYS
    writer.text.state = state
    assert writer.commit("où").plain() == "the end où"
    given_up, effects = step(state, on.Uncomposed(Place("the end"), 300.0))
    assert given_up.soft is STAYS
    assert to.Show("") in effects
    assert step(state, on.Unfocused(composing))[0].soft is GONE


def test_a_pause_sends_it_away() -> None:
    state, effects = step(taken("the e|").text.state, on.Paused(Silence.PAUSED))
    assert not state.soft
    assert to.Hide() in effects


@pytest.mark.parametrize(
    ("before", "after", "soft_space"),
    [
        ("the end", "", STAYS),
        ("top 10", "", STAYS),
        ("cafe\u0301", "", STAYS),
        *((f"end{mark}", "", STAYS) for mark in ".!?,;:…)]”’"),
        *((f"end{mark}", "", GONE) for mark in "-–/'\"* (@"),
        ("(the end", ")", STAYS),
        ("(the end", ")”\nmore", STAYS),
        ("the end", "\nmore", STAYS),
        ("the end", " more", GONE),
        ("the end", " ", GONE),
        ("the end", "ing", GONE),
        ("write to me@home", "", GONE),
        ("see https://example", "", GONE),
        ("see C:\\users", "", GONE),
        ("my_name", "", GONE),
        ("and/or", "", GONE),
        ("and/or else", "", STAYS),
        ("call `open", "", GONE),
        ("call `open` then", "", STAYS),
        ("```\nif this", "", GONE),
        ("a\n~~~ python\nif this", "", GONE),
        ("```\nif this\n```\nthen", "", STAYS),
        ("`x\nthe end", "", STAYS),
        ("````\n```\nif this", "", GONE),
        ("````\n```\n````\nthen", "", STAYS),
        ("```\n~~~\n```\nthen", "", STAYS),
        ("```\n``` python\nif this", "", GONE),
        ("```x``` is code\nthen", "", STAYS),
        ("> ```\n> if this", "", GONE),
        ("1.  so:\n\n    ```\n    if this", "", GONE),
        ("```\r\nif this\r\n```\r\nthen", "", STAYS),
        ("call ``a `b` c", "", GONE),
        ("call ``a `b`` then", "", STAYS),
        ("日本語", "", GONE),
        ("ภาษาไทย", "", GONE),
        ("한국어", "", STAYS),
        ("", "", GONE),
    ],
)
def test_where_a_take_leaves_one(before: str, after: str, soft_space: Soft) -> None:
    assert after_take(before, after) is soft_space


def test_not_where_what_is_typed_takes_the_place_of_what_follows() -> None:
    writer = Writer("the |", SOFT).type("e").answer("nd")
    took = on.Took("take", Place("the e", overtypes=True), 200.0)
    assert not step(writer.text.state, took)[0].soft


def test_only_if_it_is_wanted() -> None:
    writer = taken("the e|", options=Options())
    assert writer.screen() == "the end"
    assert writer.type("s").plain() == "the ends"


def test_behind_a_point_only_what_typing_makes_real_is_offered() -> None:
    assert taken("the e|").type(".").answer("The next").screen() == "the end.[ The next]"
    assert taken("the e|").type(".").answer("com").screen() == "the end.[ ]"
    writer = taken("the e|").type(".").answer("The next").type("Th")
    assert writer.screen() == "the end. Th[e next]"


def test_an_answer_that_comes_when_the_space_has_become_real_counts() -> None:
    writer = taken("the e|")
    late = Suggestion(writer.requests[-1], (Word("of it", 0.9),), "of it", 0.9)
    writer.type(" ")
    writer.text.answer(late)
    assert writer.screen() == "the end [of it]"
    writer = taken("the e|")
    late = Suggestion(writer.requests[-1], (Word("of it", 0.9),), "of it", 0.9)
    writer.type("o")
    writer.text.answer(late)
    assert writer.screen() == "the end o[f it]"
    writer = taken("the e|").type(",")
    writer.text.answer(late)
    assert writer.screen() == "the end,[ ]"
