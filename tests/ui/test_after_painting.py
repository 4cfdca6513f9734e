"""The letter comes first: nothing is asked of the engine before the window is painted."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autotype.text.request import Request
from autotype.ui.after_painting import AfterPainting
from tests.ui.conftest import Open, until_ready


class Painted(QObject):
    """Notes when the window is painted, in one list with what is asked."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__()
        self._notes = notes

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.UpdateRequest:
            self._notes.append("painted")
        return False


@pytest.mark.pack
def test_the_letter_is_painted_before_the_engine_is_asked(open_app: Open, qtbot: QtBot) -> None:
    app = open_app()
    until_ready(qtbot, app)
    qtbot.wait(200)
    notes: list[str] = []
    submit = app.worker.submit

    def asked(request: Request) -> None:
        notes.append(request.before)
        submit(request)

    engine = app.window.findChild(AfterPainting)
    assert engine is not None
    engine._submit = asked
    watch = Painted(notes)
    app.window.installEventFilter(watch)
    for letter in "Th":
        QTest.keyClicks(app.window.editor, letter)
        typed = app.window.editor.toPlainText()
        assert typed not in notes
        qtbot.waitUntil(partial(notes.__contains__, typed))
        assert notes[: notes.index(typed)].count("painted") >= len(typed)
    app.window.removeEventFilter(watch)


def test_only_the_newest_is_asked(qtbot: QtBot) -> None:
    asked: list[Request] = []
    engine = AfterPainting(asked.append, lambda: None)
    for revision in range(3):
        engine.submit(Request(revision, "a"))
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(20)
    assert [request.revision for request in asked] == [2]


def test_what_waits_is_given_up_with_what_runs(qtbot: QtBot) -> None:
    asked: list[Request] = []
    given_up: list[bool] = []
    engine = AfterPainting(asked.append, lambda: given_up.append(True))
    engine.submit(Request(0, "a"))
    engine.cancel()
    assert given_up == [True]
    qtbot.wait(20)
    assert asked == []
    engine.submit(Request(1, "ab"))
    qtbot.waitUntil(lambda: bool(asked))
    assert [request.revision for request in asked] == [1]
