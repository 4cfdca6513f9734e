"""The command line: what opens a document, what is a command, and what is said about the rest."""

import argparse
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype import cli
from autotype.commands import doctor, edit
from autotype.commands.address_space import AddressSpaceError


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """What the editor was asked to open; no window is."""
    files: list[Path] = []
    monkeypatch.setattr(edit, "run", lambda args: files.extend(args.files) or 0)
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "models").write_text("a file with the name of a command")
    (folder / "notes").write_text("a file with one plain word as its name")
    monkeypatch.chdir(folder)
    return files


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (["letter.txt"], "letter.txt"),
        (["models.txt"], "models.txt"),
        (["sub/letter"], "sub/letter"),
        (["./models"], "models"),
        (["edit", "models"], "models"),
        (["edit", "doctor"], "doctor"),
        (["notes"], "notes"),
        (["TODO"], "TODO"),
        (["My letter"], "My letter"),
        (["Brief für Anna"], "Brief für Anna"),
        (["--theme", "dark", "letter.txt"], "letter.txt"),
        (["--", "doctor"], "doctor"),
        (["--temp-home", "letter.txt"], "letter.txt"),
        (["x" * 300], "x" * 300),
        (["."], "."),
        (["file:///tmp/My%20letter.txt"], "/tmp/My letter.txt"),
        (["file://localhost/tmp/letter.txt"], "/tmp/letter.txt"),
        (["file:letter.txt"], "file:letter.txt"),
    ],
)
def test_what_opens_or_starts_a_document(
    opened: list[Path], arguments: list[str], file: str
) -> None:
    assert cli.main(arguments) == 0
    assert opened == [Path(file)]


def test_several_files_are_opened_or_none(opened: list[Path]) -> None:
    assert cli.main([]) == 0
    assert opened == []
    assert cli.main(["--theme", "dark", "a.txt", "file:///tmp/b.txt", "models"]) == 0
    assert opened == [Path("a.txt"), Path("/tmp/b.txt"), Path("models")]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("compelte", "did you mean “complete”? A new document of that name is started with: "),
        ("Doctor", "did you mean “doctor”?"),
        ("model", "did you mean “models”?"),
        ("frobnicate", "no command and no file “frobnicate”; a new document of that name is "),
    ],
)
def test_a_word_that_may_be_a_command_starts_no_document(
    opened: list[Path], capsys: pytest.CaptureFixture[str], word: str, said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([word])
    assert ended.value.code == 2
    assert not opened
    error = capsys.readouterr().err
    assert said in error
    assert error.endswith(f"autotype edit {word}\n")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bogus"],
        ["edit", "--theme", "pink"],
        ["doctor", "--provider"],
        ["models"],
        ["evaluate", "x.txt", "--characters", "many"],
        ["evaluate", "x.txt", "--speeds", "fast"],
        ["evaluate", "x.txt", "--show-at-least", "often"],
        ["doctor", "one.txt", "two.txt"],
    ],
)
def test_a_bad_option_is_one_sentence(
    opened: list[Path], capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("autotype")
    assert "--help\n" in error
    assert error.count("\n") == 1
    assert " value: " not in error


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


@pytest.mark.parametrize(
    "parser", list(parsers(cli._parser())), ids=lambda parser: parser.prog.replace(" ", "-")
)
def test_every_command_and_every_option_says_what_it_does(parser: argparse.ArgumentParser) -> None:
    assert parser.description
    assert parser.description.endswith(".")
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            assert action.help, action.option_strings or action.dest


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "/x"), "autotype: “/x”: Permission denied.\n"),
        (OSError(28, "No space left on device"), "autotype: No space left on device.\n"),
        (MemoryError(), "autotype: There is not enough memory"),
        (OSError(12, "Cannot allocate memory", "/x"), "autotype: There is not enough memory"),
        (RecursionError("my secret"), "autotype: Something failed that should not (Recursion"),
    ],
)
def test_no_failure_is_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    said: str,
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(doctor, "run", fail)
    assert cli.main(["doctor"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(said)
    assert "secret" not in printed
    assert printed.count("\n") == 1


@pytest.mark.parametrize(
    "error",
    [MemoryError(), OSError(12, "Cannot allocate memory", "/x"), ImportError("map segment")],
)
def test_whatever_fails_below_a_limit_of_memory_names_the_limit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def fail() -> None:
        raise error

    def limited(*, window: bool) -> None:
        raise AddressSpaceError(f"Programs may have little memory here ({window}).")

    monkeypatch.setattr(cli, "_parser", fail)
    monkeypatch.setattr(cli, "require_address_space", limited)
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().err == "autotype: Programs may have little memory here (False).\n"


COMMANDS = {
    "edit": ["-m", "tests.started"],
    "serve": ["-m", "autotype", "serve", "--idle-minutes", "0.01"],
    "doctor": ["-m", "autotype", "doctor"],
    "assistant": ["-m", "tests.started", "assistant"],
    "models measure": ["-m", "autotype", "models", "measure"],
}


@pytest.mark.parametrize("umask", [0o022, 0])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_made_first_is_closed_to_others(
    tmp_path: Path, tiny_pack: Path, name: str, umask: int
) -> None:
    home = tmp_path / "new" / "home"
    subprocess.run(
        [sys.executable, *COMMANDS[name]],
        env={
            **os.environ,
            "AUTOTYPE_HOME": str(home),
            "AUTOTYPE_BUILT_IN": str(tiny_pack),
            "XDG_RUNTIME_DIR": str(tmp_path),
        },
        preexec_fn=lambda: os.umask(umask) and None,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    open_to_others = [place for place in home.rglob("*") if place.stat().st_mode & 0o077]
    assert open_to_others == []


def test_what_was_open_is_closed(home: Path) -> None:
    from autotype import paths

    for folder in (home, paths.recovery(), paths.packs()):
        folder.mkdir()
        folder.chmod(0o777)
    assert paths.make_private(paths.recovery()) == paths.recovery()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE(paths.recovery().stat().st_mode) == 0o700
    # What nobody asked for is as it was, and out of reach.
    assert stat.S_IMODE(paths.packs().stat().st_mode) == 0o777


@pytest.mark.parametrize("mode", [0o1777, 0o755])
def test_a_folder_that_others_need_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """A user folder that was put where everybody writes, or is the person's whole home."""
    from autotype import paths

    place = tmp_path / "place"
    place.mkdir()
    place.chmod(mode)
    monkeypatch.setenv("AUTOTYPE_HOME", str(place))
    if mode == 0o755:
        monkeypatch.setenv("HOME", str(place))
    paths.make_private(paths.recovery())
    assert stat.S_IMODE(place.stat().st_mode) == mode
    assert stat.S_IMODE(paths.recovery().stat().st_mode) == 0o700


def test_other_folders_are_made_and_left(tmp_path: Path, home: Path) -> None:
    from autotype import paths

    place = tmp_path / "elsewhere"
    place.mkdir()
    place.chmod(0o755)
    assert paths.make_private(place) == place
    assert stat.S_IMODE(place.stat().st_mode) == 0o755
    inner = paths.make_private(place / "new")
    assert stat.S_IMODE(inner.stat().st_mode) == 0o700


@pytest.mark.parametrize("arguments", [["--\x1b[31mdark"], ["models", "p\x1b[31mull"]])
def test_what_is_wrong_in_a_command_line_moves_no_cursor(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    error = capsys.readouterr().err
    assert "x1b[31m" in error
    assert "\x1b" not in error
