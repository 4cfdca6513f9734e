"""Files that cannot be written, and systems that work in another way: nothing is lost by it."""

import errno
import importlib.util
import os
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from autotype.text import document as documents
from autotype.text import recovery, replacing, temporary
from autotype.text.document import Document, DocumentError, NeedsForceError, digest_of, read, write
from autotype.text.naming import proposed, with_suffix
from autotype.text.recovery import Journal, Recovered
from autotype.text.replacing import overwrite_file, replace_file
from autotype.text.untrusted import open_regular, parse_json


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "the disk is broken")


@pytest.fixture
def protected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be written, which only root's rights would hide."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))


def test_a_protected_file_is_only_shown(tmp_path: Path, protected: None) -> None:
    file = tmp_path / "menu.txt"
    file.write_text("soup")
    found = read(file)
    assert found.read_only
    assert found.notice == "“menu.txt” is write-protected; it can be saved under another name."
    with pytest.raises(DocumentError, match="is read-only; save it under another name"):
        write(found, "fish")
    with pytest.raises(DocumentError, match="is write-protected; save it under another name"):
        write(Document(), "fish", file)
    assert file.read_text() == "soup"


def test_a_text_without_a_name_needs_one() -> None:
    with pytest.raises(DocumentError, match="has no name yet"):
        write(Document(), "text")


@pytest.mark.parametrize("whose", ["folder", "user"])
def test_a_file_that_cannot_be_replaced_is_overwritten_only_if_that_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    file = tmp_path / "menu.txt"
    file.write_text("soup")
    found = read(file)
    if whose == "folder":
        access = os.access
        monkeypatch.setattr(
            os, "access", lambda path, mode: Path(path) != tmp_path and access(path, mode)
        )
    else:
        monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(NeedsForceError, match=f"{whose}.*, so it can only be overwritten in place"):
        write(found, "fish")
    assert file.read_text() == "soup"
    write(found, "fish", in_place=True)
    assert file.read_text() == "fish"


def test_a_disk_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "replace_file", refuse)
    with pytest.raises(DocumentError, match=r"cannot be saved \(the disk is broken\)"):
        write(Document(), "fish", tmp_path / "menu.txt")


def test_a_text_that_did_not_arrive_is_not_called_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "replace_file", lambda path, data: path.write_bytes(data[:2]))
    with pytest.raises(DocumentError, match="did not arrive whole on the disk"):
        write(Document(), "fish", tmp_path / "menu.txt")


def test_a_huge_file_is_another_one_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as stream:
        stream.truncate(1 << 40)
    assert digest_of(tmp_path / "huge") == "too large"


def test_what_was_there_is_put_back_if_the_new_text_has_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "menu.txt"
    file.write_bytes(b"soup of the day")
    synced: list[int] = []

    def sync(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 1:
            refuse()

    monkeypatch.setattr(replacing.os, "fsync", sync)
    with pytest.raises(OSError, match="the disk is broken"):
        overwrite_file(file, b"fish")
    assert file.read_bytes() == b"soup of the day"


def test_a_disk_that_keeps_only_a_part_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "menu.txt").write_text("soup")
    monkeypatch.setattr(temporary.os, "fsync", lambda handle: os.truncate(handle, 1))
    for named in (False, True):
        if named:
            monkeypatch.delattr(os, "O_TMPFILE", raising=False)
        with pytest.raises(OSError, match="the disk is full"):
            replace_file(tmp_path / "menu.txt", b"fish")
        assert [file.name for file in tmp_path.iterdir()] == ["menu.txt"]
    assert (tmp_path / "menu.txt").read_text() == "soup"


def test_a_group_that_cannot_be_given_on_has_no_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "menu.txt"
    file.write_text("soup")
    file.chmod(0o674)
    found = file.stat()
    another = os.stat_result((*found[:5], found.st_gid + 1, *found[6:]))
    monkeypatch.setattr(replacing, "stat_or_none", lambda _: another)
    monkeypatch.setattr(replacing.os, "fchown", refuse)
    replace_file(file, b"fish")
    # What all others may do is all that another group may do.
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("old", [False, True])
def test_where_nothing_can_be_locked_only_old_files_are_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bool
) -> None:
    left = tmp_path / ".autotype-0123456789abcdef.tmp"
    left.write_text("text")
    if old:
        os.utime(left, (time.time() - 3_600,) * 2)
    monkeypatch.setattr(temporary.fcntl, "flock", refuse)
    temporary.sweep(tmp_path)
    assert left.exists() is not old


def test_a_file_system_without_nameless_files_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def without(path: Any, flags: int, *more: Any, **others: Any) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            refuse()
        return opened(path, flags, *more, **others)

    monkeypatch.setattr(temporary.os, "open", without)
    replace_file(tmp_path / "menu.txt", b"fish")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"fish"]


def test_a_name_that_was_swept_up_at_once_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, swept = temporary._lock, []

    def sweeping(handle: int) -> None:
        if not swept:
            swept.extend(tmp_path.iterdir())
            swept[0].unlink()
        lock(handle)

    monkeypatch.setattr(temporary, "_lock", sweeping)
    with temporary.Temporary(tmp_path, 0o600, named=True) as file:
        assert file.path != swept[0]
        file.write(b"fish")
        file.move_to(tmp_path / "menu.txt")
    assert (tmp_path / "menu.txt").read_bytes() == b"fish"


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is where there are no locks, no owners and no files without names."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    source = importlib.util.spec_from_file_location("temporary_on_windows", temporary.__file__)
    assert source is not None
    assert source.loader is not None
    module = importlib.util.module_from_spec(source)
    source.loader.exec_module(module)
    return module


def test_windows_moves_what_is_closed_and_sweeps_what_is_old(
    tmp_path: Path, on_windows: ModuleType
) -> None:
    with on_windows.Temporary(tmp_path, 0o600) as file:
        file.write(b"fish")
        file.move_to(tmp_path / "menu.txt")
        assert file.handle == -1
    assert (tmp_path / "menu.txt").read_bytes() == b"fish"
    new, old = (tmp_path / f".autotype-{digit * 16}.tmp" for digit in "01")
    for each in (new, old):
        each.touch()
    os.utime(old, (time.time() - 3_600,) * 2)
    on_windows.sweep(tmp_path)
    assert (new.exists(), old.exists()) == (True, False)


def test_windows_has_no_owners_and_syncs_no_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "menu.txt"
    file.write_text("soup")
    other = {name: getattr(os, name) for name in dir(os) if name not in ("fchown", "listxattr")}
    monkeypatch.setattr(replacing, "os", SimpleNamespace(**other | {"name": "nt"}))
    monkeypatch.setattr(replacing, "sys", SimpleNamespace(platform="win32"))
    replace_file(file, b"fish")
    assert file.read_bytes() == b"fish"


def test_a_name_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    assert with_suffix(tmp_path / "letter") == tmp_path / "letter"
    document = Document(path=tmp_path / "letter")
    assert proposed(document, tmp_path / "elsewhere") == tmp_path / "letter"


# What a crash has left.


@pytest.mark.parametrize("kept", [None, Document("text", encoding="utf-16-le")])
def test_a_new_text_comes_back_as_a_new_one(kept: Document | None) -> None:
    assert Recovered("k", "text", None, 1.0, kept).as_document() == (kept or Document(), False)


def test_a_text_whose_file_is_gone_comes_back(tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    assert Recovered("k", "text", gone, 1.0).as_document() == (Document(), False)
    kept = Document(path=gone)
    assert Recovered("k", "text", gone, 1.0, kept).as_document() == (kept, False)


def test_a_text_that_was_only_shown_is_only_shown_again(tmp_path: Path) -> None:
    file = tmp_path / "menu.txt"
    file.write_text("soup")
    opened = read(file)
    for read_only in (False, True):
        kept = documents.replace(opened, read_only=read_only)
        found, changed = Recovered("k", "fish", file, 1.0, kept).as_document()
        assert (found.read_only, changed) == (read_only, False)


def test_half_a_character_is_kept_and_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(tmp_path).save("k", "half \ud83d", None)
    (found,) = Journal(tmp_path).pending()
    assert found.text == "half \ud83d"
    Journal(tmp_path).discard(found.key)
    # It is written piece by piece, and half a character in one of them changes no other.
    long = '“Ünïcode” 😀 "quoted" \\n\n' * 9_000
    Journal(tmp_path).save("k", f"{long}\ud83d{long}", Path("/ö"))
    (found,) = Journal(tmp_path).pending()
    assert (found.text, found.path) == (f"{long}\ud83d{long}", Path("/ö"))
    monkeypatch.setattr(recovery, "_LARGEST", 100)
    with pytest.raises(OSError, match="it is larger than 0 MB"):
        Journal(tmp_path).save("k", "x" * 100, None)


def test_an_entry_that_another_one_took_meanwhile_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(tmp_path).save("k", "text", None)

    def gone(path: Path, most: int) -> bytes:
        path.unlink()
        raise FileNotFoundError

    monkeypatch.setattr(recovery, "read_regular", gone)
    assert Journal(tmp_path).pending() == []
    assert not list(tmp_path.iterdir())


# What others have written.


def test_a_file_that_becomes_a_folder_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autotype.text.untrusted.require_regular", lambda _: None)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError, match=r"folder|directory|regular"):
        open_regular(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_the_parser_cannot_follow_is_refused() -> None:
    depth = 200_000
    with pytest.raises(ValueError, match="it is nested too deep"):
        parse_json(b"[" * depth + b"]" * depth, deepest=depth)
