"""Model packs and checkpoints that somebody damaged, by accident or on purpose."""

import json
import os
import random
import shutil
import time
from pathlib import Path

from tests.attack.bad_packs import bad_folder, bad_gguf, damaged
from tests.attack.checkpoints import gguf_file, gpt2_folder
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.world import Home, World, driven

AREA = "packs"
_SENTENCE = b'{"id": 1, "before": "Thank you very mu"}\n'


def attack(world: World, budget: Budget) -> list[Row]:
    """Break packs."""
    source = world.home(pack=False).place
    folder, file = gpt2_folder(source / "gpt2"), gguf_file(source / "llama.gguf")
    return run_all(
        AREA,
        [
            lambda part: _in_place(world, part),
            lambda part: _in_the_editor(world, part),
            lambda part: _added(world, part),
            lambda part: _checkpoints(world, folder, file, part),
            lambda part: _pipes(world, folder, file, part),
            lambda part: _killed(world, folder, part),
        ],
        budget,
    )


def _in_place(world: World, budget: Budget) -> Row:
    """A damaged pack lies among the user's; suggestions go on, from it or from the built-in one."""
    tally = Tally(AREA, "damaged and hostile packs in place: complete, list, auto")
    chance = random.Random(budget.seed)
    home = world.home(pack=False, built_in=True)
    for number in budget.rounds(6):
        folder = home.folder / "packs" / "x"
        shutil.rmtree(folder, ignore_errors=True)
        how = damaged(world, folder, chance, number)
        with tally.one(how):
            done = home.run("complete", "--jsonl", given=_SENTENCE)
            tally.expect(not done.problem((0,)), f"{how}, complete: {done.problem((0,))}")
            if done.code == 0:
                answer = json.loads(done.out)
                good = answer.get("words") or answer.get("reason")
                tally.expect(good and "error" not in answer, f"{how}, complete: {answer}")
            done = home.run("models", "list", "--json")
            tally.expect(not done.problem((0,)), f"{how}, list: {done.problem((0,))}")
            if number % 4 == 3:
                done = home.run("models", "list")
                tally.expect(not done.problem((0,)), f"{how}, list: {done.problem((0,))}")
                tally.expect(b"\x1b]" not in done.out, f"{how}: escape sequences are shown")
    return tally.row()


def _in_the_editor(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "damaged and hostile packs in place: the editor")
    chance = random.Random(budget.seed + 1)
    home = world.home(pack=False, built_in=True)
    for number in budget.rounds(3):
        folder = home.folder / "packs" / "x"
        shutil.rmtree(folder, ignore_errors=True)
        how = damaged(world, folder, chance, number)
        with tally.one(how), driven(home) as editor:
            editor.hear()
            editor.say({"do": "engine", "seconds": 30})
            said = editor.hear()
            tally.expect(said["state"] == "ready", f"{how}: {said}")
            editor.say({"do": "close"})
            editor.hear()
            code = editor.wait(20)
            tally.expect(code == 0, f"{how}: it ends with {code}")
    return tally.row()


def _added(world: World, budget: Budget) -> Row:
    """What is called whole can be used; the rest is refused in a sentence, and leaves nothing."""
    tally = Tally(AREA, "damaged and hostile packs: models add, then verify and use")
    chance = random.Random(budget.seed + 2)
    home = world.home(pack=False, built_in=True)
    for number in budget.rounds(5):
        folder = home.place / "offered"
        shutil.rmtree(folder, ignore_errors=True)
        how = damaged(world, folder, chance, number)
        with tally.one(how):
            done = home.run("models", "add", str(folder), "--name", "x", "--no-measure")
            tally.expect(not done.problem(), f"{how}, add: {done.problem()}")
            _nothing_half(tally, home, how)
            if done.code == 0:
                verified = home.run("models", "verify", "x")
                tally.expect(not verified.problem((0,)), f"{how}: {verified.problem((0,))}")
                used = home.run("complete", "--jsonl", "--pack", "x", given=_SENTENCE)
                tally.expect(not used.problem((0,)), f"{how}: {used.problem((0,))}")
                home.run("models", "remove", "x")
    return tally.row()


def _nothing_half(tally: Tally, home: Home, how: str) -> None:
    """Only whole packs lie in their folder, and nothing hidden."""
    left = [path.name for path in (home.folder / "packs").glob("*") if path.name != "x"]
    tally.expect(not left, f"{how}: {left} is left over")
    outside = [path.name for path in home.place.iterdir() if path.name not in _OURS]
    tally.expect(not outside, f"{how}: {outside} was made outside")


_OURS = ("home", "run", "tmp", "offered", "no-model", "pipes")


def _checkpoints(world: World, folder: Path, file: Path, budget: Budget) -> Row:
    tally = Tally(AREA, "damaged checkpoints and GGUF files: models add")
    chance = random.Random(budget.seed + 3)
    home = world.home(pack=False, built_in=True)
    for number in budget.rounds(6):
        offered = home.place / "offered"
        shutil.rmtree(offered, ignore_errors=True)
        offered.mkdir()
        with tally.one():
            if number % 2:
                where, how = bad_gguf(offered, file, chance)
            else:
                shutil.copytree(folder, offered / "gpt2")
                where, how = offered / "gpt2", bad_folder(offered / "gpt2", chance, number // 2)
            done = home.run("models", "add", str(where), "--name", "x", "--no-measure")
            tally.expect(not done.problem(), f"{how}: {done.problem()}")
            _nothing_half(tally, home, how)
            if done.code == 0:
                home.run("models", "remove", "x")
    return tally.row()


def _pipes(world: World, folder: Path, file: Path, budget: Budget) -> Row:
    """Nothing waits for a pipe, and nothing reads a device."""
    tally = Tally(AREA, "pipes, devices, folders and links where files of a model belong")
    home = world.home(pack=False, built_in=True)
    kinds = (_pipe, _device, _folder, _loop)
    places = [
        ("checkpoint", name) for name in ("config.json", "model.safetensors", "tokenizer.json")
    ]
    places += [("pack", name) for name in ("manifest.json", "tokenizer.json", "model.onnx")]
    places += [("gguf", "x.gguf")]
    cases = [(kind, *place) for kind in kinds for place in places]
    for number in budget.rounds(4, len(cases)):
        kind, what, name = cases[number]
        offered = home.place / "pipes"
        shutil.rmtree(offered, ignore_errors=True)
        how = f"{name} of a {what} is a {kind.__name__.strip('_')}"
        with tally.one(how):
            if what == "gguf":
                offered.mkdir()
            else:
                shutil.copytree(folder if what == "checkpoint" else world.tiny, offered)
            (offered / name).unlink(missing_ok=True)
            kind(offered / name)
            where = offered / name if what == "gguf" else offered
            command = ("models", "add", str(where), "--name", "x", "--no-measure")
            done = home.run(*command, seconds=30)
            tally.expect(not done.problem((1,)), f"{how}, add: {done.problem((1,))}")
            if what == "pack":
                _among_the_packs(tally, home, offered, how)
    return tally.row()


def _among_the_packs(tally: Tally, home: Home, offered: Path, how: str) -> None:
    shutil.rmtree(home.folder / "packs" / "x", ignore_errors=True)
    (home.folder / "packs").mkdir(parents=True, exist_ok=True)
    offered.rename(home.folder / "packs" / "x")
    done = home.run("complete", "--jsonl", given=_SENTENCE, seconds=30)
    tally.expect(not done.problem((0,)), f"{how}, complete: {done.problem((0,))}")
    good = done.code == 0 and json.loads(done.out).get("words")
    tally.expect(good, f"{how}, complete: {done.out[-300:]!r}")
    shutil.rmtree(home.folder / "packs" / "x", ignore_errors=True)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _killed(world: World, folder: Path, budget: Budget) -> Row:
    tally = Tally(AREA, "kill -9 while a model is added, then again")
    chance = random.Random(budget.seed + 4)
    home = world.home(pack=False, built_in=True)
    add = ("models", "add", str(folder), "--name", "x", "--no-measure")
    for _ in budget.rounds(2):
        with tally.one():
            process = home.start(*add)
            time.sleep(chance.uniform(0, 0.5))
            process.kill()
            process.wait()
            process.close()
            installed = [p for p in (home.folder / "packs").glob("*") if not p.name.startswith(".")]
            if installed:
                done = home.run("models", "verify", "x")
                tally.expect(not done.problem((0,)), f"half installed: {done.problem((0,))}")
                home.run("models", "remove", "x")
            done = home.run(*add)
            tally.expect(not done.problem((0,)), f"the next add: {done.problem((0,))}")
            _nothing_half(tally, home, "after a kill")
            home.run("models", "remove", "x")
    return tally.row()
