"""The `QApplication`, or one sentence in its place where there can be none."""

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from autotype import paths
from autotype.settings import Settings
from autotype.ui.scaling import drop_unusable_sizes
from autotype.ui.speaking import speak
from autotype.ui.theme import apply_theme, follow_system


def application_of(chosen: Settings) -> QApplication:
    """Return the application, made if there is none, in the theme of the settings.

    Where Qt finds no screen that it can use it would abort, with a hint at a library that is
    there: the process ends with a sentence and the exit code 1 in its place.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else _made()
    speak(application, chosen.language)
    application.setApplicationName("autotype")
    application.setApplicationDisplayName("Autotype")
    application.setDesktopFileName("autotype")
    application.setWindowIcon(app_icon())
    apply_theme(application, chosen)
    application.styleHints().colorSchemeChanged.connect(lambda _: follow_system(application))
    return application


def app_icon(name: str = "autotype") -> QIcon:
    """Return one of our icons."""
    return QIcon(str(paths.resources() / "icons" / f"{name}.svg"))


def _made() -> QApplication:
    said: list[str] = []

    def hear(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtFatalMsg:
            said.append(text)
            return
        print(f"autotype: {_why(said)}", file=sys.stderr, flush=True)
        os._exit(1)

    drop_unusable_sizes()  # whoever has where to say it has asked before
    before = qInstallMessageHandler(hear)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)


def _why(said: list[str]) -> str:
    """Return the sentence for what Qt says before it aborts."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY", "")
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    whole = " ".join(said)
    if "could not connect to display" in whole or "wl_display" in whole:
        return (
            f"The screen “{display}” cannot be used; start Autotype in a desktop session, or set "
            "DISPLAY to a screen that this user may use."
        )
    if wanted and "Could not find the Qt platform plugin" in whole:
        return f"Qt knows no platform “{wanted}”; take QT_QPA_PLATFORM out of the environment."
    return (
        "The window's system libraries are missing; install them with "
        "packaging/system_packages.sh, or with the system's own package of Qt 6."
    )
