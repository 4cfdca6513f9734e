"""`make test` runs three parts at once; what fails in any of them fails the whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.side_by_side import PARTS

PROJECT = Path(__file__).resolve().parent.parent
PASSES, FAILS = "def test_it(): pass", "def test_it(): assert False, 'seen'"
CRASHES = "import os\ndef test_it(): os.abort()"
ENDS_BADLY = "import atexit, os\natexit.register(os.abort)\ndef test_it(): pass"


TEXT = "def doubled(n):\n    if n:\n        return 2 * n\n    return 0\n"
COVERS = "from autotype.text.doubling import doubled\ndef test_it(): assert doubled(2) == 4"
COVERS_ALL = f"{COVERS} and doubled(0) == 0"


def run_in(folder: Path, tests: tuple[str, ...], *options: str) -> subprocess.CompletedProcess[str]:
    """Run the three parts of a project with one test each."""
    places = [each.folder for each in PARTS] + ["tests"]
    for place, test, name in zip(places, tests, ("screen", "text", "others"), strict=True):
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / f"test_{name}.py").write_text(test)
    package = folder / "autotype" / "text"
    package.mkdir(parents=True)
    for each in (package, package.parent):
        (each / "__init__.py").touch()
    (package / "doubling.py").write_text(TEXT)
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    return subprocess.run(
        [sys.executable, "-m", "tests.side_by_side", *options],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTEST_ADDOPTS": "-p no:faulthandler -p pytest_cov.plugin -p xdist.plugin",
        },
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("tests", "options", "code", "said"),
    [
        ((PASSES, COVERS_ALL, PASSES), (), 0, ("1 passed", "1 passed", "1 passed")),
        ((FAILS, COVERS_ALL, PASSES), (), 1, ("seen", "1 failed", "at a screen did not pass")),
        ((PASSES, COVERS_ALL, CRASHES), (), 1, ("1 passed", "1 passed", "others did not pass")),
        ((ENDS_BADLY, COVERS_ALL, PASSES), (), 1, ("1 passed", "at a screen did not pass")),
        ((PASSES, COVERS, PASSES), (), 1, ("doubling.py", "of the text did not pass")),
        ((PASSES, COVERS, PASSES), ("-k", "text"), 0, ("1 passed",)),
        ((PASSES, COVERS, PASSES), ("-k", "nothing"), 5, ("1 deselected", "1 deselected")),
    ],
    ids=(
        "all pass",
        "one fails",
        "one crashes",
        "one ends badly",
        "a branch is left out",
        "one chosen",
        "none chosen",
    ),
)
def test_every_part_counts(
    tmp_path: Path,
    tests: tuple[str, ...],
    options: tuple[str, ...],
    code: int,
    said: tuple[str, ...],
) -> None:
    done = run_in(tmp_path, tests, *options)
    assert done.returncode == code, done.stdout + done.stderr
    rest = done.stdout
    for words in said:
        _, found, rest = rest.partition(words)
        assert found, done.stdout
