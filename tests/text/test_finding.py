"""What is found, against a plain model and in cases that people meet."""

import re
import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.finding import (
    MANY,
    FindError,
    Matches,
    Query,
    as_pattern,
    compile_query,
    find_all,
    search,
)

LETTERS = st.text(alphabet="abAB .\n\u00a0é😀", max_size=40)


def found(text: str, looked_for: str, **options: bool) -> list[str]:
    """Every match, in brackets in its surroundings of one character."""
    matches = find_all(compile_query(Query(looked_for, **options)), text)
    return [text[slice(*matches.span(index))] for index in range(len(matches))]


@given(LETTERS, st.text(alphabet="abAB .\u00a0é😀", min_size=1, max_size=3), st.booleans())
def test_a_text_is_found_where_it_is(text: str, part: str, match_case: bool) -> None:
    matches = find_all(compile_query(Query(part, match_case)), text)
    plain = re.finditer(re.escape(part), text, 0 if match_case else re.IGNORECASE)
    assert [matches.span(index) for index in range(len(matches))] == [m.span() for m in plain]


@given(LETTERS, st.sampled_from(["a*", "^", "$", r"\b", "a|ab", "(a)(b)?", ".", r"\s+", "x*?"]))
def test_a_pattern_finds_what_it_finds_in_python(text: str, pattern: str) -> None:
    matches = find_all(compile_query(Query(pattern, True, is_pattern=True)), text)
    # Later versions of Python agree on what an empty match may follow.
    plain = re.finditer(pattern, text, re.MULTILINE)
    assert [matches.span(index) for index in range(len(matches))] == [m.span() for m in plain]


@pytest.mark.parametrize(
    ("text", "word", "times"),
    [
        ("can cannot Can’t scan CAN", "can", 3),
        ("naïve naï naïf", "naï", 1),
        ("Über übers über", "über", 2),
        ("nai\u0308ve nai\u0308", "naï", 1),
        ("$5 $50 x$5", "$5", 2),
        ("--a --ab", "--a", 1),
        ("語 語学", "語", 1),
    ],
)
def test_whole_words(text: str, word: str, times: int) -> None:
    assert len(found(text, word, whole_words=True)) == times
    assert len(found(text, re.escape(word), whole_words=True, is_pattern=True)) in (times, 0)


@pytest.mark.parametrize(
    ("text", "looked_for", "times"),
    [
        ("cafe\u0301 cafe", "cafe", 1),
        ("cafe\u0301 café", "café", 2),
        ("cafe\u0301 café", "cafe\u0301", 2),
        ("👩‍💻 👩 💻", "👩", 1),
        ("👩‍💻 👩 💻", "💻", 1),
        ("👍🏽 👍", "👍", 1),
        ("❤️ ❤", "❤", 2),
        ("लड़का लड़की", "लड़क", 2),
        ("10\u00a0km 10 km", "10 km", 1),
        ("one\ntwo", "one\ntwo", 1),
        ("a.c abc", "a.c", 1),
    ],
)
def test_what_is_one_to_the_eye_is_found_as_one(text: str, looked_for: str, times: int) -> None:
    assert len(found(text, looked_for)) == times


def test_a_match_takes_the_whole_picture() -> None:
    assert found("I ❤️ you", "❤") == ["❤️"]


@given(LETTERS.map(lambda text: text + "(a+)[b]*.$^\\ #"))
def test_any_text_can_be_a_pattern(text: str) -> None:
    assert compile_query(Query(as_pattern(text), True, is_pattern=True)).fullmatch(text)


def test_lines_begin_and_end_within_a_text() -> None:
    assert found("one\ntwo\nten", "^t.*$", is_pattern=True) == ["two", "ten"]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", r"missing \) \(character 2\)"),
        ("a**", r"multiple repeat \(character 3\)"),
        ("(?r)a", "backwards"),
        ("(" * 5000 + ")" * 5000, "nested too deeply"),
        ("(?a)(?u)x", "incompatible"),
        ("[[a]", None),
        (r"a\p{Lu}", None),
    ],
)
@pytest.mark.parametrize("whole_words", [False, True])
def test_what_is_no_pattern_is_said(pattern: str, said: str | None, whole_words: bool) -> None:
    query = Query(pattern, whole_words=whole_words, is_pattern=True)
    if said is None:
        assert compile_query(query)
    else:
        with pytest.raises(FindError, match=said):
            compile_query(query)


def test_a_pattern_that_never_ends_is_given_up() -> None:
    pattern = compile_query(Query(r"(?:x|xx)+y", is_pattern=True))
    with pytest.raises(FindError, match="too long"):
        list(search(pattern, "y" + "x" * 200, patience=0.05))  # else it would be years
    found = search(pattern, "xxy" + "x" * 200 + "y", patience=0.05)
    assert next(found).span() == (0, 3)


@pytest.mark.parametrize("pattern", ["x", "x*", "x*?", r"\b", "$"])
def test_patience_begins_anew_with_each_match(pattern: str) -> None:
    compiled = compile_query(Query(pattern, is_pattern=True))
    text = "xx y x\n" * 5000
    at_once = [match.span() for match in search(compiled, text, patience=1000)]
    assert [match.span() for match in search(compiled, text, patience=0.002)] == at_once


def test_what_takes_too_much_memory_is_said() -> None:
    class Greedy:
        def finditer(self, *_: object, **__: object) -> None:
            raise MemoryError

    with pytest.raises(FindError, match="memory"):
        list(search(Greedy(), "text"))  # type: ignore[arg-type]


def test_only_a_part_is_searched() -> None:
    text = "two two two two"
    two = compile_query(Query("two"))
    assert [match.start() for match in search(two, text, (4, 11))] == [4, 8]
    assert [match.start() for match in search(two, text, (5, 11))] == [8]
    assert [match.start() for match in search(two, text, (4, 10))] == [4]
    ends = compile_query(Query(".+$", is_pattern=True))
    assert [match.span() for match in search(ends, text, (1, 5))] == [(1, 5)]


def test_nobody_waits_for_what_nobody_wants() -> None:
    pattern = compile_query(Query("a"))
    asked: list[int] = []
    matches = find_all(pattern, "a" * 100, stopped=lambda: asked.append(1) or len(asked) > 5)  # type: ignore[func-returns-value]
    assert len(matches) == 5


def test_many_matches_are_told_before_all_are_counted() -> None:
    told: list[Matches] = []
    pattern = compile_query(Query("a"))
    assert len(find_all(pattern, "a" * MANY, many=told.append)) == MANY
    assert not told
    assert len(find_all(pattern, "a" * 3 * MANY, many=told.append)) == 3 * MANY
    assert [(len(some), some.complete) for some in told] == [(MANY + 1, False)]


SELECTIONS = st.tuples(st.integers(0, 40), st.integers(0, 5))


@given(LETTERS, st.sampled_from(["a", "b*", "^", ".", "$", "a|(?=b)"]), SELECTIONS)
def test_going_about(text: str, pattern: str, selection: tuple[int, int]) -> None:
    matches = find_all(compile_query(Query(pattern, is_pattern=True)), text)
    spans = [matches.span(index) for index in range(len(matches))]
    assert all(one <= two for one, two in pairwise(spans))
    start = selection[0]
    end = start + selection[1]
    if not spans:
        for go in (matches.next, matches.previous):
            with pytest.raises(IndexError):
                go(start, end)
        return
    here = spans.index((start, end)) if (start, end) in spans else None
    assert matches.index_of(start, end) == here
    after = [i for i, span in enumerate(spans) if span[0] >= end]
    before = [i for i, span in enumerate(spans) if span[1] <= start]
    if here is not None:
        after, before = [*range(here + 1, len(spans))], [*range(here)]
    assert matches.next(start, end) == ((after[0], False) if after else (0, True))
    last = len(spans) - 1
    assert matches.previous(start, end) == ((before[-1], False) if before else (last, True))
    from_there = [i for i, span in enumerate(spans) if span[0] >= start]
    first = (from_there[0], False) if from_there else (0, True)
    assert matches.first_from(start) == first
    touching = [i for i, (a, b) in enumerate(spans) if a <= end and b >= start]
    assert list(matches.touching(start, end)) == touching


def test_the_forms_of_a_character_are_one() -> None:
    for form in ("NFC", "NFD"):
        assert found("Crème brûlée", unicodedata.normalize(form, "CRÈME"))


def test_what_the_library_says_without_a_place_is_said_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise regex.error("something is wrong")

    monkeypatch.setattr("autotype.text.finding.regex.compile", refused)
    with pytest.raises(FindError, match=r"\Asomething is wrong\Z"):
        compile_query(Query("a", is_pattern=True))


def test_the_next_match_is_found_from_anywhere_and_around_the_ends() -> None:
    matches = find_all(compile_query(Query("an")), "an ant can")
    assert len(matches) == 3
    assert matches.index_of(3, 5) == 1
    assert matches.index_of(3, 4) is None
    assert matches.index_of(4, 5) is None
    assert matches.next(3, 5) == (2, False)
    assert matches.next(4, 4) == (2, False)
    assert matches.next(8, 10) == (0, True)
    assert matches.previous(3, 5) == (0, False)
    assert matches.previous(7, 7) == (1, False)
    assert matches.previous(0, 2) == (2, True)
    assert matches.first_from(1) == (1, False)
    assert matches.first_from(9) == (0, True)
    assert list(matches.touching(2, 4)) == [0, 1]


def test_where_nothing_was_found_there_is_no_next_match() -> None:
    matches = find_all(compile_query(Query("dog")), "an ant can")
    for ask in (matches.next, matches.previous):
        with pytest.raises(IndexError, match="nothing was found"):
            ask(0, 0)
