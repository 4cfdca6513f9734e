"""What was learned goes to a file and comes back, with and without a passphrase."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from autotype.learning.encryption import is_encrypted
from autotype.learning.store import Store
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.passphrase import PassphraseDialog
from tests.ui.conftest import Open
from tests.ui.test_learning_at_the_editor import opened, press, rows, words

ROW = ("", "Kirschbaum", 2.0, 2, 1, 1, "")
Answer = Callable[[PassphraseDialog], None]


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is named when a file is asked for."""
    file = tmp_path / "words.json"
    for question in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, question, lambda *_: (str(file), ""))
    return file


def when_asked(qtbot: QtBot, window: LearnedWindow, answer: Answer) -> list[PassphraseDialog]:
    """Answer the next question for a passphrase; return who asked."""
    asked: list[PassphraseDialog] = []

    def look() -> None:
        for dialog in window.findChildren(PassphraseDialog):
            if dialog.isVisible() and dialog not in asked:
                asked.append(dialog)
                timer.stop()
                answer(dialog)

    timer = QTimer(window, interval=10)
    timer.timeout.connect(look)
    timer.start()
    return asked


def typed(first: str, again: str = "") -> Answer:
    def answer(dialog: PassphraseDialog) -> None:
        QTest.keyClicks(dialog.first, first)
        QTest.keyClicks(dialog.again, again)
        assert dialog.ok.isEnabled()
        dialog.ok.click()

    return answer


def said(qtbot: QtBot, window: LearnedWindow, sentence: str) -> None:
    qtbot.waitUntil(lambda: sentence in window.notice.text(), timeout=20_000)


def test_it_goes_out_behind_a_passphrase_and_comes_back(
    qtbot: QtBot, open_app: Open, home: Path, chosen: Path
) -> None:
    store = Store(home / "learned")
    store.add_rows([ROW], [])
    app = open_app()
    window = opened(qtbot, app)
    asked = when_asked(qtbot, window, typed("a secret", "a secret"))
    press(window, "Export …")
    said(qtbot, window, "1 entry was written.")
    assert len(asked) == 1
    assert is_encrypted(chosen.read_bytes())
    window.table.topLevelItem(0).setSelected(True)
    press(window, "Delete")
    qtbot.waitUntil(lambda: rows(window) == [], timeout=20_000)
    when_asked(qtbot, window, typed("no secret"))
    press(window, "Import …")
    said(qtbot, window, "The passphrase is another one")
    assert words(home) == []
    when_asked(qtbot, window, typed("a secret"))
    press(window, "Import …")
    said(qtbot, window, "1 entry was added.")
    qtbot.waitUntil(lambda: rows(window) == ["Kirschbaum"], timeout=20_000)
    evidence = app.learning.evidence
    qtbot.waitUntil(lambda: bool(evidence.words("Ask the ", "Kir")), timeout=20_000)


def test_without_a_passphrase_nobody_is_asked_for_it_again(
    qtbot: QtBot, open_app: Open, home: Path, chosen: Path
) -> None:
    Store(home / "learned").add_rows([ROW], [])
    window = opened(qtbot, open_app())
    when_asked(qtbot, window, typed(""))
    press(window, "Export …")
    said(qtbot, window, "1 entry was written.")
    assert "Kirschbaum" in chosen.read_text()
    asked = when_asked(qtbot, window, typed("never asked"))
    press(window, "Import …")
    said(qtbot, window, "1 entry was added.")
    assert asked == []


def test_two_that_differ_are_not_taken_and_cancel_writes_nothing(
    qtbot: QtBot, open_app: Open, home: Path, chosen: Path
) -> None:
    Store(home / "learned").add_rows([ROW], [])
    window = opened(qtbot, open_app())
    seen: list[tuple[bool, str, bool]] = []

    def answer(dialog: PassphraseDialog) -> None:
        QTest.keyClicks(dialog.first, "one")
        QTest.keyClicks(dialog.again, "on")
        hidden = dialog.first.displayText() != "one"
        seen.append((dialog.ok.isEnabled(), dialog.wrong.text(), hidden))
        dialog.shown.click()
        assert dialog.first.displayText() == "one"
        dialog.reject()

    when_asked(qtbot, window, answer)
    press(window, "Export …")
    assert seen == [(False, "The two are not the same.", True)]
    assert not chosen.exists()
    assert not window.notice.isVisible()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no file of learned words"),
        (b"\x00\xff" * 100, "is no file of learned words"),
        (b'{"autotype_learned": 99}', "is no file of learned words"),
        (b'{"autotype_learned_encrypted": 9}\nmore', "update Autotype"),
        (None, "cannot be read"),
    ],
)
def test_a_file_of_somebody_else_is_one_sentence(
    qtbot: QtBot,
    open_app: Open,
    home: Path,
    chosen: Path,
    content: bytes | None,
    sentence: str,
) -> None:
    if content is not None:
        chosen.write_bytes(content)
    window = opened(qtbot, open_app())
    when_asked(qtbot, window, typed("any"))
    press(window, "Import …")
    said(qtbot, window, sentence)
    assert words(home) == []
