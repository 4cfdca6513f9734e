"""The service as programs meet it: the real command, a real socket, a real engine."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from autotype import paths
from autotype.service.place import socket_path
from autotype.service.starting import call
from tests.service.running import COMMAND, processes
from tests.waiting import until

SENTENCE = "Thank you very mu"

pytestmark = pytest.mark.usefixtures("runtime")


def test_it_suggests(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    answer = peer.ask(id="mine", before=SENTENCE)
    assert answer["id"] == "mine"
    assert answer["final"] is True
    assert answer["words"][0]["text"] == "ch"
    health = peer.ask(id=1, op="health")
    assert health["engine"]["state"] == "ready"
    assert health["engine"]["pid"] != health["pid"]
    assert health["clients"] == 1


def test_its_socket_is_for_its_user_only(pack: Path, start: Any) -> None:
    start()
    assert socket_path().stat().st_mode & 0o777 == 0o600
    assert socket_path().parent.stat().st_mode & 0o777 == 0o700


def test_answers_can_be_had_as_they_grow(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    peer.send(id=1, before="Thank you very m", partial=True)
    answers = [peer.next()]
    while not answers[-1]["final"]:
        answers.append(peer.next())
    assert all(answer["id"] == 1 for answer in answers)
    assert [answer["final"] for answer in answers][-1]
    assert answers[-1]["ghost"].startswith(answers[0]["ghost"])


def test_every_request_of_two_programs_gets_its_own_answer(
    pack: Path, start: Any, connect: Any
) -> None:
    start()
    one, other = connect(), connect()
    for number in range(40):
        one.send(id=number, before=f"Thank you {number}")
        other.send(id=-number, before=f"I will get {number}")
    for peer, sign in ((one, 1), (other, -1)):
        finals = [peer.next() for _ in range(40)]
        assert sorted(abs(answer["id"]) for answer in finals) == list(range(40))
        assert all(answer["id"] * sign >= 0 for answer in finals)
        reasons = {answer["reason"] for answer in finals}
        assert reasons <= {None, "a newer request came", "not sure enough", "no words fit here"}


def test_what_is_wrong_with_a_line_is_said_and_the_next_one_works(
    pack: Path, start: Any, connect: Any
) -> None:
    start()
    peer = connect()
    peer.socket.sendall(b"nonsense\n\n")
    assert peer.next() == {"id": None, "error": "The line is not JSON."}
    assert "nothing that the service can do" in peer.ask(id=4, op="fly")["error"]
    assert peer.ask(id=5, before=3) == {
        "id": 5,
        "error": "The field “before” is missing or is not a text.",
    }
    assert peer.ask(id=6, before=SENTENCE)["words"]


def test_a_line_without_an_end_is_not_read_for_ever(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    flood = threading.Thread(target=_flood, args=(peer.socket,))
    flood.start()
    assert peer.next()["error"] == "The line is longer than 1 MB."
    assert peer.has_ended()
    flood.join(20)
    assert connect().ask(id=1, op="health")["id"] == 1


def _flood(peer: socket.socket) -> None:
    try:
        for _ in range(40):
            peer.sendall(b"x" * (1 << 16))
    except OSError:
        pass


def test_an_engine_that_is_killed_costs_nobody_an_answer(
    pack: Path, start: Any, connect: Any
) -> None:
    start()
    peer = connect()
    peer.ask(id=1, before="Thank you")
    os.kill(peer.ask(op="health")["engine"]["pid"], signal.SIGKILL)
    assert peer.ask(id=2, before=SENTENCE)["words"][0]["text"] == "ch"
    assert peer.ask(op="health")["engine"]["starts"] == 2


def test_an_engine_that_is_frozen_is_replaced(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    peer.ask(id=1, before="Thank you")
    frozen = peer.ask(op="health")["engine"]["pid"]
    os.kill(frozen, signal.SIGSTOP)
    assert peer.ask(id=2, before=SENTENCE)["words"][0]["text"] == "ch"
    assert peer.ask(op="health")["engine"]["pid"] != frozen
    assert not psutil.pid_exists(frozen)


def test_pausing_holds_for_all_and_is_told_to_those_who_watch(
    pack: Path, start: Any, connect: Any
) -> None:
    start()
    one, other = connect(), connect()
    watched = other.ask(id=1, op="watch")
    assert watched["paused"] is False
    assert watched["engine"]["state"] == "resting"
    assert one.ask(op="state", paused=True)["paused"] is True
    assert other.next() == {
        "event": "changed",
        "paused": True,
        "snoozed_until": 0.0,
        "off_the_record": False,
    }
    assert one.ask(id=2, before=SENTENCE)["reason"] == "paused"
    one.ask(op="state", paused=False)
    assert one.ask(id=3, before=SENTENCE)["words"]
    assert other.next()["paused"] is False
    while other.next()["engine"]["state"] != "ready":
        pass


def test_a_snooze_ends_by_itself(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    peer.ask(op="watch")
    peer.send(op="state", snooze_minutes=0.02)
    until_ends = [peer.next(), peer.next()]
    assert all("snoozed_until" in line for line in until_ends)
    assert peer.ask(id=1, before=SENTENCE)["reason"] == "paused for ten minutes"
    assert peer.next()["event"] == "changed"
    assert time.time() > until_ends[0]["snoozed_until"]
    peer.send(id=2, before=SENTENCE)
    while (line := peer.next()).get("id") != 2:
        pass
    assert line["words"]


def test_off_the_record_nothing_is_counted(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    assert peer.ask(op="feedback", event="taken", text="ch")["ok"]
    peer.ask(op="state", off_the_record=True)
    assert peer.ask(op="feedback", event="taken", text="ch")["ok"]
    assert peer.ask(op="health")["counts"]["taken"] == 1
    peer.ask(op="state", off_the_record=False)
    assert "event" in peer.ask(op="feedback", event="gone")["error"]


def test_applications_that_had_the_focus_can_be_had(pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    assert peer.ask(op="applications")["applications"] == []
    for name in ("gedit", "slack", "gedit", ""):
        assert peer.ask(op="seen", application=name)["ok"]
    assert "application" in peer.ask(op="seen", application=7)["error"]
    assert "application" in peer.ask(op="seen", application="x" * 100)["error"]
    assert peer.ask(op="applications")["applications"] == ["gedit", "slack"]
    for number in range(20):
        peer.ask(op="seen", application=f"a{number}")
    assert peer.ask(op="applications")["applications"] == [f"a{19 - n}" for n in range(12)]
    peer.ask(op="state", off_the_record=True)
    peer.ask(op="seen", application="diary")
    assert "diary" not in peer.ask(op="applications")["applications"]


def test_settings_are_checked_saved_and_used(
    pack: Path, home: Path, start: Any, connect: Any
) -> None:
    start()
    peer = connect()
    peer.ask(id=1, before=SENTENCE)
    assert peer.ask(op="settings")["settings"]["show_at_least"] == 0.5
    assert "cannot have this value" in peer.ask(op="settings", set={"show_at_least": 7})["error"]
    assert peer.ask(op="settings", set={"show_at_least": 1.0})["settings"]["show_at_least"] == 1
    assert "show_at_least = 1.0" in (home / "settings.toml").read_text()
    until(lambda: peer.ask(op="health")["engine"]["state"] == "ready", "the opening")
    assert peer.ask(id=2, before=SENTENCE)["reason"] == "not sure enough"


def test_a_pack_that_arrives_is_used(home: Path, tiny_pack: Path, start: Any, connect: Any) -> None:
    start()
    peer = connect()
    assert peer.ask(id=1, before=SENTENCE)["reason"] == "no model"
    shutil.copytree(tiny_pack, home / "packs" / "tiny")

    def suggests() -> bool:
        time.sleep(0.2)
        return bool(peer.ask(id=2, before=SENTENCE)["words"])

    until(suggests, "a suggestion")


def test_there_is_one_service(pack: Path, start: Any) -> None:
    start()
    done = subprocess.run(COMMAND, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, "The service runs already.\n")


def test_it_is_started_on_demand_once(pack: Path, runtime: Path) -> None:
    found: list[int] = []

    def reach() -> None:
        answer = call({"op": "health"}, start=True)
        assert answer is not None
        found.append(answer["pid"])

    threads = [threading.Thread(target=reach) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    try:
        assert len(found) == 4
        assert len(set(found)) == 1
        # Those that came too late have gone again.
        until(lambda: processes(runtime) == found[:1], "one service")
    finally:
        call({"op": "stop"})
        until(lambda: not processes(runtime), "the end")
    assert not socket_path().exists()


def test_a_socket_that_a_dead_service_left_is_no_obstacle(pack: Path, start: Any) -> None:
    first = start()
    first.kill()
    first.wait()
    assert socket_path().exists()
    assert call({"op": "health"}) is None
    service = subprocess.Popen(COMMAND)
    try:
        until(lambda: call({"op": "health"}) is not None, "the start")
    finally:
        service.terminate()
        assert service.wait(20) == 0
    assert not socket_path().exists()
    # The fixture expects an end in peace, which this one did not have.
    first.returncode = 0


def test_without_programs_it_ends(pack: Path, start: Any, connect: Any) -> None:
    service = start("--idle-minutes", "0.03")
    peer = connect()
    peer.ask(id=1, before=SENTENCE)
    assert peer.ask(op="health")["engine"]["starts"] == 1
    until(lambda: peer.ask(op="health")["engine"]["pid"] is None, "the engine's end")
    # Its own end would come as late; the program that is still there keeps it.
    with pytest.raises(subprocess.TimeoutExpired):
        service.wait(2.5)
    peer.close()
    assert service.wait(20) == 0


def test_its_log_holds_no_text(pack: Path, home: Path, start: Any, connect: Any) -> None:
    service = start()
    peer = connect()
    peer.ask(id=1, before="The secret is xyzzy")
    peer.ask(op="feedback", event="taken", text="xyzzy")
    peer.socket.sendall(b'{"before": "xyzzy", "after": 3}\nxyzzy\n')
    peer.next(), peer.next()
    os.kill(peer.ask(op="health")["engine"]["pid"], signal.SIGKILL)
    peer.ask(id=2, before="xyzzy")
    service.terminate()
    service.wait(20)
    written = "".join(f.read_text("utf-8", "replace") for f in home.glob("*.log*"))
    assert "ended unexpectedly" in written
    assert "xyzzy" not in written
    assert paths.service_log().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (["--health"], "The service is not running; it starts when something needs it.\n", 1),
        (["--stop"], "The service is not running; it starts when something needs it.\n", 0),
    ],
)
def test_asking_about_a_service_that_does_not_run(options: list[str], said: str, code: int) -> None:
    done = subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (code, said)


def test_a_time_that_is_none() -> None:
    done = subprocess.run(
        [*COMMAND, "--idle-minutes", "soon"], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 2
    assert "“soon” is not a number of minutes" in done.stderr
