"""What was learned can be written behind a passphrase, and is read with that one only."""

import json
import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from autotype.cli import main
from autotype.learning import encryption
from autotype.learning.encryption import EncryptionError, PassphraseNeededError, decrypt, encrypt
from autotype.learning.exchange import ExchangeError, export_file, import_file
from autotype.learning.store import Store

ROW = ("", "Kirschbaum", 2.0, 2, 1, 1, "")
PASSPHRASE = "a café of one’s own"  # noqa: S105 - of nothing


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(tmp_path / "learned")
    found.add_rows([ROW], ["blimey"])
    return found


def words(store: Store) -> list[str]:
    return [each.word for each in store.words()]


def test_it_comes_back_with_the_passphrase_and_says_nothing_without(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "words.enc"
    assert export_file(store, file, PASSPHRASE) == 1
    written = file.read_bytes()
    assert b"Kirschbaum" not in written
    assert b"blimey" not in written
    assert file.stat().st_mode & 0o777 == 0o600
    other = Store(tmp_path / "other")
    with pytest.raises(PassphraseNeededError):
        import_file(other, file)
    with pytest.raises(EncryptionError, match="another one, or the file is damaged"):
        import_file(other, file, PASSPHRASE + " ")
    assert words(other) == []
    assert import_file(other, file, PASSPHRASE) == 1
    assert sorted(words(other)) == sorted(words(store))


def test_the_same_passphrase_from_another_keyboard_is_the_same() -> None:
    assert decrypt(encrypt(b"text", "caf\u00e9"), "cafe\u0301") == b"text"


def test_nothing_is_twice_the_same() -> None:
    one, other = encrypt(b"text", "a"), encrypt(b"text", "a")
    assert one.partition(b"\n")[0] != other.partition(b"\n")[0]
    assert one[-20:] != other[-20:]


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return encrypt(b"text " * 20, "a")


def header_of(data: bytes) -> tuple[dict[str, object], bytes]:
    line, _, rest = data.partition(b"\n")
    return json.loads(line), rest


@pytest.mark.parametrize("at", [30, -1, -17, -30])
def test_a_changed_byte_is_found(sealed: bytes, at: int) -> None:
    data = bytearray(sealed)
    data[at] ^= 1
    with pytest.raises(EncryptionError):
        decrypt(bytes(data), "a")


@pytest.mark.parametrize("size", [27, 40, 200, -1, -16, -40])
def test_a_part_of_a_file_is_found(sealed: bytes, size: int) -> None:
    with pytest.raises(EncryptionError):
        decrypt(sealed[:size], "a")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"n": 1 << 40}, "damaged"),
        ({"r": 1 << 20}, "damaged"),
        ({"n": "many"}, "damaged"),
        ({"salt": "AAAA"}, "damaged"),
        ({"salt": 5}, "damaged"),
        ({"nonce": "no base64"}, "damaged"),
        ({"cipher": "ROT13"}, "damaged"),
        ({"autotype_learned_encrypted": 2}, "update Autotype"),
    ],
)
def test_a_header_of_somebody_else_is_one_sentence(
    sealed: bytes, change: dict[str, object], said: str
) -> None:
    header, rest = header_of(sealed)
    data = json.dumps({**header, **change}).encode() + b"\n" + rest
    with pytest.raises(EncryptionError, match=said):
        decrypt(data, "a")


def test_without_the_library_the_rest_works(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = tmp_path / "sealed.json"
    export_file(store, sealed, PASSPHRASE)
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    plain, never = tmp_path / "plain.json", tmp_path / "never.json"
    with pytest.raises(EncryptionError, match="cryptography"):
        export_file(store, never, PASSPHRASE)
    assert not never.exists()
    with pytest.raises(EncryptionError, match="cryptography"):
        import_file(store, sealed, PASSPHRASE)
    assert export_file(store, plain) == 1
    assert import_file(Store(tmp_path / "other"), plain) == 1


def test_what_is_inside_is_checked_as_always(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "words.enc"
    file.write_bytes(encrypt(b'{"autotype_learned": 1, "grams": "none"}', "a"))
    with pytest.raises(ExchangeError, match="must be a list"):
        import_file(store, file, "a")


def at_a_terminal(home: Path, arguments: list[str], *typed: str) -> tuple[int, str]:
    """Run the command at a terminal of its own and type answers into it."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "AUTOTYPE_HOME": str(home)}
    running = subprocess.Popen(
        [sys.executable, "-m", "autotype", "learned", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    answers = list(typed)
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # as a terminal says that nobody writes any more
            break
        said += part
        if part.rstrip().endswith((b"assphrase:", b"once more:", b"file:")) and answers:
            os.write(ours, answers.pop(0).encode("utf-8", "surrogateescape") + b"\n")
        if not part:
            break
    os.close(ours)
    assert not answers
    return running.wait(), said.decode("utf-8", "replace")


def test_the_command_asks_twice_and_shows_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(home / "learned").add_rows([ROW], [])
    file = tmp_path / "words.enc"
    export = ["--export", str(file), "--passphrase"]
    code, said = at_a_terminal(home, export, "one secret", "another")
    assert code == 1
    assert "The two passphrases differ; nothing was written." in said
    assert not file.exists()
    code, said = at_a_terminal(home, export, "")
    assert (code, "An empty passphrase protects nothing" in said) == (1, True)
    code, said = at_a_terminal(home, export, "one secret", "one secret")
    assert (code, "secret" in said) == (0, False)
    assert encryption.is_encrypted(file.read_bytes())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code, said = at_a_terminal(elsewhere, ["--import", str(file)], "no secret")
    assert (code, "The passphrase is another one" in said) == (1, True)
    code, said = at_a_terminal(elsewhere, ["--import", str(file)], "one secret")
    assert (code, "1 entry is added" in said) == (0, True), said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_ends_it_at_the_question_sees_again_what_they_type(
    home: Path, tmp_path: Path, number: signal.Signals
) -> None:
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "autotype", "learned", "--export", str(tmp_path / "a"),
         "--passphrase"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "AUTOTYPE_HOME": str(home)},
    )  # fmt: skip
    said = b""
    while b"assphrase" not in said:
        said += os.read(ours, 4096)
    assert not termios.tcgetattr(theirs)[3] & termios.ECHO
    running.send_signal(number)
    assert running.wait(20) in (128 + number, -number)
    assert termios.tcgetattr(theirs)[3] & termios.ECHO
    os.close(ours)
    os.close(theirs)


def test_what_is_no_character_is_one_sentence(home: Path, tmp_path: Path) -> None:
    code, said = at_a_terminal(
        home, ["--export", str(tmp_path / "a"), "--passphrase"], "\udcff\udcfe"
    )
    assert (code, "not in the characters of this terminal" in said) == (1, True), said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--export", ""], "not an ordinary file"),
        (["--import", ""], "cannot be read"),
        (["--passphrase"], "goes with --export"),
        (["--passphrase", "--import", "file"], "goes with --export"),
    ],
)
def test_half_a_command_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["learned", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_without_a_terminal_there_is_nobody_to_ask(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.enc"
    assert main(["learned", "--export", str(file), "--passphrase"]) == 1
    assert "asked for at a terminal" in capsys.readouterr().err
    assert not file.exists()
