"""The engine's process: requests on standard input, answers on standard output.

The service starts it, ends it when nobody types, and kills it when it hangs. It is a worker
as in the editor, only that its callables write lines. It ends with its standard input.
"""

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from autotype import paths, settings
from autotype.engine.completer import Completer
from autotype.engine.worker import Worker
from autotype.learning.learner import reader
from autotype.learning.store import Store
from autotype.service.messages import answer_object, parse_object, read_request, to_line
from autotype.text.engine_status import EngineStatus
from autotype.text.suggestion import Suggestion

# When memory runs out, this is what the machine can best do without.
_OOM_SCORE = "600"


def run_engine(commands: BinaryIO, answers: BinaryIO) -> int:
    """Do what the lines say until they end; return the exit code.

    Args:
        commands: Objects with `do`: `ask` (a request with its `revision`), `cancel`,
            `give_up` (end the pass that is running), `swap` (look for a better pack) and
            `reopen` (the settings have changed).
        answers: Gets objects with `say`: `answer` (with the `revision` that it is for) and
            `status`.
    """
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")
    lock = threading.Lock()

    def write(line: dict[str, object]) -> None:
        with lock, contextlib.suppress(OSError):  # the service is gone, and the input will end
            answers.write(to_line(line))
            answers.flush()

    def on_suggestion(answer: Suggestion) -> None:
        said = {"say": "answer", "revision": answer.request.revision}
        write(said | answer_object(None, answer))

    def on_status(status: EngineStatus) -> None:
        write(
            {
                "say": "status",
                "state": status.state.value,
                "pack": status.pack,
                "provider": status.provider,
                "message": status.message,
                "gate": status.gate,
            }
        )

    worker = Worker(_open_engine, on_suggestion, on_status)
    worker.start()
    try:
        for line in commands:
            data = parse_object(line)
            match data["do"]:
                case "ask":
                    worker.submit(read_request(data, data["revision"]))
                case "cancel":
                    worker.cancel()
                case "give_up":
                    worker.give_up()
                case "swap":
                    worker.swap()
                case "reopen":
                    worker.reopen()
    finally:
        ended = worker.stop()
    if not ended:
        # A thread that is stuck in a driver would abort the process a moment later.
        os._exit(1)
    return 0


def main() -> int:
    """Run with the standard streams; whatever else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return run_engine(sys.stdin.buffer, answers)


def _open_engine() -> Completer:
    from autotype.opening import open_chosen

    chosen, _ = settings.load(paths.settings_file())
    evidence = reader(Store(paths.learned()), learned=chosen.learning)
    return open_chosen(chosen, evidence)
