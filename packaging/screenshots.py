"""Takes the README's pictures from the real app on a virtual screen.

    make screenshots

Needs Xvfb, xdotool, openbox and ImageMagick's `import`. The text is typed key by key, as a
person would; the picture is taken when suggestions are there: in one a ghost text and the words
below the line, in the other what a take has left, the soft space among it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "resources" / "screenshots"
TOOLS = ("Xvfb", "openbox", "xdotool", "import")
TEXT = {
    "light": """Hi Anna,

The new draft reads well. Could we talk about it tomorrow? If you have any questions, please \
do not""",
    "dark": """Dear Ms Keller,

Thank you very much for your offer and for the samples that came with it. We would like to \
meet you next week. I'm looking forward to hea""",
}
TAKES = ("dark",)
SIZE = ("900", "360")


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Start a virtual screen with a window manager; yield the environment that leads to it."""
    with ExitStack() as stack:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "980x720x24"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(stop, server)
        os.close(writing)
        with os.fdopen(reading) as stream:
            number = stream.readline().strip()
        if not number:
            sys.exit("Xvfb did not start.")
        environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
        environment["DISPLAY"] = f":{number}"
        manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
        stack.callback(stop, manager)
        yield environment


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started here."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def picture(theme: str, text: str, environment: dict[str, str]) -> Path:
    """Type a text into the app in one theme and take a picture of its window."""

    def xdotool(*words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.stdout.strip()

    packs = Path(os.environ["AUTOTYPE_HOME"]) / "packs"
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        (Path(folder) / "packs").symlink_to(packs, target_is_directory=True)
        app = subprocess.Popen(
            [sys.executable, "-m", "autotype", "edit", "--theme", theme],
            env=environment | {"AUTOTYPE_HOME": folder},
            cwd=ROOT,
        )
        stack.callback(stop, app)
        window = xdotool("search", "--sync", "--onlyvisible", "--name", "Autotype").split()[0]
        xdotool("windowfocus", "--sync", window)
        xdotool("windowsize", "--sync", window, *SIZE)
        # The model is being opened meanwhile; a person does not type in the first second.
        time.sleep(5)
        for number, line in enumerate(text.split("\n")):
            if number:
                xdotool("key", "Return")
            if line:
                xdotool("type", "--delay", "60", line)
        time.sleep(2)
        if theme in TAKES:
            xdotool("key", "Tab")
            time.sleep(0.4)
        target = OUT / f"{theme}.png"
        subprocess.run(["import", "-window", window, target], env=environment, check=True)
        return target


def main() -> int:
    """Take all pictures."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print(
            f"The pictures need {', '.join(missing)}; run: "
            "sudo apt-get install xvfb openbox xdotool imagemagick",
            file=sys.stderr,
        )
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with screen() as environment:
        for theme, text in TEXT.items():
            print(picture(theme, text, environment))
    return 0


if __name__ == "__main__":
    sys.exit(main())
