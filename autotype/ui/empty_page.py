"""What an empty page says: what the keys do, and that nothing leaves the computer."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence


def empty_page(keys: Mapping[str, QKeySequence]) -> str:
    """Return the text in place of a text, with the keys as they are set."""
    native = QKeySequence.SequenceFormat.NativeText
    parts = [
        text.format(key=keys[name].toString(native))
        for name, text in (
            ("take", _tr("{key} takes the grey text")),
            ("take_word", _tr("{key} takes its next word")),
            ("dismiss", _tr("{key} dismisses it")),
        )
        if not keys[name].isEmpty()
    ]
    said = [f"{', '.join(parts)}."] if parts else []
    return "\n".join(
        [_tr("Write …"), "", *said, _tr("Nothing that you write leaves this computer.")]
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("EmptyPage", text)
