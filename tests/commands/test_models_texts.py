"""What others called their models reaches a terminal as text, and as nothing else."""

import json
import shutil
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.engine.manifest import Manifest
from tests.commands.test_models import checkpoint_folder
from tests.packs.damages import edit, install

ESCAPES = "\x1b[2J\x1b]0;owned\x07 \x9b31m \u202egnp.exe \x00 \r\n"


def unharmed(shown: str) -> bool:
    """Whether nothing but text and line ends was printed."""
    return not any(not c.isprintable() and c != "\n" for c in shown)


def test_brackets_are_no_markup(
    home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = install(home, tiny_pack, "[bold]a[old]")
    edit(folder, lambda d: d.update(name="[/red]", title=":smile: [/red]", licence="[b]MIT"))
    assert main(["models", "list"]) == 0
    shown = capsys.readouterr().out
    assert "[bold]a[old]" in shown
    assert "[b]MIT" in shown
    assert main(["models", "info", folder.name]) == 0
    shown = capsys.readouterr().out
    assert ":smile: [/red]" in shown
    assert "[b]MIT" in shown
    assert main(["models", "verify", folder.name]) == 0
    assert "“[/red]” is whole" in capsys.readouterr().out
    assert main(["models", "measure", folder.name]) == 0
    assert folder.name in capsys.readouterr().out
    assert main(["models", "remove", folder.name]) == 0
    assert "“[bold]a[old]” is removed" in capsys.readouterr().out


def test_a_folder_with_brackets(
    home: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "a[" / "old]"
    folder.parent.mkdir()
    shutil.copytree(tiny_pack, folder)
    assert main(["models", "add", str(folder), "--no-measure", "--name", "own"]) == 0
    assert main(["models", "add", f"{tmp_path}/none[/old]"]) == 1
    assert "none[/old]" in capsys.readouterr().err


def test_control_characters_are_no_commands(
    home: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = install(home, tiny_pack, "own")
    edit(folder, lambda data: data["source"].update(reference=ESCAPES, kind="\ud800"))
    for action in (["list"], ["info", "own"], ["info", ESCAPES], ["verify", ESCAPES]):
        for form in ([], ["--json"]):
            main(["models", *action, *form])
            assert unharmed("".join(capsys.readouterr()))
    assert main(["models", "info", "own", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["source"]["reference"] == ESCAPES
    edit(folder, lambda data: data.update(licence=ESCAPES))
    for action in (["list"], ["info", "own"], ["add", ESCAPES], ["remove", ESCAPES]):
        main(["models", *action])
        assert unharmed("".join(capsys.readouterr()))
    bad = home / "packs" / "b\x1b[31mad\nx"
    bad.mkdir()
    for action in (["list"], ["list", "--json"], ["info", bad.name], ["remove", bad.name]):
        main(["models", *action])
        assert unharmed("".join(capsys.readouterr()))


def test_names_in_a_checkpoint(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = checkpoint_folder(tmp_path / f"a{ESCAPES[:4]}b")
    config = json.loads((folder / "config.json").read_text())
    for change in ({"model_type": ESCAPES}, {"activation_function": ESCAPES}):
        (folder / "config.json").write_text(json.dumps(config | change))
        assert main(["models", "add", str(folder)]) == 1
        shown = capsys.readouterr()
        assert unharmed("".join(shown))
        assert "[2J" in shown.err
    (folder / "config.json").write_text(json.dumps(config))
    assert main(["models", "add", str(folder), "--no-measure", "--name", "own"]) == 0
    assert unharmed("".join(capsys.readouterr()))
    manifest = Manifest.from_json((home / "packs" / "own" / "manifest.json").read_text())
    assert manifest.source["reference"] == str(folder)
