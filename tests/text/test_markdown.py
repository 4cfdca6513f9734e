"""What is what in a paragraph of Markdown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.markdown import Kind, Span, code_spans, fence_after, is_code, markdown_spans


def shown(line: str, fence: str = "") -> list[tuple[str, str]]:
    """The parts of a line, each with its kind."""
    return [(line[span.start : span.end], span.kind.value) for span in markdown_spans(line, fence)]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", []),
        ("plain words", []),
        ("# A head", [("# A head", "heading"), ("#", "marker")]),
        ("   ###### x", [("   ###### x", "heading"), ("   ######", "marker")]),
        ("#", [("#", "heading"), ("#", "marker")]),
        ("#hashtag", []),
        ("####### seven", []),
        ("    # code", []),
        ("> said", [("> said", "quote")]),
        ("- item", [("-", "marker")]),
        ("  12) item", [("  12)", "marker")]),
        ("- [x] done", [("- [x]", "marker")]),
        ("-no item", []),
        ("* * *", [("* * *", "marker")]),
        ("---", [("---", "marker")]),
        ("--", []),
        ("*a* b", [("*a*", "emphasis")]),
        ("_a b_", [("_a b_", "emphasis")]),
        ("snake_case_name", []),
        ("2 * 3 * 4", []),
        (r"\*a\*", []),
        ("**a** __b__", [("**a**", "strong"), ("__b__", "strong")]),
        ("***a***", [("***a***", "strong"), ("***a***", "emphasis")]),
        ("**a *b* c**", [("**a *b* c**", "strong"), ("*b*", "emphasis")]),
        ("~~a~~", [("~~a~~", "struck")]),
        ("`*a*`", [("`*a*`", "code")]),
        ("[a](b) ![c](d)", [("a", "link"), ("(b)", "marker"), ("c", "link"), ("(d)", "marker")]),
        ('[a](b "c")', [("a", "link"), ('(b "c")', "marker")]),
        ("see https://x.y/_a_ now", [("https://x.y/_a_", "link")]),
        ("😀 **a**", [("**a**", "strong")]),
    ],
)
def test_a_line_and_its_parts(line: str, parts: list[tuple[str, str]]) -> None:
    assert shown(line) == parts


def test_what_stands_between_fences_is_code() -> None:
    lines = ["a", "```py", "# no head", "~~~", "```` ", "b"]
    seen, fence = [], ""
    for line in lines:
        seen.append((is_code(line, fence), fence))
        fence = fence_after(line, fence)
    assert seen == [
        (False, ""),
        (True, ""),
        (True, "```"),
        (True, "```"),
        (True, "```"),
        (False, ""),
    ]
    assert fence_after("``` a ` b", "") == ""
    assert fence_after("``", "") == ""
    assert fence_after("``` more", "```") == "```"
    assert fence_after("```", "````") == "````"
    assert shown("x = 1", "```") == [("x = 1", "line of code")]
    assert shown("", "```") == []


def test_backticks_close_where_as_many_come_again() -> None:
    text = "a `b` ``c ` d`` `e ``f"
    assert [text[start:end] for start, end in code_spans(text)] == ["`b`", "``c ` d``"]
    assert code_spans("` `` ```") == []


def test_what_is_typed_at_the_end_of_a_line_belongs_to_it() -> None:
    assert Span(0, 3, Kind.HEADING).is_whole_line
    assert not Span(0, 3, Kind.STRONG).is_whole_line


@given(
    st.text(st.sampled_from("ab *_`~[]()#>-\\!😀h:/1."), max_size=60), st.sampled_from(["", "```"])
)
def test_parts_are_parts_of_the_line(line: str, fence: str) -> None:
    for span in markdown_spans(line, fence):
        assert 0 <= span.start < span.end <= len(line)


@pytest.mark.parametrize("unit", ["*", "** a", "`", "` ", "[", "_a", "[a](", "~~a ", "<"])
def test_no_line_takes_time_in_the_square_of_its_length(unit: str) -> None:
    begin = time.process_time()
    markdown_spans(unit * (20_000 // len(unit)))
    assert time.process_time() - begin < 5  # in the square it would be minutes
