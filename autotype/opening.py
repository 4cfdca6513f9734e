"""The engine as the settings want it, for the editor and for the service.

Imported on the thread that opens the engine, so that a window is there first.
"""

from autotype import paths, settings
from autotype.engine.completer import Completer
from autotype.packs.choice import choose
from autotype.packs.opening import adjust, open_completer
from autotype.settings import Settings
from autotype.text.evidence import Evidence
from autotype.text.filters import Filters


def open_chosen(chosen: Settings, evidence: Evidence) -> Completer:
    """Open the chosen pack, or the automatic choice if the setting names nothing.

    Args:
        chosen: What the user wants.
        evidence: What was learned of the writer.

    Raises as `open_completer` does.
    """
    return open_completer(
        choose(chosen.pack).setting,
        chosen.provider,
        chosen.show_at_least,
        mid_line=chosen.mid_line,
        filters=Filters(chosen.hide_profanity, chosen.gendered_pronouns),
        look_ahead=chosen.look_ahead,
        evidence=evidence,
    )


def adjust_to(completer: Completer, chosen: Settings) -> None:
    """Let an engine that is open answer as settings say that have changed since."""
    adjust(
        completer,
        chosen.show_at_least,
        mid_line=chosen.mid_line,
        filters=Filters(chosen.hide_profanity, chosen.gendered_pronouns),
        look_ahead=chosen.look_ahead,
    )


def open_asked(
    pack: str = "", provider: str = "", threshold: float | None = None
) -> tuple[Completer, tuple[str, ...]]:
    """Open what a command line asks for, and where it asks for nothing what the settings say.

    Args:
        pack: "auto", the name of an installed pack, or a folder; empty for the settings' one,
            or the automatic choice if that names nothing.
        provider: "auto", "cpu" or "cuda"; empty for the settings' one.
        threshold: Of the gate, 0 (eager) to 1 (no ghosts); the default if None.

    Returns:
        The completer, and sentences about what is wrong with the settings' pack.

    Raises as `open_completer` does.
    """
    chosen, _ = settings.load(paths.settings_file())
    notices: tuple[str, ...] = ()
    if not pack:
        choice = choose(chosen.pack)
        pack, notices = choice.setting, choice.notices
    completer = open_completer(
        pack, provider or chosen.provider, threshold, look_ahead=chosen.look_ahead
    )
    return completer, notices
