"""The whole window with the real worker and a real (tiny) pack, or without one."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.text.recovery import Journal, Recovered
from autotype.text.suggestion import Silence
from tests.ui.conftest import Open, until_ready

Key = Qt.Key


def wait_for(qtbot: QtBot, app: App, ghost: str) -> None:
    qtbot.waitUntil(lambda: app.window.controller.ghost == ghost, timeout=20_000)


def test_words_appear_and_tab_takes_them(qtbot: QtBot, open_app: Open, tiny_pack: Path) -> None:
    app = open_app(pack=str(tiny_pack), take_after_ms=0)
    until_ready(qtbot, app)
    QTest.keyClicks(app.window.editor, "Thank you very")
    wait_for(qtbot, app, " much for your")
    QTest.keyClick(app.window.editor, Key.Key_Tab)
    assert app.window.editor.text() == "Thank you very much for your"
    assert "Tiny gpt2 · CPU" in app.window.status.text


def test_the_bar_shows_whole_words(qtbot: QtBot, open_app: Open, tiny_pack: Path) -> None:
    app = open_app(pack=str(tiny_pack), show_at_least=1.0, words_at="bottom")
    until_ready(qtbot, app)
    first = app.window.bar.buttons[0]
    QTest.keyClicks(app.window.editor, "I'm looking forward to hea")
    qtbot.waitUntil(lambda: first.text() == "hearing", timeout=20_000)
    QTest.keyClicks(app.window.editor, "ring")
    qtbot.waitUntil(lambda: first.text() == "from", timeout=20_000)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert app.window.editor.text() == "I'm looking forward to hearing from"


def test_the_reason_for_silence_is_said(qtbot: QtBot, open_app: Open, tiny_pack: Path) -> None:
    app = open_app(pack=str(tiny_pack))
    until_ready(qtbot, app)
    QTest.keyClicks(app.window.editor, "See ")
    QTest.keyClick(app.window.editor, Key.Key_Backspace)
    said = f"No suggestion: {Silence.AFTER_DELETION}"
    assert said not in app.window.status.text  # a line that changes at every key is not read
    qtbot.waitUntil(lambda: said in app.window.status.text, timeout=5000)


def test_how_long_an_answer_took_is_said_to_those_who_ask(
    qtbot: QtBot, open_app: Open, tiny_pack: Path
) -> None:
    app = open_app(pack=str(tiny_pack))
    until_ready(qtbot, app)
    with qtbot.waitSignal(app.window.controller.answered, timeout=20_000):
        QTest.keyClicks(app.window.editor, "See ")
    model = app.window.status._engine
    said = "How long the last suggestion took: its words "
    qtbot.waitUntil(lambda: said in model.toolTip(), timeout=5000)
    assert model.accessibleDescription() == model.toolTip()
    assert " ms" not in app.window.status.text


def test_without_a_pack_it_is_an_editor_that_offers_one(
    qtbot: QtBot, open_app: Open, tmp_path: Path
) -> None:
    app = open_app()
    qtbot.waitUntil(lambda: "no language model" in app.window.notice.text, timeout=20_000)
    QTest.keyClicks(app.window.editor, "still writing")
    assert app.window.editor.text() == "still writing"
    assert app.window.controller.silence is Silence.NO_MODEL


def test_a_broken_pack_is_named_and_the_editor_works_on(
    qtbot: QtBot, open_app: Open, tiny_pack: Path, home: Path
) -> None:
    folder = home / "packs" / "broken"
    folder.mkdir(parents=True)
    for file in tiny_pack.iterdir():
        data = bytearray(file.read_bytes())
        if file.name == "model.onnx":
            data[len(data) // 2] ^= 1
        (folder / file.name).write_bytes(data)
    app = open_app(pack="broken")
    qtbot.waitUntil(lambda: "damaged" in app.window.notice.text, timeout=20_000)
    QTest.keyClicks(app.window.editor, "works")
    assert app.window.editor.text() == "works"


def test_saving_and_opening_again(open_app: Open, tmp_path: Path) -> None:
    app = open_app()
    path = tmp_path / "letter.txt"
    path.write_bytes("Dear Anna,\r\nno\u00a0break\r\n".encode())
    assert app.window.documents.open(path)
    editor = app.window.editor
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    QTest.keyClicks(editor, "Bye")
    assert app.window.isWindowModified()
    QTest.keyClick(editor, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    app.window.documents.save()
    assert path.read_bytes() == "Dear Anna,\r\nno\u00a0break\r\nBye".encode()
    assert not app.window.isWindowModified()
    assert app.window.windowTitle().startswith("letter.txt")


def test_another_programs_change_is_not_overwritten_without_asking(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app()
    path = tmp_path / "shared.txt"
    path.write_text("one")
    app.window.documents.open(path)
    path.write_text("theirs")
    QTest.keyClicks(app.window.editor, "mine")
    asked: list[str] = []

    def refuse(box: QMessageBox) -> int:
        asked.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", refuse)
    assert not app.window.documents.save()
    assert path.read_text() == "theirs"
    assert "changed" in asked[0]


def test_closing_asks_about_unsaved_text(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(reopen=False)
    QTest.keyClicks(app.window.editor, "precious")
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Cancel)
    assert not app.window.close()
    assert app.window.isVisible()
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Save)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert not app.window.close()
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Discard)
    assert app.window.close()


@pytest.mark.parametrize(
    ("kind", "said"),
    [("folder", "is a folder"), ("pipe", "pipe or a device"), ("missing", "cannot be opened")],
)
def test_what_is_no_file_is_refused_in_one_sentence(
    open_app: Open, tmp_path: Path, kind: str, said: str
) -> None:
    app = open_app()
    path = tmp_path / "thing"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    QTest.keyClicks(app.window.editor, "kept")
    assert not app.window.documents.open(path)
    assert said in app.window.document_notice.text
    assert app.window.editor.text() == "kept"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"caf\xe9", "not UTF-8"), (b"a\0b", "NUL"), (b"a\r\nb\nc\n", "mixed")],
)
def test_strange_content_is_shown_with_a_notice(
    open_app: Open, tmp_path: Path, data: bytes, said: str
) -> None:
    app = open_app()
    path = tmp_path / "strange.txt"
    path.write_bytes(data)
    assert app.window.documents.open(path)
    assert said in app.window.document_notice.text
    assert not app.window.editor.isReadOnly()


@pytest.mark.parametrize("content", ["x" * 1_000_000, "A line of words.\n" * 600_000])
def test_large_documents_open_and_take_keys(
    qtbot: QtBot, open_app: Open, tmp_path: Path, content: str
) -> None:
    app = open_app()
    path = tmp_path / "large.txt"
    path.write_text(content)
    assert app.window.documents.open(path)
    QApplication.processEvents()
    QTest.keyClicks(app.window.editor, "ab")
    app.window.grab()
    assert app.window.editor.text() == "ab" + content


def test_unsaved_text_is_offered_and_restored(open_app: Open, home: Path) -> None:
    app = open_app()
    journal = Journal(home / "recovery")
    journal.save("dead", "lost words", None)
    app.window.notices.offer_recovery(Recovered("dead", "lost words", None, 0.0))
    assert "unsaved text" in app.window.document_notice.text
    app.window.document_notice.act(0)
    assert app.window.editor.text() == "lost words"
    assert app.window.isWindowModified()
    assert not (home / "recovery" / "dead.journal").exists()


def test_unsaved_text_that_nobody_wants_is_deleted(open_app: Open, home: Path) -> None:
    app = open_app()
    Journal(home / "recovery").save("dead", "lost words", None)
    (found,) = [text for text in Journal(home / "recovery").pending() if "dead" in text.key]
    app.window.notices.offer_recovery(found)
    app.window.document_notice.act(1)
    assert app.window.editor.text() == ""
    assert not list((home / "recovery").glob("dead*"))
    assert "is deleted" in app.window.document_notice.text
    app.window.document_notice.act(0)
    assert app.window.editor.text() == "lost words"
    assert app.window.isWindowModified()


def test_typing_does_not_wait_for_the_journals_disk(qtbot: QtBot, open_app: Open) -> None:
    app = open_app()
    documents = app.window.documents
    let_go = threading.Event()
    written: list[str] = []

    def save(key: str, text: str, *_: object) -> None:
        let_go.wait(10)
        written.append(text)

    documents._journal.save = save  # type: ignore[method-assign]
    documents.journalling.timer.setInterval(0)
    for character in "hello":
        QTest.keyClicks(app.window.editor, character)
        QApplication.processEvents()
    assert app.window.editor.text() == "hello"
    assert not let_go.is_set()
    assert not written
    let_go.set()
    qtbot.waitUntil(lambda: written[-1:] == ["hello"], timeout=5000)


def test_starting_the_app_loads_no_builder_libraries() -> None:
    code = (
        "import sys, autotype.app, autotype.packs.opening\n"
        "print([m for m in ('torch', 'transformers', 'onnx', 'huggingface_hub') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
