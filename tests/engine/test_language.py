"""Texts in languages that the pack does not know, and English that is hard to tell from them."""

import tomllib
from itertools import cycle
from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.language import Language, Step
from autotype.engine.model import Model
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence

pytestmark = pytest.mark.pack

TEXTS = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
ENGLISH = ("english", "misspelt", "requests", "names", "code", "learners", "chat", "lists")
_AFTER = 70
_TOO_LITTLE = 15


@pytest.fixture(autouse=True)
def nothing_read(completer: Completer) -> None:
    completer.forget()


@pytest.mark.parametrize("language", ["german", "french", "spanish", "russian"])
def test_typing_a_foreign_language_is_soon_silent(completer: Completer, language: str) -> None:
    text = TEXTS[language][0][: _AFTER + 30]
    answers = [completer.complete(Request(0, text[:at])) for at in range(20, len(text))]
    foreign = [answer.reason is Silence.FOREIGN for answer in answers]
    assert not any(foreign[:_TOO_LITTLE])
    assert sum(foreign[_AFTER - 20 :]) >= 0.9 * len(foreign[_AFTER - 20 :])
    assert not any(answer.ghost for answer in answers[_AFTER - 20 :])
    assert all(answer.words == () for answer in answers if answer.reason is Silence.FOREIGN)


@pytest.mark.parametrize("language", sorted(set(TEXTS) - set(ENGLISH)))
def test_a_foreign_text_is_known_when_it_is_opened(completer: Completer, language: str) -> None:
    for text in TEXTS[language]:
        completer.forget()
        assert completer.complete(Request(0, f"{text} ")).reason is Silence.FOREIGN


@pytest.mark.parametrize("begun", ["Buenos dí", "Bonjour, je", "Aujourd'"])
def test_a_foreign_beginning_of_a_word_or_two_gets_no_ghost(
    completer: Completer, begun: str
) -> None:
    assert completer.complete(Request(0, begun)).ghost == ""


def test_a_key_asks_in_every_language(completer: Completer) -> None:
    text = TEXTS["spanish"][0]
    answer = completer.complete(Request(0, f"{text} Muchas gra", trigger=Trigger.ASKED))
    assert answer.words
    assert answer.ghost


@pytest.mark.parametrize("kind", ENGLISH)
def test_english_of_any_kind_is_never_foreign(completer: Completer, kind: str) -> None:
    # A list that begins with names from abroad is not known for English before that.
    since = 70 if kind == "names" else 40
    for text in TEXTS[kind]:
        ends = [at for at in range(since, len(text)) if text[at] == " "]
        asked = [completer.complete(Request(0, text[:at])).reason for at in (*ends[::4], len(text))]
        assert Silence.FOREIGN not in asked


@pytest.mark.parametrize("language", ["german", "french", "spanish", "russian"])
def test_an_answer_in_another_language_than_the_mail_above_is_soon_silent(
    completer: Completer, language: str
) -> None:
    above = f"{TEXTS['english'][0]}\n\n"
    text = above + TEXTS[language][0]
    typed = [completer.complete(Request(0, text[:at])) for at in range(len(above), len(text))]
    foreign = [answer.reason is Silence.FOREIGN for answer in typed]
    assert not any(foreign[:_TOO_LITTLE])
    assert all(foreign[2 * _AFTER :])


@pytest.mark.parametrize("language", sorted(set(TEXTS) - set(ENGLISH)))
def test_a_foreign_line_below_an_english_mail_is_known(completer: Completer, language: str) -> None:
    known = []
    for text, above in zip(TEXTS[language], cycle(TEXTS["english"][:3]), strict=False):
        completer.forget()
        cut = f"{above}\n\n{text}"[: len(above) + 2 + 90]
        known.append(completer.complete(Request(0, cut)).reason is Silence.FOREIGN)
    assert sum(known) >= 0.75 * len(known)


def test_english_below_a_foreign_text_is_soon_answered_again(completer: Completer) -> None:
    above = f"{TEXTS['german'][1]}\n\n"
    text = above + TEXTS["english"][0]
    typed = [completer.complete(Request(0, text[:at])) for at in range(len(above), len(text))]
    assert not any(answer.reason is Silence.FOREIGN for answer in typed[_AFTER:])


OTHER_SCRIPTS = {
    "chinese": "明天下午我们在办公室开会，请大家提前准备好材料，谢谢。"
    "如果有问题请随时联系我，我会尽快回复。",
    "hebrew": "שלום לכולם, מחר בשעה שלוש ניפגש במשרד כדי לדבר על התוכנית החדשה. נשמח לראות אתכם.",
    "russian": TEXTS["russian"][0],
}


@pytest.mark.parametrize("language", OTHER_SCRIPTS)
@pytest.mark.parametrize("above", ["", TEXTS["english"][1] + "\n\n"])
def test_english_below_another_script_is_english_from_its_first_letter_on(
    completer: Completer, language: str, above: str
) -> None:
    above = f"{above}{OTHER_SCRIPTS[language]}\n\n"
    text = above + TEXTS["english"][0][:120]
    typed = [completer.complete(Request(0, text[:at])) for at in range(len(above) + 1, len(text))]
    assert Silence.FOREIGN not in {answer.reason for answer in typed}
    assert any(answer.ghost for answer in typed)


@pytest.mark.parametrize("language", ["hebrew", "russian"])
def test_another_script_is_foreign_on_its_next_line_too(
    completer: Completer, language: str
) -> None:
    text = OTHER_SCRIPTS[language]
    for begun in (f"{text}\n\n", f"{text}\n\n{text[:12]}", f"{text}\n\n{text[:12]} GPT "):
        assert completer.complete(Request(0, begun)).reason is Silence.FOREIGN


def test_german_below_another_script_is_soon_silent(completer: Completer) -> None:
    text = f"{OTHER_SCRIPTS['chinese']}\n\n{TEXTS['german'][0]}"
    assert completer.complete(Request(0, f"{text} ")).reason is Silence.FOREIGN


def test_a_text_that_is_read_for_its_language_costs_no_pass(
    completer: Completer, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TEXTS["english"][0]

    def passes() -> int:
        completer.forget()
        before = completer.model.cache.passes
        for at in (60, *range(100, 115)):
            completer.complete(Request(0, text[:at]))
        return completer.model.cache.passes - before

    judged = passes()
    monkeypatch.setattr(completer.model.cache, "_judge", None)
    assert judged == passes()


def test_a_pack_for_another_language_is_not_judged_by_english_words(
    completer: Completer, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = [Step(5, 20.0, 0.9, 0.0)] * 20
    assert completer.model.language.is_foreign(foreign)
    assert not completer.model.language.is_foreign(foreign[:7])
    known = [Step(5, 5.0, 0.9, 0.0)] * 20
    assert not completer.model.language.is_foreign(known)
    monkeypatch.setattr("autotype.engine.language._USUAL", {"freundlichen", "grüßen"})
    assert not Language(completer.model.tokenizer.vocabulary).is_foreign(foreign)


def test_what_is_not_known_of_a_text_says_nothing(model: Model) -> None:
    assert not model.language.is_foreign([])
    assert not model.language.is_foreign([None] * 50)
