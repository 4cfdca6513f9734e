"""A correction in the editor: drawn whole in the bar, taken as one undo step."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from autotype.text.dialogue.bar import placed
from autotype.text.suggestion import Silence, Suggestion, Word
from autotype.ui.suggestion_bar import SuggestionBar
from tests.ui.conftest import Session

Key = Qt.Key
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize("before", ["It was ", "So \N{GRINNING FACE} ", "One.\n"])
def test_a_correction_takes_the_place_of_the_word(session: Session, before: str) -> None:
    session.editor.insertPlainText(before)
    session.type("becuase")
    word = Word("because", 0.6, 7)
    session.controller.on_suggestion(
        Suggestion(session.requests[-1], (word,), reason=Silence.MISSPELLED)
    )
    session.now += 1
    session.press(Key.Key_1, ALT)
    assert session.editor.text() == f"{before}because"
    session.press(Key.Key_Z, CONTROL)
    assert session.editor.text() == f"{before}becuase"


def test_the_bar_shows_the_whole_word_and_that_it_is_a_correction(qtbot: QtBot) -> None:
    bar = SuggestionBar()
    qtbot.addWidget(bar)
    words = (Word("because", 0.6, 7), Word("d", 0.2))
    bar.show_places(placed((), words, "becuase", 0.0))
    names = [button.accessibleName() for button in bar.buttons]
    assert [place.whole for place in bar.places] == ["because", "becuased", ""]
    assert "correction" in names[0]
    assert "correction" not in names[1]
