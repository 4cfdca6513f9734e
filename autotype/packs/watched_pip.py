"""`python -m autotype.packs.watched_pip ...`: pip, which ends with the process that started it.

That one holds the other end of our input and never writes to it. So it is closed when that
process ends, however it does: by a signal that nobody can catch, too, and on every system.
"""

import importlib
import os
import sys
import threading
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run pip with some arguments; return its exit code."""
    threading.Thread(target=_end_with_the_input, daemon=True).start()
    try:
        pip = importlib.import_module("pip._internal.cli.main")
    except ImportError as error:
        if error.name != "pip":
            raise
        print("No module named pip", file=sys.stderr)
        return 1
    return int(pip.main(list(arguments)))


def _end_with_the_input() -> None:
    while os.read(0, 1024):
        pass
    # In the middle of whatever it does; what it has half done is swept away by the next pull.
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
