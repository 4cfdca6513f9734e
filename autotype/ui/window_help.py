"""What the answers of the Help menu can do in one window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from autotype.settings import Group
from autotype.text.advice import Remedy
from autotype.ui.help import Help
from autotype.ui.live_settings import LiveSettings
from autotype.ui.settings_window.opening import SettingsOpener

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow


def help_for(window: "MainWindow", live: LiveSettings, opener: SettingsOpener) -> Help:
    """Add the Help menu's entries to a window whose settings can be changed."""
    remedies: dict[Remedy, Callable[[], object]] = {
        Remedy.RESUME: lambda: window.pausing.set_paused(False),
        Remedy.CONFIDENCE: lambda: opener.open("confidence"),
        Remedy.MID_LINE: lambda: live.change(mid_line=True),
        Remedy.WORDS: lambda: opener.open(Group.WORDS.value),
        Remedy.MODEL: lambda: opener.open(Group.MODEL.value),
        Remedy.GET_MODEL: window.pack_wanted.emit,
    }
    return Help(
        window.editor,
        window.tabs.new,
        window.document_notice,
        lambda: window.controller.silence_at_the_caret,
        lambda: (
            window.controller.silence_at_the_caret,
            bool(window.controller.ghost),
            window.tabs.front.key,
        ),
        remedies,
        opener.open,
        lambda: window.keys.keys["take"].toString(QKeySequence.SequenceFormat.NativeText),
        window.menus,
    )
