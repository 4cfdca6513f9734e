"""Jobs on a thread of their own, one after the other, so that nobody who types waits for them."""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from autotype.logs import describe

_log = logging.getLogger(__name__)
Job = Callable[[], None]


class JobThread:
    """A daemon thread, started with the first job: nothing needs to wait for its end.

    So what a job writes has to be whole or not there at any time.
    """

    def __init__(self, name: str) -> None:
        """Start nothing yet.

        Args:
            name: The thread's, which the log says of a job that fails as well.
        """
        self._name = name
        self._lock = threading.Lock()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def do(self, job: Job) -> None:
        """Have a job done behind those before it; from any thread.

        What it raises is logged without its text, and the jobs behind it are done all the same.
        """
        with self._lock:
            if self._thread is None:
                # A thread that takes too long to stop ends with the queue it has.
                self._jobs = SimpleQueue()
                self._thread = threading.Thread(
                    target=_run, args=(self._name, self._jobs), name=self._name, daemon=True
                )
                self._thread.start()
            self._jobs.put(job)

    def stop(self, seconds: float, last: Job | None = None) -> bool:
        """Do the jobs that wait and end; False if that takes longer.

        Args:
            seconds: How long to wait for it.
            last: What to do before the end, unless there was never anything to do.
        """
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return True
            if last is not None:
                self._jobs.put(last)
            self._jobs.put(None)
        thread.join(seconds)
        return not thread.is_alive()


def _run(name: str, jobs: "SimpleQueue[Job | None]") -> None:
    while (job := jobs.get()) is not None:
        try:
            job()
        except Exception as error:
            # Not its text, which may quote what was typed.
            _log.error("%s: %s", name, describe(error))
