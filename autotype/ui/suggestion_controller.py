"""The one owner of what is suggested: it hears the editor and the engine, and decides.

Type through first, then the cache, then a request; no timer before the first key. A
result is shown only if what was typed since it was asked for agrees with it.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from autotype.text.boundary import is_word_character, only_closes
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.request import Request, Trigger, typed_since
from autotype.text.suggestion import (
    Silence,
    Suggestion,
    Word,
    first_word,
    type_through,
    words_through,
)
from autotype.text.suggestion_cache import SuggestionCache
from autotype.ui.editor import Editor
from autotype.ui.silences import AFTER_CHANGE, NOT_READY
from autotype.ui.snapshot import Change, Snapshot

_AFTER_TAKE_S = 0.4


class SuggestionController(QObject):
    """Suggestion state of one editor.

    Signals:
        shown(str): The ghost text that is visible now, empty when there is none.
        words_changed(object): The words of the bar, a tuple of `Word`.
        silence_changed(object): Why there is no ghost, a `Silence` or None.
        answered(object): A final `Suggestion` for the text as it is now.
    """

    shown = Signal(str)
    words_changed = Signal(object)
    silence_changed = Signal(object)
    answered = Signal(object)

    def __init__(
        self,
        editor: Editor,
        submit: Callable[[Request], None],
        cancel: Callable[[], None],
        take_after_ms: int = 150,
        mid_line: bool = False,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """Connect to an editor.

        Args:
            editor: Where to show, and who says what the user did.
            submit: Asks the engine; returns at once.
            cancel: Tells the engine that nothing is wanted any more.
            take_after_ms: How long a ghost must have been visible for Tab to take it.
            mid_line: Whether to show a ghost before text on the same line.
            clock: Seconds that only go forward.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._editor = editor
        self._submit = submit
        self._cancel = cancel
        self._clock = clock
        self.take_after_ms = take_after_ms
        self.mid_line = mid_line
        self._cache = SuggestionCache()
        self._revision = 0
        self._asked: Request | None = None
        self._ghost = ""
        self._ghost_p = 0.0
        self._choices: tuple[str, ...] = ()
        self._visible_since: float | None = None
        self._taken_at = float("-inf")
        self._words: tuple[Word, ...] = ()
        self._silence: Silence | None = Silence.LOADING
        self._dismissed = False
        self._paused: Silence | None = None
        self._engine = EngineState.LOADING
        editor.changed.connect(self.on_change)

    @property
    def ghost(self) -> str:
        """The ghost text that is visible now."""
        return self._ghost

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the bar."""
        return self._words

    @property
    def silence(self) -> Silence | None:
        """Why there is no ghost; None when there is one, or nothing is known yet."""
        return self._silence

    # What the editor says.

    @Slot(object, str)
    def on_change(self, change: Change, typed: str) -> None:
        """React to what the user did."""
        self._revision += 1
        if change is Change.TYPED:
            self._typed(typed)
            return
        self._forget(AFTER_CHANGE[change])
        if self._editor.textCursor().hasSelection():
            self._silent(Silence.SELECTION)
        self._asked = None
        self._cancel()

    def _typed(self, typed: str) -> None:
        if self._dismissed and not all(map(is_word_character, typed)):
            self._dismissed = False
        left = type_through(self._ghost, typed) if self._ghost else None
        if left:
            words = words_through(self._words, typed)
            # The ghost may reach further than the words did; its next one is left then.
            self._set_words(words or (Word(first_word(left), self._ghost_p),))
            choices = (type_through(choice, typed) for choice in self._choices)
            self._choices = tuple(choice for choice in choices if choice)
            self._show(left, keep_time=True)
            return
        self._forget(None)
        self._ask(Trigger.TYPED)

    def _ask(self, trigger: Trigger) -> None:
        snapshot = self._editor.snapshot()
        self._asked = None
        reason = self._no_request(snapshot, trigger)
        if reason is not None:
            self._silent(reason)
            self._cancel()
            return
        request = Request(self._revision, snapshot.before, snapshot.after, snapshot.offset, trigger)
        known = self._cache.get(request) if trigger is not Trigger.ASKED else None
        if known is not None:
            self._use(known, "", snapshot)
            return
        self._asked = request
        self._submit(request)

    def _no_request(self, snapshot: Snapshot, trigger: Trigger) -> Silence | None:
        if self._engine is not EngineState.READY:
            return NOT_READY[self._engine]
        if self._editor.isReadOnly():
            return Silence.READ_ONLY
        if self._editor.composing:
            return Silence.COMPOSING
        if snapshot.has_selection:
            return Silence.SELECTION
        if snapshot.is_long:
            return Silence.LONG_LINE
        if trigger is Trigger.ASKED:
            return None
        return self._paused or (Silence.DISMISSED if self._dismissed else None)

    # What the engine says.

    @Slot(object)
    def on_suggestion(self, answer: Suggestion) -> None:
        """Show an answer if it is for the text as it is, or agrees with what came since."""
        failed, asked = answer.reason is Silence.FAILED, answer.request.trigger is Trigger.ASKED
        if answer.final and not failed and not asked:
            self._cache.put(answer)
        if self._asked is None or self._editor.composing:
            return
        snapshot = self._editor.snapshot()
        typed = typed_since(answer.request, snapshot.request(self._revision))
        if typed is None or snapshot.has_selection:
            return
        if typed and not (answer.ghost and type_through(answer.ghost, typed)):
            return  # the one for the text as it is now is on its way
        self._use(answer, typed, snapshot)
        if not typed and answer.final:
            self._asked = None
            self.answered.emit(answer)

    @Slot(object)
    def on_status(self, status: EngineStatus) -> None:
        """Note what the engine has become."""
        was, self._engine = self._engine, status.state
        if status.state is not was and status.state is not EngineState.READY:
            self._forget(None)
        if status.state is EngineState.READY:
            self._cache.clear()
            self._silent(self._paused)
        else:
            self._silent(NOT_READY[status.state])

    def _use(self, answer: Suggestion, typed: str, snapshot: Snapshot) -> None:
        words = words_through(answer.words, typed)
        self._set_words(words)
        ghost = type_through(answer.ghost, typed) if typed else answer.ghost
        if not ghost:
            if not self._ghost:
                self._silent(answer.reason)
            return
        if self._ghost and not ghost.startswith(self._ghost):
            return  # what is being read does not change
        asked = answer.request.trigger is Trigger.ASKED
        if not (self.mid_line or asked or only_closes(snapshot.rest_of_line)):
            self._silent(Silence.TEXT_AFTER)
            return
        others = (word.text for word in words if not ghost.startswith(word.text))
        self._choices = (ghost, *others)
        self._ghost_p = answer.ghost_p
        self._show(ghost, keep_time=bool(self._ghost))

    # What the user asks for.

    def can_take(self) -> bool:
        """Whether Tab takes the ghost: it has been visible long enough to be meant."""
        if not self._ghost or self._visible_since is None:
            return False
        return (self._clock() - self._visible_since) * 1000 >= self.take_after_ms

    def just_taken(self) -> bool:
        """Whether something was taken a moment ago: another Tab would be by accident."""
        return self._clock() - self._taken_at < _AFTER_TAKE_S

    def take(self) -> bool:
        """Take the whole ghost."""
        return self._insert(self._ghost, "")

    def take_word(self) -> bool:
        """Take the next word of the ghost; the rest stays where it is."""
        word = first_word(self._ghost)
        return self._insert(word, self._ghost[len(word) :])

    def take_from_bar(self, index: int) -> bool:
        """Take a word of the bar."""
        if index >= len(self._words):
            return False
        word = self._words[index].text
        return self._insert(word, type_through(self._ghost, word) or "")

    def _insert(self, text: str, left: str) -> bool:
        if not text or self._editor.isReadOnly():
            return False
        self._revision += 1
        self._asked = None
        self._taken_at = self._clock()
        self._ghost = ""
        self._editor.insert_taken(text)
        self._set_words(())
        if left:
            self._choices = (left,)
            self._show(left, keep_time=True)
        else:
            self._hide()
            self._ask(Trigger.TAKEN)
        return True

    def cycle(self, step: int) -> bool:
        """Show the next or the previous alternative."""
        if not self._ghost or self._ghost not in self._choices or len(self._choices) < 2:
            return False
        at = self._choices.index(self._ghost)
        self._asked = None
        self._show(self._choices[(at + step) % len(self._choices)], keep_time=True)
        return True

    def dismiss(self) -> bool:
        """Hide the ghost until the next word; False if there is none."""
        if not self._ghost:
            return False
        self._dismissed = True
        self._asked = None
        self._forget(Silence.DISMISSED)
        self._cancel()
        return True

    def ask(self) -> bool:
        """Ask now, even where silence was chosen."""
        self._dismissed = False
        self._revision += 1
        self._forget(None)
        self._ask(Trigger.ASKED)
        return True

    def set_paused(self, reason: Silence | None) -> None:
        """Stop suggesting and say why, or suggest again."""
        self._paused = reason
        if reason is None:
            self._silent(None)
            return
        self._asked = None
        self._forget(reason)
        self._cancel()

    # What is visible.

    def _show(self, ghost: str, *, keep_time: bool) -> None:
        if not self._editor.ghost.show(ghost):
            self._hide()
            return
        if not keep_time or self._visible_since is None:
            self._visible_since = self._clock()
        self._ghost = ghost
        self._silent(None)
        self.shown.emit(ghost)

    def _hide(self) -> None:
        self._editor.ghost.clear()
        self._visible_since = None
        if self._ghost or self._choices:
            self._ghost, self._choices = "", ()
            self.shown.emit("")

    def _forget(self, reason: Silence | None) -> None:
        self._hide()
        self._set_words(())
        self._silent(reason)

    def _set_words(self, words: tuple[Word, ...]) -> None:
        if words != self._words:
            self._words = words
            self.words_changed.emit(words)

    def _silent(self, reason: Silence | None) -> None:
        if reason is not self._silence:
            self._silence = reason
            self.silence_changed.emit(reason)
