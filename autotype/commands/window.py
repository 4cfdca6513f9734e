"""What has to be true before a window can be opened, said in one sentence where it is not."""

import os
import sys

from autotype.errors import AutotypeError


class WindowError(AutotypeError):
    """No window can be opened here."""


def require_window(*, offscreen: bool = False) -> None:
    """Check that Qt can be loaded and that there is a screen; Qt itself would abort.

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
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform != "linux" or has_screen or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not offscreen:
        raise WindowError(
            "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is "
            "set); start Autotype in a desktop session."
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
