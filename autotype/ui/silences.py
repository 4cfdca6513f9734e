"""Why nothing is suggested: after which change, and in which state of the engine."""

from autotype.text.engine_status import EngineState
from autotype.text.suggestion import Silence
from autotype.ui.editor import Editor
from autotype.ui.snapshot import Change, Snapshot

AFTER_CHANGE = {
    Change.DELETED: Silence.AFTER_DELETION,
    Change.UNDONE: Silence.AFTER_UNDO,
    Change.PASTED: Silence.AFTER_PASTE,
    Change.MOVED: Silence.AFTER_MOVE,
    Change.COMPOSING: Silence.COMPOSING,
    Change.UNCOMPOSED: Silence.AFTER_DELETION,
    Change.UNFOCUSED: Silence.UNFOCUSED,
    Change.REPLACED: Silence.AFTER_MOVE,
}

NOT_READY = {
    EngineState.LOADING: Silence.LOADING,
    EngineState.RESTING: Silence.LOADING,
    EngineState.MISSING: Silence.NO_MODEL,
    EngineState.FAILED: Silence.FAILED,
}


def no_request(engine: EngineState, editor: Editor, snapshot: Snapshot) -> Silence | None:
    """Return why nothing can be asked at all; None where it can."""
    if engine is not EngineState.READY:
        return NOT_READY[engine]
    if editor.isReadOnly():
        return Silence.READ_ONLY
    if editor.composing:
        return Silence.COMPOSING
    if snapshot.has_selection:
        return Silence.SELECTION
    return Silence.LONG_LINE if snapshot.is_long else None


class Interruption:
    """What was before the focus went or an input method began, and comes back after it.

    Attributes:
        resumes: Whether something was suggested, or about to be.
        silence: Why nothing was, otherwise.
    """

    def __init__(self) -> None:
        self.resumes = False
        self.silence: Silence | None = None

    def note(self, change: Change, wanted: bool, silence: Silence | None) -> None:
        """Note a change if it is the beginning of an interruption."""
        if change not in (Change.COMPOSING, Change.UNFOCUSED) or silence is AFTER_CHANGE[change]:
            return
        self.resumes = wanted
        # What was being composed is gone when the focus is.
        self.silence = Silence.AFTER_DELETION if silence is Silence.COMPOSING else silence
