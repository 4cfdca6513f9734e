"""`autotype learned` as people and programs call it, and texts of earlier times."""

import json
import re
import time
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.learning.forgetting import forget_imported
from autotype.learning.past_writing import learn_passages
from autotype.learning.store import Store
from autotype.writing.gathering import gather
from tests.learning.writer import Writer, bytes_of


@pytest.fixture
def writer(home: Path) -> Writer:
    writer = Writer(home / "learned")
    writer.now = time.time()
    writer.write(*["We met Zyxxo at Quorvale."] * 2, "We met Zyxxo.")
    return writer


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "old").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "one.txt").write_text("We met Marvolo.\nThe password: hunter2\n")
    (folder / "old" / "two.md").write_text("# Marvolo\n\nWe met Marvolo again.\n")
    (folder / "old" / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "picture.png").write_bytes(b"Marvolo")
    (folder / ".hidden" / "three.txt").write_text("Secretname. Secretname.\nSecretname.")
    return folder


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_the_words_are_listed_and_found(writer: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learned"]) == 0
    lines = said(capsys).splitlines()
    assert [line.split()[0] for line in lines] == ["Zyxxo", "met", "we", "Quorvale", "at"]
    assert lines[0].split()[1] == "3"
    assert lines[0].endswith("editor")
    assert main(["learned", "quor"]) == 0
    assert said(capsys).split()[0] == "Quorvale"
    assert main(["learned", "nobody"]) == 0
    assert said(capsys) == "No such word was learned.\n"
    assert main(["learned", "Zyxxo", "--json"]) == 0
    assert json.loads(said(capsys))["times"] == 3


def test_nothing_was_learned_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learned"]) == 0
    assert said(capsys) == "Nothing was learned yet.\n"
    assert not home.exists()


def test_words_are_deleted_and_never_suggested(
    writer: Writer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--never", "Quorvale"]) == 0
    assert said(capsys) == "Never suggested from now on: Quorvale.\n"
    assert main(["learned", "quorvale"]) == 0
    assert "never suggested" in said(capsys)
    assert main(["learned", "--again", "Quorvale"]) == 0
    assert main(["learned", "--delete", "zyxxo", "QUORVALE"]) == 0
    assert b"yxxo" not in bytes_of(home / "learned")
    assert writer.words() == ["at", "met", "we"]


def test_everything_goes_after_a_plain_question(
    writer: Writer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--all"]) == 1
    assert "This cannot be undone. Say so with --yes." in capsys.readouterr().err
    assert writer.words()
    assert main(["learned", "--all", "--yes"]) == 0
    assert said(capsys) == "Everything that was learned is forgotten.\n"
    assert writer.words() == []


def test_the_last_hour_is_forgotten(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    writer = Writer(home / "learned")
    writer.now = time.time() - 2 * 3600
    writer.write(*["We met Zyxxo."] * 2)
    writer.now = time.time()
    writer.write(*["We met Quorvale."] * 2)
    assert main(["learned", "--forget-hour"]) == 0
    assert said(capsys).startswith("The last hour is forgotten (")
    assert writer.words() == ["Zyxxo", "met", "we"]
    assert main(["learned", "--forget-day"]) == 0
    assert writer.words() == []


def test_what_is_exported_comes_back_elsewhere(
    writer: Writer, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.json"
    assert main(["learned", "--never", "badword"]) == 0
    assert main(["learned", "--export", str(file)]) == 0
    assert json.loads(file.read_text())["autotype_learned"] == 1
    before = [(each.word, each.times, each.never) for each in Store(home / "learned").words()]
    own = writer.own_text().words("we met ", "Z")
    assert main(["learned", "--all", "--yes"]) == 0
    assert main(["learned", "--import", str(file)]) == 0
    assert "entries are added" in said(capsys)
    after = [(each.word, each.times, each.never) for each in Store(home / "learned").words()]
    assert after == before
    again = writer.own_text().words("we met ", "Z")
    assert [each.count for each in again] == pytest.approx([each.count for each in own], rel=0.01)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no json", "is no file of learned words"),
        ("[]", "is no file of learned words"),
        ('{"autotype_learned": 2, "grams": []}', "is no file of learned words of version 1"),
        ('{"autotype_learned": 1, "grams": 5}', "“grams” must be a list"),
        ('{"autotype_learned": 1, "grams": [{"word": "a"}]}', "no word with its counts"),
        ('{"autotype_learned": 1, "grams": [["a"]]}', "no word with its counts"),
        ('{"autotype_learned": 1, "never": ["a b"]}', "“never” must be a list of words"),
    ],
)
def test_a_file_that_is_none_of_ours_changes_nothing(
    writer: Writer, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    before = writer.store.clear_rows()
    file = tmp_path / "words.json"
    file.write_text(text)
    assert main(["learned", "--import", str(file)]) == 1
    error = capsys.readouterr().err
    assert why in error
    assert error.count("\n") == 1
    assert writer.store.clear_rows() == before


@pytest.mark.parametrize(
    "change",
    [
        {"word": "a\u001bb"},
        {"word": "two words"},
        {"context": "a b c"},
        {"weight": -1},
        {"weight": True, "times": True},
        {"last": 1 << 40},
        {"source": "x" * 100},
    ],
)
def test_a_row_that_nobody_could_have_written_is_refused(
    writer: Writer, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object]
) -> None:
    file = tmp_path / "words.json"
    assert main(["learned", "--export", str(file)]) == 0
    data = json.loads(file.read_text())
    data["grams"][0] |= change
    file.write_text(json.dumps(data))
    assert main(["learned", "--import", str(file)]) == 1
    assert "no word with its counts" in capsys.readouterr().err


def test_texts_of_earlier_times_are_looked_at_learned_and_taken_back(
    writer: Writer, letters: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = writer.store.clear_rows()[0]
    assert main(["learned", "--import-writing", str(letters), "--preview"]) == 0
    shown = said(capsys)
    assert "We met Marvolo." in shown
    assert "In no dictionary: Marvolo\n" in shown
    assert shown.endswith("Nothing was learned; leave --preview out to learn from it.\n")
    for reason in ("holds no text", "hidden", "of a kind that is not read"):
        assert re.search(f"{reason} +1 file or mail", shown)
    assert re.search("sentences with a secret.* [0-9]+ words", shown)
    assert writer.store.clear_rows()[0] == before
    assert main(["learned", "--import-writing", str(letters)]) == 1
    assert "Say so with --yes." in capsys.readouterr().err
    assert main(["learned", "--import-writing", str(letters), "--yes"]) == 0
    assert "Learned from 8 words" in said(capsys)
    assert "Marvolo" in writer.words()
    assert not any(each in bytes_of(home / "learned") for each in (b"Secretname", b"hunter"))
    assert main(["learned", "--undo-import"]) == 0
    assert b"Marvolo" not in bytes_of(home / "learned")
    assert [row[:4] for row in writer.store.clear_rows()[0]] == [row[:4] for row in before]


def mail(sender: str, body: str) -> str:
    head = f"From x Mon Jan 1 10:00:00 2024\nFrom: {sender}\nTo: you@example.org"
    return f"{head}\nDate: Mon, 01 Jan 2024 10:00:00 +0000\n\n{body}\n\n"


def test_of_mail_only_what_its_owner_typed_is_learned(
    writer: Writer, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = tmp_path / "sent.mbox"
    answer = "We met Marvolo.\n\nOn Mon, Jan 1, 2024, Ann wrote:\n> We met Annsname.\n"
    box.write_text(
        mail("Me <me@example.org>", f"{answer}\n-- \nHead of Signname\n") * 2
        + mail("Me <me@example.org>", "Marvolo can come.\n\n-- \nHead of Signname\n")
        + mail("Bob <bob@example.org>", "We met Bobsname.") * 3
    )
    before = writer.store.clear_rows()[0]
    assert main(["learned", "--import-writing", str(box), "--yes"]) == 1
    assert "There is no text of yours in what was named" in capsys.readouterr().err
    wanted = ["learned", "--import-writing", str(box), "--from", "me@example.org"]
    assert main([*wanted, "--preview"]) == 0
    assert "written by somebody else" in said(capsys)
    assert writer.store.clear_rows()[0] == before
    assert main([*wanted, "--yes"]) == 0
    assert "Marvolo" in writer.words()
    assert not {"Annsname", "Bobsname", "Signname"} & set(writer.words())
    assert main(["learned", "--undo-import"]) == 0
    assert [row[:4] for row in writer.store.clear_rows()[0]] == [row[:4] for row in before]
    assert b"Marvolo" not in bytes_of(home / "learned")


def test_a_copy_is_learned_once(
    writer: Writer, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Last week we went to see Marvolo and his board at the meeting in town."
    for name in ("letter.txt", "letter (copy).txt"):
        (tmp_path / name).write_text(text)
    assert main(["learned", "--import-writing", str(tmp_path), "--yes"]) == 0
    assert "said before, or nearly so" in said(capsys)
    assert "Marvolo" not in writer.words()  # of a word that was written once only a hash is kept
    assert b"Marvolo" not in bytes_of(home / "learned")


def test_what_would_be_learned_is_written_to_a_file(
    home: Path, letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.txt"
    wanted = ["learned", "--import-writing", str(letters), "--preview", "--write", str(file)]
    assert main(wanted) == 0
    assert "We met Marvolo again." in file.read_text()
    assert "hunter2" not in file.read_text()


def test_a_likely_typo_needs_two_documents_of_a_folder(writer: Writer, tmp_path: Path) -> None:
    """Each text of a folder is a document of its own."""
    (tmp_path / "a.txt").write_text("We mett Ann.\n\nYou mett Ann.\n\nThey mett Ann.")
    (tmp_path / "b.txt").write_text("We mett Bob and Tom.")
    passages = gather([tmp_path / "a.txt"], (), 1000).passages
    learn_passages(writer.store, writer.rules, passages, lambda _: None)
    assert "mett" not in writer.words()
    passages = gather([tmp_path], (), 1000).passages
    forget_imported(writer.store)
    learn_passages(writer.store, writer.rules, passages, lambda _: None)
    assert "mett" in writer.words()


def test_places_without_texts_are_one_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--import-writing", str(tmp_path / "nowhere")]) == 1
    assert "cannot be read (No such file or directory)" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["learned", "--import-writing", str(tmp_path / "empty")]) == 1
    assert "There is no text of yours" in capsys.readouterr().err
    assert not home.exists()


@pytest.mark.parametrize(
    "options",
    [
        *(["--all", "--yes"], ["--forget-day"], ["--forget-hour"], ["--undo-import"]),
        *(["--export", "out"], ["--import", "in"], ["--delete", "met"], ["--never", "met"]),
    ],
    ids=lambda options: options[0],
)
def test_a_search_beside_an_option_that_is_none_changes_nothing(
    writer: Writer, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    before = writer.words()
    assert main(["learned", "Quorvale", *options]) == 1
    wrong = capsys.readouterr().err
    assert wrong == (
        f"autotype: Either search for “Quorvale”, or use {options[0]}; nothing was changed.\n"
    )
    assert writer.words() == before


@pytest.mark.parametrize("option", ["--never", "--again", "--delete", "--remove", "--"])
def test_bytes_that_are_no_text_are_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["learned", option, "\udcff\udce4"])
    wrong = capsys.readouterr().err
    assert "“\\udcff\\udce4” is no text in UTF-8" in wrong
    assert wrong.count("\n") == 1


def test_a_word_that_was_never_learned_is_not_called_forgotten(
    writer: Writer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learned", "--delete", "neverseen", "zyxxo"]) == 0
    done = capsys.readouterr()
    assert done.err == "autotype: No such word was learned: neverseen.\n"
    assert done.out == "Forgotten: zyxxo.\n"
    assert main(["learned", "--delete", "neverseen"]) == 0
    assert capsys.readouterr().out == ""


def test_a_line_is_no_name_of_a_file(
    writer: Writer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_text("We met Zyxxo at noon. " * 40)
    assert main(["learned", "--export", "-"]) == 1
    assert main(["learned", "--import-writing", "letter.txt", "--write", "-", "--preview"]) == 1
    assert capsys.readouterr().err.count("needs the name of a file; nothing was written.") == 2
    assert main(["numbers", "--csv", ""]) == 1
    assert "--csv needs the name of a file" in capsys.readouterr().err
    assert not (tmp_path / "-").exists()


def test_an_import_says_how_many_words_are_known_by_it(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("We met Zyxxo at the old mill on a fine day.\n")
    assert main(["learned", "--import-writing", str(tmp_path / "letter.txt"), "--yes"]) == 0
    learned = capsys.readouterr().out
    assert main(["learned"]) == 0
    listed = capsys.readouterr().out
    assert listed == "Nothing was learned yet.\n"
    assert "Learned from 11 words, by which 0 more are known" in learned
