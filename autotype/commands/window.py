"""What has to be true before a window can be opened, said in one sentence where it is not."""

import os
import re
import socket
import struct
import sys
from pathlib import Path

from autotype.errors import AutotypeError

_PATIENCE_S = 3.0
_LOCAL_DISPLAY = re.compile(r"(?:unix)?:(\d{1,5})(?:\.\d+)?")
_HELLO = {
    # The first words of a client without a cookie; a server says yes or no.
    "xcb": struct.pack("<cxHHHHxx", b"l", 11, 0, 0, 0),
    # `wl_display.sync`: object 1, twelve bytes, method 0, and the number of its answer.
    "wayland": struct.pack("<IHHI", 1, 0, 12, 2),
}


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
    if sys.platform != "linux":
        return
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    screens = {"xcb": os.environ.get("DISPLAY"), "wayland": os.environ.get("WAYLAND_DISPLAY")}
    for platform, screen in screens.items():
        if screen and wanted in ("", platform):
            _must_answer(platform, screen)
    if any(screens.values()) or wanted:
        return
    if not offscreen:
        raise WindowError(
            "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is "
            "set); start Autotype in a desktop session."
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _must_answer(platform: str, screen: str) -> None:
    """Refuse a screen of this machine that is there and never answers: Qt would wait for it.

    One that is not there, or says no, is left to Qt.
    """
    for address in _addresses(platform, screen):
        with socket.socket(socket.AF_UNIX) as server:
            server.settimeout(_PATIENCE_S)
            try:
                server.connect(address)
                server.sendall(_HELLO[platform])
                server.recv(1)
            except TimeoutError:
                raise WindowError(
                    f"The screen “{screen}” does not answer; start Autotype in a desktop session."
                ) from None
            except (OSError, ValueError):
                continue
            return


def _addresses(platform: str, screen: str) -> list[str]:
    if platform == "wayland":
        return [str(Path(os.environ.get("XDG_RUNTIME_DIR", "")) / screen)]
    local = _LOCAL_DISPLAY.fullmatch(screen)
    place = f"/tmp/.X11-unix/X{local[1]}" if local else ""  # noqa: S108  # where X servers listen
    return [f"\0{place}", place] if local else []
