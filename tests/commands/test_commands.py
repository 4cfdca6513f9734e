"""The commands as a user starts them."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autotype.cli import main


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autotype", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("autotype 0.")


def test_without_a_screen_the_editor_says_so(home: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-m", "autotype"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("autotype: There is no screen")
    assert "Traceback" not in done.stderr


def test_a_word_that_is_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["frobnicate"])
    assert ended.value.code == 2
    assert "frobnicate" in capsys.readouterr().err


def test_a_temporary_home_is_gone_afterwards(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--temp-home", "doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["home"] != str(home)
    assert not Path(found["home"]).exists()
    assert os.environ["AUTOTYPE_HOME"] == str(home)


def test_doctor_says_what_runs_in_one_line(
    tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--pack", str(tiny_pack)]) == 0
    lines = capsys.readouterr().out.splitlines()
    (engine,) = [line for line in lines if line.startswith("Engine")]
    assert "Tiny gpt2 (q8, " in engine
    assert "runs on the CPU with" in engine


def test_doctor_without_a_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    assert "autotype models pull" in capsys.readouterr().out


def test_doctor_reads_the_settings_and_says_what_is_wrong_in_them(
    tiny_pack: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    (home / "packs" / "other").mkdir()
    (home / "settings.toml").write_text('pack = "nonesuch"\nfont_sice = 3\n')
    (home / "applications.toml").write_text('[applications]\nslack = "loud"\n')
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    for part in (
        f"Settings   {home / 'settings.toml'}\n",
        "“font_sice” is not a setting; did you mean “font_size”?",
        "“slack” must be inline, popup or off",
        "Pack       “nonesuch”",
        "which is not installed; the automatic choice is in use",
        f"There is no model pack in “{home / 'packs' / 'other'}”: manifest.json is missing.",
        "Tiny gpt2 (q8, ",
    ):
        assert part in said
    (home / "settings.toml").write_text('pack = "tiny"\n')
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pack_setting"] == "tiny"
    assert len(found["settings_errors"]) == 1
    assert found["pack_notices"] == []
    assert found["home_error"] is None


def test_doctor_names_everything_that_is_wrong_in_the_settings(
    home: Path, tiny_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text("".join(f"x{number} = 1\n" for number in range(30)))
    assert main(["doctor", "--pack", str(tiny_pack), "--json"]) == 0
    named = json.loads(capsys.readouterr().out)["settings_errors"]
    assert [f"x{number}" in line for number, line in enumerate(named)] == [True] * 30


def test_doctor_with_a_home_that_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AUTOTYPE_HOME", str(tmp_path / "file"))
    assert main(["doctor"]) == 1
    assert "where nothing can be kept (it is not a folder)" in capsys.readouterr().out


def test_complete_takes_the_settings_pack_and_says_when_it_is_not_there(
    tiny_pack: Path, tiny_llama_pack: Path, home: Path
) -> None:
    for pack in (tiny_pack, tiny_llama_pack):
        shutil.copytree(pack, home / "packs" / pack.name)
    for setting, said in (
        (tiny_llama_pack.name, ""),
        ("nonesuch", "autotype: The settings name the pack “nonesuch”, which is not installed; "),
    ):
        (home / "settings.toml").write_text(f'pack = "{setting}"\n')
        done = subprocess.run(
            [sys.executable, "-m", "autotype", "complete"],
            input="Thank you very",
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0
        assert json.loads(done.stdout)["words"]
        assert done.stderr.startswith(said)
        assert done.stderr.count("\n") == bool(said)


def test_models_of_a_tiny_pack(
    tiny_pack: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "add", str(tiny_pack), "--name", "own"]) == 0
    assert "“own” is installed" in capsys.readouterr().out
    assert main(["models", "list", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["smollm2-135m"]["installed"] is False
    assert any(row["installed"] for row in rows.values())
    assert main(["models", "list"]) == 0
    assert "installed" in capsys.readouterr().out
    assert main(["models", "info", "own", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["family"] == "gpt2"
    assert main(["models", "info", "own"]) == 0
    assert "gpt2" in capsys.readouterr().out
    assert main(["models", "verify", "own", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["whole"] is True
    graph = home / "packs" / "own" / "model.onnx"
    data = bytearray(graph.read_bytes())
    data[5000] ^= 1
    graph.write_bytes(data)
    assert main(["models", "verify", "own", "--json"]) == 1
    assert "has changed" in json.loads(capsys.readouterr().out.splitlines()[-1])["error"]
    assert main(["models", "remove", "own"]) == 0
    assert not (home / "packs" / "own").exists()


def test_a_checkpoint_folder_becomes_a_pack(tmp_path: Path, home: Path) -> None:
    """And a pickle does not; that is said in one sentence."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "config.json").write_text('{"model_type": "gpt2"}')
    (tmp_path / "mine" / "pytorch_model.bin").write_bytes(b"x")
    done = run("models", "add", str(tmp_path / "mine"), AUTOTYPE_HOME=str(home))
    assert done.returncode == 1
    assert "pickle" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.pack
def test_smoke_without_a_screen(home: Path) -> None:
    done = run("smoke", QT_QPA_PLATFORM="offscreen")
    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert found["ok"] is True
    assert found["ghost"].startswith("ring")
    assert found["taken"] == found["typed"] + found["ghost"]
    assert found["undone"] == found["typed"]
    assert found["megabytes"] < 600


@pytest.mark.pack
def test_smoke_on_a_virtual_screen(home: Path) -> None:
    assert shutil.which("xvfb-run"), "xvfb is missing; `make test` installs it"
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-m", "autotype", "smoke"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["platform"] == "xcb"


def test_smoke_without_a_pack_says_why(home: Path) -> None:
    done = run("smoke", QT_QPA_PLATFORM="offscreen", AUTOTYPE_HOME=str(home))
    assert done.returncode == 1
    assert "autotype models pull" in json.loads(done.stdout)["error"]


def test_smoke_hears_an_engine_that_is_quicker_than_the_window(home: Path) -> None:
    code = (
        "import time, autotype.app as app\n"
        "from autotype.cli import main\n"
        "real = app.build\n"
        "def build(*a):\n"
        "    made = real(*a)\n"
        "    time.sleep(1)\n"
        "    return made\n"
        "app.build = build\n"
        "raise SystemExit(main(['smoke']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert "autotype models pull" in json.loads(done.stdout)["error"]


def test_killing_the_editor_loses_at_most_what_was_typed_last(home: Path, tmp_path: Path) -> None:
    """SIGTERM writes unsaved text down; the next start offers it."""
    code = (
        "import os, signal\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtTest import QTest\n"
        "from PySide6.QtWidgets import QApplication\n"
        "import autotype.app as app\n"
        "real = app.build\n"
        "def build(*a):\n"
        "    made = real(*a)\n"
        "    def go():\n"
        "        QTest.keyClicks(made.window.editor, 'precious words')\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "    QTimer.singleShot(300, go)\n"
        "    return made\n"
        "app.build = build\n"
        "raise SystemExit(app.run_editor())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "AUTOTYPE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    (entry,) = (home / "recovery").glob("*.journal")
    assert json.loads(entry.read_text())["text"] == "precious words"
    log = home / "autotype.log"
    assert not log.exists() or "precious" not in log.read_text()


def test_the_stream_looks_ahead_while_it_waits(tiny_pack: Path) -> None:
    command = [sys.executable, "-m", "autotype", "complete", "--jsonl", "--pack", str(tiny_pack)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(before: str) -> dict[str, Any]:
            process.stdin.write(json.dumps({"id": before, "before": before}).encode() + b"\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        first = ask("Thank you very")
        assert first["ghost"] == " much for your"[: len(first["ghost"])]
        assert first["passes"] > 0
        time.sleep(2)  # as a person does between reading a suggestion and taking it
        taken = ask("Thank you very" + first["ghost"])
        assert taken["words"]
        assert taken["passes"] == 0
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_home_that_would_move_a_cursor_is_written_out(tmp_path: Path) -> None:
    home = tmp_path / "x\n\x1b[31m"
    home.write_text("no folder")
    done = run("doctor", AUTOTYPE_HOME=str(home))
    assert "x \\x1b[31m" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    done = run("learned", AUTOTYPE_HOME=str(home))
    assert "\x1b" not in done.stdout + done.stderr


def test_a_closed_output_is_no_success(home: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m autotype doctor >&-', sys.executable],
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("autotype: The standard output is closed")
