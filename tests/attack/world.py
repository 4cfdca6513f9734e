"""The world that is broken: user folders of its own, and real processes of Autotype in them."""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import psutil

from tests.attack.running import PATIENCE, PYTHON, Done, Process, Warm, read_both
from tests.make_tiny_pack import make_tiny_pack

# As root everything can be read and written, unless these rights are given up.
_ORDINARY = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")


class World:
    """Where everything happens; as a context it is gone in the end, and whoever is left in it."""

    def __init__(self, tiny: Path | None = None) -> None:
        """Make it; `tiny` is a small pack that works, made if None."""
        # A socket's path must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="at-"))
        self.tiny = tiny or make_tiny_pack(self.folder / "tiny", "gpt2", ("q8",))
        self._warm: dict[bool, Warm] = {}
        self._number = 0

    def __enter__(self) -> "World":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for warm in self._warm.values():
            warm.close()
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                process.kill()
        for path in [self.folder, *self.folder.rglob("*")]:
            with contextlib.suppress(OSError):
                if path.is_dir() and not path.is_symlink():
                    path.chmod(0o700)
        shutil.rmtree(self.folder, ignore_errors=True)

    def home(self, *, pack: bool = True, built_in: bool = False) -> "Home":
        """Return a fresh user folder.

        Args:
            pack: Whether the small pack is installed in it.
            built_in: Whether the small pack is the built-in one; otherwise there is none.
        """
        self._number += 1
        place = self.folder / str(self._number)
        (place / "run").mkdir(mode=0o700, parents=True)
        (place / "tmp").mkdir()
        home = Home(self, place, built_in)
        if pack:
            shutil.copytree(self.tiny, home.folder / "packs" / "tiny")
        return home

    def warm(self, *, ordinary: bool = False) -> Warm:
        """Return the process that forks; `ordinary` for one without the rights of root."""
        ordinary = ordinary and os.geteuid() == 0
        if ordinary not in self._warm:
            self._warm[ordinary] = Warm(_ORDINARY if ordinary else ())
        return self._warm[ordinary]

    def processes(self, place: Path | None = None) -> list[psutil.Process]:
        """Return all living processes whose surrounding lies in a folder, by default this one."""
        found, inside = [], f"={place or self.folder}/".encode()
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                surrounding = Path(f"/proc/{process.pid}/environ").read_bytes()
                if inside in surrounding and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found


class Home:
    """One user folder, and what can be run in it."""

    def __init__(self, world: World, place: Path, built_in: bool) -> None:
        """Prepare; nothing is made."""
        self.world = world
        self.place = place
        self.folder = place / "home"
        self.run_folder = place / "run"
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(place),
            "LANG": "C.UTF-8",
            "TMPDIR": str(place / "tmp"),
            "AUTOTYPE_HOME": str(self.folder),
            "AUTOTYPE_BUILT_IN": str(world.tiny if built_in else place / "no-model"),
            "XDG_RUNTIME_DIR": str(self.run_folder),
            "QT_QPA_PLATFORM": "offscreen",
            "ORT_DISABLE_TELEMETRY": "1",
        }

    def start(
        self, *arguments: str, ordinary: bool = False, umask: int = 0o022, **more: str
    ) -> Process:
        """Start a forked `autotype`; `more` is added to its surrounding."""
        warm = self.world.warm(ordinary=ordinary)
        return warm.start(arguments, self.environment | more, umask)

    def run(
        self,
        *arguments: str,
        given: bytes = b"",
        ordinary: bool = False,
        seconds: float = PATIENCE,
        **more: str,
    ) -> Done:
        """Run a forked `autotype` to its end."""
        process = self.start(*arguments, ordinary=ordinary, **more)
        # Who answers while it is still being told something must be heard meanwhile.
        writer = threading.Thread(target=process.give, args=(given,), daemon=True)
        writer.start()
        out, err = read_both(process, time.monotonic() + seconds)
        code = process.wait(1 if out is None else 10)
        writer.join()
        process.close()
        return Done(None if out is None else code, out or b"", err)

    def command(self, *arguments: str, **more: str) -> tuple[list[str], dict[str, str]]:
        """Return command line and surrounding of a fresh interpreter."""
        return [PYTHON, "-m", "autotype", *arguments], self.environment | more


@contextlib.contextmanager
def driven(home: Home, *arguments: str, **more: object) -> Iterator[Process]:
    """The real editor, off the screen, that does what it is told; see `driven.py`."""
    process = home.start("driven", *arguments, **more)  # type: ignore[arg-type]
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
        process.close()
