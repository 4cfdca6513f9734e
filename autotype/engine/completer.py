"""The engine's front door: a request in, a suggestion out."""

import time
from collections.abc import Callable

from autotype.engine.context import Placement
from autotype.engine.gate import Gate
from autotype.engine.model import Model
from autotype.engine.phrase import PhraseLimits, PhraseSearch
from autotype.engine.session import MAX_TOKENS, EngineError
from autotype.engine.words import Candidate, WordSearch
from autotype.text.boundary import fit, inside_word
from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion, Word

DEFAULT_THRESHOLD = 0.45
_WORDS = 3
_WORD_PASSES = 4


class OvertakenError(Exception):
    """The request was overtaken by a newer one; not an error for anybody."""


class Completer:
    """Answers requests with one model. One thread uses it."""

    def __init__(self, model: Model, threshold: float = DEFAULT_THRESHOLD) -> None:
        """Answer with `model`; hide ghosts whose first word is less likely than `threshold`."""
        self.model = model
        self._gate = Gate(threshold)
        self._limits = PhraseLimits()
        self._last: Request | None = None

    def complete(
        self,
        request: Request,
        *,
        gate: bool = True,
        interrupted: Callable[[], bool] = lambda: False,
        partial: Callable[[Suggestion], None] = lambda _: None,
    ) -> Suggestion:
        """Return the words and the ghost for a caret.

        Args:
            request: The text around the caret.
            gate: Whether unlikely ghosts stay hidden.
            interrupted: Asked before every pass; True gives the request up.
            partial: Gets the suggestion before its ghost has its full length.

        Raises:
            OvertakenError: `interrupted` said so.
            EngineError: The model failed and there is no provider left to fall back to.
        """
        while True:
            try:
                return self._complete(request, gate, interrupted, partial)
            except EngineError as error:
                if interrupted():
                    raise OvertakenError from error
                if not self.model.recover(error):
                    raise

    def _complete(
        self,
        request: Request,
        gate: bool,
        interrupted: Callable[[], bool],
        partial: Callable[[Suggestion], None],
    ) -> Suggestion:
        clock = _Clock(self.model.cache.passes)
        cache = self.model.cache

        def check() -> None:
            if interrupted():
                raise OvertakenError

        cache.before_pass = check
        self._last = request
        if inside_word(request.before, request.after):
            return Suggestion(request, reason=Silence.INSIDE_WORD, total_ms=clock.ms())

        placement = self._place(request)
        search = WordSearch(self.model.tokenizer, cache, placement.caret, placement.tokens)
        search.start()
        for _ in range(_WORD_PASSES):
            if not search.step():
                break
        found = search.best()
        clock.words_done()

        words = tuple(Word(fit(each.text, request.after), each.p) for each in found)
        words = tuple(word for word in words if word.text.strip())

        def suggestion(ghost: str, p: float, reason: Silence | None, final: bool) -> Suggestion:
            return Suggestion(
                request,
                words,
                ghost,
                p,
                reason,
                final,
                clock.words_ms,
                clock.ms(),
                cache.passes - clock.passes,
            )

        if not found:
            return suggestion("", 0.0, Silence.NO_WORDS, True)
        silence = self._silence(request, found[0], gate)
        # The first word alone may be too short to show while the phrase is not.
        if silence and silence is not Silence.TOO_SHORT:
            return suggestion("", 0.0, silence, True)
        if not silence:
            partial(suggestion(fit(found[0].text, request.after), found[0].p, None, False))
        phrase = PhraseSearch(self.model.tokenizer, cache, placement.tokens).extend(
            found[0], self._limits, lambda _: None
        )
        ghost = fit(phrase.text, request.after)
        if not ghost.strip():
            return suggestion("", 0.0, Silence.REPEATS_AFTER, True)
        if silence:
            silence = Gate(0).verdict(ghost, found[0].p)
        if silence and gate and request.trigger is not Trigger.ASKED:
            return suggestion("", 0.0, silence, True)
        return suggestion(ghost, phrase.p, None, True)

    def _silence(self, request: Request, best: Candidate, gate: bool) -> Silence | None:
        """Return why nothing is to be shown although there are words."""
        if not gate or request.trigger is Trigger.ASKED:
            return None
        return self._gate.verdict(best.text, best.p)

    def _place(self, request: Request) -> Placement:
        placement = self.model.context.place(request.before, request.offset)
        if placement.tokens:
            return placement
        return Placement(self.model.empty_start(), placement.caret)

    def idle(self) -> bool:
        """Do one small piece of work ahead of need; True while there is more.

        It moves a window that is nearly full and reads it, so that no key has to wait
        for that.
        """
        if self._last is None:
            return False
        cache = self.model.cache
        cache.before_pass = lambda: None
        placement = self.model.context.fresh(self._last.before, self._last.offset)
        if placement is None:
            placement = self._place(self._last)
        return cache.read(placement.tokens, MAX_TOKENS) > 0


class _Clock:
    """Milliseconds of one request."""

    def __init__(self, passes: int) -> None:
        self.passes = passes
        self.words_ms = 0.0
        self._start = time.perf_counter()

    def ms(self) -> float:
        return (time.perf_counter() - self._start) * 1e3

    def words_done(self) -> None:
        self.words_ms = self.ms()
