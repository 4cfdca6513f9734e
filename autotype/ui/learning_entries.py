"""What a window's menus and settings have for learning."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from autotype.learning.forgetting import forget_learned
from autotype.settings import Settings
from autotype.settings.kept import LEARNED
from autotype.translation import tr
from autotype.ui.forget_question import ask_to_forget
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.learning import Learning
from autotype.ui.live_settings import LiveSettings
from autotype.ui.record_button import RecordButton

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow


def add_learning(
    window: "MainWindow", learning: Learning, live: LiveSettings, tune: Callable[[], object]
) -> None:
    """Add what concerns learning to a window, and begin to learn if the settings want it.

    Args:
        window: The window.
        learning: What learns.
        live: The settings.
        tune: Opens the window that tunes.
    """
    made: list[LearnedWindow] = []

    def show(*, shortcuts: bool = False) -> None:
        dialog = made[0] if made else LearnedWindow(learning, window, window.announcer.say)
        made[:] = [dialog]
        dialog.turn_to(shortcuts=shortcuts)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def follow(before: Settings, now: Settings) -> None:
        if before.learning != now.learning:
            learning.set_on(now.learning)
            if not now.learning and ask_to_forget(window, told=False):
                learning.ask((None, None), forget_learned, forgets=True)

    menus = window.menus
    menus.suggest.addSeparator()
    menus.add(menus.suggest, window.tr("Your s&hortcuts …"), None, partial(show, shortcuts=True))
    menus.add(menus.suggest, window.tr("What was &learned …"), None, show)
    menus.add(menus.suggest, window.tr("&Tune to your writing …"), None, tune)
    _add_off_the_record(window, learning)
    live.changed.connect(follow)
    learning.shortcuts_changed.connect(
        window.spelling.marks.spare, Qt.ConnectionType.QueuedConnection
    )
    window.forgetting[LEARNED] = show
    learning.said.connect(window.notices.say_of_what_is_kept, Qt.ConnectionType.QueuedConnection)
    learning.set_on(live.now.learning)
    if not live.now.learning:
        learning.heed()


def _add_off_the_record(window: "MainWindow", learning: Learning) -> None:
    """Add the entry, and what says all the time that it is on."""
    in_line = window.status.off_the_record
    # In full screen there is no status line, so it has a line of its own below the text.
    alone = RecordButton(window)
    window.add_below(alone)

    def show() -> None:
        window.status.show_off_the_record(switch.isChecked())
        alone.setVisible(switch.isChecked() and window.isFullScreen())

    def follow(off: bool) -> None:
        learning.set_off_the_record(off)
        show()
        said = tr("Off the record: nothing that you write is learned.")
        window.announcer.say(said if off else tr("No longer off the record."))

    switch = window.menus.add_switch(
        window.menus.suggest,
        window.tr("Learn nothing, &off the record"),
        QKeySequence("Ctrl+Shift+N"),
        follow,
    )
    for button in (in_line, alone):
        button.clicked.connect(switch.trigger)
    window.full_screen.changed.connect(show)
