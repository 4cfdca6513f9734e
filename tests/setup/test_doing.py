"""Doing and taking back in a home of its own, with the desktop's real settings."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from autotype.setup import asking, marks
from autotype.setup.deeds import Block, Deed, KwinKey, ListEntry, OwnFile
from autotype.setup.doing import carry_out, take_back
from autotype.setup.record import Record, SetUpError

SOURCES = ListEntry("org.gnome.desktop.input-sources", "sources", ("ibus", "autotype"))
PRELOADED = ListEntry("org.freedesktop.ibus.general", "preload-engines", "autotype")
LINES = ("export A=1",)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A bus with real settings behind it (dconf), in a home that is thrown away."""
    home = tmp_path_factory.mktemp("user")
    (home / "run").mkdir(mode=0o700)
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}
    left_out = ("GSETTINGS_BACKEND", "XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        env={name: value for name, value in os.environ.items() if name not in left_out} | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    yield own | {"DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}
    bus.stdout.close()
    bus.terminate()
    bus.wait(10)


@pytest.fixture(autouse=True)
def user(session: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, value in session.items():
        monkeypatch.setenv(name, value)
    for name in ("GSETTINGS_BACKEND", "XDG_CONFIG_HOME", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    home = Path(session["HOME"])
    yield home
    for deed in (SOURCES, PRELOADED):
        asking.write_list(deed.schema, deed.key, [])
    for path in home.iterdir():
        if path.name not in ("run", ".config"):
            path.unlink() if path.is_file() or path.is_symlink() else shutil.rmtree(path)


@pytest.fixture
def record(home: Path) -> Record:
    return Record(home / "set-up.json")


def again(home: Path) -> Record:
    """Return what a later process finds."""
    return Record(home / "set-up.json")


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if path.relative_to(folder).parts[0] not in ("run", ".config")
    }


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    ("deed", "there"),
    [
        (OwnFile(Path("a/b/own.conf"), "ours\n"), None),
        (OwnFile(Path("own.conf"), "ours\n"), b"theirs, without an end \xff"),
        (Block(Path("a/rc"), LINES), None),
        (Block(Path("a/config"), LINES, "include /etc/config\n"), None),
        (Block(Path("rc"), LINES), b""),
        (Block(Path("rc"), LINES), b"theirs\r\nand no end"),
        (Block(Path("rc"), LINES), "theirs …\n\n".encode()),
    ],
    ids=str,
)
def test_taking_back_leaves_the_bytes_that_were_there(
    user: Path, home: Path, record: Record, deed: OwnFile | Block, there: bytes | None, times: int
) -> None:
    path = user / deed.path
    if there is not None:
        path.write_bytes(there)
    before = everything(user)
    moved = _at(deed, path)
    carry_out(moved, record)
    once = everything(user)
    for _ in range(times - 1):
        carry_out(moved, again(home))
    assert everything(user) == once != before
    assert take_back(again(home)) == []
    assert everything(user) == before
    # And there is nothing more to take back.
    assert not (home / "set-up.json").exists()


def _at(deed: OwnFile | Block, path: Path) -> OwnFile | Block:
    if isinstance(deed, OwnFile):
        return OwnFile(path, deed.text)
    return Block(path, deed.lines, deed.first)


def test_what_the_user_writes_meanwhile_stays(user: Path, home: Path, record: Record) -> None:
    rc = user / "rc"
    rc.write_text("first\nlast")
    carry_out(Block(rc, LINES), record)
    rc.write_text(rc.read_text().replace("first", "changed") + "and more\n")
    # Set up once more, as after an update: still only our own lines are ours.
    carry_out(Block(rc, ("export A=2",)), again(home))
    assert "export A=2" in rc.read_text()
    assert take_back(again(home)) == []
    assert rc.read_text() == "changed\nlast\nand more\n"


def test_lines_of_ours_that_were_changed_are_left_and_named(
    user: Path, home: Path, record: Record
) -> None:
    rc = user / "rc"
    carry_out(Block(rc, LINES), record)
    rc.write_text(text := rc.read_text().replace("A=1", "A=3"))
    (sentence,) = take_back(again(home))
    assert str(rc) in sentence
    assert rc.read_text() == text


def test_a_file_of_ours_that_was_changed_is_left_and_named(
    user: Path, home: Path, record: Record
) -> None:
    own = user / "own.conf"
    carry_out(OwnFile(own, "ours\n"), record)
    own.write_text("theirs now\n")
    (sentence,) = take_back(again(home))
    assert sentence == f"“{own}” was changed since and stays as it is."
    assert own.read_text() == "theirs now\n"


def test_a_change_before_setting_up_once_more_comes_back(
    user: Path, home: Path, record: Record
) -> None:
    own = user / "own.conf"
    carry_out(OwnFile(own, "ours\n"), record)
    own.write_text("theirs now\n")
    carry_out(OwnFile(own, "ours, newer\n"), again(home))
    assert take_back(again(home)) == []
    assert own.read_text() == "theirs now\n"


def test_files_that_are_gone_are_no_trouble(user: Path, home: Path, record: Record) -> None:
    carry_out(OwnFile(user / "a" / "own.conf", "ours\n"), record)
    carry_out(Block(user / "rc", LINES), record)
    shutil.rmtree(user / "a")
    (user / "rc").unlink()
    assert take_back(again(home)) == []
    assert everything(user) == {}


def test_a_folder_that_others_use_by_now_stays(user: Path, home: Path, record: Record) -> None:
    carry_out(OwnFile(user / "a" / "b" / "own.conf", "ours\n"), record)
    (user / "a" / "other").write_text("theirs\n")
    assert take_back(again(home)) == []
    assert everything(user) == {"a": None, "a/other": b"theirs\n"}


def test_a_link_stays_a_link(user: Path, home: Path, record: Record) -> None:
    """As dotfiles are that lie in a folder under version control."""
    (user / "dotfiles").mkdir()
    (user / "dotfiles" / "rc").write_text("theirs\n")
    (user / "rc").symlink_to("dotfiles/rc")
    carry_out(Block(user / "rc", LINES), record)
    assert (user / "rc").is_symlink()
    assert marks.BEGIN in (user / "dotfiles" / "rc").read_text()
    assert take_back(again(home)) == []
    assert (user / "dotfiles" / "rc").read_text() == "theirs\n"


@pytest.mark.parametrize("deed", [Block(Path("rc"), LINES), OwnFile(Path("rc"), "ours")], ids=str)
def test_what_cannot_be_written_is_said(user: Path, record: Record, deed: OwnFile | Block) -> None:
    (user / "rc").mkdir()
    with pytest.raises(SetUpError, match="it is a folder"):
        carry_out(_at(deed, user / "rc"), record)


def test_a_file_that_is_no_text_gets_nothing(user: Path, record: Record) -> None:
    (user / "rc").write_bytes(b"\xff\xfe")
    with pytest.raises(SetUpError, match="UTF-8"):
        carry_out(Block(user / "rc", LINES), record)
    assert (user / "rc").read_bytes() == b"\xff\xfe"


def test_ended_between_remembering_and_writing(
    user: Path, home: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(user / "rc"))

    (user / "rc").write_text("theirs\n")
    before = everything(user)
    monkeypatch.setattr("autotype.setup.doing.replace_file", full)
    for deed in (Block(user / "rc", LINES), OwnFile(user / "a" / "own.conf", "ours\n")):
        with pytest.raises(SetUpError, match="No space left"):
            carry_out(deed, record)
    monkeypatch.undo()
    assert take_back(again(home)) == []
    assert everything(user) == before


@pytest.mark.parametrize("content", ["", "{", "{}", "[1]"])
def test_a_record_that_cannot_be_read_is_never_written_over(home: Path, content: str) -> None:
    home.mkdir()
    (home / "set-up.json").write_text(content)
    with pytest.raises(SetUpError, match="move it away"):
        Record(home / "set-up.json")
    assert (home / "set-up.json").read_text() == content


def test_a_damaged_entry_costs_only_itself(user: Path, home: Path, record: Record) -> None:
    carry_out(Block(user / "rc", LINES), record)
    file = home / "set-up.json"
    file.write_text(json.dumps([{"kind": "block", "path": 7}, {}, *json.loads(file.read_text())]))
    assert len(take_back(again(home))) == 2
    assert everything(user) == {}


@pytest.mark.parametrize(
    ("deed", "before"),
    [
        (SOURCES, []),
        (SOURCES, [("xkb", "de"), ("xkb", "us+altgr-intl")]),
        (SOURCES, [("ibus", "it's"), ("xkb", "de")]),
        (PRELOADED, []),
        (PRELOADED, ["xkb:de::ger", "anthy"]),
    ],
)
def test_lists_of_the_desktop(
    home: Path, record: Record, deed: ListEntry, before: list[str | tuple[str, str]]
) -> None:
    assert asking.write_list(deed.schema, deed.key, before)
    for _ in range(2):
        carry_out(deed, again(home))
        assert asking.read_list(deed.schema, deed.key) == [deed.entry, *before]
    assert take_back(again(home)) == []
    assert asking.read_list(deed.schema, deed.key) == before
    if not before:
        # It was never set, and is so again.
        path = f"/{deed.schema.replace('.', '/')}/{deed.key}"
        assert asking.ask(["dconf", "read", path.replace("/org/freedesktop/", "/desktop/")]) == ""


def test_a_list_that_was_changed_meanwhile_loses_only_ours(home: Path, record: Record) -> None:
    asking.write_list(SOURCES.schema, SOURCES.key, [("xkb", "de")])
    carry_out(SOURCES, record)
    now: list[str | tuple[str, str]] = [("xkb", "fr"), ("ibus", "autotype"), ("xkb", "de")]
    asking.write_list(SOURCES.schema, SOURCES.key, now)
    assert take_back(again(home)) == []
    assert asking.read_list(SOURCES.schema, SOURCES.key) == [("xkb", "fr"), ("xkb", "de")]


def test_who_had_it_in_the_list_keeps_it(home: Path, record: Record) -> None:
    before: list[str | tuple[str, str]] = ["anthy", "autotype"]
    asking.write_list(PRELOADED.schema, PRELOADED.key, before)
    carry_out(PRELOADED, record)
    assert take_back(again(home)) == []
    assert asking.read_list(PRELOADED.schema, PRELOADED.key) == before


def test_settings_that_are_not_kept_are_said(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GSETTINGS_BACKEND", "memory")
    with pytest.raises(SetUpError, match="“sources” cannot be changed"):
        carry_out(SOURCES, record)


def test_what_cannot_be_taken_back_now_can_be_later(
    home: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from a terminal without the desktop's bus."""
    carry_out(SOURCES, record)
    with monkeypatch.context() as patch:
        patch.setenv("GSETTINGS_BACKEND", "memory")
        patch.setenv("PATH", "/nonexistent")
        (sentence,) = take_back(again(home))
    assert sentence == "The desktop's setting “sources” cannot be read now."
    assert take_back(again(home)) == []
    assert asking.read_list(SOURCES.schema, SOURCES.key) == []


@pytest.mark.parametrize("before", ["", "[Wayland]\nInputMethod=/usr/share/other.desktop\n"])
def test_kwin(user: Path, home: Path, record: Record, before: str) -> None:
    file = user / ".config" / "kwinrc"
    other = "[Windows]\nFocusPolicy=FocusFollowsMouse\n"
    file.write_text(f"{before}\n{other}" if before else other)
    was = file.read_bytes()
    for _ in range(2):
        carry_out(KwinKey("/usr/share/ibus.desktop"), again(home))
        assert asking.read_kwin() == "/usr/share/ibus.desktop"
    assert "FocusFollowsMouse" in file.read_text()
    assert take_back(again(home)) == []
    assert file.read_bytes() == was
    file.unlink()


def test_deeds_are_all_known(user: Path, home: Path) -> None:
    """What is remembered can be undone, whatever its kind."""
    deeds: list[Deed] = [Block(user / "rc", LINES), OwnFile(user / "f", "x"), PRELOADED, SOURCES]
    for deed in deeds:
        carry_out(deed, again(home))
    assert len(again(home).entries) == len(deeds)
    assert take_back(again(home)) == []
    assert everything(user) == {}
