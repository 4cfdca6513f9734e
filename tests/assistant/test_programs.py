"""The list of programs that are known beforehand."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.assistant.modes import Mode
from autotype.assistant.programs import KnownPrograms, ProgramsError, read_programs

GOOD = """
[mail]
title = "Mail programs"
toolkit = "Own"
mode = "off"
why = "They say so."
names = ["mail"]
"""


def test_what_is_shipped() -> None:
    kinds = read_programs()
    assert len(kinds) > 5
    assert {kind.mode for kind in kinds} == set(Mode)
    for kind in kinds:
        assert kind.why.endswith(".")
        assert kind.names


def test_a_list_is_read(tmp_path: Path) -> None:
    path = tmp_path / "programs.toml"
    path.write_text(GOOD)
    expected = KnownPrograms(
        "Mail programs", "Own", Mode.OFF, "They say so.", (), frozenset({"mail"})
    )
    assert read_programs(path) == (expected,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mail", "at end of document"),
        ("mail = 3", "“mail” is not a table"),
        (GOOD.replace('"off"', '"loud"'), "the mode of “mail” is none"),
        (GOOD.replace('mode = "off"', ""), "mode"),
        (GOOD.replace('["mail"]', '["Mail"]'), "no program is looked up by"),
        (GOOD.replace('["mail"]', "[3]"), "lists something that is not a name"),
        (GOOD.replace('["mail"]', '["mail", "mail"]'), "“mail” is listed twice"),
        (GOOD + GOOD.replace("[mail]", "[more]"), "“mail” is listed twice"),
        (GOOD + 'colour = "red"', "colour"),
        (GOOD.replace("They say so.", "\\u0007"), "cannot be shown"),
        (f"x = {'[' * 2000}", "cannot be read"),
        ("x" * (2 << 20), "larger than 1 MB"),
    ],
)
def test_a_broken_list_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "programs.toml"
    path.write_text(text)
    with pytest.raises(ProgramsError, match="install Autotype again") as raised:
        read_programs(path)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.binary(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_file_is_a_list_or_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "programs.toml"
    path.write_bytes(data)
    try:
        assert read_programs(path) == ()
    except ProgramsError as error:
        assert "cannot be read" in str(error)


def test_without_the_list() -> None:
    with pytest.raises(ProgramsError, match="No such file"):
        read_programs(Path("/nonexistent/programs.toml"))
