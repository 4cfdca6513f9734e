"""Shortcuts in the file of what was learned, and the command that keeps them."""

import json
import sqlite3
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.learning.forgetting import forget_everything, forget_since, forget_words
from autotype.learning.schema import VERSION
from autotype.learning.shortcuts import remove_shortcuts, set_shortcut
from autotype.learning.store import Store
from autotype.text.shortcuts import MOST, ShortcutError
from tests.learning.writer import Writer, bytes_of

BRB = ("brb", "be right back")


@pytest.fixture
def store(home: Path) -> Store:
    return Store(home / "learned")


def make_version_1(folder: Path) -> None:
    """Write a file as the first version did: without shortcuts."""
    writer = Writer(folder)
    writer.write(*["We met Zyxxo."] * 2)
    database = sqlite3.connect(folder / "learned.sqlite")
    database.execute("DROP TABLE shortcuts")
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.close()


def test_a_file_of_the_first_version_keeps_all_it_has(store: Store) -> None:
    make_version_1(store.folder)
    assert store.shortcuts() == []
    set_shortcut(store, *BRB)
    assert store.shortcuts() == [BRB]
    assert sorted(word.word for word in store.words()) == ["Zyxxo", "met", "we"]
    assert store.notice == ""
    database = sqlite3.connect(store.folder / "learned.sqlite")
    assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
    database.close()


def test_they_are_added_changed_and_removed_to_the_last_byte(store: Store) -> None:
    assert set_shortcut(store, " brb ", "bath robe Quorvale") == ("brb", "bath robe Quorvale")
    set_shortcut(store, *BRB)
    assert store.shortcuts() == [BRB]
    assert b"Quorvale" not in bytes_of(store.folder)
    set_shortcut(store, "b2b", "be right back", instead_of="brb")
    assert store.shortcuts() == [("b2b", "be right back")]
    assert remove_shortcuts(store, ["b2b", "nothing"]) == 1
    assert store.shortcuts() == []
    assert b"be right" not in bytes_of(store.folder)


def test_each_change_is_a_revision_for_other_processes(store: Store) -> None:
    before = store.revision()
    set_shortcut(store, *BRB)
    assert store.revision() == before + 1
    assert store.everything().shortcuts == [BRB]


def test_only_forgetting_everything_forgets_them(home: Path) -> None:
    writer = Writer(home / "learned")
    writer.write(*["We met Zyxxo."] * 2)
    set_shortcut(writer.store, "zx", "Zyxxo")
    forget_words(writer.store, ["zyxxo"])
    forget_since(writer.store, 3600, now=writer.now)
    assert writer.words() == []
    assert writer.store.shortcuts() == [("zx", "Zyxxo")]
    forget_everything(writer.store)
    assert writer.store.shortcuts() == []
    assert b"Zyxxo" not in bytes_of(home / "learned")


def test_there_is_room_for_so_many(store: Store) -> None:
    pairs = [{"short": f"s{n}", "text": "some text"} for n in range(MOST)]
    _import(store, pairs)
    with pytest.raises(ShortcutError, match="no room for more; remove one first"):
        set_shortcut(store, *BRB)
    assert len(store.shortcuts()) == MOST
    set_shortcut(store, "s1", "another text")  # in place of one there is room


def test_a_thousand_in_a_file_are_refused_as_a_whole(store: Store) -> None:
    set_shortcut(store, *BRB)
    with pytest.raises(ShortcutError, match="no room for more"):
        _import(store, [{"short": f"s{n}", "text": "some text"} for n in range(1000)])
    assert store.shortcuts() == [BRB]


def _import(store: Store, pairs: object) -> None:
    from autotype.learning.exchange import import_file

    file = store.folder.parent / "words.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"autotype_learned": 1, "shortcuts": pairs}))
    import_file(store, file)


# The command.


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_the_command_adds_lists_changes_and_removes(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "shortcut"]) == 0
    assert said(capsys).startswith("There are no shortcuts yet.")
    assert main(["learned", "shortcut", "brb", "be", "right", "back"]) == 0
    assert said(capsys) == "“brb” stands for “be right back” from now on.\n"
    assert main(["learned", "shortcut", "omw", "on my way"]) == 0
    assert said(capsys)
    assert main(["learned", "shortcut"]) == 0
    assert said(capsys) == "brb  be right back\nomw  on my way\n"
    assert main(["learned", "shortcut", "way"]) == 0
    assert said(capsys) == "omw  on my way\n"
    assert main(["learned", "shortcut", "brb", "--json"]) == 0
    assert json.loads(said(capsys)) == {"short": "brb", "text": "be right back"}
    assert main(["learned", "shortcut", "--remove", "brb", "omw"]) == 0
    assert said(capsys) == "2 shortcuts are removed.\n"
    assert store.shortcuts() == []


@pytest.mark.parametrize(
    "words", [["", "text"], ["brb", ""], ["b\nb", "x"], ["brb", "a\nb"], ["brb", "x" * 10_000]]
)
def test_the_command_refuses_in_one_sentence(
    store: Store, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["learned", "shortcut", *words]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert store.shortcuts() == []


@pytest.mark.parametrize("option", ["--all", "--forget-hour", "--delete=x", "--import=x.json"])
def test_the_command_does_not_pass_over_what_is_meant_for_something_else(
    store: Store, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    set_shortcut(store, *BRB)
    assert main(["learned", "shortcut", option, "--yes"]) == 1
    error = capsys.readouterr().err
    assert f"{option.partition('=')[0]} is not for shortcuts" in error
    assert store.shortcuts() == [BRB]


def test_a_file_of_a_later_version_is_set_aside_whole_in_one_sentence(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the version before this one does with a file of this one."""
    set_shortcut(store, *BRB)
    file = store.folder / "learned.sqlite"
    database = sqlite3.connect(file)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    assert main(["learned", "shortcut"]) == 0
    error = capsys.readouterr().err
    assert "was written by a newer Autotype; it was set aside as" in error
    assert error.count("\n") == 1
    aside = sqlite3.connect(store.folder / "learned-set-aside-1.sqlite")
    assert aside.execute("SELECT * FROM shortcuts").fetchall() == [BRB]
    aside.close()


def test_removing_without_saying_what_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--remove", "brb"]) == 1
    assert "autotype learned shortcut --remove" in capsys.readouterr().err


def test_they_are_exported_and_imported_with_the_rest(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.json"
    set_shortcut(store, *BRB)
    set_shortcut(store, "omw", "on my way")
    assert main(["learned", "--export", str(file)]) == 0
    assert said(capsys).startswith("2 entries are written")
    assert main(["learned", "--all", "--yes"]) == 0
    set_shortcut(store, "omw", "out of my window")
    assert main(["learned", "--import", str(file)]) == 0
    # What is there already stays as it is.
    assert store.shortcuts() == [BRB, ("omw", "out of my window")]


@pytest.mark.parametrize(
    "pair",
    [
        *({"short": "brb"}, ["brb", "x"], {"short": 1, "text": 2}, "brb", None),
        *({"short": "b b", "text": "x"}, {"short": "", "text": "x"}, {"short": "x", "text": ""}),
        *({"short": "brb", "text": "a\nb"}, {"short": "brb", "text": "a\x00b"}),
        *({"short": "brb", "text": "x" * 10_000}, {"short": "b" * 10_000, "text": "x"}),
    ],
)
def test_a_damaged_shortcut_in_a_file_changes_nothing(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path, pair: object
) -> None:
    file = tmp_path / "words.json"
    file.write_text(json.dumps({"autotype_learned": 1, "shortcuts": [pair]}))
    assert main(["learned", "--import", str(file)]) == 1
    error = capsys.readouterr().err
    assert "is damaged" in error
    assert error.count("\n") == 1
    assert len(error) < len(str(file)) + 200
    assert store.shortcuts() == []
