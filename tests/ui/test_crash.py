"""Real windows that are killed while somebody writes, and what the next one offers."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Open

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from autotype import app, settings
from autotype.text.recovery import Journal
chosen = settings.Settings()
application = app.application_of(chosen)
running = app.build(chosen, Journal(Path(sys.argv[1])))
window = running.window
window.show()
window.documents.open(Path(sys.argv[2]))
window.documents.journalling.timer.setInterval(0)
print("open", flush=True)
for letter in sys.argv[3]:
    QTest.keyClicks(window.editor, letter)
    QTest.qWait(1)
while not list(Path(sys.argv[1]).glob("*.journal")):
    QTest.qWait(5)
window.documents.journal_now()
print("written", flush=True)
while True:
    QTest.keyClicks(window.editor, "x")
    QTest.qWait(1)
"""


def test_the_texts_of_all_killed_windows_come_back_and_overwrite_nothing(
    qtbot: QtBot, open_app: Open, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_bytes(b"one\r\ntwo\n")
        writer = subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(home / "recovery"), str(file), f"my {file.stem} "],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        assert writer.stdout.readline() == b"written\n"
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    assert {file.suffix for file in (home / "recovery").iterdir()} == {".journal"}
    files[1].write_bytes(b"theirs")

    window = open_app().window
    window.notices.offer_recovery(window.documents.waiting()[0])
    assert "b.txt" in window.document_notice.text
    window.document_notice.act(0)
    assert window.editor.text().startswith("my b x") or window.editor.text().startswith("my b one")
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    assert not window.documents.save()
    assert files[1].read_bytes() == b"theirs"

    window.editor.document().setModified(False)
    window.document_notice.dismiss()
    assert "a.txt" in window.document_notice.text
    window.document_notice.act(0)
    assert window.documents.save()
    saved = files[0].read_bytes()
    assert saved.startswith(b"my a ")
    assert saved.endswith(b"one\r\ntwo\n")
    assert window.documents.waiting() == []
