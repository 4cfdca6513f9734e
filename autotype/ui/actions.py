"""Turns keys into what they ask for in the editor.

Keys that mean something else when nothing is suggested (Tab, End, Esc, Ctrl+Right) are
looked at when they are pressed; they are never shortcuts of the window.
"""

import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from autotype.text.actions import ACTIONS
from autotype.text.chords import ALT, CTRL, META, SHIFT, Chord, meanings, parse
from autotype.text.dialogue.events import Take, Wish
from autotype.ui.editor import Editor
from autotype.ui.pressed import holds, only_writes
from autotype.ui.suggestion_controller import SuggestionController

_MODIFIERS = (
    (SHIFT, Qt.KeyboardModifier.ShiftModifier),
    (CTRL, Qt.KeyboardModifier.ControlModifier),
    (ALT, Qt.KeyboardModifier.AltModifier),
    (META, Qt.KeyboardModifier.MetaModifier),
)
_NO_FINGER_MS = 12  # no finger goes up and down again so fast
# The scan code of the key “1”; those up to “9” follow. X11 and Wayland count from 8 on.
_FIRST_DIGIT = {"linux": 10, "win32": 2}

_COMMANDS = (
    Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
)


class SuggestionKeys:
    """Turns key presses of an editor into what its controller does.

    Attributes:
        keys: The key of each action.
        seconds: The second key of those actions that have one.
    """

    def __init__(
        self,
        editor: Editor,
        controller: SuggestionController,
        toggle_pause: Callable[[], None],
        changed_keys: Mapping[str, str],
        *,
        right_takes: bool = False,
        stray: Callable[[], object] = lambda: None,
    ) -> None:
        """Listen to an editor.

        Args:
            editor: The editor.
            controller: Who knows what is suggested.
            toggle_pause: Pauses or resumes.
            changed_keys: Keys per action that replace the default ones; an empty text
                takes an action's key away.
            right_takes: Whether Right takes at the end of a line, as End does.
            stray: Told the first time that Tab does nothing, where it could not be meant.
        """
        self._editor = editor
        self._controller = controller
        self.choose(changed_keys, right_takes=right_takes)
        self._stray = stray
        self._strayed = False
        self._work: dict[str, Callable[[], bool]] = {
            **{name: partial(controller.take, name) for name in get_args(Take)},
            **{name: partial(controller.press, name) for name in get_args(Wish)},
            "pause": lambda: _done(toggle_pause),
        }
        self._held = False
        self._released = (0, 0)
        editor.keys = self

    def choose(self, changed_keys: Mapping[str, str], *, right_takes: bool) -> None:
        """Let other keys mean the actions; see the constructor."""
        self.keys = {
            name: QKeySequence(changed_keys.get(name, action.key))
            for name, action in ACTIONS.items()
        }
        self._names: dict[Chord, str] = {}
        for name, key in self.keys.items():
            chord = parse(key.toString(QKeySequence.SequenceFormat.PortableText))
            if chord is not None:
                self._names.setdefault(chord, name)
        self.seconds: dict[str, QKeySequence] = {}
        for name, second in _seconds(changed_keys, right_takes).items():
            chord = parse(second)
            if chord is not None and chord not in self._names:
                self._names[chord] = name
                self.seconds[name] = QKeySequence(second)

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key must reach the editor although a shortcut could have it."""
        name = self._name(event)
        # A shortcut would pause and resume by turns while its key is held.
        if name == "dismiss":
            return self._controller.can_dismiss
        return name == "pause" or bool(name and self._controller.ghost)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False if it means nothing here."""
        repeats = self._repeats(event)
        held, self._held = repeats and self._held, False
        name = self._name(event)
        if not name:
            return name is not None and _types_by_accident(event)
        if name == "pause" and repeats:
            return True
        # A key that is held after it took something was meant for that alone: it does not go
        # on with what it means where nothing is suggested, such as indenting.
        self._held = self._work[name]() or held
        # Qt would write the “1” of an Alt+1 into the text where there is no first word.
        return self._held or _is_command_that_types(event) or self._strays(event, name)

    def wrote(self) -> None:
        """Note that a key was pressed that only writes: nothing is held any more."""
        self._held = False

    def _strays(self, event: QKeyEvent, name: str) -> bool:
        """Whether a Tab came too early or too late for a suggestion, in the middle of a line."""
        if name != "take" or event.key() != Qt.Key.Key_Tab:
            return False
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        if not cursor.block().text()[: cursor.positionInBlock()].strip():
            return False  # there it indents
        if not self._strayed:
            self._strayed = True
            self._stray()
        return True

    def release(self, event: QKeyEvent) -> None:
        """Note which key went up, and when."""
        self._released = (event.key(), event.timestamp())

    def _repeats(self, event: QKeyEvent) -> bool:
        """Whether a key is still held.

        Under X11 a repetition is a release and a press at the same time; Qt sees two keys in
        them now and then, when it has not read the second yet.
        """
        key, at = self._released
        again = key == event.key() and 0 < at <= event.timestamp() < at + _NO_FINGER_MS
        return event.isAutoRepeat() or again

    def _name(self, event: QKeyEvent) -> str | None:
        """Return the action of a key; empty if it has none, None if it only writes."""
        # Nearly every key does, and no such key is taken by the settings.
        if only_writes(event) or (_types(event) and not holds(event, _COMMANDS)):
            return None
        return next((self._names[key] for key in _meanings(event) if key in self._names), "")


def _seconds(changed_keys: Mapping[str, str], right_takes: bool) -> dict[str, str]:
    """Return the second key of each action that may have one."""
    seconds = {"take_at_end": "Right"} if right_takes else {}
    if sys.platform != "darwin":  # there they move the caret, and Alt does what AltGr does
        for name, action in ACTIONS.items():
            if action.second and name not in changed_keys:
                seconds[name] = action.second
    return seconds


def _meanings(event: QKeyEvent) -> Iterator[Chord]:
    """Yield what a key may mean; that it is on the number block makes no difference."""
    name = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText).lower()
    modifiers = frozenset(name for name, flag in _MODIFIERS if event.modifiers() & flag)
    on_number_block = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    if sys.platform == "win32" and on_number_block and name.isdecimal():
        return iter(())  # there Alt and numbers make up a character
    has_case = name.lower() != name.upper()
    return meanings(name, modifiers, "" if has_case else name, _digit_of(event))


def _digit_of(event: QKeyEvent) -> str | None:
    """Return the digit that is printed on a key, by its place; None if that is not known."""
    code, first = event.nativeScanCode(), _FIRST_DIGIT.get(sys.platform, 0)
    if not (code and first):
        return None
    return str(code - first + 1) if 0 <= code - first < 9 else ""


def _types(event: QKeyEvent) -> bool:
    text = event.text()
    return bool(text) and unicodedata.category(text[0]) != "Cc"


def _is_command_that_types(event: QKeyEvent) -> bool:
    return holds(event, _COMMANDS) and _types(event)


def _types_by_accident(event: QKeyEvent) -> bool:
    """Whether a key means nothing, and Qt would write its character all the same.

    AltGr is no Alt: it comes as the group switch, or as Ctrl and Alt together. On a Mac
    there is no other key for such characters than Alt.
    """
    if not holds(event, _COMMANDS):
        return False
    modifiers = Qt.KeyboardModifier
    held = event.modifiers()
    if sys.platform == "darwin" or held & modifiers.GroupSwitchModifier:
        return False
    command = bool(held & (modifiers.AltModifier | modifiers.MetaModifier))
    return command and not held & modifiers.ControlModifier and _types(event)


def _done(work: Callable[[], None]) -> bool:
    work()
    return True
