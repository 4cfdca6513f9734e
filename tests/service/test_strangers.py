"""Nobody else hears: with a second user of the system who was there first."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from autotype.service.client import Client
from autotype.service.place import ServiceError, socket_path
from autotype.service.starting import call
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from autotype.tray.link import ServiceLink
from autotype.tray.single import SingleInstance
from tests.strangers import Stranger, a_stranger, folder_for_all

DIARY = "Dear diary, this is for nobody else"


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    with a_stranger() as somebody:
        yield somebody


@pytest.fixture(autouse=True)
def everybodys(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Without a folder for the session, programs meet in one that all may write to."""
    with folder_for_all() as folder:
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield folder


def folder_first(stranger: Stranger) -> str:
    """The stranger has made the folder, and listens in it."""
    stranger.listen(socket_path().parent)
    return "is not a folder that only you can enter"


def folder_closed(stranger: Stranger) -> str:
    """As before, and the folder looks like a private one."""
    stranger.listen(socket_path().parent)
    socket_path().parent.chmod(0o700)
    return "is not a folder that only you can enter"


def folder_linked(stranger: Stranger) -> str:
    """In the place of the folder there is a link to the stranger's."""
    place = socket_path().parent
    stranger.listen(place.with_name("elsewhere"))
    place.symlink_to(place.with_name("elsewhere"))
    return "is not a folder that only you can enter"


def folder_open(stranger: Stranger) -> str:
    """The folder is ours, but was opened up, and the stranger listens in it."""
    place = socket_path().parent
    place.mkdir(0o777)
    place.chmod(0o777)
    stranger.listen(place)
    return "is not a folder that only you can enter"


def socket_theirs(stranger: Stranger) -> str:
    """The folder is ours and private, the sockets in it are the stranger's."""
    _move_in(stranger)
    return "Somebody else listens"


def socket_ours(stranger: Stranger) -> str:
    """Even the sockets seem to be ours; only who listens on them is not."""
    for path in _move_in(stranger):
        os.chown(path, os.getuid(), os.getgid())
        path.chmod(0o600)
    return "Somebody else listens"


def _move_in(stranger: Stranger) -> list[Path]:
    place = socket_path().parent
    place.mkdir(0o700)
    theirs = place.with_name("elsewhere")
    stranger.listen(theirs)
    return [path.rename(place / path.name) for path in theirs.iterdir()]


TRAPS = (folder_first, folder_closed, folder_linked, folder_open, socket_theirs, socket_ours)
traps = pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__)
Trap = Callable[[Stranger], str]


@traps
def test_what_asks_at_every_key_sends_nothing(
    stranger: Stranger, trap: Trap, caplog: pytest.LogCaptureFixture
) -> None:
    sentence = trap(stranger)
    answers: list[Suggestion] = []

    async def type_on() -> None:
        client = Client(lambda _: None)
        for at in range(20):
            client.ask(Request(at, DIARY[:at]), answers.append)
            client.send("seen", application="diary")
            await asyncio.sleep(0.02)
        assert not client.connected
        await client.close()

    asyncio.run(type_on())
    assert stranger.heard() == 0
    assert not answers
    # It is said once, not at every key.
    assert len([line for line in caplog.messages if sentence in line]) == 1


@traps
def test_a_call_sends_nothing(stranger: Stranger, trap: Trap) -> None:
    sentence = trap(stranger)
    for start in (False, True):
        with pytest.raises(ServiceError, match=sentence):
            call({"before": DIARY}, start=start)
    assert stranger.heard() == 0


@traps
def test_the_tray_sends_nothing(stranger: Stranger, trap: Trap, qtbot: QtBot) -> None:
    sentence = trap(stranger)
    link = ServiceLink()
    said: list[str] = []
    link.failed.connect(said.append)
    link.open()
    link.send("state", paused=True)
    qtbot.wait(700)
    link.close()
    assert stranger.heard() == 0
    assert len(said) == 1
    assert sentence in said[0]


@traps
def test_a_second_start_sends_nothing(stranger: Stranger, trap: Trap, qtbot: QtBot) -> None:
    sentence = trap(stranger)
    with pytest.raises(ServiceError, match=sentence):
        SingleInstance().is_first()
    assert stranger.heard() == 0


HEALTH, STOP, ASSISTANT = ["serve", "--health"], ["serve", "--stop"], ["assistant"]


# In a folder of our own, a service that starts takes the place of whatever is there.
@pytest.mark.parametrize(
    ("trap", "command"),
    [(folder_first, command) for command in (HEALTH, STOP, ASSISTANT, ["serve"])]
    + [(socket_ours, command) for command in (HEALTH, STOP, ASSISTANT)],
)
def test_commands_say_one_sentence(stranger: Stranger, trap: Trap, command: list[str]) -> None:
    sentence = trap(stranger)
    done = subprocess.run(
        [sys.executable, "-m", "autotype", *command],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert stranger.heard() == 0
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("autotype: ")
    assert sentence in line


def test_among_ourselves_we_are_heard(everybodys: Path, home: Path, qtbot: QtBot) -> None:
    """The same places without a stranger: what is refused above is not refused always."""
    first = SingleInstance()
    assert first.is_first()
    answer: dict[str, Any] | None = call({"op": "health"}, start=True)
    assert answer is not None
    try:
        with qtbot.waitSignal(first.asked, timeout=10_000):
            assert not SingleInstance().is_first()
    finally:
        first.close()
        call({"op": "stop"})
