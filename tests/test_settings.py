import dataclasses
import os
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from autotype.settings import (
    OPTIONS,
    Settings,
    SettingsError,
    load,
    make_editable,
    save,
    template,
)
from autotype.settings.keys import check_keys, usual_spelling
from autotype.text.actions import ACTIONS
from autotype.text.advice import ADVICE
from autotype.text.encodings import MARKS

HANDBOOK = runpy.run_path(str(Path(__file__).resolve().parent.parent / "packaging/handbook.py"))
IN_ONE_FOLDER = hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
KEYS = [
    *(f"Ctrl+{letter}" for letter in "JKLÄ,+"),
    *("F2", "F35", "Alt+Shift+Home", "Meta+Space", "Ctrl+Alt+Ins", "Shift+Backtab", "Return"),
]
TOML = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
VALID = {
    "pack": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    "font_family": st.sampled_from(["", "Courier", 'a "b" \\c\n', "字体", "\x7f\x01"]),
    "keys": st.dictionaries(
        st.sampled_from([name for name in ACTIONS if name != "take"]), st.sampled_from(["", *KEYS])
    ).filter(lambda keys: not check_keys(keys)[1]),
    "provider": st.sampled_from(["auto", "cpu", "cuda"]),
    "look_ahead": st.sampled_from(["auto", "always", "off"]),
    "language": st.sampled_from(["auto", "en", "de"]),
    "theme": st.sampled_from(["system", "light", "dark", "contrast"]),
    "ghost_style": st.sampled_from(["colour", "italic", "underline"]),
    "text_width": st.integers(20, 400),
    "line_spacing": st.floats(1, 3),
    "typewriter": st.sampled_from(["off", "centre", "third"]),
    "focus": st.sampled_from(["off", "sentence", "paragraph"]),
    "counts": st.sampled_from(["words", "letters", "time"]),
    "ghost_contrast": st.sampled_from(["normal", "high"]),
    "announce": st.sampled_from(["auto", "off", "idle"]),
    "words_at": st.sampled_from(["caret", "bottom", "off"]),
    "spelling": st.sampled_from(["auto", "off", "en_US", "de"]),
    "markdown": st.sampled_from(["auto", "on", "off"]),
    "elsewhere": st.sampled_from(["inline", "popup", "off"]),
    "show_at_least": st.floats(0, 1),
    "hold_out": st.floats(0, 0.5),
    "take_after_ms": st.integers(0, 2000),
    "font_size": st.floats(6, 72) | st.integers(6, 72),
    "idle_minutes": st.floats(0.05, 1440),
    "recent_files": st.integers(0, 30),
}


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


@IN_ONE_FOLDER
@given(
    st.fixed_dictionaries({name: VALID.get(name, st.booleans()) for name in OPTIONS}),
    st.fixed_dictionaries({}, optional={name: VALID.get(name, st.booleans()) for name in OPTIONS}),
)
def test_all_settings_come_back(
    tmp_path: Path, first: dict[str, Any], then: dict[str, Any]
) -> None:
    """Whatever was saved before, with a line of the user's own and a damaged one."""
    path = tmp_path / "settings.toml"
    path.write_text('# mine\nfuture = 3\nbad = "\n')
    save(path, Settings(**first))
    save(path, Settings(**first | then))
    found, notice = load(path)
    assert found == Settings(**first | then)
    assert path.read_text().startswith('# mine\nfuture = 3\nbad = "\n')
    assert len(notice.splitlines()) == 2
    assert not list(tmp_path.glob("*kept*"))


@IN_ONE_FOLDER
@given(st.binary() | st.builds(tomli_w.dumps, st.dictionaries(st.text(max_size=3), TOML)))
def test_any_file_gives_settings_that_can_be_used(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found, notice = load(path)
    assert all(option.check(getattr(found, name)) for name, option in OPTIONS.items())
    assert all(line.isprintable() for line in notice.splitlines())


@IN_ONE_FOLDER
@given(st.sampled_from(list(OPTIONS)), TOML)
def test_any_value_gives_settings_that_can_be_used(tmp_path: Path, name: str, value: Any) -> None:
    path = tmp_path / "settings.toml"
    try:
        path.write_bytes(tomli_w.dumps({name: value, "theme": "dark"}).encode())
    except ValueError:  # a number that Python does not write
        path.write_bytes(f'{name} = {"9" * 5000}\ntheme = "dark"\n'.encode())
    found, notice = load(path)
    assert all(option.check(getattr(found, option_)) for option_, option in OPTIONS.items())
    if name != "theme":
        assert found.theme == "dark"
    if notice:
        assert all(line.isprintable() and line for line in notice.splitlines())
        before = path.read_bytes()
        load(path)
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('theme = "pink"', "“theme” must be “system”, “light”, “dark” or “contrast”, not “pink”"),
        ("theme = []", "“theme” must be “system”, “light”, “dark” or “contrast”, not a list"),
        ("font_size = 500", "“font_size” must be a number from 6 to 72, not 500; 13 is used"),
        ("font_size = true", "“font_size” must be a number from 6 to 72, not true"),
        ("font_size = nan", "“font_size” must be a number from 6 to 72, not nan"),
        ("idle_minutes = inf", "“idle_minutes” must be a number from 0.05 to 1440, not inf"),
        (f"font_size = 0x{'f' * 6000}", "not so large a number"),
        ('take_after_ms = "soon"', "“take_after_ms” must be a number from 0 to 2000"),
        ("show_at_least = 1.5", "“show_at_least” must be a number from 0 to 1"),
        ("show_at_least = 2020-02-02", "not 2020-02-02"),
        ("keys = [1]", "“keys” must be a table of keys, not a list"),
        ("suggestions = 1", "“suggestions” must be true or false, not 1"),
        ("font_sice = 15", "“font_sice” is not a setting; did you mean “font_size”?"),
        ("Theme = 'dark'", "“Theme” is not a setting; did you mean “theme”?"),
        ("zzz = 15", "“zzz” is not a setting."),
        ('keys.next = "Ctrl+Bogus"', "“Ctrl+Bogus” is not a key; “next” keeps its key Alt+]"),
        ('keys.nxt = "F2"', "“nxt” is not an action that can have a key; did you mean “next”?"),
        ("keys.next = 3", "“3” is not a key"),
        ('keys.next = "x"', "“X” types something; “next” keeps its key"),
        ('keys.next = "Ctrl+K, Ctrl+J"', "is not a key"),
        ('keys = {next = "F2", ask = "f2"}', "“F2” is the key of “next” already; “ask” keeps"),
        ('keys.next = "ctrl+s"', "“Ctrl+S” is the editor's key for “Save”; “next” keeps its key"),
        ('keys.next = "Alt+F4"', "“Alt+F4” belongs to the desktop, which hands it to no program; "),
        ('keys.next = "alt+shift+tab"', "belongs to the desktop"),
        ('keys.next = "Ctrl+Alt+F2"', "belongs to the desktop"),
        ('keys.next = "alt+h"', "“Alt+H” opens the editor's menu “Help”; “next” keeps its key"),
        ('keys.next = "Tab"', "“Tab” is the key of “next” now, so “take” has none"),
        (
            'theme = "dark',
            "Line 1 of the settings file cannot be understood and is passed over: th",
        ),
        (f"x = {'[' * 100_000}", "Line 1 of the settings file"),
        (f"font_size = {'9' * 5000}", "Line 1 of the settings file"),
    ],
)
def test_one_thing_that_is_wrong_is_said_and_costs_only_itself(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'{line}\nprovider = "cpu"\nmid_line = true\n')
    found, notice = load(path)
    assert said in notice
    assert len(notice.splitlines()) == 1
    assert len(notice) < 250
    kept = found.keys if line.startswith('keys = {next = "F2"') or "Tab" in line else {}
    assert found == Settings(provider="cpu", mid_line=True, keys=kept)
    assert path.read_text().startswith(line)
    save(path, dataclasses.replace(found, hide_profanity=False))
    assert path.read_text().startswith(f"{line}\n")
    assert load(path)[0] == dataclasses.replace(found, hide_profanity=False)


def test_a_key_that_was_chosen_is_taken_from_its_action(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[keys]\nnext = "tab"\nask = "alt+page up"\nfirst = ""\n')
    assert load(path)[0].keys == {"next": "Tab", "take": "", "ask": "Alt+PgUp", "first": ""}


def test_the_default_keys_are_keys() -> None:
    assert [usual_spelling(action.key) for action in ACTIONS.values()] == [
        action.key for action in ACTIONS.values()
    ]


def test_many_things_that_are_wrong_stay_readable(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("".join(f"x{number} = 1\n" for number in range(300)))
    lines = load(path)[1].splitlines()
    assert len(lines) == 5
    assert lines[-1] == "296 more things in the file are wrong."


@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "large", "device"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "settings.toml"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "large":
            with path.open("wb") as stream:
                stream.truncate(300 << 20)
    found, notice = load(path)
    assert found == Settings()
    assert "cannot be read (" in notice
    with pytest.raises(SettingsError, match="cannot be saved"):
        save(path, Settings(theme="dark"))


def test_a_file_that_is_no_text_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00\nfont_size = 15\n")
    found, notice = load(path)
    assert found == Settings(font_size=15)
    assert notice.startswith("Line 1 ")
    save(path, Settings(theme="dark"))
    assert load(path)[0] == Settings(theme="dark")
    assert path.read_bytes() == b'\xff\xfe\x00\ntheme = "dark"\n'
    assert (tmp_path / "settings.toml.bak").read_bytes() == b"\xff\xfe\x00\nfont_size = 15\n"


MARKED = [(mark, codec) for codec, marks in MARKS.items() for mark in marks if mark]


@pytest.mark.parametrize(("mark", "codec"), MARKED)
def test_a_file_in_another_encoding_is_understood(tmp_path: Path, mark: bytes, codec: str) -> None:
    """As some editors write them; what is saved is UTF-8, as TOML has to be."""
    path = tmp_path / "settings.toml"
    path.write_bytes(mark + "# für später\r\nfont_size = 15\r\nmid_line = true\r\n".encode(codec))
    assert load(path) == (Settings(font_size=15, mid_line=True), "")
    save(path, Settings(font_size=15))
    assert path.read_bytes() == "# für später\r\nfont_size = 15\r\n".encode()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_an_encoding_that_cannot_be_known_is_one_sentence(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "settings.toml"
    content = "font_size = 15\nmid_line = true\n".encode(codec)
    path.write_bytes(content)
    found, notice = load(path)
    assert found == Settings()
    assert notice == "The settings file is not UTF-8 text; save it as such, or remove it."
    save(path, Settings(theme="dark"))
    assert load(path)[0] == Settings(theme="dark")
    assert content in [file.read_bytes() for file in tmp_path.iterdir()]


def test_a_byte_that_is_no_text_can_be_mended_in_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    old = b'theme = "dark"\nfont_family = "M\xfcller"\n'
    path.write_bytes(old)
    said = make_editable(path)
    assert path.read_text("utf-8") == 'theme = "dark"\nfont_family = "M�ller"\n'
    assert load(path)[0].theme == "dark"
    (copy,) = tmp_path.glob("settings.toml.kept-*")
    assert copy.read_bytes() == old
    assert f"the file as it was is kept as “{copy}”" in said
    assert make_editable(path) == ""
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("heading", ["settings", "autotype", "Theme"])
def test_a_heading_that_hides_settings_is_named(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'font_size = 15\n[{heading}]\ntheme = "dark"\n')
    found, notice = load(path)
    assert found == Settings(font_size=15)
    assert notice == f"The heading “[{heading}]” hides the settings below it; remove that line."


def test_a_file_that_no_line_can_be_added_to_is_kept(tmp_path: Path) -> None:
    """A text that is never closed would take what we add into itself."""
    path = tmp_path / "settings.toml"
    old = 'theme = "dark"\n' + 'x = """\n' * 3
    path.write_text(old)
    for chosen in (Settings(theme="light"), Settings(theme="light", mid_line=True)):
        save(path, chosen)
        assert load(path)[0] == chosen
    kept = [file.read_text() for file in sorted(tmp_path.glob("settings.toml*"))]
    assert any('x = """' in text for text in kept)


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
    path.write_text('theme = "dark" # at night\nfuture = 3\n')
    save(path, Settings(theme="light"))
    assert path.read_text() == 'theme = "light"\nfuture = 3\n'
    assert 'theme = "dark"' in (tmp_path / "settings.toml.bak").read_text()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be saved"):
        save(tmp_path / "file" / "settings.toml", Settings(theme="dark"))


@pytest.mark.parametrize("name", HANDBOOK["TABLES"])
def test_the_handbook_has_the_tables(name: str) -> None:
    page = (HANDBOOK["DOCS"] / name).read_text(encoding="utf-8")
    table = HANDBOOK["TABLES"][name]()
    assert len(table.splitlines()) > len(ACTIONS)
    assert table in page, "run: python packaging/handbook.py"


def test_the_handbook_has_advice_for_every_reason() -> None:
    page = (HANDBOOK["DOCS"] / "troubleshooting.md").read_text(encoding="utf-8")
    for reason, advice in ADVICE.items():
        assert reason is None or f"- **{reason}**: {advice.text}" in page


def test_the_file_to_begin_with_sets_nothing_and_names_everything() -> None:
    text = template().decode()
    assert tomllib.loads(text) == {}
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line]
    for name, option in OPTIONS.items():
        if name != "keys":
            (line,) = [line for line in lines if line.startswith(f"{name} = ")]
            assert tomllib.loads(line) == {name: option.default}


@pytest.mark.parametrize(
    ("content", "words_at"),
    [
        ("show_bar = false\n", "off"),
        ("show_bar = true\n", "bottom"),
        ('show_bar = false\nwords_at = "caret"\n', "caret"),
        ("", "caret"),
    ],
)
def test_a_setting_of_an_earlier_version_still_counts(
    tmp_path: Path, content: str, words_at: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(content)
    found, notice = load(path)
    assert found == Settings(words_at=words_at)
    if "show_bar" in content:
        assert "called “words_at” now" in notice
        assert "remove that line" in notice or f'write words_at = "{words_at}"' in notice
    else:
        assert notice == ""
    save(path, Settings(words_at=words_at, theme="dark"))
    assert load(path) == (Settings(words_at=words_at, theme="dark"), "")
    assert "show_bar" not in path.read_text()
