"""Past writing is learned in the window: by the real command, and taken back as a whole."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.past_writing import PastWriting
from autotype.ui.reading_dialog import in_words
from tests.ui.conftest import Open
from tests.ui.test_learning_at_the_editor import opened, press, rows, words

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
LETTER = "Dear Ann,\n\nyesterday Zyxxo came to see us. Quorvale is fine, and Zyxxo was glad.\n"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "one.txt").write_text(LETTER)
    (folder / "two.txt").write_text("Dear Bob,\n\nQuorvale asks for Zyxxo every single day.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    return folder


def past(qtbot: QtBot, app: App) -> tuple[LearnedWindow, PastWriting]:
    learned = opened(qtbot, app)
    qtbot.waitUntil(learned.past.isEnabled)
    press(learned, "Learn from past writing …")
    window = learned.findChild(PastWriting)
    assert window is not None
    qtbot.waitUntil(window.isActiveWindow)
    return learned, window


def alt(window: PastWriting, key: Qt.Key) -> None:
    QTest.keyClick(window, key, Alt)


def test_it_says_what_it_would_read_then_learns_it_and_it_can_be_taken_back(
    qtbot: QtBot, open_app: Open, home: Path, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned, window = past(qtbot, open_app())
    assert not window.work.isEnabled()
    assert not window.look.isEnabled()
    monkeypatch.setattr(
        "autotype.ui.own_texts.QFileDialog.getExistingDirectory", lambda *_: str(letters)
    )
    alt(window, Key.Key_O)
    qtbot.waitUntil(lambda: window.texts.places == [str(letters)])
    alt(window, Key.Key_L)
    qtbot.waitUntil(window.work.isEnabled, timeout=60_000)
    said = window.found.toPlainText()
    assert "words of yours" in said
    assert "In no dictionary: " in said
    assert "Zyxxo" in said
    assert "of a kind that is not read: 1 file or mail" in said
    assert words(home) == []  # looking is not learning

    alt(window, Key.Key_E)
    qtbot.waitUntil(lambda: not window.texts.isEnabled())
    qtbot.waitUntil(lambda: window.status.text().startswith("It is learned."), timeout=60_000)
    assert {"Zyxxo", "Quorvale"} <= set(words(home))
    alt(window, Key.Key_C)
    qtbot.waitUntil(lambda: "Zyxxo" in rows(learned), timeout=20_000)

    monkeypatch.setattr("autotype.ui.forget_question.ask", lambda *_: "Forget it")
    press(learned, "Forget imported texts …")
    qtbot.waitUntil(lambda: rows(learned) == [] and words(home) == [], timeout=20_000)


def test_only_what_was_looked_through_is_learned(
    qtbot: QtBot, open_app: Open, letters: Path, tmp_path: Path
) -> None:
    _, window = past(qtbot, open_app())
    window.texts.add([str(letters / "one.txt")])
    window.look.click()
    qtbot.waitUntil(window.work.isEnabled, timeout=60_000)
    window.texts.add([str(letters / "two.txt")])
    assert not window.work.isEnabled()
    assert window.found.toPlainText() == ""
    window.texts.list.item(1).setSelected(True)
    window.texts.remove.click()
    assert window.texts.places == [str(letters / "one.txt")]
    assert not window.work.isEnabled()


def test_what_cannot_be_read_is_said_and_nothing_is_learned(
    qtbot: QtBot, open_app: Open, home: Path, letters: Path
) -> None:
    _, window = past(qtbot, open_app())
    window.texts.add([str(letters / "picture.png")])
    window.look.click()
    qtbot.waitUntil(lambda: bool(window.found.toPlainText()), timeout=60_000)
    qtbot.waitUntil(window.look.isEnabled, timeout=60_000)
    assert not window.work.isEnabled()
    gone = letters / "gone\nfile.txt"
    window.texts.add([str(gone)])
    window.look.click()
    qtbot.waitUntil(lambda: "cannot be read" in window.status.text(), timeout=60_000)
    assert "\n" not in window.status.text()
    assert window.texts.isEnabled()


def test_closing_it_ends_what_runs(qtbot: QtBot, open_app: Open, letters: Path) -> None:
    _, window = past(qtbot, open_app())
    window.texts.add([str(letters)])
    window.look.click()
    running = window._running
    assert running is not None
    process = running.process_id
    alt(window, Key.Key_C)
    qtbot.waitUntil(lambda: not Path(f"/proc/{process}").exists(), timeout=20_000)


def test_addresses_are_told_to_the_command(qtbot: QtBot, open_app: Open, tmp_path: Path) -> None:
    box = tmp_path / "sent.mbox"
    mail = "From {0} Mon Sep  1 10:00:00 2025\nFrom: {0}\nDate: Mon, 1 Sep 2025 10:00:00 +0000\n\n"
    mine = mail.format("me@example.org") + "Dear Ann, Zyxxo and Quorvale will come on Monday.\n\n"
    theirs = mail.format("ann@example.org") + "Dear me, please bring Blarfington to us too.\n\n"
    box.write_text(mine + theirs)
    _, window = past(qtbot, open_app())
    window.texts.add([str(box)])
    window.texts.addresses.setText("me@example.org; me@example.com")
    window.look.click()
    qtbot.waitUntil(window.work.isEnabled, timeout=60_000)
    assert window.found.toPlainText().startswith("9 words of yours")
    assert "written by somebody else" in window.found.toPlainText()


def test_many_places_are_named_and_the_rest_counted() -> None:
    sources = [{"source": f"file {at}", "passages": 1, "words": at + 1} for at in range(20)]
    found = {"words": 210, "sources": sources, "left_out_words": {}, "left_out_files": {}}
    lines = in_words(found).splitlines()
    assert lines[:2] == ["210 words of yours", "    file 0: 1 word"]
    assert lines[-1] == "    12 more"
