"""All measures over some texts, through the engine as it ships."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autotype.engine.completer import Completer
from autotype.evaluation.keystrokes import Keystrokes, type_with_bar, type_with_ghost
from autotype.evaluation.next_word import NextWord, count_next_words
from autotype.evaluation.replay import Trace, replay
from autotype.evaluation.samples import Sample
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion

Progress = Callable[[str, int, int], None]
"""Called with (what is done now, keys done, keys in all)."""


@dataclass(slots=True)
class Report:
    """What was measured.

    Attributes:
        pack: Name of the pack.
        provider: "CPU" or "CUDA".
        threshold: Of the gate.
        texts: How many there were.
        bar: Of the typist who looks at the three words.
        ghost: Of the typist who looks at the ghost.
        next_word: Accuracy of the next word.
        answers_ms: Milliseconds of every answer, asked one after the other.
        traces: Replays in real time.
        seconds: How long it took.
    """

    pack: str
    provider: str
    threshold: float
    texts: int = 0
    bar: Keystrokes = field(default_factory=Keystrokes)
    ghost: Keystrokes = field(default_factory=Keystrokes)
    next_word: NextWord = field(default_factory=NextWord)
    answers_ms: list[float] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    seconds: float = 0.0


class Walk:
    """Asks the engine at every position of one text, in order, and remembers the answers."""

    def __init__(self, completer: Completer, text: str, *, gate: bool = True) -> None:
        """Prepare the walk; `gate` as in `Completer.complete`."""
        self._completer = completer
        self._text = text
        self._gate = gate
        self.answers: list[Suggestion] = []

    def step(self) -> bool:
        """Ask at the next position; False at the end of the text."""
        at = len(self.answers)
        if at >= len(self._text):
            return False
        request = Request(at, self._text[:at])
        self.answers.append(self._completer.complete(request, gate=self._gate))
        return True

    def ask(self, before: str) -> Suggestion:
        """Return the answer where `before` ends."""
        return self.answers[len(before)]


def measure(
    completer: Completer,
    samples: Sequence[Sample],
    progress: Progress,
    speeds: Sequence[int] = (),
    trace_characters: int = 300,
) -> Report:
    """Measure everything on some texts.

    Args:
        completer: The engine.
        samples: The texts.
        progress: Told how far it is.
        speeds: Words a minute of the replays, each with and without takes.
        trace_characters: How much of the texts a replay types.
    """
    started = time.perf_counter()
    model = completer.model
    report = Report(
        model.pack.manifest.name, model.choice.provider, completer.gate.threshold, len(samples)
    )
    total = sum(len(sample.text) for sample in samples)
    done = 0
    for sample in samples:
        walk = Walk(completer, sample.text)
        while walk.step():
            done += 1
            progress("every key", done, total)
        type_with_bar(sample.text, walk.ask, report.bar)
        type_with_ghost(sample.text, walk.ask, report.ghost)
        count_next_words(sample.text, walk.ask, report.next_word)
        report.answers_ms += [answer.total_ms for answer in walk.answers]
    text = "\n".join(sample.text for sample in samples)[:trace_characters]
    for speed in speeds:
        for takes in (False, True):
            report.traces.append(_replay(completer, text, speed, takes, progress))
    report.seconds = time.perf_counter() - started
    return report


def _replay(completer: Completer, text: str, speed: int, takes: bool, progress: Progress) -> Trace:
    done = 0

    def key() -> None:
        nonlocal done
        done += 1
        progress(f"{speed} words a minute", min(done, len(text)), len(text))

    # What the walk has left behind would answer everything.
    completer.forget()
    return replay(completer, text, speed, takes=takes, progress=key)
