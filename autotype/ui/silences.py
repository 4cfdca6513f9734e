"""Why nothing is suggested: after which change, and in which state of the engine."""

from autotype.text.engine_status import EngineState
from autotype.text.suggestion import Silence
from autotype.ui.snapshot import Change

AFTER_CHANGE = {
    Change.DELETED: Silence.AFTER_DELETION,
    Change.UNDONE: Silence.AFTER_UNDO,
    Change.PASTED: Silence.AFTER_PASTE,
    Change.MOVED: Silence.AFTER_MOVE,
    Change.COMPOSING: Silence.COMPOSING,
    Change.UNFOCUSED: Silence.UNFOCUSED,
    Change.REPLACED: Silence.AFTER_MOVE,
}

NOT_READY = {
    EngineState.LOADING: Silence.LOADING,
    EngineState.RESTING: Silence.LOADING,
    EngineState.MISSING: Silence.NO_MODEL,
    EngineState.FAILED: Silence.FAILED,
}
