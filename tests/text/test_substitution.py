"""What takes the place of what was found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.finding import FindError, Query, compile_query, search
from autotype.text.substitution import Replacement, apply, replacer, substitute, with_case_of

TEXTS = st.text(alphabet="abAB .\n\u00a0é😀", max_size=200)
PATTERNS = st.sampled_from(["a", "a*", "^", "$", r"\b", "(a)(b)?", ".", r"\s+", "a{30}|B"])


def replaced(text: str, looked_for: str, by: str, **options: bool) -> str:
    """Replace all matches of a pattern."""
    pattern = compile_query(Query(looked_for, True, is_pattern=True))
    done = substitute(pattern, text, Replacement(by, True, **options))
    assert apply(text, done.edits) == done.text
    return done.text


@given(TEXTS, PATTERNS, st.sampled_from(["", "x", "ab", "é\u0301😀", "\n", "a"]))
def test_all_are_replaced(text: str, pattern: str, by: str) -> None:
    compiled = compile_query(Query(pattern, True, is_pattern=True))
    done = substitute(compiled, text, Replacement(by))
    plain, count = re.subn(pattern, lambda _: by, text, flags=re.MULTILINE)
    assert (done.text, done.count) == (plain, count)
    assert apply(text, done.edits) == plain
    at = -1
    for edit in done.edits:
        assert at < edit.start <= edit.end
        assert text[edit.start : edit.end] != edit.text
        at = edit.end


@given(TEXTS, st.sampled_from(["a", "ab", r"\s", "."]), st.data())
def test_the_caret_stays_where_it_is(text: str, pattern: str, data: st.DataObject) -> None:
    caret = data.draw(st.integers(0, len(text)))
    compiled = compile_query(Query(pattern, True, is_pattern=True))
    done = substitute(compiled, text, Replacement("xyz"), caret=caret)
    # In the middle of what goes it is behind what comes.
    within = [
        match.end() for match in search(compiled, text) if match.start() < caret < match.end()
    ]
    behind = text[within[0] if within else caret :]
    assert done.text[done.caret :] == re.sub(pattern, "xyz", behind)


def test_only_a_part_and_only_as_long_as_it_is_wanted() -> None:
    pattern = compile_query(Query("a"))
    assert substitute(pattern, "aaaa", Replacement("b"), (1, 3)).text == "abba"
    assert substitute(pattern, "aaaa", Replacement("b"), stopped=lambda: True).count == 0


def test_matches_that_stand_together_are_one_edit() -> None:
    pattern = compile_query(Query("a"))
    text = "a a" + "." * 100 + "a"
    done = substitute(pattern, text, Replacement("b"))
    assert [(edit.start, edit.end, edit.text) for edit in done.edits] == [
        (0, 3, "b b"),
        (103, 104, "b"),
    ]
    # What stays as it is is no edit, and counts all the same.
    assert substitute(pattern, text, Replacement("a")).edits == ()
    assert substitute(pattern, text, Replacement("a")).count == 3


def test_a_line_that_becomes_too_long_to_wrap_is_known() -> None:
    pattern = compile_query(Query("\n"))
    text = "line of some words\n" * 2000
    assert substitute(pattern, text, Replacement(" ")).heavy
    assert not substitute(pattern, text, Replacement("\n\n")).heavy


@pytest.mark.parametrize(
    ("by", "then"),
    [
        ("$2 $1", "Doe Jane!"),
        (r"\2 \1", "Doe Jane!"),
        ("${last}", "Doe!"),
        (r"\g<last>", "Doe!"),
        (r"\g<2>, ${1}", "Doe, Jane!"),
        ("$&$0", "Jane DoeJane Doe!"),
        (r"\0", "Jane Doe!"),
        ("$$1", "$1!"),
        (r"\$1", "$1!"),
        ("$5", "$5!"),
        ("$12", "Jane2!"),
        (r"a\nb\tc\\n", "a\nb\tc\\n!"),
        (r"\q $ \ ${", r"\q $ \ ${!"),
        ("", "!"),
        ("[$3]", "[]!"),
    ],
)
def test_groups_of_a_pattern(by: str, then: str) -> None:
    assert replaced("Jane Doe!", r"(\w+) (?P<last>\w+)(x)?", by) == then


@pytest.mark.parametrize(
    ("by", "said"),
    [(r"\3", "no group 3"), ("${4}", "no group 4"), ("${first}", "no group “first”")],
)
def test_a_group_that_is_not_there_is_said(by: str, said: str) -> None:
    with pytest.raises(FindError, match=said):
        replacer(compile_query(Query("(a)", is_pattern=True)), Replacement(by, True))


def test_a_text_is_no_template() -> None:
    pattern = compile_query(Query("a"))
    assert substitute(pattern, "a", Replacement(r"$1\n$&")).text == r"$1\n$&"


@pytest.mark.parametrize(
    ("model", "text", "then"),
    [
        ("Foo", "bar", "Bar"),
        ("FOO", "bar", "BAR"),
        ("foo", "Bar", "bar"),
        ("foo", "bar", "bar"),
        ("Foo", "bar baz", "Bar baz"),
        ("Foo bar", "one two", "One two"),
        ("Foo Bar", "one two three", "One Two Three"),
        ("Foo", "«bar»", "«Bar»"),
        ("iPhone", "bar", "bar"),
        ("A", "the", "The"),
        ("I", "we", "We"),
        ("FOO bar", "one", "one"),
        ("123", "bar", "bar"),
        ("語", "Bar", "Bar"),
        ("STRASSE", "weiß", "WEISS"),
        ("Straße", "ärger", "Ärger"),
        ("Can't", "won't", "Won't"),
        ("Foo", "", ""),
        ("Foo", "e\u0301tude", "E\u0301tude"),
        ("Foo", "123", "123"),
    ],
)
def test_capitals_as_they_were(model: str, text: str, then: str) -> None:
    assert with_case_of(model, text) == then


def test_capitals_of_groups() -> None:
    text = "Foo x, FOO x, foo x"
    assert replaced(text, r"(?i)(foo)", "bar", keeps_case=True) == "Bar x, BAR x, bar x"


@pytest.mark.parametrize(("caret", "then"), [(0, 0), (1, 1), (2, 4), (3, 4), (4, 5)])
def test_the_caret_leaves_what_goes(caret: int, then: int) -> None:
    pattern = compile_query(Query("ab"))
    assert substitute(pattern, "xabx", Replacement("xyz"), caret=caret).caret == then
