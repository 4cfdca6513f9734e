"""What has to be true before a window can be opened, said in one sentence where it is not."""

import os
import re
import socket
import sys

from autotype.errors import AutotypeError

_PATIENCE_S = 3.0
_LOCAL_DISPLAY = re.compile(r"(?:unix)?:(\d{1,5})(?:\.\d+)?")
# The first words of a client without a cookie; a server says yes or no.
_HELLO_X = b"l\0" + (11).to_bytes(2, "little") + bytes(8)


class WindowError(AutotypeError):
    """No window can be opened here."""


def require_window(*, offscreen: bool = False) -> None:
    """Check that Qt can be loaded and that there is a screen; Qt itself would abort, or wait.

    Args:
        offscreen: Whether to do without a screen where there is none.

    Raises:
        WindowError: Qt's system libraries or the screen are missing.
    """
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise WindowError(
            f"The window's system libraries are missing ({error}); install them with "
            "packaging/system_packages.sh, or with the system's own package of Qt 6."
        ) from error
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return
    display = os.environ.get("DISPLAY", "")
    if display:
        _must_answer(display)
    elif not os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        if not offscreen:
            raise WindowError(
                "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is "
                "set); start Autotype in a desktop session."
            )
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _must_answer(display: str) -> None:
    """Refuse a screen of this machine that is there and never answers: Qt would wait for it."""
    local = _LOCAL_DISPLAY.fullmatch(display)
    if local is None:
        return
    place = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108  # where X servers listen
    for address in (f"\0{place}", place):
        with socket.socket(socket.AF_UNIX) as server:
            server.settimeout(_PATIENCE_S)
            try:
                server.connect(address)
                server.sendall(_HELLO_X)
                server.recv(1)
            except TimeoutError:
                raise WindowError(
                    f"The screen “{display}” does not answer; start Autotype in a desktop session."
                ) from None
            except OSError:
                continue
            return
