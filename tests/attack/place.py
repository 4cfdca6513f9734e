"""Where the service listens: how it ends, and what lies in its way."""

import functools
import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.peers import SENTENCE, Peer, service
from tests.attack.running import until
from tests.attack.world import Home, World

AREA = "service's place"


def attack(world: World, budget: Budget) -> list[Row]:
    """Break the place of the service."""
    return run_all(
        AREA,
        [
            lambda part: _ends(world, part),
            lambda part: _socket_removed(world, part),
            lambda part: _no_files(world, part),
            lambda part: _in_the_way(world, part),
        ],
        budget,
    )


def _ends(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "SIGTERM while programs do not read, send half a line, or wait")
    for _ in budget.rounds(1):
        with tally.one(), service(world.home()) as found:
            peers = [found.peer() for _ in range(4)]
            for peer in peers[:2]:
                peer.socket.setblocking(False)
                for _ in range(400):
                    try:
                        peer.socket.send(b'{"op": "health"}\n' * 5)
                    except BlockingIOError:
                        break
            peers[2].send(b'{"before": "Thank you ve')
            peers[3].send({"id": 1, "before": SENTENCE})
            time.sleep(0.3)
            problem = found.end()
            tally.expect(not problem, problem)
            tally.expect(until(lambda: not found.engines(), 10), "its engine lives on")
            for peer in peers:
                peer.close()
    return tally.row()


def _socket_removed(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "the socket, or its folder, is removed while the service runs")
    for number in budget.rounds(1, 10):
        home = world.home()
        with tally.one(), service(home) as found:
            path = Path(found.path)
            path.unlink()
            if number % 2:
                for left in path.parent.iterdir():
                    left.unlink()
                path.parent.rmdir()
            if not until(functools.partial(_serves, home), 12):
                # Or it has ended, and another one can be started.
                with service(home) as second:
                    problem = second.suggests()
                    tally.expect(not problem, problem)
    return tally.row()


def _serves(home: Home) -> bool:
    return home.run("serve", "--health").code == 0


def _no_files(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "more connections than the service may open files")
    for _ in budget.rounds(1):
        with tally.one(), service(world.home(), files=64) as found:
            peers = []
            for _ in range(150):
                try:
                    peers.append(Peer(found.path))
                except OSError:
                    break
            for peer in peers[:3]:
                peer.socket.settimeout(1)
                try:
                    peer.ask({"id": 1, "before": SENTENCE}, 3)
                except (OSError, ValueError, EOFError):
                    continue
            for peer in peers:
                peer.close()
            works = until(lambda: not found.suggests(), 30)
            tally.expect(works, f"afterwards: {works or found.suggests()}")
    return tally.row()


def _in_the_way(world: World, budget: Budget) -> Row:
    """It serves, or says in a sentence why it cannot."""
    tally = Tally(AREA, "files, folders, links and pipes where the service wants to be")
    for number in budget.rounds(6, 2 * len(_WAYS)):
        name = list(_WAYS)[number % len(_WAYS)]
        home = world.home()
        with tally.one(name):
            more = _WAYS[name](home)
            said = home.run("serve", "--health", seconds=30, **more)
            tally.expect(not said.problem(), f"{name}, serve --health: {said.problem()}")
            process = home.start("serve", "--idle-minutes", "0.001", **more)
            code = process.wait(15)
            if code is None:
                tally.expect(_lives(home), f"{name}: it hangs")
            else:
                said_then = process.stderr.read() + process.stdout.read()
                decent = code in (0, 1) and b"Traceback" not in said_then
                tally.expect(decent, f"{name}, serve: {code} {said_then[-400:]!r}")
            process.close()
    return tally.row()


def _lives(home: Home) -> bool:
    return bool(list(home.run_folder.glob("*/engine")))


def place_of(home: Home) -> Path:
    """Return the folder in which the service of a user folder wants to listen."""
    import hashlib

    name = hashlib.sha256(os.fsencode(home.folder)).hexdigest()[:10]
    return home.run_folder / f"autotype-{name}"


def _made(home: Home) -> Path:
    folder = place_of(home)
    folder.mkdir(mode=0o700)
    return folder


def _a_file(home: Home) -> dict[str, str]:
    place_of(home).write_text("here")
    return {}


def _a_link(home: Home) -> dict[str, str]:
    (home.place / "elsewhere").mkdir(mode=0o700)
    place_of(home).symlink_to(home.place / "elsewhere")
    return {}


def _open_to_all(home: Home) -> dict[str, str]:
    _made(home).chmod(0o755)
    return {}


def _lock_is_a_folder(home: Home) -> dict[str, str]:
    (_made(home) / "lock").mkdir()
    return {}


def _lock_is_a_link(home: Home) -> dict[str, str]:
    (_made(home) / "lock").symlink_to(home.place / "elsewhere")
    return {}


def _lock_is_a_pipe(home: Home) -> dict[str, str]:
    os.mkfifo(_made(home) / "lock")
    return {}


def _socket_is_a_folder(home: Home) -> dict[str, str]:
    (_made(home) / "engine").mkdir()
    return {}


def _socket_is_a_pipe(home: Home) -> dict[str, str]:
    os.mkfifo(_made(home) / "engine")
    return {}


def _relative(home: Home) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": "run"}


def _missing(home: Home) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(home.place / "missing" / "one")}


def _kernel(_: Home) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": "/proc"}


def _long(home: Home) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(home.place / ("x" * 200))}


_WAYS: dict[str, Callable[[Home], dict[str, str]]] = {
    "the folder is a file": _a_file,
    "the folder is a link": _a_link,
    "the folder is open to all": _open_to_all,
    "the lock is a folder": _lock_is_a_folder,
    "the lock is a link": _lock_is_a_link,
    "the lock is a pipe": _lock_is_a_pipe,
    "the socket is a folder": _socket_is_a_folder,
    "the socket is a pipe": _socket_is_a_pipe,
    "a relative folder": _relative,
    "a missing folder": _missing,
    "a folder of the kernel's": _kernel,
    "too long a name": _long,
}
