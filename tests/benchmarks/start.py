"""From starting the editor to the first suggestion: built-in pack, empty home, no network."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from autotype.engine.manifest import MANIFEST
from autotype.packs.installed import shipped_folder

TURNS = 7
_CODE = """
import json, sys, time
import psutil
began = psutil.Process().create_time()
from PySide6.QtCore import QTimer
from autotype import app
from autotype.settings import Settings
chosen = Settings(pack=sys.argv[1], show_at_least=0.0)
application = app.application_of(chosen)
running = app.build(chosen)
running.window.show()
running.window.editor.setFocus()
times = {"window": time.time() - began}
running.window.engine_ready.connect(lambda: times.setdefault("engine", time.time() - began))
running.window.editor.insertPlainText("Thank you very")
def look():
    if running.window.controller.ghost:
        times["suggestion"] = time.time() - began
        application.exit(0)
    elif "engine" in times:
        running.window.controller.press("ask")
timer = QTimer(interval=10)
timer.timeout.connect(look)
timer.start()
QTimer.singleShot(60000, lambda: application.exit(1))
application.exec()
pack = running.window.status.text.split(" · ")[-2]
running.stop()
print(json.dumps(times | {"pack": pack}))
"""


def report() -> str:
    """Return the table as Markdown."""
    packs = ["auto"] if (shipped_folder() / MANIFEST).is_file() else []
    packs.append("smollm2-135m")
    offline = _offline()
    rows = []
    for pack in packs:
        found = [_start(pack, offline) for _ in range(TURNS)]
        title = found[0]["pack"]
        cells = (
            f"{statistics.median(float(each[part]) for each in found):.2f} / "
            f"{max(float(each[part]) for each in found):.2f}"
            for part in ("window", "engine", "suggestion")
        )
        rows.append(f"| {title} | {' | '.join(cells)} |")
    how = "without a network (`unshare -rn`)" if offline else "with the network as it is"
    return "\n".join(
        [
            "## Start",
            "",
            f"Seconds from the start of the process, median / most of {TURNS} starts, {how}; the "
            "built-in pack with an empty home.",
            "",
            "| pack | window | engine | first suggestion |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _offline() -> list[str]:
    """Return the command in front that takes the network away; nothing where that is refused."""
    command = ["unshare", "-rn"]
    if shutil.which(command[0]) is None:
        return []
    works = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    return command if works else []


def _start(pack: str, offline: list[str]) -> dict[str, str | float]:
    with tempfile.TemporaryDirectory() as empty:
        own = {"AUTOTYPE_HOME": empty} if pack == "auto" else {}
        done = subprocess.run(
            [*offline, sys.executable, "-c", _CODE, pack],
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            check=True,
        )
    found: dict[str, str | float] = json.loads(done.stdout.splitlines()[-1])
    return found
