"""Starting IBus with Autotype in a running session, and letting it go again."""

import contextlib
import os
import subprocess
import time

from autotype.ibus.wire import ENGINE_NAME
from autotype.setup.asking import PATIENCE_S, ask

_PATIENCE_S = 40.0
_PAUSE_S = 0.5


def begin(*, may_start: bool, path: str = "", patience: float = _PATIENCE_S) -> bool:
    """Choose Autotype, and before that start IBus, or start it anew if it does not know Autotype.

    Args:
        may_start: Whether IBus is started here; else the desktop does so.
        path: The folders in which IBus looks for input methods; "" for what the session says.
        patience: Seconds until this is given up.

    Returns:
        Whether Autotype is the input method in use now.
    """
    environment: dict[str, str] = {"IBUS_COMPONENT_PATH": path} if path else {}
    deadline = time.monotonic() + patience
    renewed = False
    while time.monotonic() < deadline:
        engine = ask(["ibus", "engine"], environment)
        if engine == ENGINE_NAME:
            return True
        if not runs():
            if may_start:
                write_cache(path)
                _start(environment, "--daemonize")
        elif not knows(environment):
            if not renewed:
                # It reads its components once, and its cache of them does not notice new folders.
                renewed = True
                write_cache(path)
                if may_start:
                    _start(environment, "--daemonize", "--replace")
                else:
                    ask(["ibus", "restart"], environment)
        else:
            ask(["ibus", "engine", ENGINE_NAME], environment)
        time.sleep(_PAUSE_S)
    return False


def runs() -> bool:
    """Return whether IBus runs."""
    return ask(["ibus", "address"]) not in (None, "", "(null)")


def knows(environment: dict[str, str] | None = None) -> bool:
    """Return whether the IBus that runs knows Autotype."""
    listed = ask(["ibus", "list-engine", "--name-only"], environment) or ""
    return ENGINE_NAME in listed.split()


def choose_other(engine: str, *, ends: bool) -> None:
    """Use another input method, or end IBus if it was us who started it."""
    if ask(["ibus", "engine"]) == ENGINE_NAME:
        if ends:
            ask(["ibus", "exit"])
        elif engine and engine != ENGINE_NAME:
            ask(["ibus", "engine", engine])


def write_cache(path: str = "") -> None:
    """Let IBus read its components anew when it starts the next time."""
    ask(["ibus", "write-cache"], {"IBUS_COMPONENT_PATH": path} if path else {})


def _start(environment: dict[str, str], *options: str) -> None:
    through_x = ["--xim"] if os.environ.get("DISPLAY") else []
    # It keeps what it was given open for as long as it runs, so a pipe would never end.
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.Popen(
            ["ibus-daemon", *through_x, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
            start_new_session=True,
        ).wait(PATIENCE_S)
