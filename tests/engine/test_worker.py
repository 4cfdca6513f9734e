"""The worker's rules, with a real completer where its answers matter."""

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autotype.engine.ahead import Reach
from autotype.engine.completer import Completer, OvertakenError
from autotype.engine.model import Model
from autotype.engine.pack import NoPackError, PackError, open_pack
from autotype.engine.session import EngineError
from autotype.engine.worker import Worker
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.filters import Filters
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion


class Desk:
    """Collects what a worker says."""

    def __init__(self) -> None:
        self.answers: list[Suggestion] = []
        self.statuses: list[EngineStatus] = []
        self._changed = threading.Condition()

    def suggestion(self, answer: Suggestion) -> None:
        with self._changed:
            self.answers.append(answer)
            self._changed.notify_all()

    def status(self, status: EngineStatus) -> None:
        with self._changed:
            self.statuses.append(status)
            self._changed.notify_all()

    def wait(self, until: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(until, timeout=20)

    def state(self) -> EngineState | None:
        return self.statuses[-1].state if self.statuses else None


class Slow(Completer):
    """A completer whose every answer takes until the test lets it go, or a newer one comes."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.asked: list[str] = []
        self.started = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.overtaken: list[str] = []

    def complete(self, request: Request, **options: Any) -> Suggestion:
        self.asked.append(request.before)
        self.started.release()
        while not self.let_go.wait(0.005):
            if options["interrupted"]():
                self.overtaken.append(request.before)
                raise OvertakenError
        return super().complete(request, **options)


def opens_the_second_time(model: Model) -> Callable[[], Completer]:
    """Return an opener for a pack that is installed after the first look."""
    openings: list[int] = []

    def opener() -> Completer:
        openings.append(1)
        if len(openings) == 1:
            raise NoPackError("There is no pack.")
        return Completer(model)

    return opener


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def slow(model: Model) -> Slow:
    return Slow(model)


@pytest.fixture
def run(desk: Desk) -> Iterator[Callable[[Callable[[], Completer]], Worker]]:
    workers = []

    def start(opener: Callable[[], Completer]) -> Worker:
        worker = Worker(opener, desk.suggestion, desk.status)
        workers.append(worker)
        worker.start()
        return worker

    yield start
    assert all(worker.stop(10) for worker in workers)


def test_a_request_is_answered_after_the_engine_has_opened(
    desk: Desk, run: Any, model: Model
) -> None:
    worker = run(lambda: Completer(model))
    worker.submit(Request(7, "Thank you very "))
    desk.wait(lambda: any(a.final for a in desk.answers))
    assert desk.answers[-1].request.revision == 7
    assert desk.answers[-1].words
    assert [s.state for s in desk.statuses] == [EngineState.LOADING, EngineState.READY]
    assert desk.statuses[-1].provider == "CPU"


def test_of_many_requests_only_the_first_and_the_last_run(desk: Desk, run: Any, slow: Slow) -> None:
    worker = run(lambda: slow)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(0, "a"))
    assert slow.started.acquire(timeout=10)
    for revision, text in enumerate(("ab", "abc", "abcd"), start=1):
        worker.submit(Request(revision, text))
    slow.let_go.set()
    desk.wait(lambda: any(a.request.revision == 3 for a in desk.answers))
    assert slow.asked == ["a", "abcd"]


def test_a_running_request_is_given_up_when_the_text_went_another_way(
    desk: Desk, run: Any, slow: Slow
) -> None:
    worker = run(lambda: slow)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(0, "I think"))
    assert slow.started.acquire(timeout=10)
    worker.submit(Request(1, "I thought"))
    assert slow.started.acquire(timeout=10)
    assert slow.overtaken == ["I think"]
    slow.let_go.set()
    desk.wait(lambda: any(a.final for a in desk.answers))
    assert {a.request.before for a in desk.answers} == {"I thought"}


@pytest.mark.parametrize(
    ("running", "newer", "kept"),
    [
        (Request(0, "I th"), Request(1, "I thi"), True),
        (Request(0, "I th"), Request(1, "I t"), False),
        (Request(0, "I th"), Request(1, "I th", "!"), False),
        (Request(0, "I th"), Request(1, "I th", trigger=Trigger.ASKED), False),
        (Request(0, "xI th"), Request(1, "I thi", offset=1), True),
        (Request(0, "I th", offset=500), Request(1, "I thi", offset=0), False),
    ],
)
def test_when_a_running_request_may_still_serve(
    desk: Desk, run: Any, slow: Slow, running: Request, newer: Request, kept: bool
) -> None:
    worker = run(lambda: slow)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(running)
    assert slow.started.acquire(timeout=10)
    worker.submit(newer)
    if not kept:
        assert slow.started.acquire(timeout=10)
    slow.let_go.set()
    desk.wait(lambda: any(a.request.revision == 1 for a in desk.answers))
    assert slow.overtaken == ([] if kept else [running.before])


def test_cancel_drops_both(desk: Desk, run: Any, slow: Slow) -> None:
    worker = run(lambda: slow)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(0, "I think"))
    assert slow.started.acquire(timeout=10)
    worker.submit(Request(1, "I think s"))
    worker.cancel()
    slow.let_go.set()
    worker.submit(Request(2, "Other"))
    desk.wait(lambda: any(a.request.revision == 2 for a in desk.answers))
    assert {a.request.revision for a in desk.answers} == {2}


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NoPackError("There is no pack."), EngineState.MISSING),
        (PackError("The pack is damaged."), EngineState.FAILED),
        (MemoryError(), EngineState.FAILED),
        (RuntimeError("boom"), EngineState.FAILED),
    ],
)
def test_an_engine_that_cannot_open_says_so(
    desk: Desk, run: Any, error: Exception, state: EngineState
) -> None:
    def fail() -> Completer:
        raise error

    worker = run(fail)
    desk.wait(lambda: desk.state() is state)
    assert desk.statuses[-1].message.endswith((".", "log."))
    worker.submit(Request(0, "text"))  # goes nowhere, and the thread lives on
    assert not desk.answers


def test_opening_again_takes_the_new_engine(desk: Desk, run: Any, model: Model) -> None:
    worker = run(opens_the_second_time(model))
    desk.wait(lambda: desk.state() is EngineState.MISSING)
    worker.reopen()
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(0, "Thank you "))
    desk.wait(lambda: bool(desk.answers))


def test_a_swap_keeps_the_old_engine_until_the_new_one_is_there(
    desk: Desk, run: Any, model: Model, tiny_llama_pack: Path
) -> None:
    opened = threading.Semaphore(0)
    let_go = threading.Event()
    engines = [Completer(model), Completer(Model(open_pack(tiny_llama_pack), "cpu"))]

    def opener() -> Completer:
        opened.release()
        if len(engines) == 1:
            assert let_go.wait(20)
        return engines.pop(0)

    worker = run(opener)
    desk.wait(lambda: desk.state() is EngineState.READY)
    assert opened.acquire(timeout=10)
    worker.swap()
    assert opened.acquire(timeout=10)
    worker.submit(Request(1, "Thank you "))  # waits for the opening, and is not lost
    let_go.set()
    desk.wait(lambda: any(a.final and a.words for a in desk.answers))
    states = [(s.state, s.pack) for s in desk.statuses]
    assert states == [
        (EngineState.LOADING, ""),
        (EngineState.READY, "Tiny gpt2"),
        (EngineState.READY, "Tiny llama"),
    ]


def test_a_second_swap_before_the_first_begins_keeps_the_engine_too(
    desk: Desk, run: Any, slow: Slow
) -> None:
    def opener() -> Completer:
        if desk.statuses[1:]:
            raise PackError("The better pack is damaged.")
        return slow

    worker = run(opener)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(0, "Thank you very "))
    assert slow.started.acquire(timeout=10)
    worker.swap()
    worker.swap()
    slow.let_go.set()
    desk.wait(lambda: "damaged" in desk.statuses[-1].message)
    assert desk.state() is EngineState.READY
    worker.submit(Request(1, "Thank you "))
    desk.wait(lambda: any(a.request.revision == 1 and a.words for a in desk.answers))


def test_a_swap_that_fails_leaves_the_engine_that_is_there(
    desk: Desk, run: Any, model: Model
) -> None:
    openings: list[int] = []

    def opener() -> Completer:
        openings.append(1)
        if len(openings) > 1:
            raise PackError("The new pack is damaged.")
        return Completer(model)

    worker = run(opener)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.swap()
    desk.wait(lambda: len(desk.statuses) == 3)
    assert desk.state() is EngineState.READY
    assert desk.statuses[-1].message == "The new pack is damaged."
    worker.submit(Request(1, "Thank you "))
    desk.wait(lambda: any(a.final and a.words for a in desk.answers))


def test_a_swap_without_an_engine_opens_one(desk: Desk, run: Any, model: Model) -> None:
    worker = run(opens_the_second_time(model))
    desk.wait(lambda: desk.state() is EngineState.MISSING)
    worker.swap()
    desk.wait(lambda: desk.state() is EngineState.READY)
    assert [s.state for s in desk.statuses][2] is EngineState.LOADING


def test_a_failing_request_is_reported_and_the_next_one_is_answered(
    desk: Desk, run: Any, model: Model
) -> None:
    class Failing(Completer):
        def complete(self, request: Request, **options: Any) -> Suggestion:
            if request.before == "bad":
                raise RuntimeError("a secret of the user")
            return super().complete(request, **options)

    worker = run(lambda: Failing(model))
    worker.submit(Request(0, "bad"))
    desk.wait(lambda: bool(desk.answers))
    assert desk.answers[0].reason is Silence.FAILED
    desk.wait(lambda: desk.state() is EngineState.FAILED)
    assert "secret" not in desk.statuses[-1].message
    worker.submit(Request(1, "Thank you "))
    desk.wait(lambda: any(a.final and a.request.revision == 1 for a in desk.answers))


def test_stopping_ends_a_pass_that_runs(desk: Desk, tiny_pack: Path) -> None:
    model = Model(open_pack(tiny_pack), "cpu")
    busy = threading.Event()

    class Busy(Completer):
        def complete(self, request: Request, **options: Any) -> Suggestion:
            busy.set()
            while True:
                model.cache.session.run([11] * 64, 0, [0])

    worker = Worker(lambda: Busy(model), desk.suggestion, desk.status)
    worker.start()
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(0, "x"))
    assert busy.wait(10)
    assert worker.stop(10)


def test_what_follows_a_take_is_ready_before_it_is_asked(
    desk: Desk, run: Any, model: Model
) -> None:
    idle_ended = threading.Event()

    class Watched(Completer):
        def idle(self, *options: Any) -> bool:
            more = super().idle(*options)
            if not more:
                idle_ended.set()
            return more

    worker = run(lambda: Watched(model, threshold=0.0))
    worker.submit(Request(0, "Thank you"))
    desk.wait(lambda: any(a.final and a.ghost for a in desk.answers))
    ghost = desk.answers[-1].ghost
    assert idle_ended.wait(20)
    worker.submit(Request(1, "Thank you" + ghost, trigger=Trigger.TAKEN))
    desk.wait(lambda: any(a.final and a.request.revision == 1 for a in desk.answers))
    assert desk.answers[-1].passes == 0


def test_a_key_does_not_wait_for_work_ahead_of_need(desk: Desk, tiny_pack: Path) -> None:
    """A pass that nobody waits for ends at once when somebody asks."""
    model = Model(open_pack(tiny_pack), "cpu")
    busy = threading.Event()
    ended: list[str] = []

    class Ahead(Completer):
        def idle(self, interrupted: Callable[[], bool] = lambda: False, *_: Any) -> bool:
            try:
                while True:
                    busy.set()
                    model.cache.session.run([11] * 64, 0, [0])
                    if interrupted():
                        ended.append("between two passes")
                        return False
            except EngineError:
                ended.append("in the middle")
                return False

    worker = Worker(lambda: Ahead(model, threshold=0.0), desk.suggestion, desk.status)
    worker.start()
    try:
        desk.wait(lambda: desk.state() is EngineState.READY)
        for turn in range(5):
            busy.clear()
            worker.submit(Request(turn, "Thank you" + " very" * turn))
            desk.wait(lambda turn=turn: any(a.request.revision == turn for a in desk.answers))
            assert busy.wait(10)
    finally:
        assert worker.stop(10)
    assert ended
    assert all(answer.reason is not Silence.FAILED for answer in desk.answers)
    assert desk.state() is EngineState.READY


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers in time are given before anything was searched, so that all need idle time."""
    monkeypatch.setattr("autotype.engine.completer.IN_TIME", 0)


class FailsWhenIdle(Completer):
    """A completer whose model fails in idle time, and from then on where that is wanted."""

    error: Exception = EngineError("The model failed.")
    for_good = False

    def idle(self, *options: Any) -> bool:
        session = self.model.cache.session
        works = session.run

        def run(*_: Any) -> Any:
            raise self.error

        session.run = run  # type: ignore[method-assign]
        try:
            return super().idle(*options)
        finally:
            if not self.for_good:
                session.run = works  # type: ignore[method-assign]


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("error", [EngineError("The model failed."), MemoryError()])
def test_what_idle_time_has_failed_is_answered_all_the_same(
    desk: Desk, run: Any, model: Model, error: Exception
) -> None:
    completer = FailsWhenIdle(model)
    completer.error = error
    worker = run(lambda: completer)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(1, "the c"))
    desk.wait(lambda: bool(desk.answers) and desk.answers[-1].final)
    assert not desk.answers[0].final
    assert desk.answers[-1].words == Completer(model).complete(Request(1, "the c")).words


@pytest.mark.usefixtures("hasty")
def test_a_model_that_fails_in_idle_time_for_good_is_reported(
    desk: Desk, run: Any, tiny_pack: Path
) -> None:
    completer = FailsWhenIdle(Model(open_pack(tiny_pack), "cpu"))
    completer.for_good = True
    worker = run(lambda: completer)
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(1, "the c"))
    desk.wait(lambda: desk.state() is EngineState.FAILED)
    assert desk.answers[-1].reason is Silence.FAILED


@pytest.mark.usefixtures("hasty")
def test_a_swap_in_the_middle_of_a_search_leaves_no_request_without_its_answer(
    desk: Desk, run: Any, model: Model
) -> None:
    class Swaps(Completer):
        def idle(self, *_: Any) -> bool:
            worker.swap()
            return False

    openings = iter([Swaps(model), Completer(model)])
    worker = run(lambda: next(openings))
    desk.wait(lambda: desk.state() is EngineState.READY)
    worker.submit(Request(1, "the c"))
    desk.wait(lambda: bool(desk.answers) and desk.answers[-1].final)


@pytest.mark.parametrize("busy", [False, True])
def test_the_engine_is_adjusted_on_its_own_thread_and_stays_open(
    desk: Desk, run: Any, slow: Slow, busy: bool
) -> None:
    worker = run(lambda: slow)
    desk.wait(lambda: desk.state() is EngineState.READY)
    if busy:
        worker.submit(Request(0, "I think"))
        assert slow.started.acquire(timeout=10)
    threads: list[str] = []

    def adjust(completer: Completer) -> None:
        threads.append(threading.current_thread().name)
        completer.adjust(1.0, mid_line=True, filters=Filters(), reach=lambda: Reach.NOTHING)

    before = len(desk.statuses)
    worker.adjust(adjust)
    desk.wait(lambda: len(desk.statuses) > before)
    assert threads == ["autotype-engine"]
    assert slow.judge.gate.threshold == 1.0
    assert slow.overtaken == (["I think"] if busy else [])  # it was asked under the old rules
    slow.let_go.set()
    worker.submit(Request(1, "Thank you very "))
    desk.wait(lambda: any(a.final for a in desk.answers))
    assert not desk.answers[-1].ghost
    assert desk.statuses[-1].state is EngineState.READY


def test_what_is_adjusted_while_the_engine_opens_holds_afterwards(
    desk: Desk, run: Any, model: Model
) -> None:
    may_open = threading.Event()

    def opener() -> Completer:
        assert may_open.wait(20)
        return Completer(model)

    adjusted: list[Completer] = []
    worker = run(opener)
    worker.adjust(adjusted.append)
    may_open.set()
    desk.wait(lambda: bool(adjusted))
    assert adjusted[0].model is model


class Idle(Completer):
    """A completer that notes its idle work."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.idled = threading.Event()

    def idle(self, *args: Any) -> bool:
        self.idled.set()
        return super().idle(*args)


def test_an_answer_is_shown_before_idle_work_begins(
    desk: Desk, run: Any, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autotype.engine.worker._SHOWING_S", 60)
    idle = Idle(model)
    worker = run(lambda: idle)
    worker.submit(Request(0, "Thank you "))
    desk.wait(lambda: any(a.final for a in desk.answers))
    assert not idle.idled.wait(0.2)
    worker.submit(Request(1, "Thank you v"))  # and that waits for nothing
    desk.wait(lambda: any(a.request.revision == 1 for a in desk.answers))


def test_what_an_open_engine_consists_of_is_not_looked_through_for_garbage(
    desk: Desk, run: Any, model: Model
) -> None:
    gc.unfreeze()
    run(lambda: Completer(model))
    desk.wait(lambda: desk.state() is EngineState.READY)
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10
