"""All measures over some texts, through the engine as it ships."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from autotype.engine.completer import Completer
from autotype.evaluation.calm import Calm, type_along
from autotype.evaluation.keystrokes import (
    Keystrokes,
    ends_word,
    type_with_bar,
    type_with_ghost,
)
from autotype.evaluation.next_word import NextWord, count_next_words
from autotype.evaluation.replay import Trace, replay
from autotype.evaluation.samples import Sample
from autotype.evaluation.typists import TYPISTS, write
from autotype.text.dialogue.soft_space import after_take
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion

Progress = Callable[[str, int, int], None]
"""Called with (what is done now, keys done, keys in all)."""


@dataclass(slots=True)
class Typed:
    """What the typists used and saw.

    Attributes:
        bar: Of the typist who looks at the three words.
        ghost: Of the typist who looks at the ghost.
        others: Of those in `TYPISTS`, by name.
        calm: Of somebody who takes nothing.
    """

    bar: Keystrokes = field(default_factory=Keystrokes)
    ghost: Keystrokes = field(default_factory=Keystrokes)
    others: dict[str, Keystrokes] = field(
        default_factory=lambda: {name: Keystrokes() for name in TYPISTS}
    )
    calm: Calm = field(default_factory=Calm)

    def add(self, walk: "Walk") -> None:
        """Let everybody write the text of a walk."""
        walk.ask_behind_soft_spaces()
        type_with_bar(walk.text, walk.ask, self.bar)
        type_with_ghost(walk.text, walk.ask, self.ghost)
        for name, typist in TYPISTS.items():
            write(walk.text, walk.ask, typist, self.others[name], walk.before)
        type_along(walk.text, walk.ask, self.calm, walk.before)


@dataclass(slots=True)
class Report:
    """What was measured.

    Attributes:
        pack: Name of the pack.
        provider: "CPU" or "CUDA".
        threshold: Of the gate.
        texts: How many there were.
        typed: Of the typists, every text by itself.
        in_context: The same below what stands before each text in its file; None if not wanted.
        next_word: Accuracy of the next word.
        answers_ms: Milliseconds of every answer, asked one after the other.
        traces: Replays in real time.
        seconds: How long it took.
    """

    pack: str
    provider: str
    threshold: float
    texts: int = 0
    typed: Typed = field(default_factory=Typed)
    in_context: Typed | None = None
    next_word: NextWord = field(default_factory=NextWord)
    answers_ms: list[float] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def bar(self) -> Keystrokes:
        """Of the typist who looks at the three words."""
        return self.typed.bar

    @property
    def ghost(self) -> Keystrokes:
        """Of the typist who looks at the ghost."""
        return self.typed.ghost


class Walk:
    """Asks the engine at every position of one text, in order, and remembers the answers."""

    def __init__(
        self,
        completer: Completer,
        text: str,
        *,
        before: str = "",
        gate: bool = True,
    ) -> None:
        """Prepare the walk.

        Args:
            completer: The engine.
            text: The text.
            before: What stands before it.
            gate: As in `Completer.complete`.
        """
        self.text = text
        self.before = before
        self.answers: list[Suggestion] = []
        self._completer = completer
        self._gate = gate
        # Where the text goes on without a space, by the text with the soft one.
        self._spaced: dict[str, Suggestion] = {}

    def step(self) -> bool:
        """Ask at the next position; False at the end of the text."""
        at = len(self.answers)
        if at >= len(self.text):
            return False
        self.answers.append(self._complete(at, self.text[:at]))
        return True

    def ask(self, before: str) -> Suggestion:
        """Return the answer where `before` ends: a part of the text, or one with a soft space."""
        at = len(before)
        written = not before.endswith(" ") or self.text.startswith(" ", at - 1)
        # Behind the last key there is none: a cut text may end in a space, typed or soft.
        if written and at < len(self.answers):
            return self.answers[at]
        if before not in self._spaced:
            self._spaced[before] = self._complete(at, before)
        return self._spaced[before]

    def ask_behind_soft_spaces(self) -> None:
        """Ask where a take may leave a soft space and the text has none, in order.

        After the walk and not on it: what has been read in other pieces is rounded otherwise,
        and the answers at the positions of the text shall be those of somebody who types it.
        """
        for at in range(1, len(self.text)):
            written = self.text[:at]
            if (
                self.text[at] != " "
                and ends_word(self.text, at)
                and after_take(self.before + written, "")
            ):
                self.ask(f"{written} ")

    def _complete(self, at: int, written: str) -> Suggestion:
        return self._completer.complete(Request(at, self.before + written), gate=self._gate)


def measure(
    completer: Completer,
    samples: Sequence[Sample],
    progress: Progress,
    speeds: Sequence[int] = (),
    trace_characters: int = 300,
    *,
    context: bool = False,
) -> Report:
    """Measure everything on some texts.

    Args:
        completer: The engine.
        samples: The texts.
        progress: Told how far it is.
        speeds: Words a minute of the replays, each with and without takes.
        trace_characters: How much of the texts a replay types.
        context: Whether the texts are also written below what stands before them.
    """
    started = time.perf_counter()
    model = completer.model
    report = Report(
        model.pack.manifest.name,
        model.choice.provider,
        completer.judge.gate.threshold,
        len(samples),
    )
    total = sum(len(sample.text) for sample in samples)
    done, walks = 0, list[Walk]()
    for sample in samples:
        walk = Walk(completer, sample.text)
        while walk.step():
            done += 1
            progress("every key", done, total)
        walks.append(walk)
        count_next_words(sample.text, walk.ask, report.next_word)
        report.answers_ms += [answer.total_ms for answer in walk.answers]
    for number, walk in enumerate(walks, 1):
        report.typed.add(walk)
        progress("every soft space", number, len(walks))
    if context:
        report.in_context = _in_context(completer, samples, progress)
    text = "\n".join(sample.text for sample in samples)[:trace_characters]
    for speed in speeds:
        for takes in (False, True):
            report.traces.append(_replay(completer, text, speed, takes, progress))
    report.seconds = time.perf_counter() - started
    return report


def _in_context(completer: Completer, samples: Sequence[Sample], progress: Progress) -> Typed:
    total, done = sum(len(sample.text) for sample in samples), 0
    typed = Typed()
    for sample in samples:
        walk = Walk(completer, sample.text, before=sample.before)
        while walk.step():
            done += 1
            progress("every key in context", done, total)
        typed.add(walk)
    return typed


def _replay(completer: Completer, text: str, speed: int, takes: bool, progress: Progress) -> Trace:
    done = 0

    def key() -> None:
        nonlocal done
        done += 1
        progress(f"{speed} words a minute", min(done, len(text)), len(text))

    # What the walk has left behind would answer everything.
    completer.forget()
    return replay(completer, text, speed, takes=takes, progress=key)
