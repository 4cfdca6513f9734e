"""What is said of a state is said no longer than the state lasts, however it ends.

Whoever says it gives `DocumentNotice.say` a `holds`; here is who looks whether it still does.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from autotype.ui.debounce import Debounce
from autotype.ui.live_settings import LiveSettings

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow

# As long as the status line waits, which says the same: what goes and comes back was never gone.
_HOLDS_MS = 500
_SETTINGS = "settings"


def while_same(look: Callable[[], object]) -> Callable[[], bool]:
    """Return whether what is seen now is still so; for `holds`."""
    now = look()
    return lambda: look() == now


def end_notices(window: "MainWindow") -> None:
    """Let what is said in the line about the document of a window end with what it is about."""
    notice = window.document_notice
    rest = Debounce(notice, _HOLDS_MS)
    rest.timeout.connect(notice.review)

    def soon(*_: object) -> None:
        if notice.waits:
            rest.start()

    # A key changes one of them: nothing that ends such a notice leaves the dialogue as it was.
    window.controller.silence_changed.connect(soon)
    window.controller.shown.connect(soon)
    # What is not typed is looked at at once: it was meant, or another text is in front.
    window.pausing.changed.connect(lambda _: notice.review())
    window.documents.switched.connect(lambda _: notice.review())


def end_notices_by_settings(window: "MainWindow", live: LiveSettings) -> None:
    """Let what is said of settings end when those are others, or right."""
    notice = window.document_notice

    def say(wrong: str) -> None:
        if wrong:
            notice.say(wrong, about=_SETTINGS)
        else:
            notice.drop(_SETTINGS)
            if window.start_notice.text:
                window.notices.say_at_start((), window.notices.troubles)

    live.said.connect(say)
    live.changed.connect(lambda *_: QTimer.singleShot(0, notice, notice.review))
