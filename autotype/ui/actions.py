"""Turns keys into what they ask for in the editor.

Keys that mean something else when nothing is suggested (Tab, End, Esc, Ctrl+Right) are
looked at when they are pressed; they are never shortcuts of the window.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from autotype.text.actions import ACTIONS
from autotype.ui.editor import Editor
from autotype.ui.suggestion_controller import SuggestionController


class SuggestionKeys:
    """Turns key presses of an editor into what its controller does."""

    def __init__(
        self,
        editor: Editor,
        controller: SuggestionController,
        toggle_pause: Callable[[], None],
        changed_keys: Mapping[str, str],
    ) -> None:
        """Listen to an editor.

        Args:
            editor: The editor.
            controller: Who knows what is suggested.
            toggle_pause: Pauses or resumes.
            changed_keys: Keys per action that replace the default ones; an empty text
                takes an action's key away.
        """
        self._editor = editor
        self._controller = controller
        self.keys = {
            name: QKeySequence(changed_keys.get(name, action.key))
            for name, action in ACTIONS.items()
        }
        self._work: dict[str, Callable[[], bool]] = {
            "take": self._take,
            "take_word": controller.take_word,
            "take_at_end": self._take_at_end,
            "dismiss": controller.dismiss,
            "next": lambda: controller.cycle(1),
            "previous": lambda: controller.cycle(-1),
            "first": lambda: controller.take_from_bar(0),
            "second": lambda: controller.take_from_bar(1),
            "third": lambda: controller.take_from_bar(2),
            "ask": controller.ask,
            "pause": lambda: _done(toggle_pause),
        }
        editor.keys = self

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key must reach the editor although a shortcut could have it."""
        return bool(self._controller.ghost and self._name(event))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False if it means nothing here."""
        name = self._name(event)
        if not name:
            return False
        if name == "take" and event.isAutoRepeat() and not self._controller.can_take():
            return self._controller.just_taken()
        # Qt would write the “1” of an Alt+1 into the text where there is no first word.
        return self._work[name]() or _is_command_that_types(event)

    def _name(self, event: QKeyEvent) -> str:
        pressed = QKeySequence(event.keyCombination())
        return next((name for name, key in self.keys.items() if key == pressed), "")

    def _take(self) -> bool:
        if self._controller.can_take():
            return self._controller.take()
        # A second Tab right after a take was meant for the suggestion that is gone.
        return self._controller.just_taken()

    def _take_at_end(self) -> bool:
        at_end = self._editor.textCursor().atBlockEnd()
        return at_end and self._controller.can_take() and self._controller.take()


def _is_command_that_types(event: QKeyEvent) -> bool:
    modifiers = Qt.KeyboardModifier
    command = modifiers.AltModifier | modifiers.ControlModifier | modifiers.MetaModifier
    return bool(event.modifiers() & command and event.text() and event.text().isprintable())


def _done(work: Callable[[], None]) -> bool:
    work()
    return True
