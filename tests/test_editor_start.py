"""Whatever it finds, a start ends with a window or with one sentence: real processes."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

# What the platform without a screen says of itself.
PLATFORM = "This plugin does not support"
ROOT = Path(__file__).resolve().parent.parent
DEEP = "a = " + "[" * 100_000
MANY_DIGITS = "font_size = " + "9" * 5000
NO_LOG = "The log “{home}/autotype.log” cannot be written ("
NOTHING_KEPT = "Nothing can be kept in “{home}” ("
# Permissions do not bind an administrator who keeps these rights.
WITHOUT = "-dac_override,-dac_read_search"
AS_ANYBODY = (
    ("setpriv", "--bounding-set", WITHOUT, "--inh-caps", WITHOUT) if os.geteuid() == 0 else ()
)
CAN_MOUNT = subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0


@dataclass(frozen=True)
class Case:
    """A start.

    Attributes:
        prepare: Gets a folder, in which “home” is the user folder.
        start: What the window says about the start; None if it must say nothing.
        document: The same about the document.
        sentence: What is said in place of a window.
        arguments: Of the command line; “{folder}” is the folder.
        environment: More variables; the same goes for it.
        before: A shell line to run first, in a name space of its own.
    """

    prepare: Callable[[Path], object] = lambda _: None
    start: str | None = None
    document: str | None = None
    sentence: str | None = None
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    before: str = ""


def made(name: str, how: Callable[[Path], object]) -> Callable[[Path], object]:
    """Make something inside the user folder."""

    def prepare(folder: Path) -> None:
        (folder / "home").mkdir()
        how(folder / "home" / name)

    return prepare


def closed(path: Path, mode: int = 0) -> None:
    path.mkdir(parents=True)
    path.chmod(mode)


def loop(path: Path) -> None:
    path.symlink_to(path)


def large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(300 << 20)


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content)


def closed_file(path: Path) -> None:
    path.touch(mode=0)


def silent_screen(address: str) -> None:
    """A server that lets everybody in and says nothing; the fixture closes it."""
    screen = socket.socket(socket.AF_UNIX)
    screen.bind(address)
    screen.listen()
    SCREENS.append(screen)


SCREENS: list[socket.socket] = []
SILENT = 40_000 + os.getpid() % 10_000
WITH_A_PACK = {"AUTOTYPE_BUILT_IN": "{pack}"}
ON_A_SCREEN = {"QT_QPA_PLATFORM": "xcb"}
CASES = {
    "everything is fine": Case(),
    "home is a file": Case(lambda f: (f / "home").touch(), NOTHING_KEPT),
    "home is a pipe": Case(lambda f: os.mkfifo(f / "home"), NOTHING_KEPT),
    "home is a link to itself": Case(lambda f: loop(f / "home"), NOTHING_KEPT),
    "home is unreadable": Case(lambda f: closed(f / "home"), NOTHING_KEPT),
    "home is read-only": Case(lambda f: closed(f / "home", 0o500), NOTHING_KEPT),
    "home is below a read-only folder": Case(
        lambda f: closed(f / "above", 0o500),
        "Nothing can be kept in “{folder}/above/home” (",
        environment={"AUTOTYPE_HOME": "{folder}/above/home"},
    ),
    "home is below an unreadable folder": Case(
        lambda f: closed(f / "above"),
        "Nothing can be kept in “{folder}/above/home” (",
        environment={"AUTOTYPE_HOME": "{folder}/above/home"},
    ),
    "home is below a file": Case(
        lambda f: (f / "above").touch(),
        "Nothing can be kept in “{folder}/above/home” (",
        environment={"AUTOTYPE_HOME": "{folder}/above/home"},
    ),
    "home is relative": Case(environment={"AUTOTYPE_HOME": "home"}),
    "home is empty": Case(
        environment={"AUTOTYPE_HOME": "", "XDG_DATA_HOME": "{folder}"},
    ),
    "home belongs to nobody": Case(
        sentence="which AUTOTYPE_HOME names, cannot be found",
        environment={"AUTOTYPE_HOME": "~nobody-of-that-name/x"},
    ),
    "no room at all": Case(start=NOTHING_KEPT, before="ulimit -f 0"),
    "the log is a pipe": Case(made("autotype.log", os.mkfifo), "autotype.log” cannot be written"),
    "the log is a folder": Case(
        made("autotype.log", Path.mkdir), "autotype.log” cannot be written"
    ),
    "the log is closed": Case(made("autotype.log", closed_file), "autotype.log” cannot be written"),
    "recovery is a file": Case(made("recovery", Path.touch), "Unsaved text cannot be kept in"),
    "recovery is a pipe": Case(made("recovery", os.mkfifo), "Unsaved text cannot be kept in"),
    "recovery is unreadable": Case(made("recovery", closed), "Unsaved text cannot be kept in"),
    "recovery is read-only": Case(
        made("recovery", lambda path: closed(path, 0o500)), "Unsaved text cannot be kept in"
    ),
    "packs is a file": Case(made("packs", Path.touch)),
    "packs is a pipe": Case(made("packs", os.mkfifo)),
    "packs is unreadable": Case(made("packs", closed)),
    "measured is nested deep": Case(
        made("measured.json", text("[" * 100_000)), environment=WITH_A_PACK
    ),
    "measured is a long number": Case(
        made("measured.json", text("9" * 5000)), environment=WITH_A_PACK
    ),
    "measured is a folder": Case(made("measured.json", Path.mkdir), environment=WITH_A_PACK),
    "a manifest is nested deep": Case(
        lambda f: ((f / "pack").mkdir(), (f / "pack" / "manifest.json").write_text("[" * 100_000)),
        environment={"AUTOTYPE_BUILT_IN": "{folder}/pack"},
    ),
    "settings are nested deep": Case(made("settings.toml", text(DEEP)), "Line 1 of the settings"),
    "settings have a long number": Case(made("settings.toml", text(MANY_DIGITS)), "Line 1 of"),
    "settings are a pipe": Case(made("settings.toml", os.mkfifo), "cannot be read (it is a"),
    "settings are a folder": Case(made("settings.toml", Path.mkdir), "cannot be read (it is a"),
    "settings are a link to themselves": Case(made("settings.toml", loop), "cannot be read ("),
    "settings are closed": Case(made("settings.toml", closed_file), "cannot be read (Perm"),
    "settings are large": Case(made("settings.toml", large), "it is larger than"),
    "settings have a wrong name": Case(
        made("settings.toml", text("font_sice = 3")), "did you mean “font_size”?"
    ),
    "a new document": Case(arguments=("{folder}/new.txt",)),
    "a document in no folder": Case(arguments=("{folder}/nowhere/new.txt",)),
    "a document that nobody may look at": Case(
        lambda f: closed(f / "private"),
        document="“{folder}/private/notes.txt” cannot be opened (Permission denied).",
        arguments=("{folder}/private/notes.txt",),
    ),
    "the same with edit": Case(
        lambda f: closed(f / "private"),
        document="cannot be opened (Permission denied).",
        arguments=("edit", "{folder}/private/notes.txt"),
    ),
    "a name that is too long": Case(
        document="cannot be opened (File name too long).", arguments=("x" * 300 + ".txt",)
    ),
    "a document that is a folder": Case(document="is a folder", arguments=("{folder}",)),
    "a document that is a pipe": Case(
        lambda f: os.mkfifo(f / "pipe"),
        document="is a socket, a pipe",
        arguments=("{folder}/pipe",),
    ),
    "a document that is a device": Case(document="or a device", arguments=("/dev/zero",)),
    "a document that is a link to itself": Case(
        lambda f: loop(f / "loop"), document="cannot be opened", arguments=("{folder}/loop",)
    ),
    "a document below a file": Case(
        lambda f: (f / "file").touch(),
        document="cannot be opened (Not a directory)",
        arguments=("{folder}/file/new.txt",),
    ),
    "a screen that is not there": Case(
        sentence="The screen “:39999” cannot be used",
        environment={"QT_QPA_PLATFORM": "", "DISPLAY": ":39999"},
    ),
    "a screen that is not there, for the assistant": Case(
        sentence="The screen “:39999” cannot be used",
        arguments=("assistant",),
        environment={"QT_QPA_PLATFORM": "", "DISPLAY": ":39999"},
    ),
    "a screen that says nothing": Case(
        lambda _: silent_screen(f"\0/tmp/.X11-unix/X{SILENT}"),
        sentence=f"The screen “:{SILENT}” does not answer",
        environment=ON_A_SCREEN | {"DISPLAY": f":{SILENT}"},
    ),
    "a screen of Wayland that says nothing": Case(
        lambda f: silent_screen(str(f / "run" / "wayland-7")),
        sentence="The screen “wayland-7” does not answer",
        environment={"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-7"},
    ),
    "a size of the screen that is none": Case(
        start="QT_SCALE_FACTOR is “nan”, which is no size",
        environment={"QT_SCALE_FACTOR": "nan"},
    ),
    "a size of the screen that is nothing": Case(
        start="QT_SCREEN_SCALE_FACTORS is “eDP-1=2;0”, which is no size",
        environment={"QT_SCREEN_SCALE_FACTORS": "eDP-1=2;0"},
    ),
    "letters of a million dots": Case(
        start="QT_FONT_DPI is “1000000”", environment={"QT_FONT_DPI": "1000000"}
    ),
    "the assistant with a size that is none": Case(
        arguments=("assistant",), environment={"QT_SCALE_FACTOR": "0"}
    ),
    "a platform that Qt does not know": Case(
        sentence="Qt knows no platform “nonsense”", environment={"QT_QPA_PLATFORM": "nonsense"}
    ),
    "the assistant": Case(arguments=("assistant",)),
    "the assistant without a home": Case(
        lambda f: (f / "home").touch(), "Nothing can be kept", arguments=("assistant",)
    ),
    "the assistant with a damaged rule": Case(
        made("applications.toml", text('[applications]\nslack = "of')),
        "Line 2 of “applications.toml”",
        arguments=("assistant",),
    ),
    "the assistant with rules that are a pipe": Case(
        made("applications.toml", os.mkfifo), "cannot be read", arguments=("assistant",)
    ),
}
if CAN_MOUNT:
    CASES |= {
        "the disk is full": Case(
            lambda f: (f / "home").mkdir(),
            NOTHING_KEPT,
            before='mount -t tmpfs -o size=16k none "$AUTOTYPE_HOME"; '
            '(cat /dev/zero > "$AUTOTYPE_HOME/x" || true) 2> /dev/null',
        ),
        "the disk is read-only": Case(
            lambda f: (f / "home").mkdir(),
            NOTHING_KEPT,
            before='mount -t tmpfs none "$AUTOTYPE_HOME"; mount -o remount,ro "$AUTOTYPE_HOME"',
        ),
    }


def begin(case: Case, folder: Path, pack: Path) -> subprocess.CompletedProcess[str]:
    names = {"folder": str(folder), "home": str(folder / "home"), "pack": str(pack)}
    run = folder / "run"
    run.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "AUTOTYPE_HOME": names["home"],
        "AUTOTYPE_BUILT_IN": str(folder / "no-model"),
        "XDG_RUNTIME_DIR": str(run),
        **{name: value.format(**names) for name, value in case.environment.items()},
    }
    environment = {name: value for name, value in environment.items() if value or "HOME" in name}
    case.prepare(folder)
    arguments = [argument.format(**names) for argument in case.arguments]
    command = [sys.executable, "-m", "tests.started", *arguments]
    if case.before:
        space = ["unshare", "-rm"] if "mount" in case.before else []
        command = [*space, "sh", "-c", f'{case.before}; exec "$@"', "sh", *command]
    else:
        command = [*AS_ANYBODY, *command]
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", "It neither shows a window nor ends.")


@pytest.fixture(scope="module")
def outcomes(
    tmp_path_factory: pytest.TempPathFactory, tiny_pack: Path
) -> Iterator[dict[str, tuple[subprocess.CompletedProcess[str], Path]]]:
    """All starts, some at a time: each spends half of it waiting."""
    folders = {name: tmp_path_factory.mktemp("start") for name in CASES}
    with ThreadPoolExecutor(3) as pool:
        done = {
            name: pool.submit(begin, case, folders[name], tiny_pack) for name, case in CASES.items()
        }
        yield {name: (ended.result(), folders[name]) for name, ended in done.items()}
    for screen in SCREENS:
        screen.close()
    for folder in folders.values():
        for place in ("home", "private", "above", "home/packs", "home/recovery"):
            if (folder / place).is_dir():
                (folder / place).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("name", CASES)
def test_a_window_or_a_sentence(
    outcomes: dict[str, tuple[subprocess.CompletedProcess[str], Path]], name: str
) -> None:
    case, (done, folder) = CASES[name], outcomes[name]
    names = {"folder": str(folder), "home": str(folder / "home")}
    assert "Traceback" not in done.stderr
    if case.sentence is not None:
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.startswith("autotype: ")
        assert case.sentence in done.stderr
        assert done.stderr.count("\n") == 1
        return
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith(PLATFORM)]
    assert said == []
    shown = json.loads(done.stdout)
    for said, wanted in ((shown["start"], case.start), (shown["document"], case.document)):
        if wanted is None:
            assert said == ""
        else:
            assert wanted.format(**names) in said


def test_a_relative_home_is_resolved_where_the_program_was_started(
    outcomes: dict[str, tuple[subprocess.CompletedProcess[str], Path]],
) -> None:
    _, folder = outcomes["home is relative"]
    assert (folder / "home" / "recovery").is_dir()
    assert (folder / "home").stat().st_mode & 0o777 == 0o700
