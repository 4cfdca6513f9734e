"""From a setting to an engine that runs."""

from autotype.engine.completer import DEFAULT_THRESHOLD, Completer
from autotype.engine.model import Model
from autotype.packs.installed import default_pack


def open_completer(
    pack: str = "auto",
    provider: str = "auto",
    threshold: float | None = None,
    *,
    mid_line: bool = False,
) -> Completer:
    """Open a pack and return its completer.

    Args:
        pack: "auto", the name of an installed pack, or a folder.
        provider: "auto", "cpu" or "cuda".
        threshold: Probability below which a ghost stays hidden; the default if None.
        mid_line: Whether to show ghosts before text on the same line.

    Raises:
        PackError: There is no such pack, or it is damaged.
        EngineError: It cannot be run here.
    """
    model = Model(default_pack(pack), provider)
    least = DEFAULT_THRESHOLD if threshold is None else threshold
    return Completer(model, least, mid_line=mid_line)
