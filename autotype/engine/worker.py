"""One thread for the engine: at most one request running and one waiting, the newest.

A newer request replaces the waiting one. The running one is let finish only while what
was typed since may still agree with its answer; the receiver checks the revision again.
No Qt here: answers go to plain callables, which are called on the worker's thread.
"""

import gc
import logging
import threading
import time
from collections.abc import Callable

from autotype.engine import worker_reports
from autotype.engine.completer import Completer, OvertakenError
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request, may_serve
from autotype.text.rescoring import Rescored, Rescoring
from autotype.text.suggestion import Silence, Suggestion

_log = logging.getLogger(__name__)
# An answer is taken over and painted within 2 ms at the median and 3 at p95
# (`python -m tests.benchmarks typing`); idle work that began at once held that up to 6.
_SHOWING_S = 0.005


class Worker:
    """Runs a completer on a thread of its own; every method may be called from any thread."""

    def __init__(
        self,
        open_engine: Callable[[], Completer],
        on_suggestion: Callable[[Suggestion], None],
        on_status: Callable[[EngineStatus], None],
    ) -> None:
        """Prepare a worker; `start` starts it.

        Args:
            open_engine: Opens the engine, on the worker's thread. It raises
                `NoPackError` when there is no pack, another `AutotypeError` when
                there is one that cannot be used.
            on_suggestion: Gets every answer, provisional ones too.
            on_status: Gets every change of the engine's state.
        """
        self._open_engine = open_engine
        self._on_suggestion = on_suggestion
        self._on_status = on_status
        self._wake = threading.Condition()
        self._waiting: Request | None = None
        self._running: Request | None = None
        # Answered in time, and the final answer is looked for in idle time.
        self._unfinished: Request | None = None
        # Idle time has failed it: it is answered at once, or refused.
        self._failed: Request | None = None
        self._overtaken = False
        self._rescoring: tuple[Rescoring, Callable[[Rescored], None]] | None = None
        self._leisurely = False  # what runs is not what somebody types for
        self._idling = False
        self._stopping = False
        self._reopening = True
        self._keeping = False
        self._completer: Completer | None = None
        self._adjusting: Callable[[Completer], None] | None = None
        # Not a daemon: one that still runs when the interpreter goes down aborts it.
        self._thread = threading.Thread(target=self._run, name="autotype-engine")

    def start(self) -> None:
        """Start the thread; it opens the engine first."""
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Ask for a suggestion; a request that is still waiting is dropped."""
        with self._wake:
            self._waiting, self._rescoring = request, None
            if self._running is not None and not may_serve(self._running, request):
                self._overtaken = True
            if self._leisurely and self._completer is not None:
                self._completer.model.terminate()  # nobody waits for that pass
            self._wake.notify()

    def rescore(self, asked: Rescoring, answer: Callable[[Rescored], None]) -> None:
        """Ask how well words fit, while nothing is typed: a suggestion that is wanted ends it.

        Args:
            asked: The words and their place; it replaces what was asked before.
            answer: Called on the engine's thread, or never: who waits has to know for how long.
        """
        with self._wake:
            self._rescoring = (asked, answer)
            if self._idling and self._completer is not None:
                self._completer.model.terminate()
            self._wake.notify()

    def cancel(self) -> None:
        """Drop what waits and give up what runs."""
        with self._wake:
            self._waiting = self._unfinished = None
            self._overtaken = self._running is not None

    def give_up(self) -> None:
        """Drop what waits, and end even the pass that is running."""
        with self._wake:
            self._waiting = self._unfinished = None
            self._overtaken = self._running is not None
            completer = self._completer
        if completer is not None:
            completer.model.terminate()

    def reopen(self) -> None:
        """Open the engine again, after a failure or for another setting."""
        with self._wake:
            self._reopening, self._keeping = True, False
            self._overtaken = self._running is not None
            self._wake.notify()

    def swap(self) -> None:
        """Open the engine anew for a better pack; the old one stays until that works."""
        with self._wake:
            # Also if it has not begun yet: asked twice, it is still to stay.
            kept = self._keeping or not self._reopening
            self._keeping = self._completer is not None and kept
            self._reopening = True
            self._wake.notify()

    def adjust(self, work: Callable[[Completer], None]) -> None:
        """Have something changed in the engine before it answers again, on its thread."""
        with self._wake:
            self._adjusting = work
            self._overtaken = self._running is not None
            self._wake.notify()

    def stop(self, timeout: float = 5.0) -> bool:
        """End the thread; return whether it did within `timeout` seconds."""
        with self._wake:
            self._stopping = True
            self._overtaken = True
            completer = self._completer
            self._wake.notify()
        if self._thread.ident is None:
            return True
        deadline = time.monotonic() + timeout
        while self._thread.is_alive() and time.monotonic() < deadline:
            # A pass may start between two looks, so it is asked more than once.
            if completer is not None:
                completer.model.terminate()
            self._thread.join(0.05)
        return not self._thread.is_alive()

    def _run(self) -> None:
        idle = False
        while True:
            with self._wake:
                while not (self._wanted() or self._rescoring or idle):
                    self._wake.wait()
                if self._stopping:
                    return
                reopening, self._reopening = self._reopening, False
                keeping, self._keeping = self._keeping, False
                adjusting, self._adjusting = self._adjusting, None
                if keeping and self._waiting is None:
                    self._waiting, self._unfinished = self._unfinished, None
                if adjusting is not None:
                    self._unfinished = None  # its search goes by what held before
                request: Request | None = None
                if not reopening and self._completer is not None:
                    request, self._waiting = self._waiting, None
                    self._running, self._overtaken = request, False
                elif not reopening:
                    self._waiting = None
                rescoring = None
                if request is None:
                    rescoring, self._rescoring = self._rescoring, None
            if adjusting is not None and self._completer is not None:
                adjusting(self._completer)
                if not reopening:
                    self._report(self._completer)
            if reopening:
                self._open(keeping)
                idle = False
            elif request is not None:
                self._answer(request)
                idle = True
                self._let_it_be_shown()
            elif rescoring is not None:
                # What is asked next goes on from the same place, so that is not left meanwhile.
                idle = self._rescore(*rescoring) and idle
            else:
                idle = idle and self._idle()

    def _open(self, keeping: bool) -> None:
        """Open the engine; with `keeping` the one there is stays if that fails."""
        if not keeping:
            self._completer = None
            self._on_status(EngineStatus(EngineState.LOADING))
        started = time.perf_counter()
        try:
            completer = self._open_engine()
        except Exception as error:
            failed = worker_reports.not_opened(error)
            if keeping and self._completer is not None:
                self._report(self._completer, failed.message)
            else:
                self._on_status(failed)
            return
        for sentence in completer.left_out:
            _log.warning("%s", sentence)
        _log.debug("engine opened in %.0f ms", (time.perf_counter() - started) * 1e3)
        with self._wake:
            self._completer = completer
        # What there is now stays. Looking through all of it for garbage would stop every thread of
        # the program for some 50 ms, in the middle of a word.
        gc.freeze()
        self._report(completer)

    def _report(self, completer: Completer, notice: str = "") -> None:
        self._on_status(worker_reports.ready(completer, notice))

    def _answer(self, request: Request) -> None:
        completer = self._completer
        if completer is None:
            return
        provider = completer.model.choice
        try:
            answer = completer.complete(
                request,
                interrupted=lambda: self._overtaken,
                partial=self._on_suggestion,
                in_time=request is not self._failed,
            )
        except OvertakenError:
            return
        except Exception as error:
            # The text that was asked about never goes into the log.
            _log.error("a request failed: %s", type(error).__name__)
            self._on_suggestion(Suggestion(request, reason=Silence.FAILED))
            self._on_status(worker_reports.failed(error))
            return
        finally:
            with self._wake:
                self._running = self._failed = None
        with self._wake:
            self._unfinished = None if answer.final or self._overtaken else request
        self._on_suggestion(answer)
        if completer.model.choice is not provider:
            self._report(completer)

    def _settled(self, answer: Suggestion) -> None:
        with self._wake:
            self._unfinished = None
        self._on_suggestion(answer)

    def _let_it_be_shown(self) -> None:
        """Leave the interpreter to the window's thread for the moment that an answer takes."""
        with self._wake:
            if not (self._wanted() or self._rescoring):
                self._wake.wait(_SHOWING_S)

    def _wanted(self) -> bool:
        waits = self._waiting is not None or self._adjusting is not None
        return waits or self._reopening or self._stopping

    def _rescore(self, asked: Rescoring, answer: Callable[[Rescored], None]) -> bool:
        """Answer, if nothing else is wanted; return whether no more words are to come."""
        with self._wake:
            completer = self._completer
            if completer is None or self._wanted():
                return True
            self._leisurely = True
        try:
            answer(completer.rescore(asked, self._wanted))
        except OvertakenError:
            return True
        except Exception as error:
            # Ended for a key, mostly; a model that has failed fails for that as well, and recovers.
            _log.debug("no order for words: %s", type(error).__name__)
        finally:
            with self._wake:
                self._leisurely = False
                if self._waiting is None:
                    # The search for the rest of an answer was ended for this one.
                    self._waiting, self._unfinished = self._unfinished, None
        return bool(asked.words)

    def _idle(self) -> bool:
        def wanted() -> bool:
            return self._wanted() or self._rescoring is not None

        with self._wake:
            completer = self._completer
            if completer is None or wanted():
                return self._rescoring is not None
            self._leisurely = self._idling = True
        try:
            return completer.idle(wanted, self._settled)
        except Exception as error:
            _log.error("idle work failed: %s", type(error).__name__)
            with self._wake:
                if self._unfinished is not None and self._waiting is None:
                    self._waiting = self._failed = self._unfinished
                self._unfinished = None
            return False
        finally:
            with self._wake:
                self._leisurely = self._idling = False
