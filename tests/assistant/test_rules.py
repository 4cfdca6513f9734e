"""The user's rules for applications, as a file."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.assistant.modes import Mode
from autotype.assistant.rules import (
    RulesError,
    load_rules,
    read_rules,
    save_rules,
)


def test_rules_survive_saving(tmp_path: Path) -> None:
    path = tmp_path / "home" / "applications.toml"
    assert load_rules(path) == {}
    save_rules(path, {"Slack": Mode.POPUP, "xterm": Mode.INLINE})
    assert load_rules(path) == {"slack": Mode.POPUP, "xterm": Mode.INLINE}
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "modes", "said"),
    [
        ('[applications\nslack = "off"\n', {"slack": Mode.OFF}, "Line 1 of “applications.toml”"),
        # What is damaged may have been meant to forbid something.
        (
            '[applications]\nslack = "of\nGedit = "popup"\n',
            {"slack": Mode.OFF, "gedit": Mode.POPUP},
            "Line 2 of “applications.toml” cannot be understood",
        ),
        (
            '[applications]\n"gtk3-im:gedit = "inline"\n',
            {"gtk3-im:gedit": Mode.OFF},
            "Line 2",
        ),
        (
            '[applications]\nslack = "loud"\n',
            {"slack": Mode.OFF},
            "“slack” must be inline, popup or off; it is off.",
        ),
        ("[applications]\nslack = [1]\n", {"slack": Mode.OFF}, "“slack” must be inline"),
        ("applications = 3\n", {}, "[applications] must be a table"),
        ('[aplications]\nx = "off"\n', {}, "has no “aplications”, only [applications]"),
        (f"[applications]\nx = {'[' * 100_000}\n", {"x": Mode.OFF}, "Line 2"),
    ],
)
def test_one_bad_rule_costs_only_itself(
    tmp_path: Path, text: str, modes: dict[str, Mode], said: str
) -> None:
    path = tmp_path / "applications.toml"
    path.write_text(text)
    found = read_rules(path)
    assert found.modes == modes
    assert len(found.wrong) == 1
    assert said in found.wrong[0]
    assert len(found.wrong[0]) < 200
    assert load_rules(path) == modes


def test_what_is_saved_leaves_the_rest_and_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "applications.toml"
    old = '# mine\n[applications]\nslack = "of\n'
    path.write_text(old)
    save_rules(path, {**load_rules(path), "xterm": Mode.INLINE})
    assert load_rules(path) == {"slack": Mode.OFF, "xterm": Mode.INLINE}
    assert path.read_text().startswith("# mine\n")
    assert (tmp_path / "applications.toml.bak").read_text() == old


@given(st.binary(max_size=100))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_file_gives_rules_or_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "applications.toml"
    path.write_bytes(data)
    try:
        found = read_rules(path)
    except RulesError as error:
        assert "put them right or remove the file" in str(error)
    else:
        assert all(isinstance(mode, Mode) for mode in found.modes.values())


@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "other text"])
def test_rules_that_cannot_be_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "applications.toml"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)
        case _:
            path.write_bytes('[applications]\nslack = "off"'.encode("utf-16"))
    with pytest.raises(RulesError, match="put them right or remove the file"):
        load_rules(path)


def test_rules_that_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RulesError, match="cannot be saved"):
        save_rules(tmp_path / "file" / "applications.toml", {})
