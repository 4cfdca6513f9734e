"""The engine as the settings want it, for the editor and for the service.

Imported on the thread that opens the engine, so that a window is there first.
"""

from autotype.engine.completer import Completer
from autotype.packs.installed import choose
from autotype.packs.opening import open_completer
from autotype.settings import Settings
from autotype.text.filters import Filters


def open_chosen(chosen: Settings) -> Completer:
    """Open the chosen pack, or the automatic choice if the setting names nothing.

    Raises as `open_completer` does.
    """
    return open_completer(
        choose(chosen.pack).setting,
        chosen.provider,
        chosen.show_at_least,
        mid_line=chosen.mid_line,
        filters=Filters(chosen.hide_profanity, chosen.gendered_pronouns),
    )
