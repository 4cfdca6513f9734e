"""Gives a window other settings while it is open."""

from typing import TYPE_CHECKING

from autotype.settings import Settings
from autotype.text.dialogue.state import Options

if TYPE_CHECKING:
    from autotype.ui.main_window import MainWindow


def options_of(chosen: Settings) -> Options:
    """Return what the settings say to the dialogue."""
    return Options(
        chosen.take_after_ms / 1000,
        chosen.mid_line,
        chosen.soft_space,
        has_bar=chosen.words_at != "off",
    )


def apply_settings(window: "MainWindow", before: Settings, now: Settings) -> None:
    """Change what is not as it was.

    Args:
        window: What to change.
        before: What it shows.
        now: What it is to show.
    """

    def changed(*names: str) -> bool:
        return any(getattr(before, name) != getattr(now, name) for name in names)

    window.view.apply(now)
    if changed("words_at"):
        window.words.put_at(now.words_at)
    window.controller.set_options(options_of(now))
    if changed("keys", "right_takes"):
        window.set_keys(now.keys, right_takes=now.right_takes)
    if changed("announce"):
        window.announcer.set_mode(now.announce)
    if changed("hold_out"):
        window.holding_out.change(now.hold_out)
    window.spelling.apply(now)
    if changed("recent_files"):
        window.recent.keep(now.recent_files)
    window.session.keep(now.reopen)
    if changed("suggestions"):
        window.pausing.set_paused(not now.suggestions)
