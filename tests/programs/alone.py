"""One program on a desktop of its own: what becomes of each check."""

import shutil
import tempfile
import time
import traceback
from pathlib import Path

from tests.ibus.desktop import running
from tests.programs import field_checks, typing_checks, weather_checks
from tests.programs.program import Program
from tests.programs.table import Outcome, Tried
from tests.programs.trial import Trial

_CHECKS = typing_checks.CHECKS | field_checks.CHECKS | weather_checks.CHECKS


def try_out(name: str, kind: type[Program], pack: Path, out: Path, only: list[str]) -> Tried:
    """Try a program out; what goes wrong is part of what is returned.

    Args:
        name: Its name on the command line.
        kind: What is tried.
        pack: A pack for suggestions.
        out: An empty folder for pictures and for what the program says.
        only: Which checks to run; all if empty.
    """
    tried = Tried(name, kind.title, kind.version(), kind.must_work, known=dict(kind.known))
    if not tried.version:
        tried.broken = f"the package {kind.package} is not installed"
        return tried
    # What programs keep must not lie deep: some have sockets there.
    folder = Path(tempfile.mkdtemp(prefix="at-p-"))
    try:
        with running(kind.desktop_kind, pack) as desktop:
            # A pack of a few hundred kilobytes knows little, and suggestions come all the same.
            program = kind(desktop, folder / "profile")
            try:
                _run(program, tried, out, only)
            finally:
                program.close()
    except Exception as error:
        (out / "error.txt").write_text(traceback.format_exc())
        tried.broken = _sentence(error)
    finally:
        for log in folder.glob("*.log"):
            shutil.copy(log, out)
        shutil.rmtree(folder, ignore_errors=True)
    return tried


def _run(program: Program, tried: Tried, out: Path, only: list[str]) -> None:
    trial = Trial(program, out)
    try:
        program.open()
    except AssertionError:
        program.desktop.screenshot(out / "not-ready.png")
        raise
    for check in program.checks:
        if only and check not in only:
            continue
        began = time.monotonic()
        try:
            outcome = Outcome(True, trial.run(check, _CHECKS[check]))
        except Exception as error:
            with (out / "error.txt").open("a") as file:
                file.write(f"{check}\n{traceback.format_exc()}\n")
            outcome = Outcome(False, _sentence(error))
        tried.outcomes[check] = outcome
        word = "ok" if outcome.ok else "NO"
        took = time.monotonic() - began
        print(f"{program.title:22} {check:15} {word} {took:5.1f} s  {outcome.said}", flush=True)
    tried.how = trial.how or ("off" if "off" in program.checks else "")


def _sentence(error: Exception) -> str:
    return str(error).split("\n")[0] or type(error).__name__
