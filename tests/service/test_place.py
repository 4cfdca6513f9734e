"""Where the service listens, and to whom."""

import contextlib
import os
import socket
import struct
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autotype.service.place import ServiceError, is_own, private_folder, reach, socket_path


def test_another_user_folder_is_another_service(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run")
    mine = socket_path()
    monkeypatch.setenv("AUTOTYPE_HOME", str(tmp_path / "other"))
    other = socket_path()
    monkeypatch.delenv("AUTOTYPE_HOME")
    assert socket_path() == Path("/run/autotype/engine")
    assert len({mine, other, socket_path()}) == 3


def test_without_a_runtime_folder_each_user_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.delenv("AUTOTYPE_HOME")
    assert socket_path().parent.name == f"autotype-{os.getuid()}"


def test_a_path_too_long_for_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ("x" * 100)
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    with pytest.raises(ServiceError, match="set XDG_RUNTIME_DIR to a shorter path"):
        socket_path()


def test_its_folder_is_private(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "run" / "autotype")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert private_folder(folder) == folder
    folder.chmod(0o755)
    with pytest.raises(ServiceError, match="not a folder that only you can enter"):
        private_folder(folder)


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_stands_in_its_place_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    place = tmp_path / "autotype"
    if kind == "link":
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.write_text("")
    with pytest.raises(ServiceError):
        private_folder(place)


def test_only_the_same_user_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert is_own(one)
        somebody = os.getuid() + 1
        monkeypatch.setattr(os, "getuid", lambda: somebody)
        assert not is_own(one)


@pytest.mark.parametrize("kind", ["relative", "missing", "file", "empty"])
def test_a_runtime_folder_that_is_none_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "relative").mkdir()
    (tmp_path / "file").write_text("")
    named = {"relative": "relative", "empty": ""}.get(kind, str(tmp_path / kind))
    monkeypatch.setenv("XDG_RUNTIME_DIR", named)
    assert socket_path().is_absolute()
    assert socket_path().parent.parent == Path(tempfile.gettempdir())


@pytest.mark.parametrize(
    ("system", "told"),
    [
        ("darwin", lambda user: struct.pack("2I", 0, user) + bytes(68)),
        ("freebsd14", lambda user: struct.pack("2I", 0, user) + bytes(72)),
        ("openbsd7", lambda user: struct.pack("3i", user, 20, 4711)),
    ],
)
def test_other_systems_tell_it_in_their_own_way(
    monkeypatch: pytest.MonkeyPatch, system: str, told: Callable[[int], bytes]
) -> None:
    """By their manuals: none of these systems is at hand."""

    class Peer:
        def __init__(self, user: int) -> None:
            self.user = user

        def getsockopt(self, level: int, option: int, size: int) -> bytes:
            return told(self.user)

    monkeypatch.setattr(sys, "platform", system)
    assert is_own(Peer(os.getuid()))  # type: ignore[arg-type]
    assert not is_own(Peer(os.getuid() + 1))  # type: ignore[arg-type]


def test_nobody_listens_where_there_is_nothing(tmp_path: Path) -> None:
    assert reach(tmp_path / "gone" / "engine") is None
    folder = private_folder(tmp_path / "run")
    assert reach(folder / "engine") is None
    (folder / "engine").write_text("no socket")
    assert reach(folder / "engine") is None
    (folder / "engine").unlink()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "engine"))
    assert reach(folder / "engine") is None


def test_a_link_to_a_socket_is_not_followed(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "run")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "elsewhere"))
        listening.listen()
        (folder / "engine").symlink_to(tmp_path / "elsewhere")
        assert reach(folder / "engine") is None


def test_who_is_too_busy_is_not_waited_for(tmp_path: Path) -> None:
    path = private_folder(tmp_path / "run") / "engine"
    with socket.socket(socket.AF_UNIX) as listening, contextlib.ExitStack() as open_ones:
        listening.bind(str(path))
        listening.listen(0)
        while (peer := reach(path)) is not None:
            open_ones.enter_context(peer)
        assert reach(path, 0.05) is None
