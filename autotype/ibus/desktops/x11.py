"""X11: the class of the window that has the focus."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_DEEPEST = 8


class X11:
    """Asks the X server, on a thread of its own."""

    def __init__(self) -> None:
        """Connect when asked for the first time."""
        self._pool = ThreadPoolExecutor(1, "autotype-windows")
        self._display: Any = None
        self._usable = bool(os.environ.get("DISPLAY"))

    async def names(self) -> tuple[str, ...]:
        """Return the class and the instance of the window with the focus, if there is one."""
        if not self._usable:
            return ()
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._look)

    def close(self) -> None:
        """Ask no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> tuple[str, ...]:
        from Xlib import X, display, error

        try:
            if self._display is None:
                self._display = display.Display()
            window = self._display.get_input_focus().focus
            for _ in range(_DEEPEST):
                if window in (X.NONE, X.PointerRoot):
                    return ()
                found = window.get_wm_class()
                if found:
                    return tuple(dict.fromkeys(reversed(found)))
                window = window.query_tree().parent
        except (error.XError, error.DisplayError, error.ConnectionClosedError, OSError):
            self._usable = self._display is not None
        return ()
