"""Where packs are is closed to others, and what is no file there is not waited for."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype import paths
from autotype.cli import main
from autotype.engine.pack import PackError
from autotype.packs.catalogue import read_catalogue
from autotype.packs.choice import default_pack
from autotype.packs.sources import _clean_folder
from autotype.paths import resources
from tests.packs.damages import install

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and pipes are of Unix")


@pytest.fixture(params=[0o000, 0o022], ids=["umask 000", "umask 022"])
def mask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(home: Path) -> list[str]:
    """Return what others could read or write: what is behind a closed folder they cannot."""
    if not mode(home) & 0o077:
        return []
    return [str(p.relative_to(home)) for p in [home, *home.rglob("*")] if mode(p) & 0o077]


COMMANDS = {
    "add": ["models", "add", "{pack}", "--name", "own", "--no-measure"],
    "remove": ["models", "remove", "none"],
    "pull": ["models", "pull", "distilgpt2"],
    "measure": ["models", "measure", "{pack}"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_whichever_command_comes_first(
    mask: None,
    home: Path,
    tiny_pack: Path,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    main([part.format(pack=tiny_pack) for part in command])
    assert home.is_dir()
    assert open_to_others(home) == []
    for folder in (home, home / "packs"):
        assert not folder.exists() or mode(folder) == 0o700
    for file in (home / "packs.lock", home / "measured.json"):
        assert not file.exists() or mode(file) == 0o600


@pytest.mark.parametrize("action", ["list", "info", "verify"])
def test_what_was_made_in_the_open_is_closed(
    mask: None, home: Path, tiny_pack: Path, action: str
) -> None:
    install(home, tiny_pack, "own")
    (home / "packs.lock").touch(0o666)
    home.chmod(0o777)
    (home / "packs").chmod(0o777)
    assert main(["models", action]) == 0
    assert (mode(home), mode(home / "packs")) == (0o700, 0o700)
    assert main(["models", "remove", "own"]) == 0
    assert mode(home / "packs.lock") == 0o600


def test_a_folder_for_everybody_stays_one(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    paths.make_private(folder)
    assert mode(folder) == 0o1777


def test_nothing_is_made_by_looking(home: Path) -> None:
    assert main(["models", "list"]) == 0
    assert not home.exists()


@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_a_lock_that_is_no_file(
    home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    home.mkdir()
    path = home / "packs.lock"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        (home.parent / "elsewhere").write_text("mine")
        path.symlink_to(home.parent / "elsewhere")
    else:
        path.mkdir()
    assert main(["models", "add", str(tiny_pack), "--no-measure"]) == 1
    assert f"“{path}” cannot be written" in capsys.readouterr().err
    assert kind != "link" or (home.parent / "elsewhere").read_text() == "mine"


def test_what_a_killed_process_left_is_swept_whatever_it_is(home: Path, tiny_pack: Path) -> None:
    packs = home / "packs"
    packs.mkdir(parents=True)
    os.mkfifo(packs / ".pipe")
    (packs / ".file").write_text("half")
    (packs / ".link").symlink_to(tiny_pack)
    (packs / ".folder").mkdir()
    assert main(["models", "add", str(tiny_pack), "--name", "own", "--no-measure"]) == 0
    assert [path.name for path in packs.iterdir()] == ["own"]
    assert (tiny_pack / "manifest.json").is_file()


def test_a_pack_that_is_a_link_is_removed_and_what_it_leads_to_is_not(
    home: Path, tiny_pack: Path
) -> None:
    (home / "packs").mkdir(parents=True)
    (home / "packs" / "linked").symlink_to(tiny_pack)
    assert default_pack().folder == home / "packs" / "linked"
    assert main(["models", "remove", "linked"]) == 0
    assert list((home / "packs").iterdir()) == []
    assert (tiny_pack / "manifest.json").is_file()


def test_downloads_are_not_continued_into_what_is_no_file(home: Path, tmp_path: Path) -> None:
    folder = home / "downloads" / "distilgpt2"
    (folder / ".cache").mkdir(parents=True)
    os.mkfifo(folder / ".cache" / "x.incomplete")
    (folder / "config.json").symlink_to(tmp_path / "elsewhere")
    (folder / "model.safetensors").write_text("half")
    _clean_folder(folder)
    assert sorted(p.name for p in folder.rglob("*")) == [".cache", "model.safetensors"]


CATALOGUE = """
[house]
title = "t"
summary = "s"
family = "gpt2"
licence = "MIT"
kind = "hub"
download_bytes = 1
repository = "owner/name"
[house.files]
"config.json" = {}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "x = [[[["),
        ("[house]", '["../house"]'),
        ("[house.files]", '[house.files]\n"../../x" = {}'),
        ("{}", "{ size = -1 }"),
        ("{}", '{ sha256 = "x" }'),
        ("{}", "{ surprise = 1 }"),
        ('"hub"', '"wheel"'),
        ('"hub"', '"ftp"'),
        ('"hub"', '"wheel"\nwheel = "a==1\\n--index-url x"'),
        ('"owner/name"', '"owner/name?x"'),
        ("= 1", '= "1"'),
        ('"t"', '"\\u001b[2J"'),
        ('"t"', "5"),
        ("download_bytes = 1", "download_bytes = 1\nsurprise = 1"),
        ("download_bytes = 1", "download_bytes = 1\ncalibration = [[1]]"),
        ("download_bytes = 1", 'download_bytes = 1\ngate = [[1, 2, "x"]]'),
        (CATALOGUE, ""),
        (CATALOGUE, "a = " + "[" * 100_000),
        (CATALOGUE, "a = " + "9" * 5000),
    ],
    ids=range(19),
)
def test_a_catalogue_is_checked_where_it_is_read(
    tmp_path: Path,
    home: Path,
    tiny_pack: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
) -> None:
    path = tmp_path / "packs.toml"
    path.write_text(CATALOGUE)
    assert list(read_catalogue(path)) == ["house"]
    path.write_text(CATALOGUE.replace(old, new, 1) if old else new)
    with pytest.raises(PackError, match="catalogue") as caught:
        read_catalogue(path)
    assert str(caught.value).isprintable()
    # What is installed is used all the same.
    monkeypatch.setenv("AUTOTYPE_CATALOGUE", str(path))
    install(home, tiny_pack, "own")
    assert default_pack().manifest.name == "own"


def test_a_catalogue_that_is_a_pipe(tmp_path: Path) -> None:
    shutil.copy(resources() / "packs.toml", tmp_path / "packs.toml")
    assert read_catalogue(tmp_path / "packs.toml")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PackError, match="a pipe"):
        read_catalogue(tmp_path / "pipe")
