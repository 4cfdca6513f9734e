"""Keys, clicks, input methods, undo, takes and resizes against a plain string.

Run by `test_state_machine.py` in a process of its own: when Qt crashes, pytest must not.
"""

import sys

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from autotype.text.dialogue.state import Options
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request
from autotype.text.suggestion import Suggestion, Word, first_word
from autotype.ui.actions import SuggestionKeys
from autotype.ui.caret_strip import CaretStrip
from autotype.ui.editor import Editor
from autotype.ui.suggestion_controller import SuggestionController

Key = Qt.Key
TEXT = st.text(alphabet=list("ab \n.é😀שل\u0301"), min_size=1, max_size=6)


class Typing(RuleBasedStateMachine):
    """`model` is what the document must hold after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []
        self.now = 0.0
        self.editor = Editor()
        self.model = ""

    @initialize(soft_space=st.booleans())
    def open(self, soft_space: bool) -> None:
        self.controller = SuggestionController(
            self.editor,
            self.requests.append,
            lambda: None,
            Options(soft_space=soft_space),
            lambda: self.now,
        )
        self.strip = CaretStrip(self.editor)
        self.controller.words_changed.connect(self.strip.show_places)
        self.controller.shown.connect(self.strip.follow_ghost)
        self.strip.chosen.connect(self.controller.take_from_bar)
        self.keys = SuggestionKeys(self.editor, self.controller, lambda: None, {})
        self.controller.on_status(EngineStatus(EngineState.READY, "x", "CPU"))
        self.editor.resize(200, 150)
        self.editor.show()

    def put(self, text: str) -> None:
        cursor = self.editor.textCursor()
        raw = self.model.encode("utf-16-le")
        start, end = 2 * cursor.selectionStart(), 2 * cursor.selectionEnd()
        self.model = (raw[:start] + text.encode("utf-16-le") + raw[end:]).decode("utf-16-le")

    def gap(self, text: str) -> str:
        """What is to come before it; a space only where a soft one is shown, or was."""
        gap = self.controller.gap(text)
        assert gap in ("", " ")
        if gap:
            assert self.controller.soft_space
            assert self.editor.composing or self.editor.ghost.text[:1]
            assert not self.editor.textCursor().hasSelection()
        return gap

    @rule(soft_space=st.booleans(), mid_line=st.booleans())
    def choose_other_options(self, soft_space: bool, mid_line: bool) -> None:
        options = Options(soft_space=soft_space, mid_line=mid_line)
        same = options == self.controller._state.options
        self.controller.set_options(options)
        assert same or not self.controller.ghost

    @rule(text=st.text(alphabet="ab .", min_size=1, max_size=4))
    def press(self, text: str) -> None:
        for character in text:
            self.put(self.gap(character) + character)
            QTest.keyClicks(self.editor, character)

    @rule(text=TEXT)
    def commit(self, text: str) -> None:
        self.put(self.gap(text) + text)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.editor, event)

    @rule(composed=st.sampled_from(["に", "ほん"]))
    def compose_and_cancel(self, composed: str) -> None:
        self.put("")  # composing replaces what is selected
        QApplication.sendEvent(self.editor, QInputMethodEvent(composed, []))
        assert not self.editor.ghost.text
        QApplication.sendEvent(self.editor, QInputMethodEvent("", []))

    @rule(composed=st.sampled_from(["に", "ほん"]))
    def compose_and_forget(self, composed: str) -> None:
        """As when the input method is switched off, and says no word about it."""
        self.put("")
        QApplication.sendEvent(self.editor, QInputMethodEvent(composed, []))
        assert self.editor.composing

    @rule(text=TEXT)
    @precondition(lambda self: not self.editor.textCursor().hasSelection())
    def replace_the_last_character(self, text: str) -> None:
        cursor = self.editor.textCursor()
        line = cursor.block().text().encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        if not line:
            return
        units = len(line.decode("utf-16-le")[-1].encode("utf-16-le")) // 2
        raw, at = self.model.encode("utf-16-le"), 2 * cursor.position()
        kept = raw[: at - 2 * units] + text.encode("utf-16-le") + raw[at:]
        self.model = kept.decode("utf-16-le")
        event = QInputMethodEvent()
        event.setCommitString(text, -units, units)
        QApplication.sendEvent(self.editor, event)

    @rule()
    def empty_input_method_event(self) -> None:
        before, composing = self.controller.ghost, self.editor.composing
        QApplication.sendEvent(self.editor, QInputMethodEvent("", []))
        assert not self.editor.composing
        assert composing or self.controller.ghost == before

    @rule(
        ghost=TEXT,
        others=st.lists(TEXT, max_size=2),
        age=st.integers(0, 300),
        which=st.integers(1, 3),
        looks=st.booleans(),
    )
    @precondition(lambda self: self.requests)
    def answer(self, ghost: str, others: list[str], age: int, which: int, looks: bool) -> None:
        request = self.requests[-min(which, len(self.requests))]
        words = tuple(Word(word, 0.5) for word in (ghost, *others))
        self.controller.on_suggestion(Suggestion(request, words, ghost, 0.5))
        self.now += age / 1000
        if looks:
            QApplication.processEvents()

    @rule(data=st.data())
    @precondition(lambda self: self.strip.isVisible())
    def click_a_word(self, data: st.DataObject) -> None:
        place = data.draw(st.sampled_from([n for n in range(3) if self.strip.buttons[n].text()]))
        button, offer = self.strip.buttons[place], self.strip.places[place]
        self.put(offer.word.text if offer.word is not None and button.isEnabled() else "")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    @rule()
    def backspace_behind_a_soft_space(self) -> None:
        if self.controller.soft_space and not self.editor.composing:
            QTest.keyClick(self.editor, Key.Key_Backspace)
            assert not self.controller.soft_space
            assert not self.editor.ghost.text

    @rule()
    def tab(self) -> None:
        if self.controller.can_take():
            self.put(self.controller.ghost)
        elif not self.controller.just_taken():
            cursor = self.editor.textCursor()
            cursor.setPosition(cursor.selectionStart())
            if not cursor.block().text()[: cursor.positionInBlock()].strip():
                self.put("\t")
        QTest.keyClick(self.editor, Key.Key_Tab)

    @rule()
    @precondition(lambda self: self.controller.ghost)
    def take_word(self) -> None:
        before, word = self.model, first_word(self.controller.ghost)
        self.put(word)
        QTest.keyClick(self.editor, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        assert self.editor.text() == self.model
        self.editor.undo()
        assert self.editor.text() == before
        self.editor.redo()

    @rule(
        key=st.sampled_from(
            [Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_Up, Key.Key_Down]
        ),
        shift=st.booleans(),
    )
    def move(self, key: Key, shift: bool) -> None:
        taken = ""
        if key == Key.Key_End and not shift and self.controller.can_take():
            taken = self.controller.ghost if self.editor.textCursor().atBlockEnd() else ""
        self.put(taken) if taken else None
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.editor, key, modifier)

    @rule(x=st.integers(0, 199), y=st.integers(0, 149))
    def click(self, x: int, y: int) -> None:
        QTest.mouseClick(self.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    @rule()
    def undo_and_redo(self) -> None:
        if self.editor.document().isUndoAvailable():
            self.editor.undo()
            self.editor.redo()

    @rule()
    def escape(self) -> None:
        QTest.keyClick(self.editor, Key.Key_Escape)
        assert not self.controller.ghost

    @rule(width=st.integers(60, 300))
    def resize(self, width: int) -> None:
        self.editor.resize(width, 150)
        QApplication.processEvents()

    @invariant()
    def the_document_is_the_model(self) -> None:
        assert self.editor.text() == self.model, (self.editor.text(), self.model)

    @invariant()
    def one_ghost_at_the_caret_at_most(self) -> None:
        document = self.editor.document()
        areas = [
            document.findBlockByNumber(n).layout().preeditAreaText()
            for n in range(document.blockCount())
        ]
        composed = [a for a in areas if a]
        if self.editor.composing:
            assert composed in (["に"], ["ほん"])
            assert not self.controller.ghost
        else:
            ghost = self.controller.ghost or (" " if self.controller.soft_space else "")
            assert composed == []
            assert self.editor.ghost.text == ghost
            assert ghost or not self.editor.ghost.view.isVisible()

    @invariant()
    def the_strip_is_in_nobodys_way(self) -> None:
        if not self.strip.isVisible():
            return
        caret = self.editor.cursorRect().translated(self.editor.viewport().pos())
        assert not self.strip.geometry().intersects(caret)
        assert self.editor.rect().contains(self.strip.geometry())

    def teardown(self) -> None:
        self.editor.close()
        self.editor.deleteLater()
        QApplication.processEvents()


def survive(machine: type[RuleBasedStateMachine]) -> None:
    """Run a machine as often and for as many steps as the command line says."""
    application = QApplication(sys.argv)
    examples, steps = map(int, sys.argv[1:])
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("survived")
    del application


if __name__ == "__main__":
    survive(Typing)
