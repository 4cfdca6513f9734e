"""install.sh and uninstall.sh of the .tar.zst, on a tiny tree in place of the program."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they are for Linux")


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    folder = tmp_path / "autotype-0"
    files = {
        "lib/autotype/autotype": "#!/bin/sh\necho started\n",
        "lib/autotype/_internal/part": "old",
        "share/applications/autotype.desktop": "[Desktop Entry]\nType=Application\nName=Autotype\n"
        "Exec=autotype edit %f\nTryExec=autotype\n",
        "share/ibus/component/autotype.xml": "<exec>/usr/bin/autotype ibus</exec>\n",
        "share/icons/hicolor/scalable/apps/autotype.svg": "<svg/>",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "lib/autotype/autotype").chmod(0o755)
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy(LINUX / name, folder)
    return folder


def run(script: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", script, *arguments],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        cwd=home,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """A home folder in which there is something already."""
    folder = tmp_path / "user"
    (folder / ".local/share/applications").mkdir(parents=True)
    (folder / ".local/share/applications/other.txt").write_text("theirs", encoding="utf-8")
    return folder


def listed(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_install_and_uninstall_leave_nothing(unpacked: Path, user: Path) -> None:
    before = listed(user)
    done = run(unpacked / "install.sh", home=user)
    assert done.returncode == 0, done.stderr
    program = user / ".local/bin/autotype"
    assert subprocess.check_output([program], text=True) == "started\n"
    desktop = (user / ".local/share/applications/autotype.desktop").read_text(encoding="utf-8")
    assert f"\nExec={program} edit %f\nTryExec={program}\n" in desktop
    component = (user / ".local/share/ibus/component/autotype.xml").read_text(encoding="utf-8")
    assert component == f"<exec>{program} ibus</exec>\n"
    done = run(user / ".local/lib/autotype/uninstall.sh", home=user)
    assert done.returncode == 0, done.stderr
    assert listed(user) == before


def test_an_update_keeps_nothing_of_the_earlier_version(unpacked: Path, user: Path) -> None:
    before = listed(user)
    assert run(unpacked / "install.sh", home=user).returncode == 0
    (unpacked / "lib/autotype/_internal/part").rename(unpacked / "lib/autotype/_internal/new")
    (unpacked / "share/ibus/component/autotype.xml").unlink()
    assert run(unpacked / "install.sh", home=user).returncode == 0
    assert listed(user / ".local/lib/autotype/_internal") == ["new"]
    assert not (user / ".local/share/ibus").exists()
    assert run(user / ".local/lib/autotype/uninstall.sh", home=user).returncode == 0
    assert listed(user) == before


def test_a_folder_that_was_named(unpacked: Path, user: Path, tmp_path: Path) -> None:
    before = listed(user)
    done = run(unpacked / "install.sh", str(tmp_path / "opt"), home=user)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "opt/bin/autotype").is_symlink()
    assert listed(user) == before
    assert run(tmp_path / "opt/lib/autotype/uninstall.sh", home=user).returncode == 0
    assert not (tmp_path / "opt").exists()


def test_what_others_have_put_there_stays(unpacked: Path, user: Path) -> None:
    assert run(unpacked / "install.sh", home=user).returncode == 0
    (user / ".local/bin/theirs").write_text("theirs", encoding="utf-8")
    assert run(user / ".local/lib/autotype/uninstall.sh", home=user).returncode == 0
    assert listed(user / ".local/bin") == ["theirs"]


def test_a_program_of_somebody_else_is_not_replaced(unpacked: Path, user: Path) -> None:
    (user / ".local/bin").mkdir()
    (user / ".local/bin/autotype").write_text("theirs", encoding="utf-8")
    done = run(unpacked / "install.sh", home=user)
    assert done.returncode == 1
    assert "is not of this script; move it away" in done.stderr
    # What was made until then can be taken away.
    assert run(user / ".local/lib/autotype/uninstall.sh", home=user).returncode == 0
    assert (user / ".local/bin/autotype").read_text(encoding="utf-8") == "theirs"
    assert not (user / ".local/lib").exists()


@pytest.mark.parametrize(
    ("prefix", "says"),
    [("--help", "Name the folder"), ("/tmp/a b", "has others"), ("/proc/nowhere", "made")],
)
def test_bad_folders_are_refused(unpacked: Path, user: Path, prefix: str, says: str) -> None:
    before = listed(user)
    done = run(unpacked / "install.sh", prefix, home=user)
    assert done.returncode == 1
    assert says in done.stderr
    assert listed(user) == before


def test_uninstalling_needs_an_installation(unpacked: Path, user: Path) -> None:
    done = run(unpacked / "uninstall.sh", home=user)
    assert done.returncode == 1
    assert "Nothing was installed from here" in done.stderr
    assert (unpacked / "lib/autotype/autotype").is_file()
