"""The service when things go wrong around it: hanging engines, deaf clients, cleaners of /tmp."""

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from autotype import paths
from autotype.service.client import Client
from autotype.service.place import socket_path
from autotype.service.starting import call
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion
from tests.service.running import COMMAND, Peer, processes
from tests.strangers import a_stranger
from tests.waiting import until

SENTENCE = "Thank you very mu"
MOST_MEMORY = 200 << 20
# The end takes two seconds; the rest is for a machine that does much else.
SOON_S = 6

pytestmark = pytest.mark.usefixtures("runtime", "pack")


def engine_of(peer: Peer) -> psutil.Process:
    return psutil.Process(peer.ask(op="health")["engine"]["pid"])


def ends_soon(service: subprocess.Popen[bytes]) -> None:
    assert service.wait(SOON_S) == 0


IDS: dict[str, list[tuple[bytes, object]]] = {
    "half a character": [(rb'"\ud800"', "\ud800"), (rb'"a\udfffb"', "a\udfffb")],
    "number": [
        (b"7.5", 7.5),
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        *((wrong, None) for wrong in (b"NaN", b"1e999", b"-Infinity")),
    ],
    "depth": [(b"[" * deep + b"]" * deep, None) for deep in (1, 60, *range(966, 980))],
    "kind": [(wrong, None) for wrong in (b"null", b"true", b'{"a": 1}')],
}


@pytest.mark.parametrize("kind", IDS)
def test_an_id_of_any_kind_costs_nobody_the_engine(start: Any, connect: Any, kind: str) -> None:
    service = psutil.Process(start().pid)
    peer = connect()
    peer.socket.settimeout(15)
    for written, identity in IDS[kind]:
        for _ in range(2):
            peer.socket.sendall(b'{"id": ' + written + b', "before": "Please let"}\n')
            answer = peer.next()
            assert answer["id"] == identity
            assert ("error" in answer) is (identity is None and written != b"null")
            assert len(service.children()) <= 1
    assert connect().ask(id=1, before=SENTENCE)["words"][0]["text"] == "ch"
    assert peer.ask(op="health")["engine"]["disabled"] is False


def test_names_with_half_a_character_harm_nobody(start: Any, connect: Any) -> None:
    start()
    peer = connect()
    for line in (
        {"op": "x", "id": "\ud800"},
        {"op": "settings", "set": {"\ud800": 1}},
        {"op": "settings", "set": {"font_family": "\ud800"}},
        {"op": "seen", "application": "\ud800"},
    ):
        assert "error" in peer.ask(**line)
    assert connect().ask(op="applications") == {"id": None, "applications": []}


def test_a_flood_while_the_engine_hangs_is_not_kept(start: Any, connect: Any) -> None:
    service = psutil.Process(start().pid)
    peer = connect()
    peer.ask(id=0, before=SENTENCE)
    engine = engine_of(peer)
    engine.send_signal(signal.SIGSTOP)
    highest: list[int] = []
    flooders = [connect() for _ in range(2)]
    sent, answered = [0, 0], [0, 0]

    def flood(number: int) -> None:
        text = b"x" * 950_000
        while sent[number] < 125:  # kept, they would be more than is allowed
            flooders[number].socket.sendall(b'{"id": %d, "before": "%s"}\n' % (sent[number], text))
            sent[number] += 1
            highest.append(service.memory_info().rss)
        flooders[number].socket.shutdown(socket.SHUT_WR)

    def read(number: int) -> None:
        for line in flooders[number].lines:
            assert b'"id": %d,' % answered[number] in line
            answered[number] += 1

    threads = [threading.Thread(target=do, args=(n,)) for do in (flood, read) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads[:2]:
        thread.join(120)
    with contextlib.suppress(psutil.NoSuchProcess):  # on a slow machine it was replaced
        engine.send_signal(signal.SIGCONT)
    for thread in threads[2:]:
        thread.join(60)
    assert sent == answered == [125, 125]
    assert max(highest) < MOST_MEMORY
    assert peer.ask(id=1, before=SENTENCE)["words"][0]["text"] == "ch"
    assert service.memory_info().rss < MOST_MEMORY


def test_a_hanging_engine_answers_what_was_overtaken_at_once(start: Any, connect: Any) -> None:
    start()
    peer = connect()
    peer.ask(id=0, before=SENTENCE)
    engine = engine_of(peer)
    engine.send_signal(signal.SIGSTOP)
    for number in range(1, 20):
        peer.send(id=number, before=f"{number} times")
    for number in range(1, 19):
        answer = peer.next()
        assert (answer["id"], answer["reason"]) == (number, "a newer request came")
    # The engine has not been replaced for that.
    engine.send_signal(signal.SIGCONT)
    assert connect().ask(op="health")["engine"]["starts"] == 1
    assert peer.next()["id"] == 19


def test_many_half_lines_are_not_kept_whole(start: Any, connect: Any) -> None:
    service = psutil.Process(start().pid)
    peers = [connect() for _ in range(300)]
    for peer in peers:
        peer.socket.settimeout(0.5)
        try:
            peer.socket.sendall(b'{"before": "' + b"x" * 900_000)
        except TimeoutError:
            break  # nobody takes that much
    assert service.memory_info().rss < MOST_MEMORY
    assert connect().ask(id=1, op="health")["id"] == 1


def test_a_line_that_is_too_long_costs_that_line(start: Any, connect: Any) -> None:
    start()
    peer = connect()
    for size in ((1 << 20) + 1, 5 << 20):
        line = b'{"id": 5, "before": "' + b"x" * size + b'"}\n'
        peer.socket.sendall(line + b'{"id": 6, "op": "wake"}\n')
        assert peer.next() == {"id": None, "error": "The line is longer than 1 MB."}
        assert peer.next() == {"id": 6, "ok": True}
    longest = b'{"id": 7, "op": "wake", "x": "' + b"x" * ((1 << 20) - 40) + b'"}\n'
    peer.socket.sendall(longest)
    assert peer.next() == {"id": 7, "ok": True}


@pytest.mark.parametrize("hangs", [False, True], ids=["deaf clients", "and a hanging engine"])
def test_the_end_waits_for_nobody(start: Any, connect: Any, hangs: bool) -> None:
    service = start()
    peer = connect()
    peer.ask(id=0, before=SENTENCE)
    if hangs:
        engine_of(peer).send_signal(signal.SIGSTOP)
        peer.send(id=1, before="Thank you")
    for client in (connect() for _ in range(2)):
        for _ in range(2000):
            client.send(op="health")
    before = time.monotonic()
    assert call({"op": "stop"}) == {"id": None, "ok": True}
    ends_soon(service)
    assert time.monotonic() - before < SOON_S
    if hangs:
        assert peer.next()["id"] == 1
    assert subprocess.run([*COMMAND, "--stop"], timeout=30).returncode == 0


def test_a_client_that_does_not_read_gets_all_answers_when_it_does(
    start: Any, connect: Any
) -> None:
    service = psutil.Process(start().pid)
    peer = connect()
    for number in range(12_000):
        peer.send(id=number, op="health")
    assert service.memory_info().rss < MOST_MEMORY
    assert [peer.next()["id"] for _ in range(12_000)] == list(range(12_000))


def test_many_clients_that_do_not_read_are_not_read(start: Any, connect: Any) -> None:
    service = psutil.Process(start().pid)
    question = b'{"id": "' + b"x" * 60_000 + b'", "op": "wake"}\n'
    for peer in [connect() for _ in range(60)]:
        peer.socket.settimeout(0.05)
        with contextlib.suppress(TimeoutError):
            for _ in range(80):
                peer.socket.sendall(question)
    assert service.memory_info().rss < MOST_MEMORY
    assert connect().ask(id=1, before=SENTENCE)["words"][0]["text"] == "ch"
    assert service.memory_info().rss < MOST_MEMORY


def test_out_of_files_for_a_moment(runtime: Path) -> None:
    command = ["sh", "-c", 'ulimit -n 256; exec "$@"', "sh", *COMMAND]
    service = subprocess.Popen(command)
    peers: list[Peer] = []
    try:
        until(lambda: call({"op": "health"}) is not None, "the start")
        for _ in range(400):
            try:
                peers.append(Peer())
            except OSError:
                break
        assert peers[-1].next() == {"id": None, "error": "Too many programs are connected."}
        assert peers[-1].has_ended()
        for peer in peers[:5]:
            assert peer.ask(id=1, before=SENTENCE)["id"] == 1
        for peer in peers:
            peer.close()
        until(lambda: (call({"op": "health"}) or {}).get("clients") == 1, "the clients' end")
        last = Peer()
        assert last.ask(id=1, before=SENTENCE)["words"][0]["text"] == "ch"
        last.close()
    finally:
        service.terminate()
        ends_soon(service)
    assert not processes(runtime)


def test_a_socket_that_was_removed_is_there_again(start: Any, connect: Any) -> None:
    service = start()
    peer = connect()
    socket_path().unlink()
    until(lambda: call({"op": "health"}) is not None, "the socket")
    assert (call({"op": "health"}) or {})["pid"] == service.pid
    assert socket_path().stat().st_mode & 0o777 == 0o600
    # Who was connected is connected.
    assert peer.ask(id=1, before=SENTENCE)["words"]


def test_a_second_service_waits_for_a_socket_that_was_removed(start: Any) -> None:
    service = start()
    socket_path().unlink()
    done = subprocess.run(COMMAND, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, "The service runs already.\n")
    assert (call({"op": "health"}) or {})["pid"] == service.pid


def test_where_the_whole_place_was_removed_there_are_never_two(start: Any, runtime: Path) -> None:
    first = start()
    shutil.rmtree(socket_path().parent)
    second = subprocess.Popen(COMMAND)
    try:
        until(lambda: first.poll() is not None or second.poll() is not None, "the end of one")
        left = first if second.poll() is not None else second
        until(lambda: (call({"op": "health"}) or {}).get("pid") == left.pid, "an answer")
        assert processes(runtime) == [left.pid]
        assert {first.poll(), second.poll()} == {0, None}
    finally:
        second.terminate()
        ends_soon(second)
    said = [line for line in paths.service_log().read_text().splitlines() if "the service " in line]
    lives = [line.rpartition(" ")[2] for line in said]
    assert lives in (["listens"], ["listens", "ends", "listens", "ends"])


def test_a_name_that_a_stranger_took_is_no_obstacle() -> None:
    with a_stranger() as somebody:
        place = f"{os.getuid()} {socket_path()}"
        name = "autotype-" + hashlib.sha256(place.encode()).hexdigest()
        somebody.take(name)
        service = subprocess.Popen(COMMAND)
        until(lambda: call({"op": "health"}) is not None, "the start")
        service.terminate()
        ends_soon(service)


def test_where_the_whole_place_was_removed_it_is_made_again(start: Any) -> None:
    service = start()
    shutil.rmtree(socket_path().parent)
    until(lambda: call({"op": "health"}) is not None, "the socket")
    assert (call({"op": "health"}) or {})["pid"] == service.pid
    done = subprocess.run(COMMAND, capture_output=True, text=True, timeout=30)
    assert done.stdout == "The service runs already.\n"


def _folder(path: Path) -> None:
    path.mkdir()


def _link(path: Path) -> None:
    path.symlink_to(path.with_name("elsewhere"))


def _dangerous_link(path: Path) -> None:
    path.with_name("elsewhere").write_text("precious")
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [_folder, _link, _dangerous_link, os.mkfifo])
def test_something_else_in_the_place_of_the_lock(make: Callable[[Path], None]) -> None:
    folder = socket_path().parent
    folder.mkdir(mode=0o700)
    make(folder / "lock")
    done = subprocess.run(COMMAND, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("autotype: ")
    assert "lock” is not a file of yours; remove it and start again." in line
    if make is _dangerous_link:
        assert (folder / "elsewhere").read_text() == "precious"


def test_a_user_folder_that_cannot_be_used(home: Path, start: Any, connect: Any) -> None:
    shutil.rmtree(home)
    home.write_text("no folder")
    start()
    assert connect().ask(id=1, before=SENTENCE)["reason"] == "no model"


def test_what_fails_is_logged_short(start: Any, connect: Any, home: Path) -> None:
    start()
    peer = connect()
    (home / "settings.toml").write_text("a = " + "[" * 3000)
    peer.ask(op="settings")
    peer.ask(id=1, before=SENTENCE)
    assert paths.service_log().stat().st_size < 10_000


def test_a_front_does_not_pile_up_what_a_service_does_not_read(start: Any) -> None:
    service = psutil.Process(start().pid)

    async def type_on() -> None:
        client = Client(lambda _: None)
        answers: list[Suggestion] = []
        client.connect()
        while not client.connected:
            await asyncio.sleep(0.01)
        service.suspend()
        before = psutil.Process().memory_info().rss
        for number in range(5000):
            client.ask(Request(number, f"{number} " + "x" * 6000), answers.append)
            client.send("feedback", event="typed", text="x")
            await asyncio.sleep(0)
        assert psutil.Process().memory_info().rss - before < 20 << 20
        service.resume()
        while not answers:
            client.ask(Request(9999, SENTENCE), answers.append)
            await asyncio.sleep(0.05)
        await client.close()

    asyncio.run(type_on())
