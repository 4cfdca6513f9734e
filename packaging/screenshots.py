"""Takes the README's pictures from the real app on a virtual screen.

    make screenshots

Needs Xvfb, openbox (optional), xdotool and ImageMagick's `import`. The text is typed key
by key, and the picture is taken when the ghost text is there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "resources" / "screenshots"
TEXT = {
    "light": "Hi Anna,\n\nThanks for your email. I will get back to you as soon as",
    "dark": "Dear Ms Keller,\n\nThank you very much for your offer. I'm looking forward to hea",
}


@contextmanager
def screen(number: int) -> Iterator[dict[str, str]]:
    """Start a virtual screen; yield the environment that leads to it."""
    display = f":{number}"
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", "980x720x24"], stderr=subprocess.DEVNULL
    )
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    environment["DISPLAY"] = display
    time.sleep(1)
    manager = None
    if shutil.which("openbox"):
        manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
    try:
        yield environment
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait()


def picture(theme: str, text: str, environment: dict[str, str]) -> Path:
    """Type a text into the app in one theme and take a picture of its window."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        packs = Path(os.environ["AUTOTYPE_HOME"]) / "packs"
        (home / "packs").symlink_to(packs, target_is_directory=True)
        app = subprocess.Popen(
            [sys.executable, "-m", "autotype", "edit", "--theme", theme],
            env=environment | {"AUTOTYPE_HOME": str(home)},
            cwd=ROOT,
        )
        try:
            time.sleep(5)
            for line in text.splitlines():
                if line:
                    command = ["xdotool", "type", "--delay", "60", line]
                    subprocess.run(command, env=environment, check=True)
                if line is not text.splitlines()[-1]:
                    subprocess.run(["xdotool", "key", "Return"], env=environment, check=True)
            time.sleep(1.5)
            window = subprocess.run(
                ["xdotool", "getactivewindow"],
                env=environment,
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
            target = OUT / f"{theme}.png"
            subprocess.run(["import", "-window", window, target], env=environment, check=True)
            return target
        finally:
            app.terminate()
            app.wait(20)


def main() -> int:
    """Take all pictures."""
    missing = [tool for tool in ("Xvfb", "xdotool", "import") if not shutil.which(tool)]
    if missing:
        print(f"Pictures need {', '.join(missing)}; install xvfb, xdotool and imagemagick.")
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with screen(57) as environment:
        for theme, text in TEXT.items():
            print(picture(theme, text, environment))
    return 0


if __name__ == "__main__":
    sys.exit(main())
