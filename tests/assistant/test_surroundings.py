"""What is known of somebody else's text; the caret is written as a bar."""

import pytest

from autotype.assistant.surroundings import Report, Surroundings


def known(*steps: str) -> Surroundings:
    """Do what the steps say: letters are typed, "<" erases, "~" loses, "?" doubts."""
    text = Surroundings()
    for step in "".join(steps):
        match step:
            case "<":
                text.erased()
            case "~":
                text.lose()
            case "?":
                text.doubt()
            case _:
                text.typed(step)
    return text


def report(text: Surroundings, marked: str) -> Report:
    before, _, after = marked.partition("|")
    return text.report(before + after, len(before), len(before))


@pytest.mark.parametrize(
    ("steps", "reported", "found", "before"),
    [
        ("", "|", Report.SAME, ""),
        ("", "Hello wor|", Report.SAME, "Hello wor"),
        ("", "Hello| world", Report.SAME, "Hello"),
        ("abc", "abc|", Report.SAME, "abc"),
        # A report may reach further back than the keys, or less far: a paragraph.
        ("lo", "Hello|", Report.SAME, "Hello"),
        ("One.\nTwo", "Two|", Report.SAME, "One.\nTwo"),
        ("One.\n", "|", Report.LATE, "One.\n"),
        # It comes late.
        ("abc", "a|", Report.LATE, "abc"),
        ("abc", "ab|", Report.LATE, "abc"),
        ("abc", "|", Report.LATE, "abc"),
        ("abc<", "abc|", Report.LATE, "ab"),
        ("a<", "a|", Report.LATE, ""),
        ("aa<", "aa|", Report.LATE, "a"),
        # Something else has happened.
        ("abc", "xyz|", Report.OTHER, "abc"),
        ("abc", "bc|", Report.OTHER, "abc"),
        ("abc", "abd|", Report.OTHER, "abc"),
        ("abc?", "ab|c", Report.OTHER, "abc"),
        ("abc?", "|", Report.OTHER, "abc"),
        ("abc?", "abc|", Report.SAME, "abc"),
        ("abc~", "abc|", Report.OTHER, ""),
    ],
)
def test_reports(steps: str, reported: str, found: Report, before: str) -> None:
    text = known(steps)
    assert report(text, reported) is found
    assert text.before == before


def test_reports_come_in_order() -> None:
    text = known("aa<")
    assert report(text, "a|") is Report.SAME
    assert report(text, "aa|") is Report.LATE
    assert report(text, "a|") is Report.SAME
    assert report(text, "aa|") is Report.OTHER


def test_an_empty_paragraph_after_another_one() -> None:
    text = known("One.")
    assert report(text, "One.|") is Report.SAME
    text.typed("\n")
    assert report(text, "| two") is Report.SAME
    assert (text.before, text.after) == ("One.\n", " two")


def test_a_report_of_so_many_characters_only() -> None:
    line = "The quick brown fox jumps over the lazy dog"
    text = known(line)
    assert report(text, f"{line}|") is Report.SAME
    assert report(text, f"{line[-30:]}|") is Report.SAME
    assert report(text, f"{line[-10:]}|") is Report.OTHER
    assert text.before == line


def test_only_a_report_tells_what_follows() -> None:
    text = known("abc")
    assert text.after == ""
    report(text, "abc| and more")
    assert text.after == " and more"
    text.lose()
    assert text.after == ""


def test_a_late_report_does_not_tell_what_follows() -> None:
    text = known("abc")
    report(text, "a|xyz")
    assert text.after == ""


@pytest.mark.parametrize(
    ("steps", "usable", "before"),
    [
        ("abc~", False, ""),
        ("abc~def", False, ""),
        # The first word after what is not known is known.
        ("abc~def ", True, ""),
        ("abc~def g", True, "g"),
        ("abc~\nHi", True, "Hi"),
        ("abc<<<<", True, ""),
        ("~<", False, ""),
    ],
)
def test_after_what_keys_do_not_tell(steps: str, usable: bool, before: str) -> None:
    text = known(steps)
    assert text.usable is usable
    assert text.before == before


def test_a_report_is_believed_when_asked_to() -> None:
    text = known("abc~")
    text.accept("xyz and", 3)
    assert (text.before, text.after, text.usable) == ("xyz", " and", True)


def test_a_selection_is_replaced_by_what_is_typed() -> None:
    text = known("abc")
    text.report("abc", 3, 1)
    assert not text.usable
    text.typed("x")
    assert text.usable
    text.report("axyz", 4, 1)
    text.erased()
    assert not text.usable


def test_positions_outside_the_text_do_no_harm() -> None:
    text = known("")
    assert text.report("abc", 99, 99) is Report.SAME
    assert text.before == "abc"
    text.accept("abc", 99)
    assert text.before == "abc"


def test_only_the_end_of_a_long_text_is_kept_and_its_place_is_known() -> None:
    text = known("x" * 6010)
    assert len(text.before) == 6000
    assert text.offset == 10
    text.typed("yz")
    assert text.offset == 12
    assert text.before.endswith("xyz")


def test_erasing_leaves_the_beginning_of_a_long_text_where_it_was() -> None:
    text = Surroundings()
    text.typed("x" * 20_000)
    at = text.offset + len(text.before)
    assert text.offset > 0
    text.erased()
    assert text.offset + len(text.before) == at - 1
    text.lose()
    assert text.offset == 0
