"""The engine's front door: a request in, a suggestion out."""

import dataclasses
from collections.abc import Callable

from autotype.engine.ahead import Reach, next_requests
from autotype.engine.asked import Asked
from autotype.engine.context import Placement
from autotype.engine.everyday import everyday_words
from autotype.engine.gate import Gate
from autotype.engine.inquiry import IN_TIME, Inquiry
from autotype.engine.judge import Clock, Judge, Standard
from autotype.engine.kept_answers import KeptAnswers, Key, LookedAhead
from autotype.engine.model import Model
from autotype.engine.rescoring import rescore
from autotype.engine.session import MAX_TOKENS, EngineError
from autotype.text.boundary import has_digit_inside, inside_word
from autotype.text.evidence import Evidence, NoEvidence
from autotype.text.filters import Filters
from autotype.text.form import in_plain_form
from autotype.text.offers import LEAST_P
from autotype.text.request import Request, Trigger
from autotype.text.rescoring import Rescored, Rescoring
from autotype.text.suggestion import Silence, Suggestion

DEFAULT_THRESHOLD = 0.5
_NOTHING_LEARNED = NoEvidence()
# Characters of the line that say in which script it is written.
_LINE = 200


class OvertakenError(Exception):
    """The request was overtaken by a newer one; not an error for anybody."""


def _never() -> bool:
    return False


def _nobody(_: Suggestion) -> None:
    pass


def _far() -> Reach:
    return Reach.KEYS


@dataclasses.dataclass(frozen=True, slots=True)
class _Unfinished:
    """A request that was answered in time, and may have a better answer.

    Attributes:
        inquiry: Goes on.
        key: Of its answer.
        written: From an answer for the plain text to one for the text as it is written.
    """

    inquiry: Inquiry
    key: Key
    written: Callable[[Suggestion], Suggestion]


class Completer:
    """Answers requests with one model. One thread uses it."""

    def __init__(
        self,
        model: Model,
        threshold: float = DEFAULT_THRESHOLD,
        *,
        mid_line: bool = False,
        filters: Filters | None = None,
        reach: Callable[[], Reach] = _far,
        left_out: tuple[str, ...] = (),
        evidence: Evidence = _NOTHING_LEARNED,
    ) -> None:
        """Answer with a model.

        Args:
            model: The model.
            threshold: Of the gate: 0 shows every ghost, 1 none.
            mid_line: Whether to show ghosts before text on the same line.
            filters: What is never offered; the defaults if None.
            reach: How far to look ahead in a pause.
            left_out: A sentence about each pack that was passed over for this one.
            evidence: What was learned of the writer.
        """
        self.model = model
        self.left_out = left_out
        self.judge = Judge(model, Gate(threshold), filters or Filters(), mid_line=mid_line)
        self._reach = reach
        self._everyday = everyday_words(model.tokenizer.vocabulary)
        self._evidence = evidence
        evidence.leave_to_model(self._everyday)
        self._answers = KeptAnswers()
        self._last: Suggestion | None = None
        self._unfinished: _Unfinished | None = None
        self._ahead: list[Request] = []

    def complete(
        self,
        request: Request,
        *,
        gate: bool = True,
        interrupted: Callable[[], bool] = _never,
        partial: Callable[[Suggestion], None] = _nobody,
        in_time: bool = False,
    ) -> Suggestion:
        """Return the words and the ghost for a caret.

        Args:
            request: The text around the caret.
            gate: Whether unlikely ghosts stay hidden.
            interrupted: Asked before every pass; True gives the request up.
            partial: Gets the suggestion before its ghost has its full length.
            in_time: Whether to answer with what a few passes find. If that may not be all,
                the answer is not final, and `idle` goes on.

        Raises:
            OvertakenError: `interrupted` said so.
            EngineError: The model failed and there is no provider left to fall back to.
        """
        while True:
            try:
                self._unfinished = None
                self._last = self._answer(request, gate, interrupted, partial, in_time)
                return self._last
            except EngineError as error:
                if interrupted():
                    raise OvertakenError from error
                if not self.model.recover(error):
                    raise
                self._answers.clear()

    def adjust(
        self,
        threshold: float,
        *,
        mid_line: bool,
        filters: Filters,
        reach: Callable[[], Reach],
        evidence: Evidence | None = None,
    ) -> None:
        """Answer by other rules from now on; see the constructor. What was read stays.

        So does what was learned of the writer, where no other `evidence` is given.
        """
        self._evidence = self._evidence if evidence is None else evidence
        self._evidence.leave_to_model(self._everyday)
        self.judge = Judge(self.model, Gate(threshold), filters, mid_line=mid_line)
        self._reach = reach
        self._answers.clear()
        self._last, self._unfinished, self._ahead = None, None, []

    def forget(self) -> None:
        """Forget all answers and all that was read, as after a start; may raise `EngineError`."""
        self._answers.clear()
        self._last, self._unfinished, self._ahead = None, None, []
        self._watch(_never)
        self.model.forget()

    def idle(
        self,
        interrupted: Callable[[], bool] = _never,
        settled: Callable[[Suggestion], None] = _nobody,
    ) -> bool:
        """Do one piece of work ahead of need; return whether there is more.

        A search that was ended in time goes on until no other word can be better. A window
        that is nearly full is moved and read; then what follows the ghost is looked for, and
        what follows the likeliest next keys, so that neither a key nor a take has to wait.

        Args:
            interrupted: Asked before every pass; True gives the piece up.
            settled: Gets the final answer to the last request, if that was not final.

        Raises:
            EngineError: The model failed on the way to that answer; the request has to be
                made again, which recovers.
        """
        owing = self._unfinished is not None
        try:
            if self._unfinished is not None:
                self._watch(interrupted)
                self._settle(settled)
                return True
            if self._last is not None:
                if self._read_ahead(self._last.request, interrupted):
                    return True
                self._ahead = list(next_requests(self._last, self._reach()))
                self._last = None
            if self._ahead:
                self._look_ahead(self._ahead.pop(0), interrupted)
        except (OvertakenError, EngineError) as error:
            self._last, self._ahead, self._unfinished = None, [], None
            if owing and isinstance(error, EngineError) and not interrupted():
                raise
            # A model that has failed fails again for the next request, which recovers.
        return bool(self._ahead)

    def rescore(self, asked: Rescoring, interrupted: Callable[[], bool] = _never) -> Rescored:
        """Return how well words fit; raises `OvertakenError` and `EngineError` as `complete`."""
        self._watch(interrupted)
        return rescore(self.model, asked)

    @property
    def looked_ahead(self) -> LookedAhead:
        """What looking ahead has cost so far, and what has come of it."""
        return self._answers.looked_ahead

    def _look_ahead(self, request: Request, interrupted: Callable[[], bool]) -> None:
        before = self.model.cache.passes
        try:
            self._answer(request, True, interrupted, _nobody, ahead=True)
        finally:
            self.looked_ahead.passes += self.model.cache.passes - before

    def _read_ahead(self, request: Request, interrupted: Callable[[], bool]) -> bool:
        self._watch(interrupted)
        request, _ = in_plain_form(request)
        placement = self.model.context.fresh(request.before, request.offset)
        if placement is None:
            placement = self._place(request)
        return self.model.cache.read(placement.tokens, MAX_TOKENS) > 0

    def _answer(
        self,
        request: Request,
        gate: bool,
        interrupted: Callable[[], bool],
        partial: Callable[[Suggestion], None],
        in_time: bool = False,
        ahead: bool = False,
    ) -> Suggestion:
        plain, form = in_plain_form(request)

        def written(answer: Suggestion) -> Suggestion:
            return form.answer(answer, request)

        clock = Clock(self.model.cache.passes)
        self._watch(interrupted)
        if inside_word(plain.before, plain.after):
            return Suggestion(request, reason=Silence.INSIDE_WORD, total_ms=clock.ms())
        if has_digit_inside(plain.before):
            return Suggestion(request, reason=Silence.NO_WORDS, total_ms=clock.ms())
        gated = gate and request.trigger is not Trigger.ASKED
        placement = self._place(plain)
        key = (placement.tokens, placement.caret.held, plain.after, gated, gate)
        known = self._answers.get(key, ahead=ahead)
        if known is not None:
            spent = clock.ms()
            return written(
                dataclasses.replace(known, request=plain, words_ms=spent, total_ms=spent, passes=0)
            )
        if gated and self._is_foreign(placement):
            return Suggestion(
                request,
                reason=Silence.FOREIGN,
                total_ms=clock.ms(),
                passes=self.model.cache.passes - clock.passes,
            )
        # Without a gate the model itself is looked at, noise and all; a key is a person's.
        standard = Standard(gated, LEAST_P if gate else 0.0)
        asked = Asked(self._evidence)
        inquiry = Inquiry(self.judge, plain, placement, standard, clock, asked)
        if in_time:
            inquiry.search(IN_TIME)
            answer = inquiry.answer(lambda found: partial(written(found)))
        else:
            answer = inquiry.last_answer(lambda found: partial(written(found)))
        if answer.final:
            self._answers.put(key, answer, asked, ahead=ahead)
        else:
            self._unfinished = _Unfinished(inquiry, key, written)
        return written(answer)

    def _settle(self, settled: Callable[[Suggestion], None]) -> None:
        """Search on by a pass; at the end give the final answer to the last request."""
        unfinished = self._unfinished
        if unfinished is None or not unfinished.inquiry.search(passes=1):
            return
        answer = unfinished.inquiry.answer(_nobody)
        if answer.final:
            asked = unfinished.inquiry.asked
            self._answers.put(unfinished.key, answer, asked, ahead=False)
            self._last, self._unfinished = unfinished.written(answer), None
            settled(self._last)

    def _is_foreign(self, placement: Placement) -> bool:
        """Whether the text is in a language that the model does not know, once it is read."""
        cache = self.model.cache
        cache.evaluate(placement.tokens, [()])
        steps = cache.steps(placement.tokens)[placement.start :]
        text = placement.caret.stable[-_LINE:] + placement.caret.held
        return self.model.language.is_foreign(steps, text.rpartition("\n")[2])

    def _place(self, request: Request) -> Placement:
        placement = self.model.context.place(request.before, request.offset)
        if placement.tokens:
            return placement
        return Placement(self.model.empty_start(), placement.caret)

    def _watch(self, interrupted: Callable[[], bool]) -> None:
        def check() -> None:
            if interrupted():
                raise OvertakenError

        self.model.cache.before_pass = check
