import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autotype.text.form import Form, in_plain_form
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("before", "plain"),
    [
        ("HAPPY BIRTH", "Happy birth"),
        ("NO SMOK", "No smok"),
        ("I DON", "I don"),
        ("EMERG", "Emerg"),
        ("SHOULD I", "Should i"),
        ("SHOULD I ", "Should I "),
        ("HELLO. I'M FINE. HOW ARE Y", "Hello. I'm fine. How are y"),
        ("Hello John.\nTHANK YOU VERY ", "Hello John.\nThank you very "),
        ("Hello John. THANK YOU VE", "Hello John. Thank you ve"),
        ("Please DO NOT DIST", "Please do not dist"),
        ("ÉTÉ À MENTON", "Été à menton"),
    ],
)
def test_a_run_of_capitals_is_read_in_small_letters(before: str, plain: str) -> None:
    request, form = in_plain_form(Request(0, before))
    assert request.before == plain
    assert form == Form(capitals=True)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "I",
        "A",
        "NASA",
        "I work for NASA HQ ",
        "The US GDP ",
        "US GDP ",
        "P.S. I ",
        "U.S. EPA ",
        "I T",
        "NASA ESA JAXA and",
        "HAPPY BIRTHDAY\n",
        "Happy BIRTHDAY ",
        "你好 世界 ",
        "My résumé",
    ],
)
def test_what_is_plain_stays_the_same_request(before: str) -> None:
    request = Request(0, before, "après")
    plain, form = in_plain_form(request)
    assert plain is request
    assert form == Form()


@pytest.mark.parametrize(
    ("before", "decomposed"),
    [
        (apart("My résumé, résum"), True),
        ("Zoë and " + apart("café"), True),
        (apart("café") + " and Zoë", False),
        ("5 \u212b", False),
        (apart("각"), True),
        (apart("café ") + "x" * 1_500, False),  # too far away to say anything
    ],
)
def test_accents_are_read_in_one_character(before: str, decomposed: bool) -> None:
    plain, form = in_plain_form(Request(0, before, apart("é")))
    assert plain.before == unicodedata.normalize("NFC", before)
    assert plain.after == "é"
    assert form == Form(decomposed=decomposed)


def test_the_answer_is_written_as_the_document_is() -> None:
    request = Request(3, apart("É TÉ, LE CAFÉ EST T"), offset=7)
    plain, form = in_plain_form(request)
    answer = form.answer(Suggestion(plain, (Word("rès", 0.5),), "rès bon"), request)
    assert answer.request is request
    assert answer.words == (Word(apart("RÈS"), 0.5),)
    assert answer.ghost == apart("RÈS BON")


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_text_has_a_form(before: str, after: str) -> None:
    request = Request(1, before, after, 5)
    plain, form = in_plain_form(request)
    assert unicodedata.is_normalized("NFC", plain.before) or form.capitals
    assert (plain.revision, plain.offset) == (1, 5)
    assert in_plain_form(Request(1, before + "\nand so on", after))[1].capitals is False


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (Form(), "café"),
        (Form(capitals=True), "CAFÉ"),
        (Form(decomposed=True), apart("café")),
        (Form(decomposed=True, capitals=True), apart("CAFÉ")),
    ],
)
def test_a_plain_text_is_written_in_each_form(form: Form, written: str) -> None:
    assert form.write("café") == written


def test_the_answer_to_a_plain_text_is_its_own() -> None:
    request = Request(1, "one tw")
    answer = Suggestion(request, (Word("o", 0.5),), "o three", 0.5)
    assert Form().answer(answer, request) is answer
