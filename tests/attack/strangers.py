"""Another user of the machine: neither hears what is typed nor is answered. Needs root."""

import os
import socket
import subprocess
import warnings
from pathlib import Path
from typing import Any

from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.peers import Peer, service
from tests.attack.place import place_of
from tests.attack.running import PYTHON, ROOT, until
from tests.attack.world import Home, World

AREA = "other users"
_TYPED = "the marmalade is behind the clock"


def attack(world: World, budget: Budget) -> list[Row]:
    """Listen and connect as somebody else; nothing where that cannot be done."""
    if os.geteuid() != 0:
        return []
    return run_all(
        AREA,
        [
            lambda part: _heard_by_others(world, part),
            lambda part: _others_connect(world, part),
        ],
        budget,
    )


def as_somebody_else(work: Any, *arguments: Any) -> int:
    """Run a function in a process of another user, who has no name and owns nothing; root only.

    Returns:
        The process, which ends with 0 if the function returned true.
    """
    with warnings.catch_warnings():
        # Newer Pythons warn of threads of libraries; the child does next to nothing.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    code = 2
    try:
        os.setgroups([])
        os.setgid(54_321)
        os.setuid(54_321)
        code = 0 if work(*arguments) else 1
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Return the exit code of a process of somebody else's."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def folder_for_all(folder: Path) -> Path:
    """Make a folder as /tmp is."""
    folder.mkdir()
    folder.chmod(0o1777)
    for parent in folder.parents:
        if parent.stat().st_mode & 0o005 != 0o005 and parent.stat().st_uid == os.getuid():
            parent.chmod(0o755)
    return folder


_ASKING = """
import asyncio, sys
from autotype.service.client import Client
from autotype.text.request import Request
async def main():
    client = Client(lambda news: None, start=False)
    for _ in range(10):
        client.ask(Request(1, sys.argv[1]), print)
        await asyncio.sleep(0.1)
    await client.close()
asyncio.run(main())
"""


def _heard_by_others(world: World, budget: Budget) -> Row:
    """Somebody else makes the folder in /tmp first, and listens there."""
    tally = Tally(AREA, "another user listens where our service would, and we type")
    for _ in budget.rounds(1, 5):
        home = world.home()
        shared = folder_for_all(home.place / "shared")
        more = {"TMPDIR": str(shared), "XDG_RUNTIME_DIR": ""}
        name = f"autotype-{os.getuid()}" + place_of(home).name.removeprefix("autotype")
        heard = shared / "heard"
        os.close(os.open(heard, os.O_CREAT, 0o666))
        heard.chmod(0o666)
        listener = as_somebody_else(_listen, shared / name, heard)
        with tally.one():
            there = until((shared / name / "engine").exists, 10)
            assert there, "the other user could not listen"
            for command in (["serve", "--health"], ["serve", "--stop"], ["serve"]):
                done = home.run(*command, seconds=30, **more)
                tally.expect(not done.problem(), f"{command}: {done.problem()}")
            _type_to_it(home, more)
            found = heard.read_bytes()
            tally.expect(not found, f"the other user hears {found[:200]!r}")
        os.kill(listener, 9)
        ended(listener)
    return tally.row()


def _type_to_it(home: Home, more: dict[str, str]) -> None:
    subprocess.run(
        [PYTHON, "-c", _ASKING, _TYPED],
        cwd=ROOT,
        env=home.environment | more,
        capture_output=True,
        timeout=60,
        check=False,
    )


def _listen(folder: Path, heard: Path) -> bool:
    folder.mkdir(mode=0o755)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(folder / "engine"))
    (folder / "engine").chmod(0o777)
    door.listen()
    with heard.open("ab", buffering=0) as stream:
        while True:
            peer, _ = door.accept()
            peer.settimeout(0.5)
            try:
                while part := peer.recv(1 << 16):
                    stream.write(part)
                    peer.sendall(b'{"id": null, "ok": true}\n')
            except OSError:
                pass
            peer.close()


def _others_connect(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "another user connects to our service, its folder opened up for all")
    for number in budget.rounds(2, 10):
        with tally.one(), service(world.home()) as found:
            place = Path(found.path)
            if number % 2:
                for folder in [place, *place.parents]:
                    if folder.is_relative_to(world.folder):
                        folder.chmod(0o777)
            answered = ended(as_somebody_else(_ask, found.path)) == 0
            tally.expect(not answered, "somebody else is answered")
            problem = found.suggests() if not number % 2 else ""
            tally.expect(not problem, problem)
    return tally.row()


def _ask(path: str) -> bool:
    """Return whether the service says anything at all."""
    try:
        peer = Peer(path)
        peer.ask({"op": "health"}, 5)
    except (OSError, ValueError, EOFError):
        return False
    return True
