"""What is read of files, folders and mailboxes, and what is left out, with the reason."""

import os
import zipfile
from pathlib import Path

import pytest

from autotype.writing.gathering import gather
from autotype.writing.passages import Gathered, Reason

MINE = "Me <me@example.org>"


def mail(sender: str, body: str, day: int = 1, kind: str = "text/plain") -> str:
    return (
        f"From x Mon Jan  {day} 10:00:00 2024\nFrom: {sender}\nTo: you@example.org\n"
        f"Date: Mon, {day:02d} Jan 2024 10:00:00 +0000\nSubject: hello\n"
        f'Content-Type: {kind}; charset="utf-8"\n\n{body}\n\n'
    )


def read(*places: Path, senders: tuple[str, ...] = (), most: int = 100_000) -> Gathered:
    return gather(places, senders, most)


def texts(found: Gathered) -> str:
    return "\n\n".join(passage.text for passage in found.passages)


def test_of_a_mailbox_only_what_its_owner_typed(tmp_path: Path) -> None:
    box = tmp_path / "sent.mbox"
    answer = (
        "Yes, I will bring the green ladder on Saturday.\n\nOn Mon, Jan 1, 2024, Ann wrote:\n"
        "> Could you bring your ladder?\n\n-- \nMe Myself, Head of Ladders\n"
    )
    forwarded = "Have a look at this one.\n\n-----Original Message-----\nFrom: Bob\n\nBuy now.\n"
    page = "<p>It is <b>late</b> today.</p><blockquote>Old</blockquote>"
    box.write_text(
        mail(MINE, answer, 2)
        + mail("Ann <ann@example.org>", "Nobody may learn this sentence of Ann.", 3)
        + mail("ME@EXAMPLE.ORG", page, 4, "text/html")
        + mail(MINE, forwarded, 1)
    )
    found = read(box, senders=("me@example.org",))
    assert [passage.text for passage in found.passages] == [
        "Have a look at this one.",
        "Yes, I will bring the green ladder on Saturday.",
        "It is late today.",
    ]
    assert found.left.files == {Reason.OTHERS: 1}
    assert found.left.words[Reason.SIGNATURE] >= 5
    assert found.left.words[Reason.QUOTED] >= 6


def test_mail_without_an_address_is_nobodys(tmp_path: Path) -> None:
    box = tmp_path / "Sent"  # as Thunderbird names it
    box.write_text(mail(MINE, "I wrote this myself, but who am I?"))
    found = read(tmp_path)
    assert not found.passages
    assert found.left.files == {Reason.NO_SENDER: 1}
    assert read(tmp_path, senders=("me@example.org",)).words == 8


def test_a_maildir(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / folder).mkdir(parents=True)
    body = mail(MINE, "The train was late again this morning.").partition("\n")[2]
    (tmp_path / "Mail" / "cur" / "1700000000.1.host:2,S").write_text(body)
    found = read(tmp_path, senders=("me@example.org",))
    assert texts(found) == "The train was late again this morning."


def test_markdown_is_read_as_it_is_seen(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(
        "---\ntitle: secret of the front\n---\n# A heading\n\nThe **new** [guide](http://x.y) "
        "says *so*.\n\n```python\nimport this\n```\n\n    indented = code()\n\n> said by others\n\n"
        "| a | b |\n|---|---|\n\nAnd this is the end.\n"
    )
    found = read(tmp_path)
    assert texts(found) == "A heading\n\nThe new guide says *so*.\n\nAnd this is the end."
    assert found.left.words[Reason.CODE] > 4
    assert found.left.words[Reason.QUOTED] == 4


def test_secrets_and_addresses_go_with_their_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The weather is fine. My password is hunter2horse. Call me at +49 170 1234567 then. "
        "Write to bob@example.org for it. We leave at ten.\n"
    )
    found = read(tmp_path)
    assert texts(found) == "The weather is fine. We leave at ten."
    assert found.left.words[Reason.PRIVATE] == 16


def test_drafts_are_read_once(tmp_path: Path) -> None:
    words = "We went up the hill before the sun rose and waited there for the others to come"
    (tmp_path / "a.txt").write_text(words)
    (tmp_path / "b.txt").write_text(f"{words} back")
    os.utime(tmp_path / "a.txt", (1, 1))
    found = read(tmp_path)
    assert texts(found) == f"{words} back"
    assert found.left.words[Reason.TWICE] == len(words.split())


def test_a_greeting_may_come_a_few_times(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(["Kind regards, Ann"] * 9))
    assert texts(read(tmp_path)).count("Kind") == 3


def test_lines_that_a_program_broke_are_one(tmp_path: Path) -> None:
    first = "This line was broken by a program at a width of about seventy letters,"
    (tmp_path / "a.txt").write_text(f"{first}\nand goes on.\n\nRoses\nare\nred.\n")
    assert texts(read(tmp_path)) == f"{first} and goes on.\n\nRoses\nare\nred."


@pytest.mark.parametrize(
    ("name", "member", "content"),
    [
        (
            "a.docx",
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>Dear </w:t></w:r><w:r><w:t>Tom,</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>thank you.</w:t></w:r></w:p></w:body></w:document>",
        ),
        (
            "a.odt",
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:'
            '1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:h>Dear Tom,'
            "</text:h><text:p>thank <text:span>you</text:span>.</text:p></office:document-content>",
        ),
    ],
)
def test_office_documents(tmp_path: Path, name: str, member: str, content: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr(member, content)
    assert texts(read(tmp_path)) == "Dear Tom,\n\nthank you."


def test_a_document_that_grows_without_end_is_not_read(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("content.xml", bomb)
    (tmp_path / "b.docx").write_bytes(b"no zip")
    assert read(tmp_path).left.files == {Reason.NO_TEXT: 2}


def test_what_is_no_text_of_somebody_is_named(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "binary.txt").write_bytes(b"ab\0cd" * 100)
    (tmp_path / ".hidden.txt").write_text("hidden words")
    (tmp_path / ".git").mkdir()
    (tmp_path / "target.text").write_text("Some words of mine.")
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.text")
    (tmp_path / "folder").symlink_to("/")
    os.mkfifo(tmp_path / "pipe.txt")
    found = read(tmp_path)
    assert texts(found) == "Some words of mine."
    assert found.left.files == {
        Reason.KIND: 2,
        Reason.NO_TEXT: 1,
        Reason.HIDDEN: 2,
        Reason.LINK: 2,
    }


def test_a_folder_without_end_is_read_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autotype.writing.gathering._MOST_BYTES", 250)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"number{number} " * 12)
    assert read(tmp_path).left.files[Reason.ENOUGH] == 3


def test_of_more_than_enough_the_newest_are_read(tmp_path: Path) -> None:
    for number in range(4):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"word{number} " * 5)
        os.utime(file, (10 - number, 10 - number))
    found = read(tmp_path, most=10)
    assert [passage.text.split()[0] for passage in found.passages] == ["word1", "word0"]
    assert found.left.words[Reason.OLDER] == 10


def test_more_than_is_held_is_dropped_from_the_oldest_on(tmp_path: Path) -> None:
    for number in range(40):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"word{number} " * 5)
        os.utime(file, (number, number))
    found = read(tmp_path, most=10)
    assert [passage.text.split()[0] for passage in found.passages] == ["word38", "word39"]
    assert found.left.words[Reason.OLDER] == 190
    assert len({passage.document for passage in found.passages}) == 2
