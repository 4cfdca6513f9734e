import errno
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.text.document import (
    ChangedOnDiskError,
    Document,
    DocumentError,
    NeedsForceError,
    read,
    write,
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"one\ntwo\n",
        b"one\r\ntwo\r\n",
        b"one\rtwo",
        b"\xef\xbb\xbfbom\r\n",
        "\ufeffsixteen\n".encode("utf-16-le"),
        b"\xfe\xff" + "big\r\n".encode("utf-16-be"),
        "no\u00a0break \u2028 😀 e\u0301".encode(),
        b"a\0b",
    ],
)
def test_saving_what_was_opened_changes_no_byte(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    document = read(path)
    assert "\r" not in document.text
    write(document, document.text)
    assert path.read_bytes() == data


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.txt"
    write(Document(), text, path, force=True)
    if not text.startswith("\ufeff"):
        assert read(path).text == text


def test_bytes_that_are_not_utf8_are_shown_and_protected(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"caf\xe9")
    document = read(path)
    assert document.text == "café"
    assert document.read_only
    assert "not UTF-8" in document.notice
    with pytest.raises(DocumentError, match="read-only"):
        write(document, "x")
    saved = write(document, document.text, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == "café".encode()
    assert not saved.read_only


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\xef\xbb\xbf\xe9", b"\x93hi\x94", b"\x81"])
def test_what_could_not_be_decoded_is_saved_as_plain_utf8(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    document = read(path)
    assert len(document.text) == len(data)
    write(document, document.text, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == document.text.encode()
    assert path.read_bytes() == data


def test_quotes_of_old_windows_files_are_shown(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\x93hi\x94")
    assert read(tmp_path / "x.txt").text == "“hi”"


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "device", "socket", "null"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
    if kind == "null":
        path = Path("a\0b")
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    if kind == "device":
        path = Path("/dev/null")
    started = time.monotonic()
    with pytest.raises(DocumentError, match=r"\.$"):
        read(path)
    assert time.monotonic() - started < 5  # a pipe must not be waited for
    if kind == "null":
        with pytest.raises(DocumentError, match=r"cannot be saved"):
            write(Document(), "text", path)
    if kind in ("folder", "pipe", "socket"):
        before = path.stat()
        with pytest.raises(DocumentError, match=r"folder; choose|pipe or a device"):
            write(Document(), "text", path, force=True)
        assert path.stat().st_ino == before.st_ino


def test_large_files_and_long_lines_are_plain(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("x" * 20_001)
    assert read(path).plain
    path.write_text("x\n" * 20_001)
    assert not read(path).plain
    with path.open("wb") as stream:
        stream.truncate((200 << 20) + 1)
    with pytest.raises(DocumentError, match="larger than"):
        read(path)


@pytest.mark.parametrize(
    ("length", "said", "slow"),
    [(200_000, False, False), (200_001, True, False), (1_000_001, True, True)],
)
def test_lines_that_make_keys_slow_are_said(
    tmp_path: Path, length: int, said: bool, slow: bool
) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"short\n{'x' * length}\n")
    document = read(path)
    assert (f"{length:,} characters" in document.notice) is said
    assert document.slow is slow


def test_another_programs_change_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("one")
    document = read(path)
    path.write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        write(document, "mine")
    assert path.read_text() == "theirs"
    document = write(document, "mine", force=True)
    assert path.read_text() == "mine"
    path.unlink()
    with pytest.raises(ChangedOnDiskError):
        write(document, "mine again")


def test_a_file_that_appeared_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    started = Document(path=path)
    path.write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        write(started, "mine")
    assert path.read_text() == "theirs"
    path.unlink()
    write(started, "mine")
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["語" * 85, "x" * 255])
def test_the_longest_names_can_be_saved(tmp_path: Path, name: str) -> None:
    write(write(Document(), "one", tmp_path / name), "two")
    assert (tmp_path / name).read_text() == "two"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_leads_to_its_file_and_modes_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("one")
    real.chmod(0o640)
    link.symlink_to(real)
    write(read(link), "two")
    assert link.is_symlink()
    assert real.read_text() == "two"
    assert real.stat().st_mode & 0o777 == 0o640


def test_extended_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("one")
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError:
        pytest.skip("the file system of the tests has no extended attributes")
    write(read(path), "two")
    assert os.getxattr(path, "user.note") == b"kept"


def test_what_one_attribute_is_refused_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.txt"
    path.write_text("one")
    try:
        for name in ("user.a", "user.b", "user.c"):
            os.setxattr(path, name, b"kept")
    except OSError:
        pytest.skip("the file system of the tests has no extended attributes")
    first, setxattr = os.listxattr(path)[0], os.setxattr

    def refuse(file: int, name: str, value: bytes) -> None:
        if name == first:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        setxattr(file, name, value)

    monkeypatch.setattr(os, "setxattr", refuse)
    write(read(path), "two")
    assert path.read_text() == "two"
    assert sorted([first, *os.listxattr(path)]) == ["user.a", "user.b", "user.c"]


def test_a_folder_that_knows_no_modes_can_be_saved_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the desktop's folders of other machines, which refuse every chmod."""
    path = tmp_path / "x.txt"
    path.write_text("one")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(os, "chmod", refuse)
    monkeypatch.setattr(os, "fchown", refuse)
    write(read(path), "two")
    assert path.read_text() == "two"


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(Document(), "x", tmp_path / "x.txt")
    finally:
        os.umask(before)
    assert (tmp_path / "x.txt").stat().st_mode & 0o777 == 0o640


def test_hard_links_are_asked_about(tmp_path: Path) -> None:
    path, other = tmp_path / "x.txt", tmp_path / "y.txt"
    path.write_text("one")
    other.hardlink_to(path)
    with pytest.raises(NeedsForceError, match="hard links"):
        write(read(path), "two")
    assert path.read_text() == "one"
    write(read(path), "two", in_place=True)
    assert other.read_text() == "two"
    write(read(path), "3", in_place=True)
    assert other.read_text() == "3"


def test_leave_to_write_in_place_is_no_leave_to_overwrite_what_was_written_since(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "x.txt", tmp_path / "y.txt"
    path.write_text("one")
    other.hardlink_to(path)
    document = read(path)
    other.write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        write(document, "mine", in_place=True)
    assert path.read_text() == "theirs"


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="half a character"):
        write(Document(), "a\ud800", tmp_path / "x.txt")
    assert not (tmp_path / "x.txt").exists()


ORDINARY = """
import os, sys
from pathlib import Path
from autotype.text.document import Document, DocumentError, NeedsForceError, read, write
from autotype.text.naming import proposed
folder = Path(sys.argv[1])
if os.geteuid() == 0:
    os.chown(folder, 65534, 65534)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path, shut = folder / "x.txt", folder / "shut" / "y.txt"
path.write_text("one")
shut.parent.mkdir()
shut.write_text("two")
opened = read(path)
path.chmod(0o444)
for document, target in ((opened, None), (read(path), None), (Document(), path)):
    try:
        write(document, "mine", target)
    except DocumentError as error:
        print(error)
print(proposed(read(path), folder).name, path.read_text())
shut.chmod(0o444)
shut.parent.chmod(0o555)
print(proposed(read(shut), folder).relative_to(folder))
shut.chmod(0o644)
try:
    write(read(shut), "mine")
except NeedsForceError as error:
    print(error)
shut.parent.chmod(0o755)
"""


def test_protected_files_stay_as_they_are_for_ordinary_users(tmp_path: Path) -> None:
    """Root may write everything, so the test becomes somebody else where it is run by root."""
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run(
            [sys.executable, "-c", ORDINARY, place], capture_output=True, text=True, check=True
        )
    said = done.stdout.splitlines()
    assert [line.endswith("save it under another name.") for line in said[:3]] == [True] * 3
    assert said[3:5] == ["x (copy).txt one", "y.txt"]
    assert "cannot be written" in said[5]


def test_mixed_line_ends_are_said(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"a\r\nb\r\nc\n")
    document = read(path)
    assert document.line_end == "\r\n"
    assert "mixed" in document.notice


FULL = """
import resource, signal, sys
from pathlib import Path
from autotype.text.document import DocumentError, read, write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
document = read(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write(document, "x" * 1_000_000, in_place=True)
except DocumentError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True
    )
    assert "cannot be saved" in done.stdout
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.txt"]


def test_a_full_disk_leaves_the_old_text_where_it_is_written_in_place(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("old")
    (tmp_path / "y.txt").hardlink_to(path)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True
    )
    assert "cannot be saved" in done.stdout
    assert path.read_text() == "old"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of another user")
def test_owners_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("one")
    os.chown(path, 12345, 23456)
    write(read(path), "two")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


LOOP = """
import sys
from pathlib import Path
from autotype.text.document import read, write
path = Path(sys.argv[1])
document, number = read(path), 0
print("ready", flush=True)
while True:
    number += 1
    document = write(document, f"{number % 10}" * 400_000)
"""


def test_killing_the_writer_never_tears_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("0" * 400_000)
    for turn in range(6):
        writer = subprocess.Popen([sys.executable, "-c", LOOP, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(random.Random(turn).random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        content = path.read_text()
        assert len(content) == 400_000
        assert len(set(content)) == 1


def test_a_line_that_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"word " * 3_200_001)
    with pytest.raises(DocumentError, match="has a line of 16,000,005 characters, too long to be"):
        read(path)
