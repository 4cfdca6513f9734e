"""The one owner of what is suggested: it hears the editor and the engine, and decides.

Type through first, then the cache, then a request; no timer before the first key. A
result is shown only if what was typed since it was asked for agrees with it.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from autotype.text.boundary import only_closes, stays_in_word
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.ghost import Attention, Ghost
from autotype.text.request import Request, Trigger, typed_since
from autotype.text.suggestion import Silence, Suggestion, Word, first_word, words_through
from autotype.text.suggestion_cache import SuggestionCache
from autotype.ui.editor import Editor
from autotype.ui.silences import AFTER_CHANGE, NOT_READY, Interruption, no_request
from autotype.ui.snapshot import Change, Snapshot


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
        self.mid_line = mid_line
        self._cache = SuggestionCache()
        self._revision = 0
        self._asked: Request | None = None
        self._ghost = Ghost()
        self._ghost_p = 0.0
        self._attention = Attention(clock, take_after_ms / 1000)
        self._words: tuple[Word, ...] = ()
        self._silence: Silence | None = Silence.LOADING
        self._dismissed = False
        self._paused: Silence | None = None
        self._interrupted = Interruption()
        self._engine = EngineState.LOADING
        editor.changed.connect(self.on_change)

    @property
    def ghost(self) -> str:
        """The ghost text that is visible now."""
        return self._ghost.text

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
        if change is Change.FOCUSED:
            self._focused()
            return
        self._revision += 1
        self._interrupted.note(change, bool(self.ghost or self._asked), self._silence)
        match change:
            case Change.TYPED:
                self._typed(typed)
                return
            case Change.REWRITTEN:
                self._end_dismissal(typed)
                self._ask_anew()
                return
            case Change.UNCOMPOSED if self._interrupted.resumes:
                self._ask_anew()
                return
        self._forget(AFTER_CHANGE[change])
        if self._editor.textCursor().hasSelection():
            self._silent(Silence.SELECTION)
        self._asked = None
        self._cancel()

    def _focused(self) -> None:
        if self._silence is not Silence.UNFOCUSED:
            return
        if self._interrupted.resumes:
            self._ask_anew()
        else:
            self._silent(self._paused or self._interrupted.silence)

    def _typed(self, typed: str) -> None:
        self._end_dismissal(typed)
        left = self._ghost.through(typed)
        if left.text:
            words = words_through(self._words, typed)
            # The ghost may reach further than the words did; its next one is left then.
            self._set_words(words or (Word(first_word(left.text), self._ghost_p),))
            self._show(left)
            return
        self._ask_anew()

    def _ask_anew(self) -> None:
        self._forget(None)
        self._ask(Trigger.TYPED)

    def _end_dismissal(self, typed: str) -> None:
        """What was dismissed comes back with the next word."""
        if self._dismissed:
            before = self._editor.snapshot().before.removesuffix(typed)
            self._dismissed = stays_in_word(before, typed)

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
        reason = no_request(self._engine, self._editor, snapshot)
        if reason is not None or trigger is Trigger.ASKED:
            return reason
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
        if typed and not Ghost(answer.ghost).through(typed).text:
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
        self._set_words(words_through(answer.words, typed))
        ghost = self._ghost.grown(answer, typed)
        if not ghost.text:
            self._silent(answer.reason)
            return
        if ghost is self._ghost:
            return
        asked = answer.request.trigger is Trigger.ASKED
        if not (self.mid_line or asked or only_closes(snapshot.rest_of_line)):
            self._silent(Silence.TEXT_AFTER)
            return
        self._ghost_p = answer.ghost_p
        self._show(ghost)

    # What the user asks for.

    def can_take(self) -> bool:
        """Whether Tab takes the ghost: it has been visible long enough to be meant."""
        return bool(self.ghost) and self._attention.can_take()

    def just_taken(self) -> bool:
        """Whether something was taken a moment ago: another Tab would be by accident."""
        return self._attention.just_taken()

    def take(self) -> bool:
        """Take the whole ghost."""
        return self._insert(self.ghost, "")

    def take_word(self) -> bool:
        """Take the next word of the ghost; the rest stays where it is."""
        word = first_word(self.ghost)
        return self._insert(word, self.ghost[len(word) :])

    def take_from_bar(self, index: int) -> bool:
        """Take a word of the bar."""
        if index >= len(self._words):
            return False
        word = self._words[index].text
        return self._insert(word, self._ghost.through(word).text)

    def _insert(self, text: str, left: str) -> bool:
        if not text or self._editor.isReadOnly():
            return False
        self._revision += 1
        self._asked = None
        self._attention.taken()
        self._editor.insert_taken(text)
        self._set_words(())
        if left:
            self._show(Ghost(left, (left,)))
        else:
            self._hide()
            self._ask(Trigger.TAKEN)
        return True

    def cycle(self, step: int) -> bool:
        """Show the next or the previous alternative."""
        if len(self._ghost.choices) < 2:
            return False
        self._asked = None
        self._show(self._ghost.cycled(step))
        return True

    def dismiss(self) -> bool:
        """Hide the ghost until the next word; False if there is none."""
        if not self.ghost:
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

    def _show(self, ghost: Ghost) -> None:
        if not self._editor.ghost.show(ghost.text):
            self._hide()
            return
        self._attention.appeared()
        self._ghost = ghost
        self._silent(None)
        self.shown.emit(ghost.text)

    def _hide(self) -> None:
        self._editor.ghost.clear()
        self._attention.gone()
        if self.ghost:
            self._ghost = Ghost()
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
