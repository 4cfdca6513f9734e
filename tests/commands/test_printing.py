"""What commands print where the terminal, or a pipe, has no character for it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ENCODINGS = ("ascii", "latin-1", "cp437", "cp1252", "utf-16", "utf-8")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "autotype", *arguments],
        env=os.environ | environment,
        capture_output=True,
        timeout=120,
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_says_the_same_in_every_encoding(home: Path, encoding: str) -> None:
    done = run("evaluate", "--json", "nicht-dä.txt", PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    said = json.loads(done.stdout.decode(encoding))["error"]
    assert said == "“nicht-dä.txt” cannot be read (No such file or directory)."


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_a_sentence_with_quotation_marks_is_printed(
    home: Path, tiny_pack: Path, encoding: str
) -> None:
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    done = run("models", "remove", "tiny", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert b"\\u201ctiny\\u201d is removed." in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_the_component_file_is_utf_8_as_it_says(home: Path, encoding: str) -> None:
    done = run("ibus", "--xml", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    symbol = ElementTree.fromstring(done.stdout).find("engines/engine/symbol")  # noqa: S314
    assert symbol is not None
    assert symbol.text == "A…"


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes that are no text")
def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\xff")
    done = run("doctor", AUTOTYPE_HOME=str(folder), PYTHONIOENCODING="utf-8:strict")
    assert not done.stderr
    assert b"\\udcff" in done.stdout
