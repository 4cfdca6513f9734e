"""The training as a process is steered; a battery pauses it; what fails is one sentence."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from autotype import paths
from autotype.builder.own_job import OwnJob
from autotype.engine.pack import open_pack
from autotype.tuning import environment
from autotype.tuning.errors import TuningError
from autotype.tuning.holding import MAINS, TYPIST, Hold
from autotype.tuning.judging import gain, pieces
from autotype.tuning.training import train
from autotype.writing.passages import Passage
from autotype.writing.splitting import split
from tests.tuning.conftest import begin
from tests.waiting import until

STEERED = """
import sys
from autotype.builder.training.steering import Steering
steering = Steering.of_this_process()
steps = 0
while not steering.ended():
    steps += 1
    steering.say(step="working", share=0.0, steps=steps)
steering.say(steps=steps)
"""


def test_it_pauses_goes_on_and_ends_with_its_input() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STEERED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said = map(json.loads, process.stdout)

        def tell(word: str) -> None:
            assert process.stdin is not None
            process.stdin.write(f"{word}\n")
            process.stdin.flush()

        assert next(said)["steps"] == 1
        tell("pause")
        last = next(each for each in iter(said.__next__, None) if each.get("paused"))
        assert last == {"paused": True}
        tell("go")
        # Nothing was done in between.
        assert next(said) == {"paused": False}
        assert next(said)["step"] == "working"
        process.stdin.close()
        *_, end = said
        assert "step" not in end
    assert process.returncode == 0


class Feed:
    """A battery that is plugged in after some looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def on_battery(self) -> bool:
        self.looks -= 1
        return self.looks > 0


def test_on_a_battery_it_waits_for_the_mains(home: Path, tiny: Path, own: Path) -> None:
    begin(own)
    steps: list[str] = []
    feed = Feed(12)
    made = train(
        Path(sys.executable),
        paths.tuning(),
        lambda step, _: steps.append(step),
        hold=Hold(feed),  # type: ignore[arg-type]
    )
    assert made.is_file()
    assert steps.index(MAINS) < steps.index("training")
    assert feed.looks < 0


def test_a_python_that_cannot_train_is_one_sentence(home: Path, tiny: Path, own: Path) -> None:
    begin(own)
    with pytest.raises(TuningError, match="cannot be started"):
        train(Path("/nowhere/python"), paths.tuning(), lambda *_: None)
    with pytest.raises(TuningError, match="without a result"):
        train(Path("/bin/true"), paths.tuning(), lambda *_: None)


def test_a_base_that_is_gone_is_one_sentence(home: Path, tiny: Path, own: Path) -> None:
    begin(own)
    (tiny / "model.onnx").unlink()
    with pytest.raises(TuningError, match="tiny"):
        train(Path(sys.executable), paths.tuning(), lambda *_: None)


def test_without_a_network_nothing_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(TuningError, match=r"PyTorch cannot be downloaded: .*connection"):
        environment.make(lambda _: None)
    assert not paths.tuning_environment().exists()


def test_without_room_nothing_is_fetched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "NEEDED_BYTES", 10**18)
    with pytest.raises(TuningError, match="make some room"):
        environment.make(lambda _: None)


def test_without_a_python_it_says_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert environment.python() is None
    with pytest.raises(TuningError, match="python3-venv"):
        environment.make(lambda _: None)


def test_what_is_fetched_is_what_the_project_names() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {*project["dependencies"], *project["optional-dependencies"]["builder"]}
    assert set(environment.REQUIREMENTS) <= named


def test_what_a_training_imports_is_fetched() -> None:
    """In another Python there is nothing but what was fetched, and no onnxruntime."""
    code = (
        "import sys, autotype.builder.own\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(names & {'onnxruntime', 'PySide6', 'filelock', 'huggingface_hub'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # Of these two torch and transformers bring theirs along.
    assert set(json.loads(done.stdout.replace("'", '"'))) <= {"filelock", "huggingface_hub"}


def test_the_newest_are_judged_and_no_text_is_in_two_parts() -> None:
    passages = [Passage(f"number {at} " + "word " * 98, "x", float(at)) for at in range(100)]
    parts = split(passages)
    every = [*parts.trained, *parts.watched, *parts.judged]
    assert sorted(every) == sorted(passage.text for passage in passages)
    assert list(parts.judged) == [passage.text for passage in passages[-10:]]
    assert 600 <= 100 * len(parts.watched) <= 1_000


def test_a_gain_is_sure_only_beyond_chance() -> None:
    even = [(100, 60 - at % 2) for at in range(40)]
    better = [(100, 55 - at % 3) for at in range(40)]
    found = gain(even, better)
    assert found.is_sure
    assert found.after - found.before == pytest.approx(0.055, abs=0.005)
    assert found.low < found.after - found.before < found.high
    assert not gain(even, even).is_sure
    mixed = [(100, 60 + (20 if at % 2 else -20)) for at in range(40)]
    assert not gain(even, mixed).is_sure


def test_pieces_are_bounded() -> None:
    texts = ["\n\n".join(["A paragraph of some length. " * 8] * 6)] * 60
    found = pieces(texts)
    assert all(len(piece) <= 700 for piece in found)
    assert 15_000 < sum(map(len, found)) <= 18_500


def test_the_sizes_of_a_job_come_back(home: Path, tiny: Path, own: Path) -> None:
    from autotype.builder.own_job import read_job

    begin(own)
    job = read_job(paths.tuning())
    assert isinstance(job, OwnJob)
    assert job.base == str(tiny)
    assert job.start_text == open_pack(tiny).manifest.start_text


def test_a_hold_is_heard_and_told_once() -> None:
    hold = Hold()
    reader, writer = os.pipe()
    with os.fdopen(reader) as lines, os.fdopen(writer, "w") as steering:
        hold.listen(lines)
        for word, why in (("pause", TYPIST), ("nonsense", TYPIST), ("go", ""), ("pause", TYPIST)):
            print(word, file=steering, flush=True)
            until(lambda why=why: hold.why == why, word)  # type: ignore[misc]
        told: list[str] = []

        def report(why: str) -> None:
            told.append(why)
            print("go", file=steering, flush=True)

        hold.wait(report)
        assert told == [TYPIST]
        steering.close()
        hold.wait(told.append)
    assert told == [TYPIST]
