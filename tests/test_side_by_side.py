"""`make test` runs two parts at once; what fails in either fails the whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PASSES, FAILS = "def test_it(): pass", "def test_it(): assert False, 'seen'"
CRASHES = "import os\ndef test_it(): os.abort()"
ENDS_BADLY = "import atexit, os\natexit.register(os.abort)\ndef test_it(): pass"


@pytest.mark.parametrize(
    ("screen", "others", "options", "code", "said"),
    [
        (PASSES, PASSES, (), 0, ("1 passed", "1 passed")),
        (FAILS, PASSES, (), 1, ("seen", "1 failed", "at a screen did not pass")),
        (PASSES, CRASHES, (), 1, ("1 passed", "others did not pass")),
        (ENDS_BADLY, PASSES, (), 1, ("1 passed", "1 passed", "at a screen did not pass")),
        (PASSES, PASSES, ("-k", "test_at"), 0, ("1 deselected", "1 passed")),
        (PASSES, PASSES, ("-k", "nothing"), 5, ("1 deselected", "1 deselected")),
    ],
    ids=["both pass", "one fails", "one crashes", "one ends badly", "one chosen", "none chosen"],
)
def test_both_parts_count(
    tmp_path: Path,
    screen: str,
    others: str,
    options: tuple[str, ...],
    code: int,
    said: tuple[str, ...],
) -> None:
    folder = tmp_path / "tests" / "ibus"
    folder.mkdir(parents=True)
    (folder / "test_at_screen.py").write_text(screen)
    (tmp_path / "tests" / "test_others.py").write_text(others)
    done = subprocess.run(
        [sys.executable, "-m", "tests.side_by_side", "-p", "no:faulthandler", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    rest = done.stdout
    for words in said:
        _, found, rest = rest.partition(words)
        assert found, done.stdout
