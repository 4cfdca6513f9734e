"""Ends of lines: what was not edited keeps them, whatever was edited around it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autotype.text.line_ends import carried_over, ends_of, shown, usual_end, with_ends

PIECES = ["\r\n", "\n", "\r", "\u2029", "\ufdd0", "\ufdd1", "a", "b", "\u2028"]
RAW = st.lists(st.sampled_from(PIECES)).map("".join)


def editor_text(raw: str) -> str:
    return shown(raw.replace("\r\n", "\n").replace("\r", "\n"))


def saved(raw: str, new: str) -> str:
    usual = usual_end(raw)
    ends = carried_over(editor_text(raw), ends_of(raw, usual), new, usual)
    return with_ends(new, usual, ends)


@given(RAW)
def test_an_unchanged_text_comes_back(raw: str) -> None:
    assert saved(raw, editor_text(raw)) == raw


@given(RAW, st.data())
def test_one_letter_more_is_one_letter_more(raw: str, data: st.DataObject) -> None:
    text = editor_text(raw)
    at = data.draw(st.integers(0, len(text)))
    written = saved(raw, text[:at] + "x" + text[at:])
    assert written.replace("x", "") == raw
    # It stands where it was typed: behind as many line ends and letters as in the editor.
    assert len(editor_text(written.partition("x")[0])) == at


@given(RAW, st.data())
@settings(deadline=None)
def test_any_new_text_is_written_whole(raw: str, data: st.DataObject) -> None:
    new = data.draw(st.text(alphabet="ab\n"))
    assert editor_text(saved(raw, new)) == new


@pytest.mark.parametrize("seed", range(20))
def test_edits_in_many_places_leave_the_lines_between_them_alone(seed: int) -> None:
    chance = random.Random(seed)
    lines = [f"line {number} {chance.random()}" for number in range(300)]
    ends = [chance.choice(["\n", "\r\n", "\r"]) for _ in lines]
    raw = "".join(line + end for line, end in zip(lines, ends, strict=True))
    new, wanted = [], []
    for line, end in zip(lines, ends, strict=True):
        what = chance.random()
        if what < 0.05:  # taken out
            continue
        if what < 0.1:  # written before it
            new.append("another\n")
            wanted.append(f"another{usual_end(raw)}")
        if what > 0.9:  # changed
            line = line.replace("1", "one")
        new.append(f"{line}\n")
        wanted.append(line + end)
    found = saved(raw, "".join(new))
    # What was written or changed beside a line that was taken out cannot be told for sure.
    for now, then in zip(found.splitlines(True), "".join(wanted).splitlines(True), strict=True):
        assert now == then or "one" in now or "another" in now


def test_a_large_text_of_equal_lines_takes_no_time() -> None:
    raw = "\r\n\n" * 200_000
    text = editor_text(raw)
    edited = "x" + text[:300_000] + "y" + text[300_000:] + "z"
    assert saved(raw, edited).replace("x", "").replace("y", "").replace("z", "") == raw


def test_a_line_that_has_become_the_last_one_ends_nowhere() -> None:
    assert saved("one\rsame\r\ntwo\nthree", "other\nsame") == "other\rsame"
