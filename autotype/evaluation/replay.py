"""A typist in real time: how long words and ghosts take, and what a key costs.

The same worker thread as in the editor, and the same order of things: what is typed
through asks nothing, an answer that is known already is used, and only then is the
engine asked. Gaps between keys are real, so work done ahead of need counts as it does
for a person.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from autotype.engine.completer import Completer
from autotype.engine.kept_answers import LookedAhead
from autotype.engine.worker import Worker
from autotype.evaluation.keystrokes import is_right
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Suggestion, type_through
from autotype.text.suggestion_cache import SuggestionCache

CHARACTERS_A_WORD = 5
AT_ONCE_MS = 10.0
"""A suggestion that comes within this time after a take is there at once."""
_READING_S = 0.4
_SPREAD = 0.35
_PATIENCE_S = 10.0


@dataclass(slots=True)
class Trace:
    """What one replay saw; all times in milliseconds.

    Attributes:
        speed: Words a minute, of five characters.
        words: From a key to the words, for keys that asked the engine.
        phrase: From a key to the whole ghost, or to the decision for silence.
        passes: Model passes of each such key.
        keys: Keys typed.
        through: Keys typed through a ghost, or answered from what was known.
        late: Keys whose words were not there when the next key came.
        after_take: From a take to the next answer.
        idle_cpu: Share of a core used in the second second after the last key.
        all_passes: Passes made for the whole text, those ahead of need among them.
        looked_ahead: What looking ahead has cost, and how many answers were asked for later.
    """

    speed: int
    words: list[float] = field(default_factory=list)
    phrase: list[float] = field(default_factory=list)
    passes: list[int] = field(default_factory=list)
    keys: int = 0
    through: int = 0
    late: int = 0
    after_take: list[float] = field(default_factory=list)
    idle_cpu: float = 0.0
    all_passes: int = 0
    looked_ahead: LookedAhead = field(default_factory=LookedAhead)

    @property
    def without_a_pass(self) -> float:
        """Share of the keys that were answered without running the model."""
        free = self.through + sum(count == 0 for count in self.passes)
        return free / self.keys if self.keys else 0.0

    @property
    def at_once(self) -> float:
        """Share of the takes after which the next answer was there at once."""
        soon = sum(spent <= AT_ONCE_MS for spent in self.after_take)
        return soon / len(self.after_take) if self.after_take else 0.0


@dataclass(slots=True)
class _Answers:
    """Answers as they come in on the engine's thread, with the time they came."""

    arrived: threading.Condition = field(default_factory=threading.Condition)
    ready: bool = False
    failed: str = ""
    words: dict[int, float] = field(default_factory=dict)
    finals: dict[int, tuple[float, Suggestion]] = field(default_factory=dict)

    def suggestion(self, answer: Suggestion) -> None:
        now = time.perf_counter()
        with self.arrived:
            self.words.setdefault(answer.request.revision, now)
            if answer.final:
                self.finals[answer.request.revision] = now, answer
            self.arrived.notify_all()

    def status(self, status: EngineStatus) -> None:
        with self.arrived:
            self.ready = status.state is EngineState.READY
            if status.state in (EngineState.FAILED, EngineState.MISSING):
                self.failed = status.message
            self.arrived.notify_all()

    def wait(self, done: Callable[[], bool], until: float) -> None:
        """Wait until `done()` or the given time."""
        with self.arrived:
            while not done() and (left := until - time.perf_counter()) > 0:
                self.arrived.wait(left)


def replay(
    completer: Completer, text: str, speed: int, *, takes: bool, progress: Callable[[], None]
) -> Trace:
    """Type `text` in real time.

    Args:
        completer: The engine; nothing else may use it meanwhile.
        text: What to type.
        speed: Words a minute.
        takes: Whether a ghost that is right to its end is taken, 0.4 s after it is shown.
        progress: Called after every key.
    """
    answers = _Answers()
    worker = Worker(lambda: completer, answers.suggestion, answers.status)
    passes, looked = completer.model.cache.passes, completer.looked_ahead
    earlier = replace(looked)
    worker.start()
    try:
        answers.wait(lambda: answers.ready or bool(answers.failed), time.perf_counter() + 60)
        trace = _type(worker, answers, text, Trace(speed), takes, progress)
    finally:
        worker.stop()
    trace.all_passes = completer.model.cache.passes - passes
    trace.looked_ahead = LookedAhead(
        looked.passes - earlier.passes,
        looked.answers - earlier.answers,
        looked.used - earlier.used,
    )
    return trace


def _type(
    worker: Worker,
    answers: _Answers,
    text: str,
    trace: Trace,
    takes: bool,
    progress: Callable[[], None],
) -> Trace:
    rng = random.Random(0)  # noqa: S311 - gaps like a person's, the same every time
    gap = 60 / (trace.speed * CHARACTERS_A_WORD)
    known = SuggestionCache()
    ghost, at = "", 0
    due = time.perf_counter()
    while at < len(text):
        answers.wait(lambda: False, due)
        taking = takes and is_right(text, at, ghost)
        step = ghost if taking else text[at]
        left = type_through(ghost, step) if ghost else None
        at += len(step)
        trace.keys += not taking
        due = time.perf_counter() + gap * rng.lognormvariate(-(_SPREAD**2) / 2, _SPREAD)
        progress()
        if left:
            ghost = left
            trace.through += 1
            continue
        request = Request(at, text[:at], trigger=Trigger.TAKEN if taking else Trigger.TYPED)
        cached = known.get(request)
        if cached is not None:
            ghost = cached.ghost
            trace.through += not taking
            if taking:
                trace.after_take.append(0.0)
        else:
            ghost = _ask(worker, answers, request, trace, due)
            if answers.finals.get(at):
                known.put(answers.finals[at][1])
        if takes and is_right(text, at, ghost):
            due = max(due, time.perf_counter() + _READING_S)
    trace.idle_cpu = _idle_cpu()
    return trace


def _ask(worker: Worker, answers: _Answers, request: Request, trace: Trace, due: float) -> str:
    """Ask the engine; return the ghost that stands when the next key comes."""
    asked = time.perf_counter()
    mine = request.revision
    worker.submit(request)
    answers.wait(lambda: mine in answers.finals, due)
    taken = request.trigger is Trigger.TAKEN
    if mine not in answers.words and not taken:
        trace.late += 1
    if mine not in answers.finals:
        # The next key waits for nobody; for the figures this one's answer is waited for.
        answers.wait(lambda: mine in answers.finals, asked + _PATIENCE_S)
    if mine not in answers.finals:
        return ""
    came, answer = answers.finals[mine]
    if taken:
        trace.after_take.append((came - asked) * 1e3)
    else:
        trace.words.append((answers.words[mine] - asked) * 1e3)
        trace.phrase.append((came - asked) * 1e3)
        trace.passes.append(answer.passes)
    return answer.ghost


def _idle_cpu() -> float:
    time.sleep(1)
    before = time.process_time()
    time.sleep(1)
    return time.process_time() - before
