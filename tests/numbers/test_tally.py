"""What is counted of a typing session, through the real dialogue."""

from collections.abc import Callable

import pytest

from autotype.numbers.collector import Collector
from autotype.numbers.summary import Summary, spared
from autotype.text.dialogue import events as on
from autotype.text.dialogue.edits import Edit, edit_between, is_move
from autotype.text.dialogue.place import Place
from autotype.text.suggestion import Silence, Suggestion, Word
from tests.numbers.counting import Counted

Begin = Callable[..., Counted]
_OFFERS = (
    *("right_taken", "right_typed", "wrong_undone", "wrong_dismissed", "wrong_typed"),
    *("left", "unread"),
)


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Begin:
    return lambda before="", after="": Counted(monkeypatch, before, after)


@pytest.fixture
def offered(begin: Begin) -> Counted:
    """Somebody who reads “ three four” behind “one two”."""
    return begin("one tw").type("o").answer(" three four", " three", " cat", " dog")


def outcome(writer: Counted) -> list[str]:
    counts = writer.counts()
    return [name for name in _OFFERS for _ in range(counts.get(name, 0))]


# Keys.


def test_a_take_saves_its_characters_less_its_key(offered: Counted) -> None:
    offered.take().wait(11)
    assert offered.counts("taken", "takes", "kept", "undone") == {
        "taken": 11,
        "takes": 1,
        "kept": 1,
        "undone": 0,
    }
    assert spared(offered.counts()) == 10
    assert Summary(offered.counts()).written == 12  # with the “o”


def test_a_mark_that_is_typed_all_the_same_is_no_key_less(begin: Begin) -> None:
    writer = begin("the w").type("e").answer("ather.").take()
    assert writer.text.state.mark_put == "."
    writer.text._do(on.Retyped())
    assert not writer.text.state.mark_put
    assert writer.counts("taken", "typed") == {"taken": 5, "typed": 2}


def test_a_space_that_comes_by_itself_is_a_key_not_pressed(offered: Counted) -> None:
    offered.take().type("x")
    assert offered.counts("typed", "spaces") == {"typed": 2, "spaces": 1}
    assert spared(offered.counts()) == 11


def test_characters_are_what_people_see(begin: Begin) -> None:
    writer = begin("a ").type("x").answer("\U0001f469\u200d\U0001f4bbe\u0301").take()
    assert writer.counts("taken") == {"taken": 2}


@pytest.mark.parametrize("after", [0.1, 9.0])
def test_a_take_that_is_undone_within_ten_seconds_saved_nothing(
    offered: Counted, after: float
) -> None:
    offered.take().do("undo", after).wait(20)
    assert spared(offered.counts()) == -1  # its key
    assert offered.counts("kept", "undone") == {"kept": 0, "undone": 1}
    assert outcome(offered) == ["wrong_undone"]


def test_what_is_changed_after_ten_seconds_was_kept(offered: Counted) -> None:
    offered.take().type(" ").do("backspace", 10.1).do("backspace").wait(11)
    assert offered.counts("kept", "undone") == {"kept": 1, "undone": 0}
    assert outcome(offered) == ["right_taken"]


def test_a_letter_of_a_take_that_is_deleted_corrects_it(offered: Counted) -> None:
    offered.take()
    offered.do("backspace")  # the soft space alone
    assert offered.counts("undone") == {"undone": 0}
    offered.do("backspace")
    assert offered.counts("undone", "undone_characters") == {
        "undone": 1,
        "undone_characters": 11,
    }
    offered.do("backspace").do("backspace").wait(11)
    assert offered.counts("undone", "kept") == {"undone": 1, "kept": 0}


def test_letters_behind_a_take_can_be_deleted_and_it_stays(offered: Counted) -> None:
    offered.take().type("xy").do("backspace").do("backspace").do("undo").do("undo").wait(11)
    assert offered.counts("undone", "kept") == {"undone": 0, "kept": 1}


def test_text_before_a_take_can_be_changed_and_it_stays(offered: Counted) -> None:
    offered.take()
    for _ in " three four":
        offered.do("left", 0.1)
    offered.do("backspace", 0.1).type("oo").do("delete", 0.1)  # the last is a part of the take
    assert offered.counts("undone", "kept") == {"undone": 1, "kept": 0}


def test_only_what_is_before_it_changes(offered: Counted) -> None:
    offered.take()
    for _ in " three four":
        offered.do("left", 0.1)
    offered.do("backspace", 0.1).type("oo").do("paste", 0.1, "pasted").wait(11)
    assert offered.counts("undone", "kept") == {"undone": 0, "kept": 1}


def test_typing_into_a_take_corrects_it(offered: Counted) -> None:
    offered.take().do("left").type("x")
    assert offered.counts("undone") == {"undone": 1}


def test_takes_of_one_offer_are_one_wrong_offer(offered: Counted) -> None:
    offered.take("take_word").take("take_word").do("undo").do("undo").wait(11)
    assert offered.counts("takes", "undone", "shows") == {"takes": 2, "undone": 2, "shows": 1}
    assert outcome(offered) == ["wrong_undone"]


def test_the_first_of_two_takes_is_kept_if_the_second_is_undone(offered: Counted) -> None:
    offered.take("take_word").take("take_word").do("undo").wait(11)
    assert offered.counts("kept", "undone") == {"kept": 1, "undone": 1}


def test_a_correction_saves_what_it_adds(begin: Begin) -> None:
    writer = begin("see you tommo").type("r")
    writer.wait(0.03)
    assert writer.text.wanted is not None
    word = Word("tomorrow", 0.9, replaces=6)
    writer.text.answer(Suggestion(writer.text.wanted, (word,), "", reason=Silence.MISSPELLED))
    writer.take("first")
    assert writer.text.before == "see you tomorrow"
    assert writer.counts("taken", "takes", "bar_takes") == {"taken": 2, "takes": 1, "bar_takes": 1}
    writer.do("undo")
    assert writer.counts("undone") == {"undone": 1}
    assert not outcome(writer)


# Offers.


def test_an_offer_that_is_typed_through_was_right(offered: Counted) -> None:
    offered.type(" three").type("x")
    assert outcome(offered) == ["right_typed"]
    assert offered.counts("shows") == {"shows": 1}


def test_half_of_its_first_word_is_not_enough(offered: Counted) -> None:
    offered.type(" thr").type("x")
    assert outcome(offered) == ["wrong_typed"]


def test_an_offer_that_is_typed_to_its_end_was_right(begin: Begin) -> None:
    writer = begin("fo").type("o").answer("bar").type("bar")
    assert outcome(writer) == ["right_typed"]


def test_an_offer_that_nobody_could_read_does_not_count(offered: Counted) -> None:
    offered.type("x", each=0.39)
    assert outcome(offered) == ["unread"]


def test_one_that_could_be_read_and_was_not_wanted_was_wrong(offered: Counted) -> None:
    offered.type("x", each=0.41)
    assert outcome(offered) == ["wrong_typed"]


def test_a_dismissal_counts_however_quick(offered: Counted) -> None:
    offered.do("press", 0.05, "dismiss")
    assert outcome(offered) == ["wrong_dismissed"]


def test_a_take_counts_however_quick(offered: Counted) -> None:
    offered.take(after=0.16).wait(11)
    assert outcome(offered) == ["right_taken"]


@pytest.mark.parametrize("how", ["left", "blur", "backspace"])
def test_nobody_knows_of_an_offer_that_was_left(offered: Counted, how: str) -> None:
    offered.do(how)
    assert outcome(offered) == ["left"]


def test_growing_makes_no_new_offer(begin: Begin) -> None:
    writer = begin("fo").type("o").wait(0.01)
    assert writer.text.wanted is not None
    asked = writer.text.wanted
    for ghost, final in ((" ba", False), (" bar", False), (" bar baz", True)):
        writer.wait(0.05)
        writer.text.answer(Suggestion(asked, (Word(ghost, 0.5),), ghost, 0.5, final=final))
    writer.type(" ba").type("x")
    assert outcome(writer) == ["wrong_typed"]  # its first word has grown to “bar”
    assert writer.counts("shows", "answers") == {"shows": 1, "answers": 1}


def test_a_word_of_the_bar_says_what_a_key_says(offered: Counted) -> None:
    offered.take("first").type("x").wait(11)
    assert outcome(offered) == ["right_typed"]
    assert offered.counts("bar_takes", "kept") == {"bar_takes": 1, "kept": 1}


def test_another_word_of_the_bar_says_that_it_was_wrong(offered: Counted) -> None:
    offered.take("second").type("x")
    assert outcome(offered) == ["wrong_typed"]


# What it was offered in.


def test_words_are_counted_where_they_begin(begin: Begin) -> None:
    writer = begin("ha").type("lf-way, don't 12 go").answer("ing home")
    assert writer.counts("words") == {"words": 3}  # “half-way” began before
    assert writer.take().counts("words") == {"words": 4}


def test_reasons_for_silence_are_of_all_answers(begin: Begin) -> None:
    writer = begin().type("a").answer().type("b").answer().type("c").answer(" d")
    writer.do("press", 0.5, "dismiss").type("d")
    assert writer.counts("answers", "silence:unsure", "silence:dismissed") == {
        "answers": 4,
        "silence:unsure": 2,
        "silence:dismissed": 1,
    }
    assert [
        (str(why), share.hits, share.of) for why, share in Summary(writer.counts()).silences
    ] == [
        ("not sure enough", 2, 4),
        ("dismissed until the next word", 1, 4),
    ]


def test_what_was_overtaken_is_no_answer(begin: Begin) -> None:
    assert begin().type("abc").answer().counts("answers") == {"answers": 1}


def test_times_are_from_the_question_to_what_is_seen(begin: Begin) -> None:
    writer = begin()
    for _ in range(4):
        writer.type("a ").answer(" b", after=0.032).type("c")
    counts = writer.counts()
    assert Summary(counts).times("words").n == Summary(counts).times("ghost").n == 4
    half = Summary(counts).times("words").p50
    assert half is not None and 32 <= half < 33


def test_another_text_in_front_leaves_open_whether_takes_were_kept(offered: Counted) -> None:
    offered.take()
    offered.collector.open(offered.now)
    offered.wait(20)
    assert offered.counts("taken", "kept", "undone") == {"taken": 11, "kept": 0, "undone": 0}
    assert not offered.collector.text
    offered.type("x")
    offered.counts()
    assert offered.collector.text["typed"] == 1 < offered.collector.session["typed"]


def test_nothing_is_counted_twice_and_no_text_stays(offered: Counted) -> None:
    offered.take()
    offered.counts()
    new = offered.collector.new()
    assert new["taken"] == 11
    assert not offered.collector.new()
    assert not offered.collector.waits


def test_counting_comes_in_slices(offered: Counted) -> None:
    ticks = iter(range(1000))
    sliced = Collector(clock=lambda: float(next(ticks)))
    offered.collector.digest()
    for _ in range(6):
        sliced.open(1.0)
    rounds = 1
    while not sliced.digest(1.5):
        rounds += 1
    assert rounds == 3


# Edits.


@pytest.mark.parametrize(
    ("old", "new", "edit"),
    [
        ("abc|", "ab|", Edit(2, 1, 0)),
        ("ab|cd", "ab|d", Edit(2, 1, 0)),
        ("aaa|", "aa|", Edit(2, 1, 0)),
        ("ab|", "ab|", None),
        ("one two|", "one three|", Edit(5, 2, 4)),
        ("a|", "|", Edit(0, 1, 0)),
        ("|", "a|", Edit(0, 0, 1)),
        ("|", "|", None),
    ],
)
def test_an_edit_is_found(old: str, new: str, edit: Edit | None) -> None:
    def place(text: str, offset: int = 0) -> Place:
        before, _, after = text.partition("|")
        return Place(before, after, offset)

    assert edit_between(place(old), place(new)) == edit
    moved = None if edit is None else edit._replace(start=edit.start + 7)
    assert edit_between(place(old, 7), place(new, 7)) == moved


def test_windows_that_begin_elsewhere_are_compared_where_both_are() -> None:
    assert edit_between(Place("0123456789", "", 0), Place("45689", "", 4)) == Edit(7, 1, 0)
    assert edit_between(Place("01234", "", 0), Place("xyz", "", 50)) is None


def test_a_move_leaves_the_text_as_it_is() -> None:
    assert is_move(Place("one\ntwo", "\nthree", 0), Place("one", "\ntwo", 0))
    assert is_move(Place("one two", "", 0), Place("two", "", 4))
    assert not is_move(Place("one two", "", 0), Place("another", "", 0))
