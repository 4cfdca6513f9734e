"""Measuring a pack on this machine, with a real one."""

import dataclasses
import time
from pathlib import Path
from typing import Any

import pytest

from autotype import paths
from autotype.engine.completer import Completer
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
from autotype.evaluation import suitability as module
from autotype.evaluation.samples import read_samples
from autotype.evaluation.suitability import measure_pack, suitability
from autotype.packs.measured import measured
from autotype.text import machine_load
from autotype.text.suggestion import Suggestion


def characters() -> int:
    return sum(len(s.text) for s in read_samples([paths.resources() / "measure.txt"], characters=0))


def test_figures_of_a_real_pack_are_kept(home: Path, tiny_pack: Path) -> None:
    pack = open_pack(tiny_pack)
    shares: list[float] = []
    found = measure_pack(pack, shares.append)
    # A bigram model of eighteen sentences knows some words of any text.
    assert 0.01 < found.savings < 0.3
    assert 0 < found.words_p95_ms < 10_000
    assert measured(pack) == found
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == characters() + 1


def test_the_text_is_long_enough_to_tell_packs_apart() -> None:
    assert 1_000 < characters() < 3_000


class Late(Completer):
    """Late at every key."""

    def complete(self, *arguments: Any, **options: Any) -> Suggestion:
        answer = super().complete(*arguments, **options)
        return dataclasses.replace(answer, words_ms=500.0)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else runs, whatever runs on the machine of the test."""
    monkeypatch.setattr(module, "others_share", lambda *_: 0.0)
    monkeypatch.setattr(machine_load, "waits", lambda: None)


@pytest.mark.usefixtures("quiet")
def test_a_pack_that_is_far_too_slow_does_not_keep_the_machine_busy(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 0.0)
    keys: list[float] = []
    found = suitability(Late(Model(open_pack(tiny_pack), "cpu")), keys.append)
    assert found.words_p95_ms == 500.0
    assert not found.in_time
    assert not found.disturbed
    assert 200 < len(keys) < characters() / 2


def test_a_pack_is_not_too_slow_as_long_as_others_keep_the_machine_busy(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(module, "others_share", lambda *_: 0.5)
    monkeypatch.setattr(machine_load, "waits", lambda: None)
    found = suitability(Late(Model(open_pack(tiny_pack), "cpu")), lambda _: None)
    assert found.words_p95_ms == 500.0
    assert found.disturbed
    assert found.in_time


def test_waiting_for_a_processor_does_not_count(
    tiny_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own figures: here each thread waits for nine tenths of the time."""
    monkeypatch.setattr(module, "others_share", lambda *_: 0.9)
    monkeypatch.setattr(machine_load, "waits", lambda: {1: 0.95 * time.perf_counter()})
    monkeypatch.setattr(time, "process_time", lambda: 0.0)
    found = suitability(Late(Model(open_pack(tiny_pack), "cpu")), lambda _: None)
    assert found.words_p95_ms == pytest.approx(25.0, abs=1)
    assert found.in_time
    assert not found.disturbed


def test_what_else_ran_for_a_while_does_not_count(tiny_pack: Path) -> None:
    class Busy(Completer):
        """Late at every key of the first time that the text is typed."""

        keys = 0

        def complete(self, *arguments: Any, **options: Any) -> Suggestion:
            answer = super().complete(*arguments, **options)
            self.keys += 1
            slow = self.keys <= characters()
            return dataclasses.replace(answer, words_ms=5000.0) if slow else answer

    completer = Busy(Model(open_pack(tiny_pack), "cpu"))
    found = suitability(completer, lambda _: None)
    assert found.words_p95_ms < 500
    assert completer.keys >= 2 * characters()
