"""Starting with the desktop: an entry in the user's autostart folder."""

import os
import shlex
from pathlib import Path

from autotype.errors import AutotypeError
from autotype.processes import own_command
from autotype.text.replacing import replace_file
from autotype.translation import tr


class AutostartError(AutotypeError):
    """The entry cannot be written or removed."""


def entry_file() -> Path:
    """Return where the entry is or would be."""
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config) / "autostart" / "autotype.desktop"


def starts_with_desktop() -> bool:
    """Return whether the assistant starts with the desktop."""
    return entry_file().is_file()


def set_autostart(wanted: bool) -> None:
    """Let the assistant start with the desktop, or not.

    Raises:
        AutostartError: The entry cannot be written or removed.
    """
    path = entry_file()
    command = shlex.join(own_command("assistant", "--hidden"))
    try:
        if not wanted:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            "[Desktop Entry]",
            "Type=Application",
            "Version=1.1",
            "Name=Autotype",
            "Comment=Private predictive text in every application",
            # Without the program, as after its removal, the entry is passed over.
            f"TryExec={own_command()[0]}",
            f"Exec={command}",
            "Icon=autotype",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        ]
        replace_file(path, ("\n".join(lines) + "\n").encode("utf-8"))
    except OSError as error:
        raise AutostartError(
            tr("“{path}” cannot be changed ({why}).", path=path, why=error.strerror)
        ) from error
