"""What is looked for before it is asked."""

from pathlib import Path

import pytest

from autotype.engine.ahead import Reach, next_requests, reach
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.engine.session import EngineError
from autotype.text.power import Power
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Suggestion, Word

ASKED = Request(3, "Thank", "", 10)


def befores(words: list[tuple[str, float]], ghost: str = "") -> list[str]:
    answer = Suggestion(ASKED, tuple(Word(text, p) for text, p in words), ghost)
    return [request.before for request in next_requests(answer)]


@pytest.mark.parametrize(
    ("words", "ghost", "expected"),
    [
        ([], "", []),
        ([(" you", 0.6), ("s", 0.3), ("ful", 0.05)], "", ["Thank ", "Thanks"]),
        # What the ghost says is typed through.
        ([(" you", 0.6), ("s", 0.3)], " you very", ["Thank you very", "Thanks"]),
        # Words that begin alike are one key.
        ([(" you", 0.07), (" them", 0.07)], "", ["Thank "]),
        ([("s", 0.05)], "", []),
    ],
)
def test_takes_come_first_then_likely_keys(
    words: list[tuple[str, float]], ghost: str, expected: list[str]
) -> None:
    assert befores(words, ghost) == expected


@pytest.mark.parametrize(
    ("setting", "on_battery", "expected"),
    [
        ("auto", False, ["Thank you", "Thanks"]),
        ("auto", True, ["Thank you"]),
        ("always", True, ["Thank you", "Thanks"]),
        ("off", False, []),
    ],
)
def test_a_battery_is_spared_the_likely_keys(
    setting: str, on_battery: bool, expected: list[str]
) -> None:
    far = reach(setting, Power(lambda: on_battery))()
    answer = Suggestion(ASKED, (Word(" you", 0.6), Word("s", 0.3)), " you")
    assert [request.before for request in next_requests(answer, far)] == expected


def test_the_place_in_the_document_stays() -> None:
    answer = Suggestion(ASKED, (Word(" you", 0.9),), " you")
    (taken,) = next_requests(answer)
    assert taken == Request(3, "Thank you", "", 10, Trigger.TAKEN)


def test_a_take_is_followed_by_its_soft_space() -> None:
    spaced = Request(3, "Thank", "", 10, soft_space=True)
    ends = {" you": " ", " you very,": " ", " me@home": "", " you -": ""}
    for ghost, space in ends.items():
        (taken,) = next_requests(Suggestion(spaced, (Word(ghost, 0.9),), ghost))
        assert taken.before == f"Thank{ghost}{space}"


def pause(completer: Completer) -> None:
    while completer.idle():
        pass


def test_after_a_pause_a_take_costs_no_pass(tiny_pack: Path) -> None:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.0)
    asked = completer.complete(Request(0, "Please let me k"))
    assert asked.ghost
    pause(completer)
    taken = completer.complete(Request(1, "Please let me k" + asked.ghost))
    assert taken.passes == 0
    assert taken.words


def test_what_looking_ahead_costs_and_brings_is_counted(tiny_pack: Path) -> None:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.0)
    asked = completer.complete(Request(0, "Please let me k"))
    before = completer.model.cache.passes
    pause(completer)
    looked = completer.looked_ahead
    assert 0 < looked.passes == completer.model.cache.passes - before
    assert looked.answers >= 1
    assert looked.used == 0
    for revision in (1, 2):  # a second time it is known, whoever has looked for it
        completer.complete(Request(revision, "Please let me k" + asked.ghost))
        assert looked.used == 1


@pytest.mark.parametrize(
    ("threshold", "far", "something"),
    [
        (0.0, Reach.NOTHING, False),
        (0.0, Reach.TAKE, True),
        # No ghost, so nothing to take.
        (1.0, Reach.TAKE, False),
        (1.0, Reach.KEYS, True),
    ],
)
def test_a_pause_looks_as_far_as_it_is_told(
    tiny_pack: Path, threshold: float, far: Reach, something: bool
) -> None:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"), threshold, reach=lambda: far)
    completer.complete(Request(0, "Please let me know if y"))
    pause(completer)
    assert (completer.looked_ahead.answers > 0) is something


def test_after_a_pause_the_likeliest_key_costs_no_pass(tiny_pack: Path) -> None:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"), threshold=1.0)
    before, spared = "Please let me know if y", 0
    for key in "ou have":
        asked = completer.complete(Request(0, before))
        likely = asked.words[0]
        pause(completer)
        following = completer.complete(Request(1, before + likely.text[0]))
        assert following.passes == 0
        spared += asked.passes
        before += key
    assert spared > 0


def test_looking_ahead_changes_no_answer(tiny_pack: Path) -> None:
    pack = open_pack(tiny_pack)
    plain, eager = Completer(Model(pack, "cpu")), Completer(Model(pack, "cpu"))
    text = "I'm looking forward to hearing from you soon."
    for at in range(len(text)):
        request = Request(at, text[:at])
        first, second = plain.complete(request), eager.complete(request)
        pause(eager)
        assert [word.text for word in first.words[:1]] == [word.text for word in second.words[:1]]
        assert first.ghost == second.ghost


def test_nothing_is_left_to_do_before_the_first_question(tiny_pack: Path) -> None:
    assert Completer(Model(open_pack(tiny_pack), "cpu")).idle() is False


def test_a_failure_ahead_of_need_is_left_to_the_next_request(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.0)
    asked = completer.complete(Request(0, "Please let me k"))
    assert asked.ghost

    def fail(*_: object) -> None:
        raise EngineError("The model failed on CUDA (out of memory).")

    with monkeypatch.context() as broken:
        broken.setattr(completer.model.cache.session, "run", fail)
        assert completer.idle() is False
        assert completer.idle() is False
    assert completer.complete(Request(1, "Please let me know if y")).words


def test_the_first_key_after_a_take_costs_no_pass(tiny_pack: Path) -> None:
    completer = Completer(Model(open_pack(tiny_pack), "cpu"), threshold=0.0)
    before = "Please let me k"
    before += completer.complete(Request(0, before, soft_space=True)).ghost + " "
    pause(completer)
    taken = completer.complete(Request(1, before, trigger=Trigger.TAKEN, soft_space=True))
    assert (taken.passes, bool(taken.words)) == (0, True)
    pause(completer)
    likely = [word.text[0] for word in taken.words if not taken.ghost.startswith(word.text[0])]
    assert likely
    assert completer.complete(Request(2, before + likely[0])).passes == 0
