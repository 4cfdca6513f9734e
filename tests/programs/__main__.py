"""Types into real programs with suggestions, and writes down what became of it.

    python -m tests.programs [NAME ...] [--check CHECK] [--at-once 3] [--write docs/programs.md]

Each program has a screen, a window manager, IBus and a service of its own, so that one that
hangs or dies leaves the others alone. Pictures are kept in build/programs. Ends with 1 if one
that must work does not, or a check failed that is not known to.
"""

import argparse
import contextlib
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from tests.heeding import heed_signals
from tests.make_tiny_pack import make_tiny_pack
from tests.programs import browsers, editors, mail, office, table, terminals, under_gnome
from tests.programs.alone import try_out
from tests.programs.program import Program
from tests.programs.table import Tried

PROGRAMS: dict[str, type[Program]] = {
    "firefox": browsers.Firefox,
    "thunderbird": mail.Thunderbird,
    "chromium": browsers.Chromium,
    "writer": office.Writer,
    "gedit": editors.Gedit,
    "kwrite": editors.KWrite,
    "mousepad": editors.Mousepad,
    "gnome-text-editor": editors.GnomeTextEditor,
    "xfce4-terminal": terminals.Xfce4Terminal,
    "gnome-firefox": under_gnome.GnomeFirefox,
    "gnome-chromium": under_gnome.GnomeChromium,
    "gnome-gedit": under_gnome.GnomeGedit,
    "gnome-own-text-editor": under_gnome.GnomeOwnTextEditor,
}
_LONGEST_S = 600


def main() -> int:
    """Try the programs out; 1 if one does not work that should."""
    parser = argparse.ArgumentParser(prog="python -m tests.programs", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROGRAMS))
    parser.add_argument("--check", action="append", default=[], help="only this one")
    parser.add_argument("--at-once", type=int, default=3, help="how many programs at a time")
    parser.add_argument("--out", type=Path, default=Path("build/programs"))
    parser.add_argument("--write", type=Path, help="put the table into this file")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    unknown = [name for name in args.names if name not in PROGRAMS]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there is {', '.join(PROGRAMS)}")
    if args.write and args.check:
        parser.error("the table is of all checks; leave out --check or --write")
    heed_signals()
    args.out = args.out.resolve()
    pack = args.out / "packs" / "tiny"
    if args.alone:
        (name,) = args.names
        out = args.out / name
        try_out(name, PROGRAMS[name], pack, out, args.check).save(out / "result.json")
        return 0
    shutil.rmtree(pack, ignore_errors=True)
    pack.parent.mkdir(parents=True, exist_ok=True)
    make_tiny_pack(pack)
    started = time.monotonic()
    # The longest ones first.
    with ThreadPoolExecutor(args.at_once) as pool:
        tried = list(
            pool.map(lambda name: _alone(name, args.out, args.check), args.names or PROGRAMS)
        )
    text = table.report(tried, (time.monotonic() - started) / 60)
    print(text)
    if args.write:
        table.write(args.write, text)
    wrong = [one for one in tried if one.failures or (one.must_work and not one.works)]
    for one in wrong:
        print(f"{one.title}: {'; '.join(one.failures) or 'it does not work'}", file=sys.stderr)
    return 1 if wrong else 0


def _alone(name: str, out: Path, only: list[str]) -> Tried:
    """Try a program out in a process of its own, and end that if it takes too long."""
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    checks = [word for check in only for word in ("--check", check)]
    command = [sys.executable, "-m", "tests.programs", name, "--alone", "--out", str(out), *checks]
    process = subprocess.Popen(command)
    try:
        process.wait(_LONGEST_S)
        return Tried.load(folder / "result.json")
    except subprocess.TimeoutExpired:
        why = f"it took longer than {_LONGEST_S} seconds"
    except (OSError, ValueError):
        why = f"the checks ended with {process.returncode}"
    finally:
        _end(process)
    kind = PROGRAMS[name]
    return Tried(name, kind.title, kind.version(), kind.must_work, broken=why)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        # It ends its desktop by itself when it is told as Ctrl+C does.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            for child in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
