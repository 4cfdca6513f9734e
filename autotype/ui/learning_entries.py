"""What a window's menus and settings have for learning."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from autotype.learning.forgetting import forget_learned
from autotype.settings import Settings
from autotype.ui.forget_question import ask_to_forget
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.learning import Learning
from autotype.ui.live_settings import LiveSettings

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow


def add_learning(window: "MainWindow", learning: Learning, live: LiveSettings) -> None:
    """Add what concerns learning to a window, and begin to learn if the settings want it."""
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
    menus.add_switch(
        menus.suggest,
        window.tr("Learn nothing, &off the record"),
        None,
        learning.set_off_the_record,
    )
    live.changed.connect(follow)
    learning.said.connect(window.document_notice.say, Qt.ConnectionType.QueuedConnection)
    learning.set_on(live.now.learning)
    if not live.now.learning:
        learning.heed()
