"""The service: floods, silence, garbage, and an engine that is killed or hangs in the middle."""

import random
import signal
import threading
import time
from collections import Counter
from typing import Any

from tests.attack import odd
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.lines import good_id
from tests.attack.peers import LARGEST, SENTENCE, Service, service
from tests.attack.running import until
from tests.attack.world import World

AREA = "service"
_MB = 1 << 20


def attack(world: World, budget: Budget) -> list[Row]:
    """Break the service; one lives through most of it."""
    with service(world.home()) as found:
        problem = found.suggests()
        rows = run_all(
            AREA,
            [
                lambda part: _flooded(found, part),
                lambda part: _half_lines(found, part),
                lambda part: _fuzzed(found, part),
                lambda part: _killed(found, part),
                lambda part: _hanging(found, part),
                lambda part: _never_reading(found, part),
            ],
            budget,
        )
        end = Tally(AREA, "still suggests after all that")
        with end.one():
            end.expect(not problem, problem)
            last = found.suggests()
            end.expect(not last, last)
            end.expect(len(found.engines()) == 1, f"{len(found.engines())} engines live")
    return [*rows, end.row()]


def _request(identity: object, before: str = SENTENCE, **more: object) -> bytes:
    import json

    return json.dumps({"id": identity, "before": before} | more).encode() + b"\n"


def _flooded(found: Service, budget: Budget) -> Row:
    tally = Tally(AREA, "requests by many programs at once, faster than they can be answered")
    for _ in budget.rounds(1):
        before = found.memory()
        clients, each = 40, 50
        tally.many(clients * each)
        answers: list[list[Any]] = [[] for _ in range(clients)]

        def run(number: int, answers: list[list[Any]] = answers, each: int = each) -> None:
            peer = found.peer()
            try:
                data = b"".join(_request(n, SENTENCE * (n % 5)) for n in range(each))
                answers[number] = [a["id"] for a in peer.exchange(data, each)]
            except (OSError, ValueError) as error:
                answers[number] = [repr(error)]
            finally:
                peer.close()

        threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for heard in answers:
            tally.expect(heard == list(range(each)), f"not each once and in order: {heard}")
        grown = found.memory() - before
        tally.expect(grown < 50 * _MB, f"the service keeps {grown / _MB:.0f} MB of it")
    return tally.row()


def _half_lines(found: Service, budget: Budget) -> Row:
    tally = Tally(AREA, "connect, send half a line or none, go away")
    chance = random.Random(budget.seed)
    whole = _request("half")
    files = found.files()
    for number in budget.rounds(200):
        with tally.one():
            peer = found.peer()
            peer.send(whole[: chance.randrange(len(whole))])
            peer.close()
            if number % 100 == 99:
                problem = found.suggests()
                tally.expect(not problem, problem)
    with tally.one():
        left = until(lambda: found.files() <= files + 2, 10)
        tally.expect(left, "files stay open")
    return tally.row()


def _fuzzed(found: Service, budget: Budget) -> Row:
    """Two programs that send garbage: each of their lines is answered once, and validly."""
    tally = Tally(AREA, "fuzzed lines and ids by two programs at once")
    chance = random.Random(budget.seed)
    for _ in budget.rounds(1):
        sent = [[_line(chance) for _ in range(100)] for _ in range(2)]
        tally.many(sum(map(len, sent)))
        heard: list[list[Any]] = [[], []]

        def run(number: int, sent: list[Any] = sent, heard: list[list[Any]] = heard) -> None:
            for line in sent[number]:
                # One at a time, so that it is known which line an answer is for.
                peer = found.peer()
                try:
                    peer.send(line + b"\n")
                    heard[number].append(peer.next(20))
                except (OSError, ValueError, EOFError) as error:
                    heard[number].append(f"{line[:120]!r}: {error!r}")
                finally:
                    peer.close()

        threads = [threading.Thread(target=run, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for line, answer in zip([*sent[0], *sent[1]], [*heard[0], *heard[1]], strict=True):
            if isinstance(answer, str):
                tally.fail(answer)
                continue
            same = answer["id"] == good_id(line) or ("error" in answer and answer["id"] is None)
            tally.expect(same, f"{line[:100]!r} is answered with the id {answer['id']!r}")
        tally.expect(len(found.engines()) <= 1, f"{len(found.engines())} engines live")
        problem = found.suggests()
        tally.expect(not problem, problem)
    return tally.row()


def _line(chance: random.Random) -> bytes:
    """Return a line of garbage that does not ask the service to end or to stay silent."""
    operations = (
        b'{"op": "health", "id": "\\ud800"}',
        b'{"op": "nothing", "id": "\\udfff"}',
        b'{"op": ["stop"], "id": 1}',
        b'{"op": "settings", "set": {"\\ud800": 1}}',
        b'{"op": "settings", "set": {"pack": {}}}',
        b'{"op": "seen", "application": "\\ud800"}',
        b'{"op": "applications"}',
        b'{"op": "feedback", "event": 1e999, "text": [[]]}',
        b'{"op": "state", "snooze_minutes": NaN}',
        b'{"op": "state", "snooze_minutes": -1e308}',
        b'{"op": "watch", "id": [[]]}',
        b'{"op": "cancel"}',
        b'{"op": "wake", "id": {"a": 1}}',
    )
    return chance.choice(operations) if chance.random() < 0.25 else odd.line(chance)


def _killed(found: Service, budget: Budget) -> Row:
    tally = Tally(AREA, "requests with kill -9 of the engine in the middle")
    chance = random.Random(budget.seed)
    peer = found.peer()
    for number in budget.rounds(3):
        many = chance.randrange(1, 8)
        tally.many(many)
        try:
            for count in range(many):
                peer.send(_request(f"{number}/{count}", SENTENCE + "x " * chance.randrange(200)))
            time.sleep(chance.uniform(0, 0.03))
            for engine in found.engines():
                engine.kill()
            heard = [peer.next()["id"] for _ in range(many)]
            wanted = {f"{number}/{count}" for count in range(many)}
            tally.expect(set(heard) == wanted, f"{sorted(wanted)} were answered by {heard}")
        except (OSError, ValueError, EOFError) as error:
            tally.fail(f"{error!r} {peer.socket}")
            peer = found.peer()
        # What fails again and again is switched off until somebody asks for it; so do we.
        peer.ask({"op": "restart", "id": "restart"})
        until(lambda: not found.suggests(), 20)
        tally.expect(len(found.engines()) <= 1, f"{len(found.engines())} engines live")
    peer.close()
    return tally.row()


def _restart(found: Service) -> None:
    """Switch the engine on again: three failures within five minutes switch it off."""
    peer = found.peer()
    peer.ask({"op": "restart", "id": "restart"})
    peer.close()


def _hanging(found: Service, budget: Budget) -> Row:
    tally = Tally(AREA, "kill -STOP of the engine under a flood of lines of 0.95 MB")
    filler = "x " * 480_000
    for number in budget.rounds(1, 6):
        _restart(found)
        problem = found.suggests()
        tally.expect(not problem, problem)
        for engine in found.engines():
            engine.send_signal(signal.SIGSTOP)
        peer, sent, peak = found.peer(), 0, 0
        heard: list[Any] = []

        def read(peer: Any = peer, heard: list[Any] = heard) -> None:
            try:
                while True:
                    heard.append(peer.next())
            except (OSError, ValueError, EOFError):
                return

        reader = threading.Thread(target=read)
        reader.start()
        end = time.monotonic() + 3
        tally.many(1)
        while time.monotonic() < end and sent < 400:
            try:
                peer.send(_request(f"{number}/{sent}", filler + SENTENCE))
            except OSError as error:
                tally.fail(f"nothing more can be sent: {error!r}")
                break
            sent += 1
            peak = max(peak, found.memory())
        tally.times += sent - 1
        all_answered = until(lambda: len(heard) >= sent, 40)  # noqa: B023
        peer.socket.shutdown(2)
        reader.join()
        peer.close()
        tally.expect(all_answered, f"{len(heard)} of {sent} are answered")
        wanted = Counter(f"{number}/{count}" for count in range(sent))
        tally.expect(Counter(a["id"] for a in heard) == wanted, "not each exactly once")
        tally.expect(peak < LARGEST, f"the service takes {peak / _MB:.0f} MB meanwhile")
    _restart(found)
    return tally.row()


def _never_reading(found: Service, budget: Budget) -> Row:
    tally = Tally(AREA, "programs that never read their answers, beside one that does")
    for _ in budget.rounds(1):
        lazy = [found.peer() for _ in range(20)]
        tally.many(len(lazy))
        line = b'{"op": "health"}\n'
        for peer in lazy:
            peer.socket.setblocking(False)
        for _ in range(100):
            for peer in lazy:
                try:
                    peer.socket.send(line * 30)
                except OSError:
                    continue
        started = time.monotonic()
        problem = found.suggests()
        took = time.monotonic() - started
        tally.expect(not problem, problem)
        tally.expect(took < 10, f"the other one waits {took:.0f} s")
        tally.expect(found.memory() < LARGEST, f"it takes {found.memory() / _MB:.0f} MB")
        for peer in lazy:
            peer.close()
    return tally.row()
