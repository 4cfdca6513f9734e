"""`autotype complete --jsonl` in the hands of other programs: one valid answer a line, in order."""

import json
import random
import signal
import subprocess
import threading
import time
from typing import Any, NoReturn

from tests.attack import odd
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.running import PATIENCE, ROOT, UGLY
from tests.attack.world import Home, World

AREA = "complete"
_SENTENCE = {"before": "Thank you very mu"}


def attack(world: World, budget: Budget) -> list[Row]:
    """Break the lines."""
    home = world.home()
    return run_all(
        AREA,
        [
            lambda part: _fuzzed(home, part),
            lambda part: _signalled(home, part),
            lambda part: _encodings(home, part),
            lambda part: _huge(home, part),
            lambda part: _cut(home, part),
        ],
        budget,
    )


def answer_of(line: bytes) -> dict[str, Any]:
    """Read an answer as strictly as the standard has it; raises `ValueError`."""
    found = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    if not isinstance(found, dict) or "id" not in found:
        raise ValueError(f"not an answer: {line[:200]!r}")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def good_id(line: bytes) -> Any:
    """Return the id that an answer to a line has: its text or number, otherwise null.

    Errors may be answered with null, since not every line can be read.
    """
    try:
        found = json.loads(line)["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    finite = isinstance(found, int | float) and abs(found) < float("inf")
    return found if finite or isinstance(found, str) else None


def _open(home: Home, *options: str, **more: str) -> subprocess.Popen[bytes]:
    command, environment = home.command("complete", "--jsonl", *options, **more)
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0
    )


def _talk(process: subprocess.Popen[bytes], given: bytes, seconds: float = PATIENCE) -> Any:
    """Send everything and close; return (exit code or None, output, errors)."""
    try:
        out, err = process.communicate(given, seconds)
        return process.returncode, out, err
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        return None, out, err


def _fuzzed(home: Home, budget: Budget) -> Row:
    tally = Tally(AREA, "fuzzed lines and ids")
    chance = random.Random(budget.seed)
    for _ in budget.rounds(1):
        lines = [odd.line(chance) for _ in range(300)]
        done = home.run("complete", "--jsonl", given=b"\n".join([*lines, b""]))
        answers = done.out.splitlines()
        tally.many(len(lines))
        tally.expect(not done.problem((0,)), done.problem((0,)))
        tally.expect(
            len(answers) == len(lines), f"{len(lines)} lines are answered by {len(answers)}"
        )
        for line, answer in zip(lines, answers, strict=False):
            try:
                found = answer_of(answer)
            except ValueError as error:
                tally.fail(f"{line[:100]!r} is answered by {answer[:100]!r}: {error}")
                continue
            same = found["id"] == good_id(line) or ("error" in found and found["id"] is None)
            tally.expect(same, f"{line[:100]!r} is answered with the id {found['id']!r}")
    return tally.row()


def _signalled(home: Home, budget: Budget) -> Row:
    """Fresh interpreters: what is at stake is how they end."""
    tally = Tally(AREA, "SIGINT, SIGTERM and SIGHUP while waiting and while answering")
    chance = random.Random(budget.seed)
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in budget.rounds(3):
        with tally.one(), _open(home) as process:
            sent = signals[number % 3]
            try:
                _write(process, b'{"id": 1, "before": "Thank you very mu"}\n')
                assert process.stdout
                answer_of(process.stdout.readline())
                if number % 2:
                    _write(process, b'{"id": 2, "before": "Thank you very mu"}\n' * 200)
                time.sleep(chance.uniform(0, 0.1))
                process.send_signal(sent)
                code, out, err = _ended(process, 10)
                name = signal.Signals(sent).name
                tally.expect(code is not None, f"{name} does not end it")
                decent = code in (0, 1, 128 + sent, -sent, None)
                tally.expect(decent, f"{name} ends it with {code}: {err[-300:]!r}")
                tally.expect(not any(u in err for u in UGLY), f"{name}: {err[-300:]!r}")
                for line in out.splitlines(keepends=True):
                    if line.endswith(b"\n"):  # the last may be cut off
                        answer_of(line)
            finally:
                process.kill()
    return tally.row()


def _ended(process: subprocess.Popen[bytes], seconds: float) -> Any:
    """Wait while the input stays open; return (exit code or None, output, errors)."""
    parts: dict[str, bytes] = {}

    def read(name: str, stream: Any) -> None:
        parts[name] = stream.read()

    readers = [
        threading.Thread(target=read, args=(name, stream), daemon=True)
        for name, stream in (("out", process.stdout), ("err", process.stderr))
    ]
    for reader in readers:
        reader.start()
    try:
        code: int | None = process.wait(seconds)
    except subprocess.TimeoutExpired:
        code = None
        process.kill()
    for reader in readers:
        reader.join(10)
    return code, parts.get("out", b""), parts.get("err", b"")


def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin
    process.stdin.write(data)


def _encodings(home: Home, budget: Budget) -> Row:
    tally = Tally(AREA, "consoles and pipes of all encodings")
    names = ("ascii", "cp1252", "latin-1", "utf-16", "shift_jis:strict", "ebcdic-cp-be")
    identities = ["漢", "é😀", "\ud800", "\u2028", "\x00"]
    given = b"".join(json.dumps({"id": i} | _SENTENCE).encode() + b"\n" for i in identities)
    for number in budget.rounds(2, 40):
        name = names[number % len(names)]
        with tally.one(name):
            more = {"PYTHONIOENCODING": name}
            if number % 2:
                more |= {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
            code, out, err = _talk(_open(home, **more), given)
            answers = [answer_of(line) for line in out.splitlines()]
            tally.expect(code == 0 and not err, f"{name}: {code} {err[-300:]!r}")
            found = [answer["id"] for answer in answers]
            tally.expect(found == identities, f"{name}: the ids are {found}")
    return tally.row()


def _huge(home: Home, budget: Budget) -> Row:
    tally = Tally(AREA, "lines of 1 to 100 MB")
    for number in budget.rounds(1, 10):
        sizes = [1, 1, 65] if number == 0 else [1, 20, 60, 100]
        parts = [
            b'{"id": 0, "before": "%s Thank you very mu"}\n' % (b"x " * (s << 19)) for s in sizes
        ]
        parts.append(b'{"id": "last", "before": "Thank you very mu"}\n')
        tally.many(len(parts))
        done = home.run("complete", "--jsonl", given=b"".join(parts), seconds=3 * PATIENCE)
        tally.expect(not done.problem((0,)), done.problem((0,)))
        answers = [answer_of(line) for line in done.out.splitlines()]
        tally.expect(len(answers) == len(parts), f"{len(parts)} lines, {len(answers)} answers")
        last = answers[-1] if answers else {}
        tally.expect(last.get("id") == "last" and last.get("words"), f"then it says {last}")
    return tally.row()


def _cut(home: Home, budget: Budget) -> Row:
    tally = Tally(AREA, "the input ends in a line, the reader goes away")
    for number in budget.rounds(2, 100):
        with tally.one():
            if number % 2:
                done = home.run("complete", "--jsonl", given=b'{"id": 1, "before": "Thank you ve')
                tally.expect(not done.problem((0,)), done.problem((0,)))
                answer_of(done.out)
            else:
                _reader_goes(tally, home)
    return tally.row()


def _reader_goes(tally: Tally, home: Home) -> None:
    process = home.start("complete", "--jsonl")
    process.stdout.close()
    try:
        for _ in range(20):
            process.say({"id": 1} | _SENTENCE)
            time.sleep(0.01)
    except BrokenPipeError:
        pass
    process.stdin.close()
    code = process.wait(20)
    said = process.stderr.read()
    tally.expect(code in (0, 1, -signal.SIGPIPE), f"it ends with {code}: {said[-300:]!r}")
    tally.expect(not any(ugly in said for ugly in UGLY), f"{said[-300:]!r}")
    process.stderr.close()
