"""Takes the pictures of the handbook and the README from the real app on a virtual screen.

    make screenshots

Needs Xvfb and openbox, and the recommended pack in `AUTOTYPE_HOME`. `pictures` drives the windows:
each of them in each theme, and the README's moving picture.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "pictures"
TOOLS = ("Xvfb", "openbox")
THEMES = ("light", "dark", "contrast")
# Of the whole folder: a repository keeps every version of it.
LARGEST = 2_500_000


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Start a virtual screen with a window manager; yield the environment that leads to it."""
    with ExitStack() as stack:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1000x800x24"],
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
        environment |= {"DISPLAY": f":{number}", "PYTHONPATH": str(ROOT)}
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


def main() -> int:
    """Take all pictures, or those of the themes that are named; "moving" is the animation."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        print(
            f"The pictures need {' and '.join(missing)}; run: sudo apt-get install xvfb openbox",
            file=sys.stderr,
        )
        return 1
    for theme in sys.argv[1:] or (*THEMES, "moving"):
        with screen() as environment:
            command = [sys.executable, ROOT / "packaging" / "pictures", theme, OUT]
            subprocess.run(command, env=environment, cwd=ROOT, check=True)
    size = sum(each.stat().st_size for each in OUT.iterdir())
    print(f"All of them: {size:,} bytes")
    return int(size > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
