"""What was typed is in no file afterwards: not in a log, not in a temporary file, nowhere."""

import random
import time
from pathlib import Path

from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.peers import service
from tests.attack.world import Home, World, driven

AREA = "privacy"
_MARK = "marmalade"
_TYPED = f"Thank you very much, {_MARK}. See you s"


def attack(world: World, budget: Budget) -> list[Row]:
    """Look for what was typed."""
    return run_all(
        AREA,
        [lambda part: _editor(world, part), lambda part: _service(world, part)],
        budget,
    )


def holding(home: Home) -> list[str]:
    """Return the files of a user folder and around it that hold what was typed."""
    found = []
    for path in home.place.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if any(_MARK.encode(e) in data for e in ("utf-8", "utf-16-le", "utf-32-le")):
                found.append(str(path.relative_to(home.place)))
    return found


def _editor(world: World, budget: Budget) -> Row:
    """Also where the engine fails while something is typed."""
    tally = Tally(AREA, "type in the editor, with and without a broken model, close")
    for number in budget.rounds(2, 100):
        home = world.home()
        if number % 2:
            graph = next((home.folder / "packs").rglob("*.onnx"))
            graph.write_bytes(graph.read_bytes()[: number * 1000])
        with tally.one(), driven(home) as editor:
            editor.hear()
            editor.say({"do": "engine", "seconds": 30})
            editor.hear()
            editor.say({"do": "type", "text": _TYPED})
            editor.hear()
            if number % 3 == 2:
                editor.say({"do": "journal"})
                editor.hear()
                assert holding(home), "unsaved text is not kept, so this sees nothing"
            editor.say({"do": "close"})
            editor.hear()
            code = editor.wait(20)
            said = editor.stderr.read() + editor.stdout.read()
            tally.expect(code == 0, f"it ends with {code}")
            tally.expect(_MARK.encode() not in said, "it says what was typed")
            tally.expect(not holding(home), f"it is in {holding(home)}")
    return tally.row()


def _service(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "type to the service while its engine is killed and lines are broken, end")
    chance = random.Random(budget.seed)
    home = world.home()
    with service(home) as found:
        found.suggests()
        for number in budget.rounds(5):
            with tally.one():
                peer = found.peer()
                peer.send({"id": number, "before": _TYPED})
                time.sleep(chance.uniform(0, 0.02))
                for engine in found.engines() if number % 5 == 1 else ():
                    engine.kill()
                peer.next()
                broken = (
                    {"op": _MARK},
                    {"before": [_MARK]},
                    {"op": "feedback", "event": _MARK, "text": _TYPED},
                    {"op": "settings", "set": {_MARK: _MARK}},
                )
                peer.ask({"id": number} | chance.choice(broken))
                peer.send(f"{{{_MARK}\n".encode())
                peer.next()
                peer.ask({"op": "restart"})
                peer.close()
        with tally.one():
            problem = found.end()
            tally.expect(not problem, problem)
            tally.expect(not holding(home), f"it is in {holding(home)}")
            tally.expect(
                (Path(home.folder) / "service.log").is_file(), "there is no log to look at"
            )
    return tally.row()
