"""Why nothing is suggested: after which change, and at which caret."""

from autotype.text.suggestion import Silence
from autotype.ui.editor import Editor
from autotype.ui.snapshot import Change, Snapshot

AFTER_CHANGE = {
    Change.DELETED: Silence.AFTER_DELETION,
    Change.UNDONE: Silence.AFTER_UNDO,
    Change.PASTED: Silence.AFTER_PASTE,
    Change.CHANGED: Silence.AFTER_EDIT,
    Change.MOVED: Silence.AFTER_MOVE,
    Change.COMPOSING: Silence.COMPOSING,
    Change.UNCOMPOSED: Silence.AFTER_DELETION,
    Change.UNFOCUSED: Silence.UNFOCUSED,
    Change.EDITED: Silence.AFTER_MOVE,
    Change.REPLACED: Silence.AFTER_MOVE,
    Change.SWAPPED: Silence.AFTER_MOVE,
}


def obstacle(editor: Editor, snapshot: Snapshot) -> Silence | None:
    """Return why nothing can be suggested here at all; None where something can."""
    if editor.isReadOnly():
        return Silence.READ_ONLY
    if editor.composing:
        return Silence.COMPOSING
    if snapshot.has_selection:
        return Silence.SELECTION
    return Silence.LONG_LINE if snapshot.is_long else None
