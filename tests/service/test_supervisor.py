"""The supervisor with an engine that does what the test wants: crashes, hangs, raves."""

import asyncio
import resource
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from autotype.service.supervisor import Supervisor
from autotype.service.timing import Limits
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request

# The text that is asked about says what the engine does. What is to happen once only is
# remembered in a file, since the next process knows nothing.
ENGINE = """
import json, os, pathlib, sys, time
marks = pathlib.Path(sys.argv[1])
mode = sys.argv[2] if len(sys.argv) > 2 else ""
def say(**line):
    sys.stdout.write(json.dumps(line) + "\\n")
    sys.stdout.flush()
def status(state, message=""):
    pack = "p" if state == "ready" else ""
    say(say="status", state=state, pack=pack, provider="", message=message, gate="")
def first(name):
    mark = marks / name.replace(" ", "_")
    new = not mark.exists()
    mark.touch()
    return new
def answer(revision, reason=None, final=True, ghost="."):
    say(say="answer", revision=revision, id=None, words=[], ghost=ghost, p=0.5, reason=reason,
        final=final, ms={"words": 0, "total": 0}, passes=os.getpid())
status("loading")
if mode == "slow once" and first(mode):
    time.sleep(60)
if mode == "missing" and first(mode):
    status("missing")
elif mode == "damaged":
    status("failed", "The pack is damaged.")
else:
    status("ready")
given_up = False
for line in sys.stdin:
    said = json.loads(line)
    with (marks / "log").open("a") as log:
        log.write(said["do"] + " " + said.get("before", "") + "\\n")
    if said["do"] in ("reopen", "swap"):
        status("loading"), status("ready")
    given_up = given_up or said["do"] == "give_up"
    if said["do"] != "ask":
        continue
    text, revision = said["before"], said["revision"]
    if text == "crash" or text.startswith("crash once") and first(text):
        os._exit(3)
    if text.startswith("rave "):
        print(text[5:])
        sys.stdout.flush()
    if text == "rave":
        print("no JSON")
        sys.stdout.flush()
    if text == "fail once" and first(text) or text == "fail":
        answer(revision, reason="the model failed", ghost="")
        status("failed", "It failed.")
        continue
    if text == "hang" or text == "slow" and not given_up:
        continue
    if text == "stuck once" and first(text):
        time.sleep(60)
    if text == "grow":
        answer(revision, final=False)
    answer(revision)
"""

QUICK = Limits(soft=0.2, hard=0.3, loading=5.0, idle=60.0, failures=3, within=60.0)
Scene = Callable[["Stage"], Awaitable[None]]


class Stage:
    """A supervisor and what it said."""

    def __init__(self, marks: Path, mode: str, limits: Limits) -> None:
        self.marks = marks
        self.statuses: list[EngineStatus] = []
        command = (sys.executable, "-c", ENGINE, str(marks), mode)
        self.supervisor = Supervisor(self.statuses.append, limits, command)

    def ask(self, text: str) -> list[dict[str, Any]]:
        """Return a list that the answers go into."""
        answers: list[dict[str, Any]] = []
        self.supervisor.ask(Request(0, text), answers.append)
        return answers

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(2000):
            if condition():
                return
            await asyncio.sleep(0.01)
        pytest.fail("it did not happen")

    async def answered(self, text: str) -> dict[str, Any]:
        answers = self.ask(text)
        await self.until(lambda: answers and answers[-1]["final"])
        return answers[-1]

    def log(self) -> list[str]:
        return (self.marks / "log").read_text().splitlines()


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    def run(scene: Scene, mode: str = "", limits: Limits = QUICK) -> None:
        async def whole() -> None:
            stage = Stage(tmp_path, mode, limits)
            try:
                await scene(stage)
            finally:
                await stage.supervisor.stop()
            assert stage.supervisor.pid is None

        asyncio.run(whole())

    return run


def test_the_engine_is_started_by_the_first_request(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert stage.supervisor.pid is None
        answer = await stage.answered("hello")
        assert answer["ghost"] == "."
        assert answer["passes"] == stage.supervisor.pid
        assert "revision" not in answer
        states = [status.state for status in stage.statuses]
        assert states == [EngineState.LOADING, EngineState.READY]

    play(scene)


def test_of_requests_that_wait_for_the_model_only_the_newest_is_asked(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        early = [stage.ask(text) for text in ("a", "ab", "abc")]
        await stage.until(lambda: all(early))
        assert [answers[0]["reason"] for answers in early] == [
            "a newer request came",
            "a newer request came",
            None,
        ]
        assert stage.log() == ["ask abc"]

    play(scene)


def test_a_growing_answer_is_handed_on_as_it_grows(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        answers = stage.ask("grow")
        await stage.until(lambda: len(answers) == 2)
        assert [answer["final"] for answer in answers] == [False, True]

    play(scene)


def test_a_crash_is_not_noticed(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        first = await stage.answered("hello")
        second = await stage.answered("crash once")
        assert second["ghost"] == "."
        assert second["passes"] != first["passes"]
        assert stage.supervisor.starts == 2

    play(scene)


def test_a_crash_overtakes_all_but_the_newest(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        older, newer = stage.ask("crash once"), stage.ask("hello you")
        await stage.until(lambda: older and newer)
        assert older[0]["reason"] == "a newer request came"
        assert newer[0]["ghost"] == "."

    play(scene)


def test_what_brings_the_engine_down_twice_is_answered_as_failed(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert (await stage.answered("crash"))["reason"] == "the model failed"
        assert (await stage.answered("hello"))["ghost"] == "."
        assert not stage.supervisor.disabled

    play(scene)


def test_three_failures_and_it_is_left_alone_until_asked(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("crash")
        await stage.answered("crash")
        assert stage.supervisor.disabled
        assert stage.statuses[-1].state is EngineState.FAILED
        assert "switched off" in stage.statuses[-1].message
        starts = stage.supervisor.starts
        assert (await stage.answered("hello"))["reason"] == "the model failed"
        stage.supervisor.wake()
        await asyncio.sleep(0.1)
        assert stage.supervisor.starts == starts
        stage.supervisor.restart()
        await stage.until(lambda: stage.supervisor.status.state is EngineState.READY)
        assert (await stage.answered("hello"))["ghost"] == "."

    play(scene)


def test_failures_long_ago_do_not_count(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        for turn in range(4):
            assert (await stage.answered(f"crash once {turn}"))["ghost"] == "."
            await asyncio.sleep(0.2)
        assert not stage.supervisor.disabled

    play(scene, limits=Limits(soft=2, hard=2, within=0.15))


def test_a_pass_that_takes_too_long_is_given_up_and_tried_again(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert (await stage.answered("slow"))["ghost"] == "."
        assert stage.log() == ["ask slow", "give_up ", "ask slow"]
        assert stage.supervisor.starts == 1

    play(scene)


def test_an_engine_that_hangs_is_killed_and_the_request_replayed(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        first = await stage.answered("hello")
        answer = await stage.answered("stuck once")
        assert answer["ghost"] == "."
        assert answer["passes"] != first["passes"]
        assert stage.supervisor.starts == 2

    play(scene)


def test_typing_on_does_not_save_an_engine_that_hangs(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        last: list[dict[str, Any]] = []
        for _ in range(60):
            last = stage.ask("hang")
            await asyncio.sleep(0.02)
            if stage.supervisor.starts > 1:
                break
        assert stage.supervisor.starts > 1
        await stage.until(lambda: last)

    play(scene)


def test_a_model_that_does_not_open_in_time(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert (await stage.answered("hello"))["ghost"] == "."
        assert stage.supervisor.starts == 2

    # Long enough for a fresh process on a busy machine.
    play(scene, "slow once", Limits(soft=1, hard=1, loading=3))


def test_a_failure_that_the_engine_reports_is_tried_in_a_new_process(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert (await stage.answered("fail once"))["ghost"] == "."
        assert stage.supervisor.starts == 2
        assert (await stage.answered("fail"))["reason"] == "the model failed"

    play(scene)


def test_an_engine_that_raves_is_replaced(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        answers = stage.ask("rave")
        await stage.until(lambda: stage.supervisor.starts == 2)
        await stage.until(lambda: answers)

    play(scene)


def test_an_idle_engine_gives_its_memory_back(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        await stage.until(lambda: stage.supervisor.pid is None)
        assert stage.supervisor.status.state is EngineState.RESTING
        assert (await stage.answered("again"))["ghost"] == "."
        assert stage.supervisor.starts == 2

    play(scene, limits=Limits(idle=0.3))


def test_typing_keeps_it_awake(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        for _ in range(8):
            await stage.answered("hello")
            await asyncio.sleep(0.1)
        assert stage.supervisor.starts == 1

    play(scene, limits=Limits(idle=0.5))


def test_without_a_pack_it_says_so_until_there_is_one(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert (await stage.answered("hello"))["reason"] == "no model"
        assert (await stage.answered("hello"))["reason"] == "no model"
        stage.supervisor.look_again(settings=False)
        await stage.until(lambda: stage.supervisor.status.state is EngineState.READY)
        assert (await stage.answered("hello"))["ghost"] == "."
        assert stage.supervisor.starts == 1

    play(scene, "missing")


def test_a_pack_that_cannot_be_used_is_not_tried_again_and_again(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        assert (await stage.answered("hello"))["reason"] == "the model failed"
        assert stage.supervisor.status.message == "The pack is damaged."
        await asyncio.sleep(0.2)
        assert stage.supervisor.starts == 1

    play(scene, "damaged")


def test_cancelling_answers_what_is_open(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        answers = stage.ask("hang")
        stage.supervisor.cancel()
        assert answers[0]["reason"] == "a newer request came"
        await asyncio.sleep(0.7)
        assert stage.supervisor.starts == 1

    play(scene)


def test_an_engine_that_cannot_be_started(tmp_path: Path) -> None:
    async def whole() -> None:
        statuses: list[EngineStatus] = []
        supervisor = Supervisor(statuses.append, QUICK, [str(tmp_path / "nothing")])
        answers: list[dict[str, Any]] = []
        supervisor.ask(Request(0, "x"), answers.append)
        while not answers:
            await asyncio.sleep(0.01)
        assert answers[0]["reason"] == "the model failed"
        assert statuses[-1].message.startswith("The engine cannot be started (")
        await supervisor.stop()

    asyncio.run(whole())


def test_what_goes_wrong_with_an_answer_is_not_the_engines_fault(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        asked: list[str] = []

        def refuse(answer: dict[str, Any]) -> None:
            asked.append(answer["ghost"])
            raise RecursionError

        for _ in range(4):
            stage.supervisor.ask(Request(0, "hello"), refuse)
            await stage.until(lambda: asked and asked.pop())
        assert (await stage.answered("hello"))["ghost"] == "."
        assert stage.supervisor.starts == 1

    play(scene)


@pytest.mark.parametrize("raved", ['{"say": "status"}', "[1]", '{"say": 1}', "[" * 5000])
def test_whatever_is_said_no_process_is_left_behind(play: Any, raved: str) -> None:
    async def scene(stage: Stage) -> None:
        first = (await stage.answered("hello"))["passes"]
        answers = stage.ask("rave " + raved)
        await stage.until(lambda: stage.supervisor.starts == 2)
        await stage.until(lambda: answers)
        assert not psutil.pid_exists(first)

    play(scene)


def test_out_of_files_it_is_tried_again(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (psutil.Process().num_fds(), allowed[1]))
        try:
            for _ in range(5):
                assert (await stage.answered("hello"))["reason"] == "the model failed"
            assert stage.supervisor.status.state is EngineState.RESTING
            assert "(Too many open files); it is tried again." in stage.supervisor.status.message
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
        assert not stage.supervisor.disabled
        assert (await stage.answered("hello"))["ghost"] == "."

    play(scene)


def test_a_process_that_does_not_read_is_not_written_to_without_end(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        stuck = stage.ask("stuck once")
        await asyncio.sleep(0.05)
        before = psutil.Process().memory_info().rss
        asked = [stage.ask(f"{number} " + "x" * 1_000_000) for number in range(200)]
        await asyncio.sleep(0.1)
        assert psutil.Process().memory_info().rss - before < 50 << 20
        assert stuck[0]["reason"] == "a newer request came"
        # All but the newest are answered although the engine reads nothing.
        assert all(answers for answers in asked[:-1])
        assert not asked[-1]
        await stage.until(lambda: asked[-1])

    play(scene, limits=Limits(soft=2, hard=2))


def test_what_the_engine_passed_over_is_answered_before_what_it_answers(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        order: list[str] = []
        for text in ("hang", "hang on"):
            stage.supervisor.ask(Request(0, text), lambda _, text=text: order.append(text))
        await stage.until(lambda: len(order) == 2)
        assert order == ["hang", "hang on"]

    play(scene, limits=Limits(soft=60, hard=60))


def test_the_end_does_not_wait_for_an_engine_that_hangs(play: Any) -> None:
    async def scene(stage: Stage) -> None:
        await stage.answered("hello")
        answers = stage.ask("stuck once")
        await asyncio.sleep(0.1)
        loop = asyncio.get_running_loop()
        started = loop.time()
        await stage.supervisor.stop()
        assert loop.time() - started < 5
        assert answers
        stage.supervisor.restart()
        await asyncio.sleep(0.1)
        assert stage.supervisor.starts == 1

    play(scene, limits=Limits(soft=60, hard=60))
