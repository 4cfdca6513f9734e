"""`python -m autotype`, and the command `autotype`."""

import signal
import sys

# Ctrl+C ends the process at once and without a traceback until a command listens itself. An
# exception would be: it may come in the middle of an import, which turns it into another one.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> int:
    """Run `autotype`; return the exit code."""
    from autotype.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
