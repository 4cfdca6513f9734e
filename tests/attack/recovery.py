"""Text that was never saved: killed while typing and while writing it down, odd journals."""

import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from autotype.text.recovery import Journal
from tests.attack.driven import stream, version
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.running import Process
from tests.attack.world import Home, World, driven

AREA = "recovery"
LOST_S = 5.0
"""Seconds of typing that a crash may cost."""
_SLACK_S = 2.5  # for a machine that others keep busy


def attack(world: World, budget: Budget) -> list[Row]:
    """Break what is kept of unsaved text."""
    return run_all(
        AREA,
        [
            lambda part: _killed_while_typing(world, part),
            lambda part: _killed_while_writing(world, part),
            lambda part: _odd_journals(world, part),
            lambda part: _changed_meanwhile(world, part),
        ],
        budget,
    )


def _killed_while_typing(world: World, budget: Budget) -> Row:
    """Several editors at once, since most of the time is spent waiting."""
    tally = Tally(AREA, "kill -9 while typing")
    chance = random.Random(budget.seed)
    for _ in budget.rounds(1):
        longest = 2 * LOST_S if budget.left else LOST_S + _SLACK_S + 1
        homes = [world.home(pack=False) for _ in range(3 if budget.left else 1)]
        editors = [home.start("driven") for home in homes]
        for editor in editors:
            editor.hear()
            editor.say({"do": "type_on", "every_ms": 40})
        ends = sorted(chance.uniform(LOST_S + _SLACK_S + 0.5, longest) for _ in homes)
        started = time.monotonic()
        for home, editor, end in zip(homes, editors, ends, strict=True):
            time.sleep(max(0.0, started + end - time.monotonic()))
            with tally.one():
                _kill_and_look(tally, home, editor)
    return tally.row()


def _kill_and_look(tally: Tally, home: Home, editor: Process) -> None:
    killed = time.time()
    editor.kill()
    editor.wait()
    typed = {}
    while True:
        try:
            said = editor.hear(1)
        except EOFError:
            break
        if "typed" in said:
            typed[said["typed"]] = said["at"]
    editor.close()
    found = Journal(home.folder / "recovery").pending()
    kept = found[0].text if found else ""
    tally.expect(len(found) == 1, f"{len(found)} texts are kept")
    tally.expect(kept == stream(len(kept)), f"what is kept was not typed: {kept[-60:]!r}")
    lost_since = typed.get(len(kept) + 1, killed)
    tally.expect(
        killed - lost_since < LOST_S + _SLACK_S, f"{killed - lost_since:.1f} s of typing are lost"
    )


def _killed_while_writing(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "kill -9 while unsaved text is written down (400 kB)")
    chance = random.Random(budget.seed)
    for _ in budget.rounds(1):
        home = world.home(pack=False)
        folder = home.folder / "recovery"
        for _ in range(3):
            with tally.one(), driven(home) as editor:
                editor.hear()
                editor.say({"do": "journal_on"})
                editor.hear()
                time.sleep(chance.uniform(0, 0.2))
                editor.kill()
                editor.wait()
                found = Journal(folder).pending()
                whole = [text for text in found if text.text == version(int(text.text[:8]))]
                tally.expect(found, "nothing is kept")
                tally.expect(len(whole) == len(found), "what is kept is torn")
                damaged = [file.name for file in folder.iterdir() if file.suffix == ".damaged"]
                tally.expect(not damaged, f"damaged: {damaged}")
        for file in folder.glob(".autotype-*"):
            os.utime(file, (time.time() - 86_400,) * 2)
        with tally.one(), driven(home) as editor:
            editor.hear()
            left = [file.name for file in folder.glob(".autotype-*")]
            tally.expect(not left, f"the next start leaves {left}")
    return tally.row()


def _odd_journals(world: World, budget: Budget) -> Row:
    """Nothing that lies there keeps the window from coming, or SIGTERM from ending it."""
    tally = Tally(AREA, "odd things among the kept texts, then a start and SIGTERM")
    chance = random.Random(budget.seed)
    everything = [*_ODD]
    for number in budget.rounds(2):
        names = everything if number == 0 else [chance.choice(everything)]
        home = world.home(pack=False)
        folder = home.folder / "recovery"
        folder.mkdir(mode=0o700, parents=True)
        for name in names:
            _ODD[name](folder / f"{name}.journal")
        (folder / "good.journal").write_text(_record(text="good text"))
        with tally.one(", ".join(names)), driven(home) as editor:
            editor.hear()
            editor.kill(signal.SIGTERM)
            code = editor.wait(20)
            tally.expect(code == 0, f"SIGTERM ends it with {code} ({names})")
            kept = (folder / "good.journal").exists()
            tally.expect(kept, "a good text beside it is gone")
    return tally.row()


def _record(**changes: object) -> str:
    record: dict[str, object] = {"text": "text", "path": None, "saved_at": 1.0, "pid": 1 << 22}
    return json.dumps(record | {"started": 1.0} | changes)


_ODD: dict[str, Callable[[Path], object]] = {
    "nested": lambda path: path.write_text("[" * 100_000),
    "nested-whole": lambda path: path.write_text('{"text":' * 9_000 + "1" + "}" * 9_000),
    "pipe": lambda path: os.mkfifo(path),
    "folder": lambda path: path.mkdir(),
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "nowhere": lambda path: path.symlink_to("nowhere"),
    "loop": lambda path: path.symlink_to(path.name),
    "empty": lambda path: path.write_bytes(b""),
    "no-text": lambda path: path.write_bytes(b"\xff\xfe\0\0" * 100),
    "nul": lambda path: path.write_text(_record(path="a\0b")),
    "half": lambda path: path.write_text(_record(text="\ud800")),
    "no-number": lambda path: path.write_text(_record(pid="1", started=[])),
    "pid": lambda path: path.write_text(_record(pid=10**30)),
    "negative": lambda path: path.write_text(_record(pid=-1)),
    "time": lambda path: path.write_text(_record(saved_at=1e308)),
    "infinite": lambda path: path.write_text(_record(saved_at=float("inf"), started=float("nan"))),
    "texts": lambda path: path.write_text(_record(text=["a"], path={"a": 1})),
    "digits": lambda path: path.write_text('{"pid": ' + "9" * 10_000 + "}"),
    "socket": lambda path: path.symlink_to("/dev/tty"),
}


def _changed_meanwhile(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "crash, another program changes the file, restore, save")
    for _ in budget.rounds(1, 20):
        home = world.home(pack=False)
        path = home.place / "shared.txt"
        path.write_bytes(b"ours\r\n")
        with tally.one(), driven(home, str(path)) as editor:
            editor.hear()
            editor.say({"do": "type", "text": "unsaved "})
            editor.hear()
            editor.say({"do": "journal"})
            editor.hear()
            editor.kill()
            editor.wait()
            path.write_bytes(b"ours\r\nand theirs\r\n")
            with driven(home) as again:
                again.hear()
                again.say({"do": "recover"})
                found = again.hear()
                tally.expect("unsaved " in str(found["text"]), f"it is not restored: {found}")
                again.say({"do": "save"})
                said = again.hear()
            tally.expect(path.read_bytes() == b"ours\r\nand theirs\r\n", "it was overwritten")
            tally.expect(said["asked"], "nothing was asked")
    return tally.row()
