"""Each line gets exactly one answer, in order, whatever it holds and whatever is killed."""

import contextlib
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lines_of_all_kinds import LINE, expected_id, read_strictly
from tests.service.running import Peer

CLIENTS = 3
SENTENCE = "Thank you very mu"

# Turns of clients: who sends what, and whether the engine is killed then.
TURN = st.tuples(st.integers(0, CLIENTS - 1), LINE, st.integers(0, 11).map(lambda n: n == 0))


def answers_until_end(peer: Peer) -> list[dict[str, Any]]:
    """Say that no more lines come; return all final answers."""
    peer.socket.shutdown(socket.SHUT_WR)
    said = [read_strictly(line) for line in peer.lines]
    return [line for line in said if "event" not in line and line.get("final", True)]


def kill(engines: Sequence[psutil.Process]) -> None:
    for engine in engines:
        with contextlib.suppress(psutil.Error):
            engine.kill()


def test_every_line_gets_one_answer_in_order(pack: Path, start: Any) -> None:
    service = psutil.Process(start().pid)

    def lives(process: psutil.Process) -> bool:
        try:
            return bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:  # just now
            return False

    def engines() -> list[psutil.Process]:
        return [process for process in service.children() if lives(process)]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(TURN, max_size=25), st.booleans())
    def holds(turns: list[tuple[int, bytes, bool]], cut: bool) -> None:
        peers = [Peer() for _ in range(CLIENTS)]
        sent: list[list[bytes]] = [[] for _ in range(CLIENTS)]
        try:
            peers[0].ask(op="restart")
            peers[0].ask(op="state", paused=False, off_the_record=False)
            for at, (who, line, killing) in enumerate(turns):
                # The very last line may lack its end.
                end = b"" if cut and at == len(turns) - 1 else b"\n"
                peers[who].socket.sendall(line + end)
                sent[who] += [line] if line.strip() else []
                assert len(engines()) <= 1
                if killing:
                    kill(engines())
            for peer, lines in zip(peers, sent, strict=True):
                found = [repr(answer["id"]) for answer in answers_until_end(peer)]
                assert found == [repr(expected_id(line)) for line in lines]
            assert len(engines()) <= 1
        finally:
            for peer in peers:
                peer.close()

    holds()
    last = Peer()
    last.ask(op="settings", set={"show_at_least": 0.5, "pack": "auto"})
    last.ask(op="state", paused=False)
    last.ask(op="restart")
    assert last.ask(id=1, before=SENTENCE)["words"][0]["text"] == "ch"
    last.close()
    assert service.memory_info().rss < 200 << 20
