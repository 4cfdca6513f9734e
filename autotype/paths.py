"""Where Autotype keeps things. Everything of the user's lives under one folder."""

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path

import platformdirs

from autotype.errors import AutotypeError

HOME_VARIABLE = "AUTOTYPE_HOME"


class HomeError(AutotypeError):
    """`AUTOTYPE_HOME` names no folder."""


def home() -> Path:
    """Return the folder of all user data; `AUTOTYPE_HOME` moves it whole.

    Raises:
        HomeError: `AUTOTYPE_HOME` leads nowhere.
    """
    moved = os.environ.get(HOME_VARIABLE)
    if not moved:
        return platformdirs.user_data_path("autotype", appauthor=False).absolute()
    try:
        return Path(moved).expanduser().absolute()
    except (OSError, RuntimeError) as error:
        # The current folder is gone, or a user is named who does not exist.
        why = error.strerror if isinstance(error, OSError) else error
        raise HomeError(
            f"The folder “{moved}”, which {HOME_VARIABLE} names, cannot be found ({why}); "
            "give it from the root on."
        ) from error


def settle_home() -> None:
    """Make a relative `AUTOTYPE_HOME` absolute, for us and for every process that we start."""
    if os.environ.get(HOME_VARIABLE):
        os.environ[HOME_VARIABLE] = str(home())


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


def tuning() -> Path:
    """Return the folder of a tuning that is under way; it holds the user's text, owner only."""
    return home() / "tuning"


def everyday_text() -> Path:
    """Return the folder of what models have written themselves, to be read beside own text."""
    return home() / "everyday-text"


def tuning_environment() -> Path:
    """Return the folder of the Python environment that tunings run in, where one was made."""
    return home() / "tuning-environment"


def sources() -> Path:
    """Return the folder that holds our own modules as files, for another Python to run."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "sources" if frozen else Path(__file__).resolve().parent.parent


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


def recent_file() -> Path:
    """Return the file that names the documents that were open last (JSON)."""
    return home() / "recent.json"


def sessions() -> Path:
    """Return the folder of what was open in each window (owner only)."""
    return home() / "sessions"


def hints_file() -> Path:
    """Return the file of what need not be explained any more (JSON)."""
    return home() / "hints.json"


def log_file() -> Path:
    """Return the log file; it never holds text that was typed."""
    return home() / "autotype.log"


def numbers_file() -> Path:
    """Return the file of what became of suggestions (SQLite): counters, never a text."""
    return home() / "numbers.sqlite"


def learned() -> Path:
    """Return the folder of what was learned of the user's writing (owner only)."""
    return home() / "learned"


def rules_file() -> Path:
    """Return the file of rules for other applications (TOML)."""
    return home() / "applications.toml"


def switched_file() -> Path:
    """Return the file of applications that showed ghosts wrongly and get them elsewhere (TOML)."""
    return home() / "switched.toml"


def own_words_file() -> Path:
    """Return the file of words that the user has added to the dictionary (text, one a line)."""
    return home() / "words.txt"


def dictionaries() -> Path:
    """Return the folder for spelling dictionaries of the user's own."""
    return home() / "dictionaries"


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
    """Create a folder and what is above it, readable by its owner only, and return it.

    Of folders that are there already, those in the folder of user data and that folder itself
    are closed to others where they are ours. Raises `OSError`.
    """
    top = home()
    ours = folder == top or top in folder.parents
    chain = [place for place in (folder, *folder.parents) if place == top or top in place.parents]
    for place in reversed(chain if ours else [folder]):
        made = not place.is_dir()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if ours and hasattr(os, "getuid"):
            _close_to_others(place, made)
    return folder


def _close_to_others(folder: Path, made: bool) -> None:
    found = folder.stat()
    # A folder for everybody's use, such as /tmp, is not ours to close, nor is a whole home.
    shared = found.st_mode & stat.S_ISVTX or folder in (Path.home(), *Path.home().parents)
    if found.st_uid == os.getuid() and (made or (found.st_mode & 0o077 and not shared)):
        with contextlib.suppress(PermissionError):
            folder.chmod(0o700)


def why_unusable(folder: Path) -> str:
    """Return why nothing can be kept in a folder, in a few words; empty if something can."""
    try:
        make_private(folder)
        handle, name = tempfile.mkstemp(prefix=".autotype-", suffix=".tmp", dir=folder)
        try:
            os.write(handle, bytes(4096))
        finally:
            os.close(handle)
            Path(name).unlink()
    except FileExistsError:
        return "it is not a folder"
    except OSError as error:
        return error.strerror or str(error)
    return ""
