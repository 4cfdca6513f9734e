"""The log: whose it is, what is in it, and what happens where it cannot be written."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype.logs import describe, start_log


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("autotype")
    before = logger.handlers[:]
    yield logger
    for handler in logger.handlers[:]:
        if handler not in before:
            logger.removeHandler(handler)
            handler.close()


@pytest.fixture(params=[0o022, 0o000])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_it_is_its_owners_also_when_it_has_rotated(
    tmp_path: Path, log: logging.Logger, umask: None
) -> None:
    path = tmp_path / "private" / "autotype.log"
    start_log(path)
    for _ in range(3000):
        log.info("x" * 500)
    assert path.with_name("autotype.log.1").exists()
    rights = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert rights == {"autotype.log": 0o600, "autotype.log.1": 0o600}


def test_one_that_others_could_read_is_closed_to_them(tmp_path: Path, log: logging.Logger) -> None:
    path = tmp_path / "autotype.log"
    path.write_text("old\n")
    path.chmod(0o644)
    start_log(path)
    log.info("new")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().startswith("old\n")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, log: logging.Logger, make: object
) -> None:
    assert callable(make)
    make(tmp_path / "autotype.log")
    with pytest.raises(OSError, match=r"autotype\.log"):
        start_log(tmp_path / "autotype.log")


FULL = """
import logging, resource, sys
from pathlib import Path
from autotype.logs import start_log
start_log(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))
for number in range(100):
    logging.getLogger("autotype.test").error("the line %s", number)
print("still here")
"""


def test_where_nothing_can_be_written_lines_are_lost_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "a.log")], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "still here\n", "")


def test_a_deep_recursion_is_described_in_one_line() -> None:
    def fall() -> None:
        fall()

    try:
        fall()
    except RecursionError as error:
        said = describe(error)
    assert said.startswith("RecursionError at test_logs.py:")
    assert said.endswith(" more")
    assert len(said) < 1000


def test_an_error_in_the_log_is_one_short_line(tmp_path: Path, log: logging.Logger) -> None:
    start_log(tmp_path / "a.log")
    try:
        json.loads("[" * 100_000)
    except RecursionError as error:
        log.error("it failed", exc_info=error)
    try:
        raise ValueError("the secret")
    except ValueError as error:
        log.error("it failed", exc_info=error)
    written = (tmp_path / "a.log").read_text()
    assert "RecursionError at " in written
    assert "ValueError at test_logs.py:" in written
    assert "secret" not in written
    assert len(written) < 2000


def test_the_text_of_an_error_is_not_repeated() -> None:
    try:
        raise ValueError("the secret")
    except ValueError as error:
        said = describe(error)
    assert said.startswith("ValueError at test_logs.py:")
    assert "secret" not in said
