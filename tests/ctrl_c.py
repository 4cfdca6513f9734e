"""Ctrl+C for programs that tests start."""

import signal


def heed_ctrl_c() -> None:
    """Let what is started from here hear Ctrl+C.

    What a script starts in its background ignores it, and so does all that it starts.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
