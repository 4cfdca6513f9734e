"""A user folder that cannot be used: one sentence, and the editor does without."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.documents import fill, small_disk
from tests.attack.harness import Budget, Row, Tally, run_all
from tests.attack.world import Home, World, driven

AREA = "user folder"
_SENTENCE = b'{"id": 1, "before": "Thank you very mu"}\n'


def attack(world: World, budget: Budget) -> list[Row]:
    """Break the user folder."""
    return run_all(
        AREA,
        [
            lambda part: _editor(world, part),
            lambda part: _commands(world, part),
            lambda part: _open_to_all(world, part),
        ],
        budget,
    )


@contextlib.contextmanager
def _unreadable(home: Home) -> Iterator[None]:
    home.folder.chmod(0)
    yield
    home.folder.chmod(0o700)


@contextlib.contextmanager
def _read_only(home: Home) -> Iterator[None]:
    home.folder.chmod(0o500)
    yield
    home.folder.chmod(0o700)


@contextlib.contextmanager
def _below_a_read_only_one(home: Home) -> Iterator[None]:
    home.folder.rename(home.place / "aside")
    home.place.chmod(0o500)
    yield
    home.place.chmod(0o700)


@contextlib.contextmanager
def _is_a_file(home: Home) -> Iterator[None]:
    home.folder.rename(home.place / "aside")
    home.folder.write_text("here")
    yield


@contextlib.contextmanager
def _is_a_loop(home: Home) -> Iterator[None]:
    home.folder.rename(home.place / "aside")
    home.folder.symlink_to(home.folder)
    yield


@contextlib.contextmanager
def _unreadable_parts(home: Home) -> Iterator[None]:
    for name in ("packs", "recovery"):
        (home.folder / name).mkdir(exist_ok=True)
        (home.folder / name).chmod(0)
    (home.folder / "settings.toml").touch(0)
    yield
    for name in ("packs", "recovery"):
        (home.folder / name).chmod(0o700)


@contextlib.contextmanager
def _full(home: Home) -> Iterator[None]:
    """On a full disk, where one can be made; otherwise where nothing can be made."""
    with small_disk(home.folder, 4) as mounted:
        if not mounted:
            home.folder.chmod(0o500)
        else:
            fill(home.folder / "full")
        yield
        home.folder.chmod(0o700)


_WAYS: dict[str, Callable[[Home], contextlib.AbstractContextManager[None]]] = {
    "unreadable": _unreadable,
    "read-only": _read_only,
    "below a read-only one": _below_a_read_only_one,
    "a file": _is_a_file,
    "a loop of links": _is_a_loop,
    "unreadable inside": _unreadable_parts,
    "full": _full,
}


def _editor(world: World, budget: Budget) -> Row:
    """A window comes that can be written in and closed; what is unsaved is not lost in silence."""
    tally = Tally(AREA, "unreadable, read-only, full, a file, a loop: the editor")
    for number in budget.rounds(len(_WAYS)):
        name = list(_WAYS)[number % len(_WAYS)]
        home = world.home(built_in=True)
        letter = home.world.folder / f"letter-{number}.txt"
        letter.write_text("A letter.\n")
        with tally.one(name), _WAYS[name](home), _edit(home, str(letter)) as editor:
            editor.hear(30)
            editor.say({"do": "engine", "seconds": 30})
            said = editor.hear(40)
            tally.expect(said["state"] == "ready", f"{name}: the engine: {said}")
            editor.say({"do": "type", "text": "x"})
            editor.hear()
            editor.say({"do": "save"})
            saved = editor.hear()
            kept = letter.read_text() == "xA letter.\n"
            tally.expect(kept, f"{name}: the letter is not saved: {saved}")
            editor.say({"do": "type", "text": "y"})
            editor.hear()
            editor.kill(signal.SIGTERM)
            code = editor.wait(20)
            err = editor.stderr.read()
            tally.expect(code == 0, f"{name}: SIGTERM ends it with {code}: {err[-300:]!r}")
            tally.expect(b"Traceback" not in err, f"{name}: {err[-400:]!r}")
    return tally.row()


def _edit(home: Home, file: str) -> contextlib.AbstractContextManager:
    return driven(home, file, ordinary=True)


def _commands(world: World, budget: Budget) -> Row:
    tally = Tally(AREA, "unreadable, read-only, full, a file, a loop: every command")
    commands: tuple[tuple[str, ...], ...] = (
        ("models", "list"),
        ("complete", "--jsonl"),
        ("doctor",),
        ("models", "add", str(world.tiny), "--name", "another", "--no-measure"),
        ("models", "measure"),
        ("serve", "--idle-minutes", "0.001"),
        ("models", "remove", "tiny"),
    )
    for number in budget.rounds(len(_WAYS), 3 * len(_WAYS)):
        name = list(_WAYS)[number % len(_WAYS)]
        # In the short form not every command meets every folder.
        chosen = commands if budget.left else commands[number % 7 :: 7]
        home = world.home(built_in=True)
        with _WAYS[name](home):
            for command in chosen:
                with tally.one(f"{name}, {command}"):
                    _run(tally, home, name, command)
    return tally.row()


def _run(tally: Tally, home: Home, name: str, command: tuple[str, ...]) -> None:
    done = home.run(*command, given=_SENTENCE, ordinary=True, seconds=30)
    tally.expect(not done.problem(), f"{name}, {' '.join(command[:2])}: {done.problem()}")


def _open_to_all(world: World, budget: Budget) -> Row:
    """Whatever runs first makes the folder for its owner alone, also where all is allowed."""
    tally = Tally(AREA, "everything allowed to everybody (umask 000) at the first start")
    commands: tuple[tuple[str, ...], ...] = (
        ("models", "add", str(world.tiny), "--name", "another", "--no-measure"),
        ("models", "measure", "--missing"),
        ("serve", "--idle-minutes", "0.001"),
        ("models", "list"),
        ("driven",),
    )
    for number in budget.rounds(len(commands), len(commands)):
        command = commands[number]
        home = world.home(pack=False, built_in=True)
        with tally.one(" ".join(command)):
            process = home.start(*command, umask=0)
            if command == ("driven",):
                process.hear()
                process.say({"do": "type", "text": "secret"})
                process.hear()
                process.say({"do": "journal"})
                process.hear()
                _look(tally, home.folder, command)
                process.say({"do": "close"})
            process.stdin.close()
            tally.expect(process.wait(30) is not None, f"{command}: it does not end")
            process.close()
            _look(tally, home.folder, command)
    return tally.row()


def _look(tally: Tally, folder: Path, command: tuple[str, ...]) -> None:
    if folder.exists():
        mode = folder.stat().st_mode & 0o077
        tally.expect(not mode, f"{' '.join(command[:2])}: the folder is open to others")
    # What lies in it cannot be reached through a folder that is closed; texts are closed too.
    for path in [*folder.glob("recovery/*"), *folder.glob("*.log*")]:
        mode = path.stat().st_mode & 0o077
        tally.expect(not mode, f"{' '.join(command[:2])}: others can read {path.name}")
