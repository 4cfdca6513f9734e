"""What packages are made of, without making any."""

import importlib.metadata
import plistlib
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SCRIPTS = sorted(PACKAGING.rglob("*.sh"))

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def said(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower()


@posix
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_parse(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    shell = "bash" if text.startswith("#!/bin/bash") else "sh"
    done = subprocess.run([shell, "-n", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    # What has no first line for a shell is read by others, and sets nothing for itself.
    if text.startswith("#!"):
        assert re.search(r"^set -e?u$", text, re.MULTILINE)
        assert script.stat().st_mode & 0o100


def test_versions_agree() -> None:
    import autotype

    assert autotype.__version__ == PROJECT["version"]
    for name in ("autotype.metainfo.xml", "autotype.1", "autotype.spec.in"):
        assert "@VERSION@" in (LINUX / name).read_text(encoding="utf-8")
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["autotype.desktop", "autotype-assistant.desktop"])
def test_desktop_files_start_the_program(name: str) -> None:
    lines = (LINUX / name).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    fields = dict(line.split("=", 1) for line in lines[1:])
    assert fields["Type"] == "Application"
    assert fields["Version"] == "1.1"
    assert fields["Icon"] == "autotype"
    assert fields["TryExec"] == "autotype"
    program, command = shlex.split(fields["Exec"])[:2]
    assert program == "autotype"
    assert (ROOT / "autotype" / "commands" / f"{command}.py").is_file()
    assert fields["Categories"].endswith(";")


def test_metainfo_names_what_is_installed() -> None:
    component = ElementTree.parse(LINUX / "autotype.metainfo.xml").getroot()  # noqa: S314
    assert component.get("type") == "desktop-application"
    assert component.findtext("id") == "autotype.desktop"
    assert component.findtext("launchable") == "autotype.desktop"
    assert component.findtext("project_license") == PROJECT["license"]
    assert component.findtext("developer_name")
    release = component.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "@VERSION@", "date": "@DATE@"}


def test_man_page_names_every_command() -> None:
    text = (LINUX / "autotype.1").read_text(encoding="utf-8")
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "FILES"):
        assert f".SH {section}\n" in text
    for command in (ROOT / "autotype" / "commands").glob("*.py"):
        if "def add_parser" in command.read_text(encoding="utf-8"):
            assert f".B {command.stem}\n" in text


@pytest.mark.parametrize("runtime", ["cpu", "cuda"])
def test_requirements_have_one_runtime_and_all_else(runtime: str) -> None:
    printed = said("packaging/requirements.py", runtime).splitlines()
    runtimes = [line for line in printed if name_of(line).startswith("onnxruntime")]
    pinned = next(d for d in PROJECT["dependencies"] if d.startswith("onnxruntime-gpu"))
    version = re.search(r"==([\d.]+)", pinned)
    assert version
    wanted = "onnxruntime" if runtime == "cpu" else "onnxruntime-gpu[cuda,cudnn]"
    assert runtimes == [f"{wanted}=={version[1]}"]
    others = [d for d in PROJECT["dependencies"] if not name_of(d).startswith("onnxruntime")]
    assert [line for line in printed if line not in runtimes] == others


def test_requirements_refuse_another_runtime() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failure:
        said("packaging/requirements.py", "rocm")
    assert "name cpu or cuda" in failure.value.stderr


def test_licences_name_every_distribution(tmp_path: Path) -> None:
    target = tmp_path / "copyright"
    said("packaging/licences.py", str(target))
    text = target.read_text(encoding="utf-8")
    tools = {"setuptools", "altgraph", "pyinstaller-hooks-contrib"}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if name.lower() not in tools:
            assert f"\n{name} {distribution.version}\nLicence: " in text
    assert "Apache License" in text


def test_workflow_runs_what_exists() -> None:
    text = (ROOT / ".github" / "workflows" / "packages.yml").read_text(encoding="utf-8")
    job = yaml.safe_load(text)["jobs"]["package"]
    included = job["strategy"]["matrix"]["include"]
    assert [entry["name"] for entry in included] == ["linux", "windows", "macos"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for entry in included:
        words = shlex.split(entry["command"])
        targets = [words[at + 1] for at, word in enumerate(words) if word == "make"]
        files = [word for word in words if word.startswith("packaging/")]
        assert targets or files
        assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
        assert all((ROOT / file).is_file() for file in files)
    assert "never run" in text


@posix
def test_scripts_name_files_that_exist() -> None:
    for script in [*SCRIPTS, ROOT / "Makefile", *PACKAGING.rglob("*.ps1")]:
        text = script.read_text(encoding="utf-8").replace("\\", "/")
        endings = r"(?:sh|py|nsi|spec\.in|spec|txt)"
        for file in re.findall(rf"(?<![\w./-])packaging/[\w/]+\.{endings}\b", text):
            assert (ROOT / file).is_file(), f"{script.name} names {file}"


def test_entitlements_are_a_property_list() -> None:
    text = (PACKAGING / "macos" / "entitlements.plist").read_bytes()
    assert all(plistlib.loads(text).values())


def test_overrides_have_reasons() -> None:
    lines = (LINUX / "lintian-overrides").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert all(line.startswith(("# ", "autotype: ")) for line in lines)
    assert len(lines) < 30
