"""The keys of the menus, which cannot be changed, below those that can."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from autotype.settings.keys import EDITOR_KEYS
from autotype.translation import either, tr
from autotype.ui.settings_window.key_button import shown_key

_LEFT = 12  # as settings have it, for the dot that says “changed”


class MenuKeys(QWidget):
    """Lists what the menus can do by key."""

    def __init__(self) -> None:
        super().__init__()
        keys: dict[str, list[str]] = {}
        for key, entry in EDITOR_KEYS.items():
            keys.setdefault(entry, []).append(escape(shown_key(key)))
        rows = "".join(
            f"<tr><td><b>{either(of_entry)}</b>&nbsp;&nbsp;</td><td>{escape(tr(entry))}</td></tr>"
            for entry, of_entry in keys.items()
        )
        heading = self.tr("Keys of the menus, which stay as they are")
        table = QLabel(f"<p><b>{escape(heading)}</b></p><table>{rows}</table>", self)
        table.setTextFormat(Qt.TextFormat.RichText)
        table.setWordWrap(True)  # a window that is not wide enough would be scrolled sideways
        table.setAccessibleName(heading)
        table.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 0, 0, 0)
        column.addWidget(table)
