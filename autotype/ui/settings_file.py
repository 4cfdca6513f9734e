"""The settings file, opened in a window of its own so that the text being written stays."""

import os
from collections.abc import Callable

from PySide6.QtCore import QProcess

from autotype import paths, settings
from autotype.processes import own_command
from autotype.translation import tr


def open_settings_file(start: Callable[[list[str]], bool] | None = None) -> str:
    """Open the settings file; one that names everything is made where there is none.

    Args:
        start: Starts a command line and returns whether it could; for tests.

    Returns:
        What the user should know about it, in one sentence.
    """
    path = paths.settings_file()
    replaced = ""
    try:
        if not path.exists():
            paths.make_private(path.parent)
        replaced = settings.make_editable(path)
    except OSError as error:
        # What is there is shown at least, and the window says what is the matter.
        if not os.path.lexists(path):
            return tr(
                "The settings file “{path}” cannot be made ({why}).",
                path=path,
                why=error.strerror or error,
            )
    if not (start or _start)(own_command("edit", str(path))):
        return tr("The settings file is “{path}”; no window could be opened for it.", path=path)
    opens = tr(
        "“{path}” opens in a window of its own; what is saved there counts at once.", path=path
    )
    return f"{opens} {replaced}".rstrip()


def _start(command: list[str]) -> bool:
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(command[1:])
    started = process.startDetached()
    return bool(started[0] if isinstance(started, tuple) else started)
