"""Where Autotype keeps things. Everything of the user's lives under one folder."""

import os
import stat
import sys
from pathlib import Path

import platformdirs

HOME_VARIABLE = "AUTOTYPE_HOME"


def home() -> Path:
    """Return the folder of all user data; `AUTOTYPE_HOME` moves it whole."""
    moved = os.environ.get(HOME_VARIABLE)
    if moved:
        return Path(moved).expanduser().absolute()
    return platformdirs.user_data_path("autotype", appauthor=False)


def packs() -> Path:
    """Return the folder that holds one folder per installed model pack."""
    return home() / "packs"


def shared_packs() -> list[Path]:
    """Return the folders in which the system's packages put model packs, for all users.

    None where `AUTOTYPE_HOME` is set: then that folder is all there is.
    """
    if os.environ.get(HOME_VARIABLE):
        return []
    listed = platformdirs.site_data_dir("autotype", appauthor=False, multipath=True)
    return [Path(folder) / "packs" for folder in listed.split(os.pathsep)]


def downloads() -> Path:
    """Return the folder of unfinished downloads, kept so that a pull can resume."""
    return home() / "downloads"


def recovery() -> Path:
    """Return the folder of unsaved-text journals (owner only)."""
    return home() / "recovery"


def measured_file() -> Path:
    """Return the file of what packs were measured to do on this machine (JSON)."""
    return home() / "measured.json"


def failures_file() -> Path:
    """Return the file of packs that could not be measured today (JSON)."""
    return home() / "failed.json"


def settings_file() -> Path:
    """Return the settings file (TOML)."""
    return home() / "settings.toml"


def log_file() -> Path:
    """Return the log file; it never holds text that was typed."""
    return home() / "autotype.log"


def rules_file() -> Path:
    """Return the file of rules for other applications (TOML)."""
    return home() / "applications.toml"


def service_log() -> Path:
    """Return the log file of the service; it never holds text that was typed."""
    return home() / "service.log"


def resources() -> Path:
    """Return the folder of shipped resources, in a checkout, a wheel or a frozen bundle."""
    package = Path(__file__).resolve().parent
    candidates = [package / "resources", package.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    return candidates[-1]


def make_private(folder: Path) -> Path:
    """Create `folder` (and its parents) readable by its owner only, and return it.

    One that is there and ours is closed to others, whatever the umask was when it was made;
    not a folder that is meant for everybody, such as the one for temporary files.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "geteuid"):
        found = folder.stat()
        ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
        if ours and found.st_mode & 0o077:
            folder.chmod(0o700)
    return folder
