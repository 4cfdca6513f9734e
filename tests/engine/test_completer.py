"""Requests in, suggestions out, with a model that knows a few sentences by heart."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.engine.completer import Completer, OvertakenError
from autotype.engine.model import Model
from autotype.text.boundary import Caret, inside_word
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion
from tests.make_tiny_pack import sentences


@pytest.fixture(scope="module")
def completer(tiny_pack: Path) -> Completer:
    from autotype.engine.pack import open_pack

    return Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.3)


def ask(completer: Completer, marked: str, **options: bool) -> Suggestion:
    before, _, after = marked.partition("|")
    return completer.complete(Request(0, before, after), **options)


@pytest.mark.parametrize(
    ("marked", "word"),
    [
        ("Thank you very|", " much"),
        ("Thank you very |", "much"),
        ("Thank you very m|", "uch"),
        ("Thank you very muc|", "h"),
        ("I'm looking forward to hea|", "ring"),
        ("Please let me kn|", "ow"),
        ("I don|", "'t"),
        ("I don'|", "t"),
        ("I'm looking forward|", " to"),
        ("a lovely day, isn|", "'t"),
        ("We’l|", "l"),
        ("The meeting is at the off|", "ice"),
        ("\tThank you very|", " much"),
        ("Thank you very much. Thank you very|", " much"),
        ("😀 Thank you very|", " much"),
    ],
)
def test_the_likeliest_word(completer: Completer, marked: str, word: str) -> None:
    assert ask(completer, marked).words[0].text == word


def test_the_words_are_probabilities(completer: Completer) -> None:
    answer = ask(completer, "See you |")
    shares = [word.p for word in answer.words]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.0001
    assert len({word.text for word in answer.words}) == len(answer.words)


def test_the_ghost_goes_on_as_far_as_it_is_sure(completer: Completer) -> None:
    answer = ask(completer, "I'm looking forward to hea|")
    assert answer.ghost.startswith("ring from you")
    assert answer.reason is None
    assert answer.ghost_p <= answer.words[0].p + 1e-6


def test_unsure_is_silent_unless_asked(completer: Completer) -> None:
    assert ask(completer, "|").reason is Silence.UNSURE
    assert ask(completer, "|").ghost == ""
    assert ask(completer, "|", gate=False).ghost
    asked = completer.complete(Request(0, "", trigger=Trigger.ASKED))
    assert asked.ghost


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("Thank you ve|ry", Silence.INSIDE_WORD),
        ("Thank you very| much for your", Silence.REPEATS_AFTER),
        ("Thank you very| dear friends", Silence.TEXT_AFTER),
        ("Thank you very muc|", Silence.TOO_SHORT),
    ],
)
def test_silence_has_a_reason(completer: Completer, marked: str, reason: Silence) -> None:
    answer = ask(completer, marked)
    if reason is Silence.TOO_SHORT:
        # Only one letter is missing; with the words after it it is worth showing.
        assert answer.ghost == "" or len(answer.ghost) > 1
        return
    assert answer.ghost == ""
    assert answer.reason is reason


def test_what_follows_is_not_inserted_again(completer: Completer) -> None:
    answer = ask(completer, "Thank you very| for your message", gate=False)
    assert answer.ghost == " much"
    mid_line = Completer(completer.model, mid_line=True)
    assert ask(mid_line, "Thank you very| for your message").ghost == " much"
    assert ask(completer, "Thank you very|).").ghost.startswith(" much")
    glued = ask(completer, "Thank you very |message", gate=False)
    assert glued.ghost.endswith(" ")


@pytest.mark.parametrize("line", sentences())
def test_at_every_place_of_real_sentences_the_text_stays_whole(
    completer: Completer, line: str
) -> None:
    """Spacing is exact: whatever is taken makes a text with single spaces and whole words."""
    for at in range(len(line) + 1):
        before = line[:at]
        answer = completer.complete(Request(0, before), gate=False)
        offers = [word.text for word in answer.words] + ([answer.ghost] if answer.ghost else [])
        for text in offers:
            assert text
            assert "  " not in before[-1:] + text
            assert not text.endswith(" ")
            assert "\ufffd" not in text
            assert text[0] == " " or before[-1:] not in (".", ",", "?", "!"), (before, text)
            if before[-1:] in (" ", ""):
                assert not text.startswith(" ")


@given(st.text(max_size=40), st.text(max_size=10))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_is_answered(completer: Completer, before: str, after: str) -> None:
    answer = completer.complete(Request(0, before, after), gate=False)
    for text in [answer.ghost, *(word.text for word in answer.words)]:
        text.encode()
        if text.strip():
            assert not inside_word(before + text, after)


def test_an_answer_is_kept(completer: Completer) -> None:
    ask(completer, "Can you tell me wh|")
    again = ask(completer, "Can you tell me wh|")
    assert again.passes == 0
    assert again.words[0].text == "en"


def test_typing_on_costs_fewer_passes_than_starting_anew(tiny_pack: Path) -> None:
    from autotype.engine.pack import open_pack

    model = Model(open_pack(tiny_pack), "cpu")
    typist = Completer(model)
    line = "Please let me know as soon as possible."
    for at in range(1, len(line)):
        typist.complete(Request(at, line[:at]))
    typed = model.cache.passes
    fresh = 0
    for at in range(1, len(line)):
        other = Model(open_pack(tiny_pack), "cpu")
        before = other.cache.passes
        Completer(other).complete(Request(at, line[:at]))
        fresh += other.cache.passes - before
    assert typed < fresh * 0.8


def test_a_long_document_is_read_through_a_window(completer: Completer) -> None:
    text = "Thank you very much for your help. " * 400
    for at in range(200):
        answer = completer.complete(Request(at, text[: 9000 + at]))
        assert answer.request.revision == at
        assert completer.model.cache.missing([]) == 0
    limit = completer.model.cache.limit
    assert len(completer.model.context.place(text).tokens) <= limit


def test_a_megabyte_that_comes_at_once_is_not_cut_into_tokens(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pasted after a first request, it lies between the window's start and the caret."""
    from autotype.engine.pack import open_pack

    model = Model(open_pack(tiny_pack), "cpu")
    completer = Completer(model, threshold=0.3)
    ask(completer, "See you soon. |")
    cut: list[int] = []
    real = model.tokenizer.stable_tokens

    def counted(caret: Caret) -> tuple[int, ...]:
        cut.append(len(caret.stable))
        return real(caret)

    monkeypatch.setattr(type(model.tokenizer), "stable_tokens", lambda _, caret: counted(caret))
    pasted = "See you soon. " + "x " * 500_000 + "Thank you very mu"
    assert completer.complete(Request(0, pasted)).words[0].text == "ch"
    assert cut
    assert max(cut) < 20_000


def test_the_same_text_by_offset_gives_the_same_answer(completer: Completer) -> None:
    text = "We'll see you tomorrow at the office. Thank you very much for your m"
    whole = completer.complete(Request(0, text))
    part = completer.complete(Request(1, text[12:], offset=12))
    assert part.words[0].text == whole.words[0].text == "essage"


def test_a_request_that_is_overtaken_stops_before_its_next_pass(tiny_pack: Path) -> None:
    from autotype.engine.pack import open_pack

    model = Model(open_pack(tiny_pack), "cpu")
    completer = Completer(model)
    before = model.cache.passes
    with pytest.raises(OvertakenError):
        completer.complete(Request(0, "Thank you very"), interrupted=lambda: True)
    assert model.cache.passes == before
    assert completer.complete(Request(0, "Thank you very")).words[0].text == " much"


def test_partial_answers_come_first_and_the_last_one_begins_with_them(
    completer: Completer,
) -> None:
    seen: list[Suggestion] = []
    answer = completer.complete(Request(0, "Well, I'm looking forward to hea"), partial=seen.append)
    assert [s.final for s in seen] == [False]
    assert answer.ghost.startswith(seen[0].ghost)


def test_the_stream_of_the_command_line(tiny_pack: Path) -> None:
    lines = [
        b'{"id": 1, "before": "Thank you very"}',
        b"",
        b"not json",
        b"\xff\xfe",
        b"[1]",
        b'{"id": 2}',
        b'{"id": 3, "before": 4}',
        b'{"id": {"a": [1]}, "before": "Thank you very"}',
        b'{"id": 4, "before": "Thank you very", "after": " much for your"}',
        b'{"id": 5, "before": "half \\ud83d"}',
        b'{"id": 6, "before": "' + b"word " * 200_000 + b'"}',
        b'{"id": 7, "before": "I do',
    ]
    done = subprocess.run(
        [sys.executable, "-m", "autotype", "complete", "--jsonl", "--pack", str(tiny_pack)],
        input=b"\n".join(lines),
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == [1, None, None, None, 2, 3, None, 4, 5, 6, None]
    names = {"id", "words", "ghost", "p", "reason", "final", "ms", "passes"}
    assert set(answers[0]) == names
    assert answers[0]["words"][0]["text"] == " much"
    assert answers[0]["reason"] is None
    assert answers[0]["ms"]["words"] <= answers[0]["ms"]["total"]
    assert all(a["error"].endswith(".") for a in answers if "error" in a)
    assert answers[7]["ghost"] == ""
    assert answers[7]["reason"] == "it is already there"


def test_without_a_pack_the_command_line_says_so(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autotype", "complete", "--jsonl"],
        input=b"",
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert b"autotype models pull" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.pack
@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("Thanks for your email. I will get back to you as soon as po", "ssible"),
        ("I'm looking forward to hea", "ring"),
        ("Thank you very mu", "ch"),
        ("Let me know if you have any ques", "tions"),
        ("It was great to see you yest", "erday"),
    ],
)
def test_the_recommended_pack_knows_what_people_write(before: str, word: str) -> None:
    from autotype.packs.opening import open_completer

    answer = open_completer("smollm2-135m").complete(Request(0, before))
    assert answer.words[0].text == word
    assert answer.ghost.startswith(word) or answer.ghost == ""


def test_another_document_that_ends_alike_is_read_from_its_own_beginning(
    completer: Completer,
) -> None:
    window = completer.model.context
    window.place("Thank you very much")
    longer = "See you soon. Thank you very much"
    assert completer.model.tokenizer.decode(window.place(longer).tokens[1:]) == (
        "See you soon. Thank you very"
    )
