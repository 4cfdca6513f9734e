"""A writer is scored and then learned; what that brings is counted by word and by store."""

import json
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.evaluation.counted import CountedWords
from autotype.evaluation.learning import NOTHING, OWN, PLACEBO, Scorer, learn_along, pieces_of
from autotype.evaluation.learning_report import gained, letters
from autotype.evaluation.own_use import Last, Uses, letters_typed
from autotype.evaluation.typo_attack import attack
from tests.make_tiny_pack import sentences

NAME = "Szczepaniak"
LETTERS = [
    f"Thank you very much for the message of {NAME}, who will get back to you tomorrow. {line}"
    for line in sentences()[:6]
]
OTHERS = [line.replace(NAME, "Papadimitriou") for line in LETTERS]


@pytest.fixture(scope="module")
def scorer(tiny_pack: Path) -> Scorer:
    return Scorer(Completer(Model(open_pack(tiny_pack), "cpu")))


def test_an_own_word_takes_fewer_letters_once_it_was_learned(scorer: Scorer) -> None:
    pieces = pieces_of(LETTERS, 0, 0, seed=0)
    scored = list(learn_along(scorer, LETTERS, OTHERS, pieces))
    assert [piece.document for piece in scored] == list(range(6))
    assert scored[0].learned == 0
    assert scored[-1].learned > scored[1].learned > 0
    first = scored[0].bar
    assert first[NOTHING].keys == first[OWN].keys == first[PLACEBO].keys

    def is_name(rare: object) -> bool:
        return rare.is_own and rare.word == NAME.lower()  # type: ignore[attr-defined]

    plain, count = letters(scored, NOTHING, is_name)
    own, _ = letters(scored, OWN, is_name)
    other, _ = letters(scored, PLACEBO, is_name)
    assert count == 4  # it was used twice before the third letter
    assert plain == other == len(NAME)
    assert own < 3
    gain = gained(scored, OWN, PLACEBO)
    assert gain.low <= gain.points <= gain.high
    assert gain.points > 0


def test_where_a_rare_word_was_used_last() -> None:
    uses = Uses(frozenset({"the", "of"}))
    uses.learn(f"{NAME} of the Datasette. {NAME}")
    text = f"{NAME} wrote Datasette, wrote"
    found = {rare.start: rare for rare in uses.rare("Datasette" + " the" * 600, text)}
    assert [each.last for each in found.values()] == [
        Last.EARLIER,
        Last.NEVER,
        Last.DOCUMENT,
        Last.WINDOW,
    ]
    assert [each.uses for each in found.values()] == [2, 0, 2, 1]
    assert found[0].is_own
    assert letters_typed(found[0], {3: 11, 20: 30}) == 3
    assert letters_typed(found[0], {}) == 11


def test_a_word_is_offered_from_its_second_sighting_on() -> None:
    known = CountedWords()
    known.learn(f"We met {NAME} and {NAME} again.")
    assert not known.words("We met ", "Szc")
    known.learn(f"We met {NAME}.")
    assert [own.order for own in known.words("We met ", "Szc")] == [3, 2, 1]
    known.read("Kirschbaum came.\nKirschbaum went.")
    assert known.words("", "Kir")[0].word == "Kirschbaum"
    known.read("")
    assert not known.words("", "Kir")


def test_words_that_are_left_to_the_model_count_behind_others_only() -> None:
    for known in (CountedWords(frozenset(["szene"])), CountedWords()):
        for _ in range(2):
            known.learn("The szene met Szczepaniak, one szene met Szczepaniak.")
        known.leave_to_model(frozenset(["szene"]))
        (name,) = known.words("", "sz")
        assert (name.word, name.distinct) == ("Szczepaniak", 2)
        assert name.context_count == pytest.approx(2 * name.count, rel=0.01)
        assert [(own.word, own.order) for own in known.words("for the ", "sz")] == [
            ("szene", 2),
            ("Szczepaniak", 1),
        ]


def test_sightings_fade_with_what_is_written_since() -> None:
    known = CountedWords()
    for _ in range(2):
        known.learn("We met Szczepaniak.")
    (fresh,) = known.words("", "Szc")
    known.learn("and so on and on " * 10_000)
    (faded,) = known.words("", "Szc")
    assert faded.count == pytest.approx(fresh.count / 2, rel=0.01)


def test_a_phrase_goes_on_while_most_of_what_followed_agrees() -> None:
    known = CountedWords(frozenset({"let", "me", "know", "if", "you", "when", "we"}))
    for _ in range(3):
        known.learn("Please let me know if you can.")
    known.learn("Please let me know when we can.")
    assert known.next_words("So let me", 8) == ["know", "if", "you", "can"]
    assert known.next_words("So let me", 2) == ["know", "if"]
    assert known.next_words("Another", 8) == []


def test_typing_errors_are_not_offered_after_one_or_two_sightings() -> None:
    everyday = frozenset(["thank", "very", "much", "message", "soon", "possible"])
    text = [
        f"Thank you very much for the message number {n} and soon as possible." for n in range(900)
    ]
    found = attack(text, everyday)
    assert found.once > 5
    assert found.twice > 5
    assert found.offered == ()
    # Without the rule those that were made twice would be.
    words = CountedWords()
    for _ in range(2):
        words.learn("Thank you for the mesage.")
    assert words.words("for the ", "mes")
    careful = CountedWords(everyday)
    for _ in range(2):
        careful.learn("Thank you for the mesage.")
    assert not careful.words("for the ", "mes")


def test_the_command_prints_what_learning_brings(
    tmp_path: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs, picture = tmp_path / "me.txt", tmp_path / "them.txt", tmp_path / "curve.svg"
    mine.write_text("\n<|doc|>\n".join(LETTERS), encoding="utf-8")
    theirs.write_text("\n<|doc|>\n".join(OTHERS), encoding="utf-8")
    common = ["evaluate", "--pack", str(tiny_pack), "--learn", str(mine)]
    assert main([*common, "--placebo", str(theirs), "--json", "--plot", str(picture)]) == 0
    found = json.loads(capsys.readouterr().out)
    stores = found["by_store"]
    assert stores["own"]["letters_an_own_word"] < stores["nothing"]["letters_an_own_word"]
    assert stores["own"]["savings"] > stores["placebo"]["savings"]
    assert found["typos"]["offered"] == 0
    assert found["curve"][0]["learned_from"] == 0
    assert picture.stat().st_size > 1_000
    assert main([*common, str(theirs)]) == 0
    out = capsys.readouterr().out
    assert "Letters typed of an own word" in out
    assert "somebody else" not in out


def test_what_does_not_go_together_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["--placebo", "x"], [], ["--learn", "x", "--calibrate"]):
        assert main(["evaluate", *arguments, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["error"].endswith(".")
