import json
import shutil
from pathlib import Path

import pytest

from autotype.engine.pack import NoPackError, PackError
from autotype.packs.catalogue import read_catalogue, recommended
from autotype.packs.choice import choose, default_pack
from autotype.packs.installed import BUILT_IN_VARIABLE, find, installed, names
from autotype.paths import resources


def install(home: Path, pack: Path, name: str) -> Path:
    folder = home / "packs" / name
    shutil.copytree(pack, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"name": name}))
    return folder


def test_nothing_installed_says_how_to_get_one(home: Path) -> None:
    assert installed() == []
    with pytest.raises(NoPackError, match="autotype models pull smollm2-135m"):
        default_pack()


def test_auto_prefers_the_catalogues_order(home: Path, tiny_pack: Path) -> None:
    install(home, tiny_pack, "a-own-one")
    assert default_pack().manifest.name == "a-own-one"
    install(home, tiny_pack, "distilgpt2")
    assert default_pack().manifest.name == "distilgpt2"
    install(home, tiny_pack, "smollm2-135m")
    assert default_pack().manifest.name == "smollm2-135m"
    assert default_pack("a-own-one").manifest.name == "a-own-one"


def test_a_folder_anywhere(tiny_pack: Path) -> None:
    assert default_pack(str(tiny_pack)).folder == tiny_pack


def test_a_name_that_is_not_there(home: Path) -> None:
    with pytest.raises(NoPackError, match="“other”"):
        find("other")
    with pytest.raises(NoPackError):
        find("../../etc")


def test_half_made_packs_are_not_seen(home: Path, tiny_pack: Path) -> None:
    install(home, tiny_pack, ".tiny.tmp")
    assert installed() == []
    assert names() == []


def test_a_damaged_one_is_named_when_it_is_all_there_is(home: Path) -> None:
    (home / "packs" / "broken").mkdir(parents=True)
    (home / "packs" / "broken" / "manifest.json").write_text("{")
    with pytest.raises(PackError, match="broken"):
        default_pack()


def test_the_catalogue_pins_every_weight_by_hash() -> None:
    assert recommended().name == "smollm2-135m"
    for entry in read_catalogue().values():
        assert entry.licence
        if entry.kind == "wheel":
            assert len(entry.sha256) == len(entry.member_sha256) == 64
        else:
            assert len(entry.revision) == 40
            assert all(len(f.sha256) == 64 for f in entry.files if f.name != "config.json")


def test_a_broken_catalogue_says_so(tmp_path: Path) -> None:
    path = tmp_path / "packs.toml"
    path.write_text("[x]\nkind = 1")
    with pytest.raises(PackError, match="catalogue"):
        read_catalogue(path)


def test_a_damaged_one_is_passed_over_when_there_is_another(home: Path, tiny_pack: Path) -> None:
    install(home, tiny_pack, "own")
    (home / "packs" / "smollm2-135m").mkdir()
    (home / "packs" / "smollm2-135m" / "manifest.json").write_text("{")
    assert default_pack().manifest.name == "own"
    assert names() == ["own", "smollm2-135m"]
    with pytest.raises(PackError, match="smollm2-135m") as caught:
        default_pack("smollm2-135m")
    assert not isinstance(caught.value, NoPackError)


def test_the_shipped_one_comes_last(
    home: Path, tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "resources"
    shutil.copytree(tiny_pack, shipped / "model")
    shutil.copy(resources() / "packs.toml", shipped)
    monkeypatch.setattr("autotype.paths.resources", lambda: shipped)
    monkeypatch.delenv(BUILT_IN_VARIABLE)
    assert default_pack().folder == shipped / "model"
    assert find("tiny").folder == shipped / "model"
    install(home, tiny_pack, "zz-own")
    assert default_pack().manifest.name == "zz-own"
    with pytest.raises(NoPackError):
        find("no-such")


def test_packs_that_the_system_has_for_all_users(
    tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOTYPE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path / 'local'}:{tmp_path / 'share'}")
    shared = install(tmp_path / "share" / "autotype", tiny_pack, "smollm2-135m")
    assert [pack.folder for pack in installed()] == [shared]
    assert default_pack().folder == find("smollm2-135m").folder == shared
    assert names() == [], "it is not the user's to remove"
    own = install(tmp_path / "mine" / "autotype", tiny_pack, "smollm2-135m")
    assert [pack.folder for pack in installed()] == [own]
    assert find("smollm2-135m").folder == own
    # A user folder that was moved is all there is.
    monkeypatch.setenv("AUTOTYPE_HOME", str(tmp_path / "elsewhere"))
    assert installed() == []


def test_a_name_beats_a_folder_of_the_same_name(
    home: Path,
    tiny_pack: Path,
    tiny_llama_pack: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(tiny_llama_pack, tmp_path / "here" / "own")
    monkeypatch.chdir(tmp_path / "here")
    assert default_pack("own").manifest.family == "llama"
    install(home, tiny_pack, "own")
    assert default_pack("own").manifest.family == "gpt2"
    assert default_pack("./own").manifest.family == "llama"


def test_a_pack_in_the_home_folder(
    tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copytree(tiny_pack, tmp_path / "mine")
    assert default_pack("~/mine").folder == tmp_path / "mine"


@pytest.mark.parametrize(
    "name", ["", ".", "..", ".hidden", "a/b", "\0", "x" * 300, "~nobody-here/x"]
)
def test_names_that_cannot_be(home: Path, tiny_pack: Path, name: str) -> None:
    install(home, tiny_pack, "own")
    install(home, tiny_pack, ".hidden")
    with pytest.raises(NoPackError):
        find(name)


def test_another_catalogue_by_the_environment(
    home: Path, tiny_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "mine.toml"
    moved.write_text(
        '[house]\ntitle = "t"\nsummary = "s"\nfamily = "gpt2"\nlicence = "MIT"\nkind = "hub"\n'
        "download_bytes = 1\n"
    )
    monkeypatch.setenv("AUTOTYPE_CATALOGUE", str(moved))
    assert list(read_catalogue()) == ["house"]
    install(home, tiny_pack, "smollm2-135m")
    install(home, tiny_pack, "house")
    assert default_pack().manifest.name == "house"
    monkeypatch.setenv("AUTOTYPE_CATALOGUE", str(tmp_path / "none.toml"))
    with pytest.raises(PackError, match=r"none\.toml"):
        read_catalogue()


@pytest.mark.parametrize("setting", ["nonesuch", "/nowhere/at/all", "", "~nobody-here/x"])
def test_a_setting_that_names_nothing_leads_to_the_automatic_choice_and_is_named(
    home: Path, tiny_pack: Path, setting: str
) -> None:
    install(home, tiny_pack, "own")
    chosen = choose(setting)
    assert chosen.pack.manifest.name == "own"
    assert chosen.setting == "auto"
    (said,) = chosen.notices
    assert f"“{setting}”" in said
    assert "not installed" in said
    # Who asks for that pack and no other still hears that there is none.
    with pytest.raises(NoPackError):
        default_pack(setting)


def test_a_setting_that_names_a_damaged_pack_says_what_is_wrong(
    home: Path, tiny_pack: Path
) -> None:
    install(home, tiny_pack, "own")
    (home / "packs" / "broken").mkdir()
    (home / "packs" / "broken" / "manifest.json").write_text("{")
    chosen = choose("broken")
    assert chosen.pack.manifest.name == "own"
    assert "“broken”, which cannot be used" in chosen.notices[0]


def test_there_is_nothing_to_say_of_a_setting_that_holds(home: Path, tiny_pack: Path) -> None:
    with pytest.raises(NoPackError):
        choose("nonesuch")
    install(home, tiny_pack, "own")
    for setting in ("own", "auto", str(tiny_pack)):
        chosen = choose(setting)
        assert (chosen.setting, chosen.notices, chosen.too_slow) == (setting, (), None)
