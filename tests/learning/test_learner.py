"""The learner's thread: what it learns, reads of others, keeps for later, and leaves alone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype.learning.forgetting import forget_words, set_never
from autotype.learning.learner import Learner, reader
from autotype.learning.own_text import OwnText
from autotype.learning.rules import Rules
from autotype.learning.shortcuts import set_shortcut
from autotype.learning.store import Store
from autotype.text.dialogue import plain
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.state import Options
from autotype.text.dialogue.steps import step
from autotype.text.shortcuts import Shortcuts
from tests.learning.writer import Writer, known
from tests.waiting import until


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "learned"


@pytest.fixture
def learner(folder: Path) -> Iterator[Learner]:
    learner = Learner(Store(folder), lambda: Rules(known), OwnText())
    learner.look()
    yield learner
    assert learner.stop(20)


def moments(monkeypatch: pytest.MonkeyPatch, text: str) -> list[Moment]:
    """Return what happens in a dialogue when somebody types a text."""
    happened: list[Moment] = []

    def noted(state: object, event: object) -> object:
        became, effects = step(state, event)  # type: ignore[arg-type]
        happened.append(Moment(1.0, state, event, effects, became))  # type: ignore[arg-type]
        return became, effects

    writing = plain.PlainText.opened("", "", Options())
    with monkeypatch.context() as patched:
        patched.setattr(plain, "step", noted)
        for key in text:
            writing.type(key)
    return happened


def done(learner: Learner) -> str:
    """Wait until the learner has done all it was asked; return what is wrong."""
    told: list[str] = []
    event = threading.Event()
    learner.ask(lambda store: store.revision(), lambda _, wrong: (told.append(wrong), event.set()))
    assert event.wait(20)
    return told[0]


def found(learner: Learner, typed: str) -> list[tuple[str, int]]:
    assert learner.own is not None
    return [(word.word, word.order) for word in learner.own.words("then we met ", typed)]


def test_what_was_written_is_known_at_once_and_kept(
    learner: Learner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.follow("editor", moments(monkeypatch, "We met Zyxxo.\n"))
    assert done(learner) == ""
    assert found(learner, "Z") == [("Zyxxo", 3), ("Zyxxo", 2), ("Zyxxo", 1)]  # in this session
    assert Store(folder).words() == []
    learner.open("editor")
    learner.follow("editor", moments(monkeypatch, "We met Zyxxo.\n"))
    done(learner)
    assert {word.word for word in Store(folder).words()} == {"Zyxxo", "met", "we"}


def test_a_likely_typo_is_not_offered_from_the_session_or_the_document(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.follow("editor", moments(monkeypatch, "We met tomorow.\nWe met tomorow.\n"))
    learner.show("We met tomorow.\nWe met tomorow.\n", is_new=True)
    done(learner)
    assert found(learner, "tom") == []


def test_what_others_learn_is_read(learner: Learner, folder: Path) -> None:
    done(learner)
    Writer(folder).write(*["We met Quorvale."] * 2)
    learner.look()
    done(learner)
    assert found(learner, "Q") == [("Quorvale", 3), ("Quorvale", 2), ("Quorvale", 1)]


def test_a_reader_keeps_itself_up_to_date(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autotype.learning.learner._LOOK_S", 0.0)
    own = reader(Store(folder))
    assert own.words("we met ", "Q") == []
    Writer(folder).write(*["We met Quorvale."] * 2)
    until(lambda: own.words("we met ", "Q"), "reading what was learned")


def test_a_forgotten_word_is_not_answered_any_more(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        learner.open("editor")
        learner.follow("editor", moments(monkeypatch, "We met Zyxxo.\n"))
    done(learner)
    assert found(learner, "Z")
    learner.ask(lambda store: forget_words(store, ["Zyxxo"]), lambda *_: None, forgets=True)
    done(learner)
    assert found(learner, "Z") == []


def test_what_cannot_be_kept_counts_in_memory_and_is_kept_later(
    learner: Learner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(learner)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder")
    learner.follow("editor", moments(monkeypatch, "We met Zyxxo.\nWe met Zyxxo.\n"))
    assert "What was learned cannot be kept in “" in done(learner)
    folder.unlink()
    learner.follow("editor", moments(monkeypatch, "We met Ann.\n"))
    assert done(learner) == ""
    assert "Zyxxo" in {word.word for word in Store(folder).words()}


def test_the_open_document_follows_its_lines(learner: Learner, folder: Path) -> None:
    learner.show("We met Zyxxo.\nWe met Ann.\n", is_new=True)
    done(learner)
    assert found(learner, "Z")[0] == ("Zyxxo", 3)
    learner.show("We met Ann.\nWe met Quorv", is_new=False)
    done(learner)
    assert found(learner, "Z") == []
    assert found(learner, "A")[0] == ("Ann", 3)
    assert found(learner, "Q") == []  # it may be half a word
    learner.show("We met Quorvale, too", is_new=False)
    done(learner)
    assert found(learner, "Q")[0] == ("Quorvale", 3)
    learner.show("", is_new=True)
    done(learner)
    assert found(learner, "Q") == []
    assert not folder.exists()


def test_nothing_counts_while_it_is_left(learner: Learner, folder: Path) -> None:
    Writer(folder).write(*["We met Zyxxo."] * 2)
    learner.look()
    learner.show("We met Zara.\n", is_new=True)
    done(learner)
    assert found(learner, "Z")
    learner.leave()
    done(learner)
    assert found(learner, "Z") == []
    learner.look()
    done(learner)
    assert found(learner, "Z")[0] == ("Zyxxo", 3)


def test_a_learner_goes_on_after_what_nobody_foresaw(learner: Learner) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the window is gone")

    learner.ask(lambda store: store.words(), fail)
    assert done(learner) == ""


def test_no_text_comes_into_the_log(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Zyxxo")

    monkeypatch.setattr(Store, "learn", fail)
    learner.follow("editor", moments(monkeypatch, "We met Zyxxo.\n"))
    done(learner)
    assert "ValueError" in caplog.text
    assert "Zyxxo" not in caplog.text


def test_what_was_told_holds_though_no_learned_word_counts(folder: Path) -> None:
    writer = Writer(folder)
    writer.write(*["We met Zyxxo."] * 2)
    set_never(writer.store, ["met"], never=True)
    set_shortcut(writer.store, "brb", "be right back")
    learner = Learner(Store(folder), lambda: Rules(known), OwnText())
    told: list[Shortcuts] = []
    learner.on_shortcuts = told.append
    learner.heed()
    done(learner)
    assert learner.own is not None
    assert learner.own.refuses("met")
    assert found(learner, "Z") == []
    learner.look()
    done(learner)
    assert found(learner, "Z")
    learner.heed()
    done(learner)
    assert found(learner, "Z") == []
    assert learner.own.refuses("met")
    assert told == [Shortcuts({"brb": "be right back"})]
    assert learner.stop(20)


def test_a_process_that_only_asks_refuses_words_though_nothing_is_learned(folder: Path) -> None:
    writer = Writer(folder)
    writer.write(*["We met Zyxxo."] * 2)
    set_never(writer.store, ["met"], never=True)
    own = reader(Store(folder), learned=False)
    until(lambda: own.refuses("met"), "the list")
    assert own.words("then we met ", "Z") == []


def test_the_log_says_what_failed_and_no_name_of_a_folder(
    learner: Learner, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.mkdir(parents=True)
    (folder / "learned.sqlite").mkdir()
    said: list[str] = []
    learner.tell = said.append
    learner.look()
    done(learner)
    assert len(said) == 1
    assert str(folder) in said[0]
    assert str(folder) not in caplog.text
    assert "IsADirectoryError at" in caplog.text
