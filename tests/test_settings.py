import dataclasses
from pathlib import Path

import pytest

from autotype.settings import OPTIONS, Settings, SettingsError, as_table, load, save


def test_the_schema_and_the_class_agree() -> None:
    assert list(OPTIONS) == [field.name for field in dataclasses.fields(Settings)]
    for name, option in OPTIONS.items():
        assert getattr(Settings(), name) == option.default
        assert option.check(option.default)


def test_nothing_there_means_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == (Settings(), "")


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a" / "settings.toml"
    changed = Settings(theme="dark", font_size=15, keys={"take": "Ctrl+J"}, show_at_least=0.6)
    save(path, changed)
    assert load(path) == (changed, "")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('theme = "pink"', "theme"),
        ("font_size = 500", "font_size"),
        ("font_size = true", "font_size"),
        ('take_after_ms = "soon"', "take_after_ms"),
        ("show_at_least = 1.5", "show_at_least"),
        ("keys = [1]", "keys"),
        ("suggestions = 1", "suggestions"),
    ],
)
def test_one_bad_value_costs_only_itself(tmp_path: Path, line: str, name: str) -> None:
    path = tmp_path / "settings.toml"
    other = 'provider = "cpu"' if name != "provider" else 'pack = "x"'
    path.write_text(f"{line}\n{other}\n")
    found, notice = load(path)
    assert getattr(found, name) == OPTIONS[name].default
    assert found.provider == "cpu"
    assert f"“{name}”" in notice


def test_a_corrupt_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for number in (1, 2):
        path.write_text("theme = ")
        found, notice = load(path)
        assert found == Settings()
        assert f"settings.toml.corrupt-{number}" in notice
        assert (tmp_path / f"settings.toml.corrupt-{number}").read_text() == "theme = "
        assert not path.exists()


def test_a_file_that_is_no_text_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in load(path)[1]
    assert (tmp_path / "settings.toml.corrupt-1").read_bytes() == b"\xff\xfe\x00"
    path.write_bytes(b"\xff")
    save(path, Settings(theme="dark"))
    assert load(path) == (Settings(theme="dark"), "")
    assert (tmp_path / "settings.toml.corrupt-2").read_bytes() == b"\xff"


def test_a_linked_file_stays_linked_and_copies_are_private(tmp_path: Path) -> None:
    real, path = tmp_path / "elsewhere" / "autotype.toml", tmp_path / "settings.toml"
    save(real, Settings(theme="dark"))
    path.symlink_to(real)
    save(path, Settings(theme="light"))
    assert path.is_symlink()
    assert load(real)[0].theme == "light"
    assert (tmp_path / "settings.toml.bak").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in real.parent.iterdir()) == ["autotype.toml"]


def test_what_is_not_ours_stays_and_the_old_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "dark"\nfuture = 3\n')
    save(path, Settings(theme="light"))
    assert "future = 3" in path.read_text()
    assert load(path)[0].theme == "light"
    assert 'theme = "dark"' in (tmp_path / "settings.toml.bak").read_text()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be saved"):
        save(tmp_path / "file" / "settings.toml", Settings(theme="dark"))


def test_the_readme_has_the_table() -> None:
    readme = Path(__file__).resolve().parent.parent / "README.md"
    assert as_table() in readme.read_text(encoding="utf-8")
