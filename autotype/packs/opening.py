"""From a setting to an engine that runs."""

from autotype.engine.completer import DEFAULT_THRESHOLD, Completer
from autotype.engine.model import Model
from autotype.packs.installed import default_pack
from autotype.text.filters import Filters


def open_completer(
    pack: str = "auto",
    provider: str = "auto",
    threshold: float | None = None,
    *,
    mid_line: bool = False,
    filters: Filters | None = None,
) -> Completer:
    """Open a pack and return its completer.

    Args:
        pack: "auto", the name of an installed pack, or a folder.
        provider: "auto", "cpu" or "cuda".
        threshold: Ghosts that are right less often stay hidden; the default if None.
        mid_line: Whether to show ghosts before text on the same line.
        filters: What is never offered; the defaults if None.

    Raises:
        PackError: There is no such pack, or it is damaged.
        EngineError: It cannot be run here.
    """
    model = Model(default_pack(pack), provider)
    least = DEFAULT_THRESHOLD if threshold is None else threshold
    return Completer(model, least, mid_line=mid_line, filters=filters)
