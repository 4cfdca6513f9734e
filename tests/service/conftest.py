"""A service of each test's own, in a runtime folder of its own."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from autotype.service.starting import call
from tests.service.running import COMMAND, Peer, processes
from tests.waiting import until


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("run")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def pack(home: Path, tiny_pack: Path) -> Path:
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    return home / "packs" / "tiny"


@pytest.fixture
def start(runtime: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    services: list[subprocess.Popen[bytes]] = []

    def run(*options: str, command: Sequence[str] = COMMAND) -> subprocess.Popen[bytes]:
        service = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
        services.append(service)
        until(lambda: call({"op": "health"}) is not None, "the service's start")
        return service

    yield run
    for service in services:
        service.terminate()
        assert service.wait(20) == 0
    assert not processes(runtime)


@pytest.fixture
def connect() -> Iterator[Callable[[], Peer]]:
    peers: list[Peer] = []

    def make() -> Peer:
        peers.append(Peer())
        return peers[-1]

    yield make
    for peer in peers:
        peer.close()
