"""Pictures of suggestions in a GTK application, a Qt application and a terminal.

    python -m tests.ibus.pictures FOLDER

With the recommended pack from `AUTOTYPE_HOME`, the real IBus and real keys, like the tests.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autotype import paths
from tests.ibus.desktop import Desktop
from tests.waiting import until

PACK = "smollm2-135m"
TYPED = "Thanks for your email. I'm looking forward to hea"
KINDS = {"gtk": "GTK 3", "qt": "Qt 6", "xterm": "xterm"}


# Draws for applications that cannot, such as terminals; it chooses an input method of its own.
PANEL = "/usr/libexec/ibus-ui-gtk3"


def main() -> int:
    """Take one picture of each application."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    pack = paths.packs() / PACK
    with tempfile.TemporaryDirectory(prefix="at-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "data"
        shutil.copytree(pack, home / "packs" / PACK)
        (home / "settings.toml").write_text(f'pack = "{PACK}"\n')
        (home / "applications.toml").write_text('[applications]\nxterm = "inline"\n')
        desktop = Desktop(Path(folder), home)
        try:
            desktop.begin()
            desktop.start([PANEL])
            time.sleep(2)
            until(desktop.chosen, "the input method")
            desktop.tell(op="wake")
            until(lambda: desktop.health()["engine"]["state"] == "ready", "the engine", 60)  # type: ignore[index]
            for kind in KINDS:
                _take(desktop, kind, out / f"in-{kind}.png")
        finally:
            desktop.end()
    return 0


def _take(desktop: Desktop, kind: str, file: Path) -> None:
    client = desktop.open(kind)
    desktop.type(TYPED)
    time.sleep(2)
    # The whole screen, since IBus's window is one of its own; without the black around.
    command = [sys.executable, "-m", "tests.ibus.grab", str(file)]
    subprocess.run(command, env={**desktop.environment, "QT_QPA_PLATFORM": "xcb"}, check=True)
    desktop.key("ctrl+Right")
    client.expect(TYPED + "ring")
    client.close()
    print(file)


if __name__ == "__main__":
    sys.exit(main())
