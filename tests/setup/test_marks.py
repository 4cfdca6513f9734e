"""Lines of ours in other people's files."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.setup import marks

LINES = ("one", "two")
FILES = st.text(st.sampled_from("ab#\n\r\t é…"), max_size=30)


@given(FILES, FILES)
def test_taking_out_gives_back_every_character(before: str, behind: str) -> None:
    was_open = bool(before) and not before.endswith("\n")
    put = marks.block(LINES)
    text = marks.with_block(before, LINES)
    assert marks.without_block(text, put, line_was_open=was_open) == before
    # Written behind it since: that stays, and so does its line.
    text += behind
    rest = marks.without_block(text, put, line_was_open=was_open)
    assert rest == (before + "\n" * was_open + behind if behind else before)


@given(FILES)
def test_twice_is_once(before: str) -> None:
    once = marks.with_block(before, LINES)
    assert marks.with_block(once, LINES) == once
    # Newer lines take the place of older ones.
    newer = marks.with_block(once, ("three",))
    assert marks.ours(newer) == marks.block(("three",))
    assert newer.count(marks.BEGIN) == 1


def test_what_somebody_changed_inside_is_not_ours_any_more() -> None:
    text = marks.with_block("a\n", LINES).replace("two", "too")
    assert marks.without_block(text, marks.block(LINES), line_was_open=False) is None


def test_an_end_that_is_missing_is_no_part_of_ours() -> None:
    assert marks.ours(f"{marks.BEGIN}\nand then a whole life\n") is None


@pytest.mark.parametrize("value", ["ibus", "/a b/'c':/d", "$HOME", "a\\b", 'say "x"', "`id`"])
def test_a_shell_reads_what_was_meant(value: str) -> None:
    lines = marks.shell_lines({"XMODIFIERS": value}, "/bin/sh")
    script = "\n".join(lines) + '\nprintf %s "$XMODIFIERS"'
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == value
    assert marks.exports("\n".join(lines)) == {"XMODIFIERS": value}
    assert marks.exports(marks.systemd_text({"XMODIFIERS": value})) == {"XMODIFIERS": value}


def test_without_the_program_nothing_is_set() -> None:
    lines = marks.shell_lines({"XMODIFIERS": "@im=ibus"}, "/nonexistent/autotype", "echo started")
    script = "\n".join(lines) + '\nprintf %s "${XMODIFIERS-nothing}"'
    done = subprocess.run(
        ["env", "-u", "XMODIFIERS", "sh", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "nothing"
