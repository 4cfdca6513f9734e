"""What is written where somebody has said goes into a file, or nothing is changed."""

import os
import stat
from pathlib import Path

import pytest

from autotype.text.replacing import replace_chosen_file


def test_a_link_leads_to_its_file(tmp_path: Path) -> None:
    target, link, other = tmp_path / "there", tmp_path / "link", tmp_path / "dangling"
    target.write_bytes(b"old")
    link.symlink_to(target)
    other.symlink_to(tmp_path / "new")
    for each in (link, other):
        replace_chosen_file(each, b"new")
        assert each.is_symlink()
        assert each.read_bytes() == b"new"
    assert target.read_bytes() == b"new"


def test_what_is_no_file_stays_what_it_is(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    (tmp_path / "link").symlink_to(pipe)
    for each in (pipe, folder, tmp_path / "link"):
        with pytest.raises(OSError, match="not an ordinary file"):
            replace_chosen_file(each, b"new")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert folder.is_dir()


def test_a_circle_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(OSError, match="symbolic links"):
        replace_chosen_file(tmp_path / "one", b"new")


def test_what_is_write_protected_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "protected"
    file.write_bytes(b"old")
    file.chmod(0o444)
    # Root may write everywhere.
    monkeypatch.setattr(
        "os.access", lambda path, mode: not (Path(path) == file and mode == os.W_OK)
    )
    with pytest.raises(PermissionError, match="write-protected"):
        replace_chosen_file(file, b"new")
    assert file.read_bytes() == b"old"
