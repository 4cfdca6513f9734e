"""The whole trip with toy models on this machine, in a few minutes.

    python packaging/card/dry_run.py [--keep FOLDER]

The other machine is an empty folder and processes without a network (where `unshare` may be
used). Every call gets what a real one gets: the checkout's tracked and new files and what is
carried, 64 MiB at most; what comes back is held to its limits as well. It ends with a pack made
of the student that came back.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_MIB = 1 << 20
_MOST_THERE, _MOST_FILES, _MOST_FILE = 64 * _MIB, 8, 16 * _MIB
_DEEPEST = 3  # parts of a path: two folders and a file
_LONGEST_COMMAND = 2_000
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")


class OtherMachine:
    """A folder and processes that know nothing of this machine."""

    def __init__(self, place: Path) -> None:
        self._checkout, self._out = place / "checkout", place / "out"
        self._trip, self._home = place / "trip", place / "home"
        self._home.mkdir(parents=True)
        alone = ["unshare", "--user", "--net", "--map-root-user"]
        can = subprocess.run([*alone, "true"], capture_output=True).returncode == 0
        self._alone = alone if can else []
        print("without a network" if can else "unshare may not be used: the network is there")

    def call(self, command: str, carry: Sequence[str] = (), timeout: float = 240) -> Path:
        """Run a command there; return the folder of what came back.

        Raises:
            SystemExit: A limit of such a machine was passed, or the command failed.
        """
        began = time.monotonic()
        if len(command) > _LONGEST_COMMAND:
            raise SystemExit(f"The command is longer than {_LONGEST_COMMAND} characters.")
        sent = self._send(carry)
        shutil.rmtree(self._out, ignore_errors=True)
        self._out.mkdir()
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._home),
            "PYTHON": sys.executable,
            "OUT": str(self._out),
            "TRIP": str(self._trip),
            "DRY": "1",
        }
        done = subprocess.run(
            [*self._alone, "sh", "-c", command],
            cwd=self._checkout, env=environment, timeout=timeout, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"“{command}” ended with {done.returncode}.")
        came = self._check_back()
        spent = time.monotonic() - began
        print(f"== {command}: {sent / _MIB:.1f} MiB sent, {came}, {spent:.0f} s\n", flush=True)
        return self._out

    def _send(self, carry: Sequence[str]) -> int:
        shutil.rmtree(self._checkout, ignore_errors=True)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, check=True,
        ).stdout  # fmt: skip
        files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
        for folder in carry:
            files += [file for file in (ROOT / folder).rglob("*") if file.is_file()]
        sent = 0
        for file in files:
            if not file.is_file():
                continue  # removed, and not committed yet
            target = self._checkout / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
            sent += file.stat().st_size
        if sent > _MOST_THERE:
            raise SystemExit(f"{sent / _MIB:.1f} MiB would be sent at once.")
        return sent

    def _check_back(self) -> str:
        files = [file for file in self._out.rglob("*") if file.is_file()]
        if len(files) > _MOST_FILES:
            raise SystemExit(f"{len(files)} files would come back.")
        for file in files:
            parts = file.relative_to(self._out).parts
            large = file.stat().st_size > _MOST_FILE
            if large or len(parts) > _DEEPEST or not all(map(_PLAIN.fullmatch, parts)):
                raise SystemExit(f"“{file}” would not come back.")
        size = sum(file.stat().st_size for file in files)
        return f"{len(files)} files of {size / _MIB:.2f} MiB came back"


def main() -> int:
    """Make the trip; return the exit code."""
    parser = argparse.ArgumentParser(prog="dry_run.py", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--keep", type=Path, help="where what came back is left")
    parser.add_argument("--seconds", type=int, default=25, help="of the training")
    args = parser.parse_args()
    began = time.monotonic()
    prepared = Path("build") / "card-toy"
    environment = {
        **os.environ,
        "PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "TO": str(prepared),
    }

    def here(*command: object) -> None:
        subprocess.run([*map(str, command)], cwd=ROOT, env=environment, check=True)

    here("packaging/card/prepare.sh", "--toy")
    numbers = sorted(int(folder.name) for folder in (ROOT / prepared / "parcels").iterdir())
    print(f"== prepared: {len(numbers)} parcels, {time.monotonic() - began:.0f} s\n", flush=True)
    with tempfile.TemporaryDirectory() as place:
        there = OtherMachine(Path(place))
        *first, last = [f"{prepared}/parcels/{number}" for number in numbers]
        for parcel in first:
            there.call(f"packaging/card/step1.sh {parcel}", [parcel])
        out = there.call(f"packaging/card/step1.sh {last} && packaging/card/step2.sh", [last])
        kept = args.keep or Path(place) / "kept"
        shutil.copytree(out, kept, dirs_exist_ok=True)
        out = there.call(f"packaging/card/step3.sh {args.seconds}")
        shutil.copytree(out, kept, dirs_exist_ok=True)
        out = there.call("packaging/card/collect.sh")
        here("packaging/card/unpack.sh", out / "bring", kept / "home", prepared / "toy" / "teacher")
    print(f"\n== the whole trip: {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
