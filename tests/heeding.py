"""Signals that programs started by tests must hear, whoever started the tests."""

import signal


def heed_signals() -> None:
    """Let what is started from here hear Ctrl+C and the end of a terminal.

    What a script starts in its background ignores the first, what `nohup` starts the second, and
    so does all that they start.
    """
    for number, handler in (
        (signal.SIGINT, signal.default_int_handler),
        (getattr(signal, "SIGHUP", signal.SIGINT), signal.SIG_DFL),
    ):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
