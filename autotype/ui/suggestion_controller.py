"""Translates between the editor, the engine and the dialogue that decides what is suggested.

The cache is asked before the engine is; no timer before the first key.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from autotype.text.dialogue import effects as to
from autotype.text.dialogue import events as on
from autotype.text.dialogue.moment import Moment
from autotype.text.dialogue.place import Place
from autotype.text.dialogue.soft_space import gap
from autotype.text.dialogue.state import Options, State
from autotype.text.dialogue.steps import step
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request, Trigger
from autotype.text.shortcuts import Shortcuts
from autotype.text.suggestion import Silence, Suggestion, Word, type_through
from autotype.text.suggestion_cache import SuggestionCache
from autotype.ui.editor import Editor
from autotype.ui.silences import AFTER_CHANGE, obstacle
from autotype.ui.snapshot import Change

_OTHER_TEXT = (Change.REPLACED, Change.SWAPPED)
_OF_THE_BAR: tuple[on.Take, ...] = ("first", "second", "third")


class SuggestionController(QObject):
    """Suggestion state of one editor.

    Attributes:
        sees_words: Whether the words of the bar are on the screen; whoever shows them says so.
        note: Told each step of the dialogue, while the key waits for it: it only puts it aside.

    Signals:
        shown(str): The ghost text that is visible now, empty when there is none.
        words_changed(object): What stands in the bar, a tuple of `Offer`.
        silence_changed(object): Why there is no ghost, a `Silence` or None.
        answered(object): A final `Suggestion` for the text as it is now.
        took(): Something that was offered was taken.
        took_word(): A word of the bar was, with its key.
        opened(): Another text is in front.
    """

    shown = Signal(str)
    words_changed = Signal(object)
    silence_changed = Signal(object)
    answered = Signal(object)
    took = Signal()
    took_word = Signal()
    opened = Signal()

    def __init__(
        self,
        editor: Editor,
        submit: Callable[[Request], None],
        cancel: Callable[[], None],
        options: Options | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """Connect to an editor.

        Args:
            editor: Where to show, and who says what the user did.
            submit: Asks the engine; returns at once.
            cancel: Tells the engine that nothing is wanted any more.
            options: What the user wants; the defaults if None.
            clock: Seconds that only go forward.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._editor = editor
        self._submit = submit
        self._cancel = cancel
        self._clock = clock
        self._cache = SuggestionCache()
        self._state = State(options or Options())
        self._soft_at = 0
        self.sees_words: Callable[[], bool] = lambda: True
        self.note: Callable[[Moment], object] = lambda _: None
        editor.change_listeners.append(self.on_change)
        editor.spacing = self

    @property
    def ghost(self) -> str:
        """The ghost text that is visible now."""
        return self._state.ghost.text

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the bar."""
        return self._state.words

    @property
    def silence(self) -> Silence | None:
        """Why there is no ghost; None when there is one, or nothing is known yet."""
        return self._state.silence

    @property
    def silence_at_the_caret(self) -> Silence | None:
        """The same as before the focus went, as to the menu in which one asks for it."""
        state = self._state
        away = state.silence is Silence.UNFOCUSED
        return state.interruption.silence if away else state.silence

    @property
    def soft_space(self) -> bool:
        """Whether there is a soft space at the caret."""
        return bool(self._state.soft)

    @property
    def now(self) -> float:
        """The time by the clock of the dialogue, in seconds."""
        return self._clock()

    # What the editor says.

    def on_change(self, change: Change, typed: str) -> None:
        """React to what the user did."""
        now = self._clock()
        match change:
            case Change.TYPED:
                # While it is typed through nobody needs the text, and reading it takes time.
                through = type_through(self.ghost, typed)
                self._do(on.Typed(typed, now, None if through else self._place()))
            case Change.REWRITTEN:
                self._do(on.Rewritten(typed, self._place(), now))
            case Change.COMPOSING:
                self._do(on.Composing(self._place()))
            case Change.UNCOMPOSED:
                self._do(on.Uncomposed(self._place(), now))
            case Change.UNFOCUSED:
                self._do(on.Unfocused(self._place()))
            case Change.FOCUSED:
                self._do(on.Focused(self._place(), now))
            case _:
                self._do(on.Changed(AFTER_CHANGE[change], self._place()))
                if change in _OTHER_TEXT:
                    self.opened.emit()

    def gap(self, key: str) -> str:
        """Return what belongs between the text and what is about to be typed: a space, or nothing.

        Args:
            key: What will be typed; its first character decides.
        """
        return gap(self._state.soft, self._state.place.before, key) if self._soft_here() else ""

    def unspace(self) -> bool:
        """Remove the soft space, and nothing else; False if there is none."""
        if not self._soft_here():
            return False
        self._do(on.Unspaced())
        return True

    @property
    def mark_put(self) -> str:
        """The mark that a take has just put before the caret; see `State.mark_put`."""
        return self._state.mark_put

    def retype(self) -> bool:
        """Note that the mark was typed that a take has just put; False if the caret has moved."""
        self._look_at_caret()
        if not self._state.mark_put:
            return False
        self._do(on.Retyped())
        return True

    def _soft_here(self) -> bool:
        if self._state.soft:
            self._look_at_caret()
        return bool(self._state.soft)

    def _look_at_caret(self) -> None:
        if self._editor.textCursor().position() != self._soft_at:
            self._do(on.Changed(Silence.AFTER_MOVE, self._place()))  # moved by program

    def _place(self) -> Place:
        editor = self._editor
        at = editor.snapshot()
        why = obstacle(editor, at)
        return Place(at.before, at.after, at.offset, why, editor.overwriteMode())

    # What the engine says.

    @Slot(object)
    def on_suggestion(self, answer: Suggestion) -> None:
        """Show an answer if it is for the text as it is, or agrees with what came since."""
        failed, asked = answer.reason is Silence.FAILED, answer.request.trigger is Trigger.ASKED
        if answer.final and not failed and not asked:
            self._cache.put(answer)
        if self._state.asked is not None:
            self._do(on.Answered(answer, self._place(), self._clock()))

    @Slot()
    def forget_answers(self) -> None:
        """Have everything asked anew: a word that was offered may be so no longer."""
        self._cache.clear()

    @Slot(object)
    def on_status(self, status: EngineStatus) -> None:
        """Note what the engine has become."""
        if status.state is EngineState.READY:
            self._cache.clear()
        self._do(on.EngineIs(status.state))

    # What the user asks for.

    def can_take(self) -> bool:
        """Whether Tab takes the ghost: it has been visible long enough to be meant."""
        return self._state.can_take(self._clock())

    def just_taken(self) -> bool:
        """Whether something was taken a moment ago: another Tab would be by accident."""
        return self._state.just_taken(self._clock())

    def take(self, what: on.Take = "take") -> bool:
        """Take the ghost, a part of it or a word of the bar; False if the key means nothing."""
        if what in _OF_THE_BAR and not self.sees_words():
            return False  # nobody means a word that is not on the screen
        meant = self._do(on.Took(what, self._place(), self._clock()))
        if meant and what in _OF_THE_BAR:
            self.took_word.emit()
        return meant

    def take_from_bar(self, index: int) -> bool:
        """Take a word of the bar that was clicked."""
        what = _OF_THE_BAR[index]
        return self._do(on.Took(what, self._place(), self._clock(), deliberate=True))

    @property
    def can_dismiss(self) -> bool:
        """Whether anything is on the screen that can be dismissed; of the words, if they are."""
        state = self._state
        return bool(state.ghost.text or state.soft) or (state.can_dismiss and self.sees_words())

    def press(self, what: on.Wish) -> bool:
        """Do what a key asks for; False if it means nothing."""
        if what == "dismiss" and not self.can_dismiss:
            return False
        return self._do(on.Pressed(what, self._place(), self._clock()))

    def set_options(self, options: Options) -> None:
        """Go on by other rules; what is offered by the old ones goes."""
        if options != self._state.options:
            self._do(on.Opted(options))

    @Slot(object)
    def set_shortcuts(self, shortcuts: Shortcuts) -> None:
        """Offer what these shortcuts stand for from now on."""
        self._do(on.ShortcutsAre(shortcuts, self._clock()))

    def set_paused(self, reason: Silence | None) -> None:
        """Stop suggesting and say why, or suggest again."""
        self._do(on.Paused(reason))

    # What is done about it.

    def _do(self, event: on.Event) -> bool:
        """Take steps until nothing more follows; False if the key means nothing."""
        meant = True
        follows: list[on.Event] = [event]
        for each in follows:
            before = self._state
            self._state, effects = step(before, each)
            self.note(Moment(self._clock(), before, each, effects, self._state))
            ask: to.Ask | None = None
            for effect in effects:
                if isinstance(effect, to.Refused):
                    meant = False
                elif isinstance(effect, to.Ask):
                    ask = effect
                else:
                    self._perform(effect, follows)
            if ask is not None:
                # Last: from then on the engine's thread takes the interpreter from this one.
                self._perform(ask, follows)
        if self._state.soft or self._state.mark_put:
            self._soft_at = self._editor.textCursor().position()
        return meant

    def _perform(self, effect: to.Effect, follows: list[on.Event]) -> None:
        match effect:
            case to.Show(ghost):
                if self._editor.ghost.show(ghost or " "):
                    self.shown.emit(ghost)
                else:
                    follows.append(on.NotDrawn())
            case to.Hide():
                self._editor.ghost.clear()
                self.shown.emit("")
            case to.Ask(request):
                known = self._cache.get(request) if request.trigger is not Trigger.ASKED else None
                if known is None:
                    self._submit(request)
                else:
                    again = replace(known, request=request)
                    follows.append(on.Answered(again, self._state.place, self._clock()))
            case to.Cancel():
                self._cancel()
            case to.Insert(text, replaces):
                self._editor.insert_taken(text, replaces)
                self.took.emit()
            case to.Words(places):
                self.words_changed.emit(places)
            case to.Silent(reason):
                self.silence_changed.emit(reason)
            case to.Settled(answer):
                self.answered.emit(answer)
