"""`autotype evaluate`, as a user calls it."""

import json
import shutil
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.engine.pack import open_pack
from tests.make_tiny_pack import sentences


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "mail.txt"
    path.write_text("\n".join(sentences()[:4]), encoding="utf-8")
    return path


def evaluate(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main(["evaluate", *map(str, arguments)])
    return code, capsys.readouterr().out


def test_a_table_for_people(
    text: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = evaluate(capsys, text, "--pack", tiny_pack, "--lines")
    assert code == 0
    assert "Keys saved with the three words" in out
    assert "4 texts" in out


@pytest.mark.parametrize(("times", "enough"), [(1, False), (80, True)])
def test_too_little_text_is_called_so(
    tmp_path: Path,
    tiny_pack: Path,
    capsys: pytest.CaptureFixture[str],
    times: int,
    enough: bool,
) -> None:
    text = tmp_path / "one.txt"
    text.write_text("Thank you very much for your help. " * times)
    _, out = evaluate(capsys, text, "--pack", tiny_pack, "--longest", 0)
    assert "1 text, " in out
    assert ("too little to rely on: take 500 words or more" in out) is not enough
    assert "Next word before its first letter" in out
    _, out = evaluate(capsys, text, "--pack", tiny_pack, "--longest", 0, "--json")
    assert json.loads(out)["enough_text"] is enough


def test_json_for_machines(text: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = evaluate(
        capsys, text, "--pack", tiny_pack, "--json", "--characters", 80, "--show-at-least", 0.9
    )
    found = json.loads(out)
    assert code == 0
    assert found["characters"] == 80
    assert found["show_at_least"] == 0.9
    assert 0 < found["bar"]["savings"] < 1
    assert set(found["next_word"]) == {"0", "1", "2"}


def test_what_stands_before_is_read_where_that_is_wanted(
    text: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = (text, "--pack", tiny_pack, "--lines", "--characters", 0)
    found = json.loads(evaluate(capsys, *options, "--json", "--context")[1])
    alone, within = found, found["in_context"]
    assert set(alone["typists"]) == set(within["typists"])
    assert set(alone["typists"]) >= {"bar", "ghost", "both", "soft_bar", "soft_both", "stem"}
    assert alone["typists"]["bar"]["savings"] == alone["bar"]["savings"]
    assert alone["typists"] != within["typists"]
    assert set(alone["calm"]["lifetime_ms"]) == {"40", "80"}
    _, out = evaluate(capsys, *options)
    assert "Calm: words that change place" in out
    assert "In context" not in out
    _, out = evaluate(capsys, *options, "--context")
    assert out.index("In context") < out.rindex("Calm: words that change place")


def test_the_picture(
    text: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "out.svg"
    code, out = evaluate(
        capsys, text, "--pack", tiny_pack, "--json", "--characters", 60, "--plot", picture
    )
    assert code == 0
    assert "<svg" in picture.read_text(encoding="utf-8")
    thresholds = [point["show_at_least"] for point in json.loads(out)["curve"]]
    assert thresholds == sorted(thresholds)


def test_a_calibration_is_kept_in_the_pack(
    text: Path, tiny_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    shutil.copytree(tiny_pack, own)
    code, out = evaluate(capsys, text, "--pack", own, "--json", "--calibrate")
    found = json.loads(out)
    assert code == 0
    manifest = open_pack(own).manifest
    assert len(manifest.calibration) == len(found["calibration"]) == 5
    assert found["enough_text"] is False
    assert manifest.calibration[0][1] == pytest.approx(found["calibration"][0][1], abs=1e-3)
    assert [point.threshold for point in manifest.gate] == [
        point["show_at_least"] for point in found["curve"]
    ]
    # The next answer is as sure as was measured; and doctor says it in plain words.
    assert main(["doctor", "--pack", str(own)]) == 0
    assert "times in 10" in capsys.readouterr().out


def test_what_came_with_the_program_is_not_calibrated(
    text: Path,
    tiny_pack: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    built_in = tmp_path / "built-in"
    shutil.copytree(tiny_pack, built_in)
    monkeypatch.setenv("AUTOTYPE_BUILT_IN", str(built_in))
    before = (built_in / "manifest.json").read_bytes()
    for name in ("auto", open_pack(built_in).manifest.name, built_in):
        code, out = evaluate(capsys, text, "--pack", name, "--json", "--calibrate")
        assert code == 1
        assert "came with the program" in json.loads(out)["error"]
    assert (built_in / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.txt"], "cannot be read"),
        (["{text}", "--pack", "none"], "no model pack"),
        (["{text}", "--plot", "none/x.png"], "not a folder"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence(
    text: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [argument.format(text=text) for argument in arguments]
    assert main(["evaluate", *filled]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    code, out = evaluate(capsys, *filled, "--json")
    assert code == 1
    assert said in json.loads(out)["error"]


@pytest.mark.parametrize(
    "option", [["--show-at-least", "2"], ["--characters", "-1"], ["--speeds", "0"]]
)
def test_options_that_make_no_sense(text: Path, option: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", str(text), *option])
