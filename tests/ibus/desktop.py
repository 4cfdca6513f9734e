"""A desktop for tests: a virtual screen, a window manager, IBus with our input method on it."""

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil

from autotype.processes import own_command
from autotype.service.starting import call
from tests.waiting import until

AnyDesktop = TypeVar("AnyDesktop", bound="Desktop")

HERE = Path(__file__).resolve().parent
# Debian's own, which has GTK; ours has not.
SYSTEM_PYTHON = "/usr/bin/python3"
_OF_ANOTHER_SCREEN = (
    "WAYLAND_DISPLAY",
    "XDG_SESSION_TYPE",
    "QT_QPA_PLATFORM",
    "DBUS_SESSION_BUS_ADDRESS",
)


class Client:
    """An application that is typed into."""

    def __init__(self, desktop: "Desktop", command: list[str], kind: str, file: Path) -> None:
        self._desktop, self._kind = desktop, kind
        title = f"autotype-test-{kind}"
        self._file = file
        self._process = desktop.start(command)
        until(lambda: desktop.find(title), f"the window “{title}”")
        self.window = desktop.find(title)
        self.focus()

    def focus(self) -> None:
        """Give the window the focus, and the input method the time to notice."""
        self._desktop.activate(self.window)
        time.sleep(0.7)

    @property
    def texts(self) -> list[str]:
        """What is in its fields; raw text for a terminal."""
        try:
            raw = self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return [""]
        return list(json.loads(raw)) if raw.startswith("[") else [_as_typed(raw)]

    @property
    def text(self) -> str:
        return self.texts[0]

    @property
    def password(self) -> str:
        return self.texts[2]

    def to_password(self) -> None:
        """Move the focus to the password field."""
        if self._kind == "gtk":
            self._desktop.key("ctrl+Tab", "Tab")
        else:
            # Tab is a character in its text, so the way to the password leads by the mouse.
            words = ("mousemove", "--window", self.window, "300", "282", "click", "1")
            self._desktop.xdotool(*words)
        time.sleep(0.5)

    def expect(self, text: str) -> None:
        """Wait until the first field holds a text."""
        with contextlib.suppress(AssertionError):
            until(lambda: self.text == text, "the text", 5)
        assert self.text == text, f"“{self.text}” in place of “{text}”"

    def close(self) -> None:
        _end(self._process)


class Desktop:
    """The running programs, and the environment that leads to them."""

    programs = ("Xvfb", "setxkbmap", "openbox", "xdotool", "ibus-daemon", "xterm", SYSTEM_PYTHON)
    ibus_options: tuple[str, ...] = ("--xim",)
    screen = "980x720x24"

    def __init__(
        self, folder: Path, home: Path, wrapped: Callable[[list[str]], list[str]] = list
    ) -> None:
        """Make the folders.

        Args:
            folder: For everything; its path must be short, since a socket lies in it.
            home: The user folder.
            wrapped: Returns the command that starts the input method in place of the plain one.
        """
        missing = [name for name in self.programs if shutil.which(name) is None]
        assert not missing, f"{', '.join(missing)} must be there; `make test` installs it"
        self._folder = folder
        self.home = home
        self._wrapped = wrapped
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_SCREEN
        } | {
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "HOME": str(folder / "home"),
            "AUTOTYPE_HOME": str(home),
            "AUTOTYPE_BUILT_IN": str(folder / "no-model"),
            "GSETTINGS_BACKEND": "memory",
            # IBus's own window needs to find keyboards beside ours.
            "IBUS_COMPONENT_PATH": f"{folder / 'component'}:/usr/share/ibus/component",
            "GTK_IM_MODULE": "ibus",
            "QT_IM_MODULE": "ibus",
            "XMODIFIERS": "@im=ibus",
            # As setting up writes it: without, keys may overtake each other where much runs.
            "IBUS_ENABLE_SYNC_MODE": "1",
            "PYTHONPATH": str(HERE.parent.parent),
        }
        for name in ("run", "home", "component"):
            (folder / name).mkdir(mode=0o700)

    def begin(self) -> None:
        """Start everything."""
        self._begin_screen()
        (self._folder / "component" / "autotype.xml").write_text(self._component())
        self.begin_ibus()

    def begin_ibus(self) -> None:
        """Start IBus with our input method."""
        options = ["--cache=none", "--config=disable", "--panel=disable"]
        self.start(["ibus-daemon", *self.ibus_options, *options])
        until(self.chosen, "the input method")

    def _begin_screen(self) -> None:
        reading, writing = os.pipe()
        self.start(
            ["Xvfb", "-noreset", "-displayfd", str(writing), "-screen", "0", self.screen],
            pass_fds=[writing],
        )
        os.close(writing)
        with os.fdopen(reading) as stream:
            self.environment["DISPLAY"] = f":{stream.readline().strip()}"
        # A layout with accents. To a letter that the layout lacks xdotool lends a key for a moment,
        # and a program that is busy reads its press when the key means nothing any more.
        subprocess.run(
            ["setxkbmap", "us", "-variant", "altgr-intl"], env=self.environment, check=True
        )
        # It opens an input method for its own keys, and hangs when that one is killed.
        self.start(["env", "-u", "XMODIFIERS", "openbox"])

    def _component(self) -> str:
        """Return the file that a package installs; here it starts this interpreter."""
        command = own_command("ibus")
        made = subprocess.run(
            [*command, "--xml"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        plain = f"<exec>{shlex.join(command)}</exec>"
        assert plain in made
        return made.replace(plain, f"<exec>{shlex.join(self._wrapped(command))}</exec>")

    def chosen(self) -> bool:
        """Choose our input method; return whether it is the chosen one."""

        def ibus(*words: str) -> str:
            done = subprocess.run(
                ["ibus", *words], env=self.environment, capture_output=True, text=True
            )
            return done.stdout.strip()

        ibus("engine", "autotype")
        return ibus("engine") == "autotype"

    def start(self, command: list[str], **options: object) -> subprocess.Popen[bytes]:
        """Start a program of this desktop."""
        process = subprocess.Popen(  # type: ignore[call-overload]
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
        self._processes.append(process)
        return process  # type: ignore[no-any-return]

    def xdotool(self, *words: str, fails: bool = False) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True
        )
        assert fails or done.returncode == 0, done.stderr
        return done.stdout.strip()

    def find(self, title: str) -> str:
        """Return the window with a title, empty if there is none."""
        found = self.xdotool("search", "--onlyvisible", "--name", title, fails=True)
        return found.split()[0] if found else ""

    def activate(self, window: str) -> None:
        """Give a window the focus."""
        self.xdotool("windowfocus", "--sync", window)

    def type(self, text: str, delay_ms: int = 60) -> None:
        """Type as a person does."""
        self.xdotool("type", "--delay", str(delay_ms), text)

    def key(self, *names: str) -> None:
        """Press keys."""
        self.xdotool("key", *names)

    def open(self, kind: str) -> Client:
        """Open an application: "gtk", "qt" or "xterm"."""
        number = len(self._processes)
        file = self._folder / f"text-{number}"
        if kind == "gtk":
            command = [SYSTEM_PYTHON, str(HERE / "gtk_client.py"), str(file)]
        elif kind == "qt":
            command = [sys.executable, str(HERE / "qt_client.py"), str(file)]
        else:
            script = f"stty raw -echo; tee {file}"
            command = ["xterm", "-T", "autotype-test-xterm", "-e", "sh", "-c", script]
        return Client(self, command, kind, file)

    def processes(self, word: str) -> list[psutil.Process]:
        """Return the programs of this desktop with a word at the end of their command line.

        There may be other desktops, of other tests.
        """
        return [process for process in psutil.process_iter() if self._is_here(process, word)]

    def _is_here(self, process: psutil.Process, word: str) -> bool:
        try:
            if process.cmdline()[-1:] != [word]:
                return False
            return process.environ().get("AUTOTYPE_HOME") == str(self.home)
        except psutil.Error:
            return False

    def health(self) -> dict[str, object]:
        """Return what the service says of itself."""
        with self._as_here():
            return call({"op": "health"}) or {}

    def tell(self, **line: object) -> None:
        """Tell the service something."""
        assert self.ask(**line)

    def ask(self, **line: object) -> dict[str, Any]:
        """Tell the service something; return its answer."""
        with self._as_here():
            return call(dict(line), start=True) or {}

    @contextlib.contextmanager
    def _as_here(self) -> Iterator[None]:
        names = ("XDG_RUNTIME_DIR", "AUTOTYPE_HOME")
        before = {name: os.environ.get(name) for name in names}
        os.environ.update({name: self.environment[name] for name in names})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def end(self) -> None:
        """End everything."""
        with contextlib.suppress(Exception), self._as_here():
            call({"op": "stop"})
        for process in reversed(self._processes):
            _end(process)


@contextlib.contextmanager
def running(kind: type[AnyDesktop], tiny_pack: Path) -> Iterator[AnyDesktop]:
    """Run a desktop with the tiny pack; suggestions are on in its terminal, by a rule."""
    # The path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="at-"))
    home = folder / "data"
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    (home / "applications.toml").write_text('[applications]\nxterm = "inline"\n')
    (home / "settings.toml").write_text("show_at_least = 0.2\n")
    desktop = kind(folder, home)
    try:
        desktop.begin()
        yield desktop
    finally:
        desktop.end()
        shutil.rmtree(folder, ignore_errors=True)


def _as_typed(raw: str) -> str:
    """Return what a terminal would show of raw keys: those that erase do so."""
    text = ""
    for character in raw:
        text = text[:-1] if character in "\x08\x7f" else text + character
    return text


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
