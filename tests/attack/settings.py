"""Files of the user's own that somebody damaged: settings, figures, rules for applications."""

import itertools
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

from tests.attack import odd
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.peers import service
from tests.attack.world import Home, World, driven

AREA = "settings"
_SENTENCE = b'{"id": 1, "before": "Thank you very mu"}\n'


def attack(world: World, budget: Budget) -> list[Row]:
    """Break settings."""
    return run_all(
        AREA,
        [
            lambda part: _editor(world, part),
            lambda part: _commands(world, part),
            lambda part: _while_serving(world, part),
        ],
        budget,
    )


_TOML: tuple[bytes, ...] = (
    b"a = [[[[" * 25_000,
    b"a = " + b"9" * 5000,
    b'pack = "nothing of that name"\nfont_size = "x"',
    b"show_at_least = nan\nfont_size = inf\nidle_minutes = -1",
    b'[keys]\ntake = "Nonsense+Key"\nunknown = "Tab"\ndismiss = 1',
    b"\xff\xfe\x00",
    b"take_after_ms = 99999999999999999999999999\n",
    b'theme = "dark"\ntheme = "light"\n',
    b"unknown = 1979-05-27T07:32:00Z\n[a.b.c]\nd = {e = [1, {}]}\n",
    b'font_family = "\\u0000\\uFFFF"\n',
    b"suggestions = []\nkeys = 1\nelsewhere = {}\n",
    b"provider = 'cuda'\n",
)
_JSON: tuple[bytes, ...] = (
    b"[" * odd.DEEP,
    b'{"format": 1, "machines": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
    b'{"format": 1, "machines": {"MACHINE": {"x": "1"}}}',
    b'{"format": 1, "machines": [1]}',
    b'{"format": 1e999, "machines": NaN}',
    b'{"format": 1, "machines": {"MACHINE": {"PACK": {"savings": "x", "words_p95_ms": null}}}}',
    b"9" * 10_000,
    b"\xff",
)


def _kinds() -> dict[str, Callable[[Path], object]]:
    return {
        "a pipe": lambda path: os.mkfifo(path),
        "a folder": lambda path: path.mkdir(),
        "without an end": lambda path: path.symlink_to("/dev/zero"),
        "a loop": lambda path: path.symlink_to(path.name),
        "300 MB": lambda path: _sparse(path, 300 << 20),
    }


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


def _damage(home: Home, chance: random.Random, number: int) -> str:
    """Damage some file of the user's; return which and how."""
    home.folder.mkdir(exist_ok=True)
    # The first ones are of all kinds, for the short form.
    cases = [*itertools.chain(*itertools.zip_longest(_TOML, _JSON, _kinds()))]
    cases = [case for case in cases if case is not None]
    case = cases[number % len(cases)] if number < 2 * len(cases) else chance.choice(cases)
    rules = home.folder / "applications.toml"
    if isinstance(case, str):
        name = chance.choice(("settings.toml", "measured.json", "applications.toml"))
        _kinds()[case](home.folder / name)
        return f"{name} is {case}"
    name = "measured.json" if case in _JSON else "settings.toml"
    data = case if number < len(cases) else odd.mangled(chance, case[:2000])
    (home.folder / name).write_bytes(_filled(home, data))
    if name == "settings.toml":
        rules.write_bytes(chance.choice((case, b"[applications]\nxterm = [[]]\n\xff")))
    return f"{name}: {data[:50]!r}"


def _filled(home: Home, data: bytes) -> bytes:
    """Put the names of this machine and this pack where damaged figures need them to be seen."""
    if b"MACHINE" not in data:
        return data
    from autotype.engine.pack import open_pack
    from autotype.packs import measured

    key = getattr(measured, "_key", None)
    pack = key(open_pack(home.folder / "packs" / "tiny")) if key else "tiny"
    return data.replace(b"MACHINE", measured.machine().encode()).replace(b"PACK", pack.encode())


def _editor(world: World, budget: Budget) -> Row:
    """The window comes, the engine is ready or says why it is not, and SIGTERM ends it."""
    tally = Tally(AREA, "damaged settings, figures and rules: the editor starts and ends")
    chance = random.Random(budget.seed)
    for number in budget.rounds(8):
        home = world.home()
        how = _damage(home, chance, number)
        with tally.one(how), driven(home) as editor:
            editor.hear()
            editor.say({"do": "engine", "seconds": 30})
            said = editor.hear()
            good = said["state"] == "ready" or (said["message"] and "log" not in said["message"])
            tally.expect(good, f"{how}: {said}")
            editor.kill(signal.SIGTERM)
            code = editor.wait(20)
            tally.expect(code == 0, f"{how}: SIGTERM ends it with {code}")
    return tally.row()


def _commands(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "damaged settings, figures and rules: commands")
    chance = random.Random(budget.seed + 1)
    commands = (("models", "list"), ("complete", "--jsonl"), ("doctor",))
    for number in budget.rounds(3):
        home = world.home()
        how = _damage(home, chance, number + 8)
        command = commands[number % len(commands)]
        with tally.one(how):
            done = home.run(*command, given=_SENTENCE, seconds=30)
            tally.expect(not done.problem(), f"{how}, {command[0]}: {done.problem()}")
    return tally.row()


def _while_serving(world: World, budget: Budget) -> Row:
    """The service notices changes of its settings; none may keep it from answering."""
    tally = Tally(AREA, "settings damaged while the service runs")
    chance = random.Random(budget.seed + 2)
    home = world.home()
    with service(home) as found:
        path = home.folder / "settings.toml"
        for number in budget.rounds(4, 200):
            data = _TOML[number % len(_TOML)]
            if number >= len(_TOML):
                data = odd.mangled(chance, data[:2000])
            with tally.one(repr(data[:50])):
                path.write_bytes(data)
                peer = found.peer()
                for line in ({"before": "Thank you very mu"}, {"op": "settings"}):
                    answer = peer.ask({"id": number} | line, 40)
                    tally.expect("failed" not in str(answer), f"{data[:50]!r}: {answer}")
                peer.close()
        path.unlink(missing_ok=True)
        with tally.one():
            problem = found.suggests()
            tally.expect(not problem, f"mended again: {problem}")
    return tally.row()
