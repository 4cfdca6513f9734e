"""From a setting to an engine that runs."""

import logging

from autotype.engine.ahead import reach
from autotype.engine.completer import DEFAULT_THRESHOLD, Completer
from autotype.engine.model import Model
from autotype.engine.pack import Pack, PackError
from autotype.errors import AutotypeError
from autotype.packs.choice import default_pack, ranked
from autotype.packs.failures import failure
from autotype.packs.installed import AUTO, damaged, find, installed
from autotype.text.evidence import Evidence, NoEvidence
from autotype.text.filters import Filters
from autotype.text.power import Power
from autotype.translation import quoted, tr

_log = logging.getLogger(__name__)
_NOTHING_LEARNED = NoEvidence()


def open_completer(
    pack: str = "auto",
    provider: str = "auto",
    threshold: float | None = None,
    *,
    mid_line: bool = False,
    filters: Filters | None = None,
    look_ahead: str = "always",
    evidence: Evidence = _NOTHING_LEARNED,
) -> Completer:
    """Open a pack and return its completer.

    "auto" goes on to the next pack where one cannot be opened; `Completer.left_out` says
    which that were, and why.

    Args:
        pack: "auto", the name of an installed pack, or a folder.
        provider: "auto", "cpu" or "cuda".
        threshold: Of the gate, 0 (eager) to 1 (no ghosts); the default if None.
        mid_line: Whether to show ghosts before text on the same line.
        filters: What is never offered; the defaults if None.
        look_ahead: In pauses: "always", "off", or "auto", which spares a battery.
        evidence: What was learned of the writer.

    Raises:
        PackError: There is no such pack, or it is damaged; of "auto", there is none else.
        EngineError: It cannot be run here.
    """
    model, left_out = _open_first(provider) if pack == AUTO else (_open(find(pack), provider), ())
    least = DEFAULT_THRESHOLD if threshold is None else threshold
    return Completer(
        model,
        least,
        mid_line=mid_line,
        filters=filters,
        reach=reach(look_ahead, Power()),
        left_out=left_out,
        evidence=evidence,
    )


def adjust(
    completer: Completer,
    threshold: float,
    *,
    mid_line: bool,
    filters: Filters,
    look_ahead: str,
) -> None:
    """Let an engine that is open answer by other rules; see `open_completer`."""
    ahead = reach(look_ahead, Power())
    completer.adjust(threshold, mid_line=mid_line, filters=filters, reach=ahead)


def _open_first(provider: str) -> tuple[Model, tuple[str, ...]]:
    """Open the best pack that can be opened; return it with a sentence about each other one."""
    left_out: list[str] = []
    packs = ranked(installed())
    error: AutotypeError | None = None
    for pack in packs:
        try:
            model = _open(pack, provider)
        except AutotypeError as failed:
            error = error or failed
            left_out.append(_about(pack, str(failed)))
            continue
        # Those that failed when they were measured come later, and are not tried before.
        behind = packs[packs.index(pack) + 1 :]
        left_out += [_about(other, why) for other in behind if (why := failure(other))]
        return model, (*left_out, *damaged().values())
    if error is None:
        default_pack()  # says that there is none, or what is wrong with it
        raise PackError(tr("The model packs have changed just now; try again."))
    raise error


def _open(pack: Pack, provider: str) -> Model:
    """Open one pack; whatever its files lead to becomes one sentence."""
    try:
        return Model(pack, provider)
    except AutotypeError:
        raise
    except MemoryError as error:
        raise PackError(
            tr(
                "There is not enough memory for the model pack “{name}”; close other programs and "
                "try again.",
                name=pack.manifest.name,
            )
        ) from error
    except Exception as error:  # of the libraries that read what others wrote
        _log.info("a pack cannot be opened", exc_info=error)
        raise PackError(
            tr(
                "The model pack “{name}” cannot be used ({kind}: {error}); remove it and pull it "
                "again.",
                name=pack.manifest.name,
                kind=type(error).__name__,
                error=error,
            )
        ) from error


def _about(pack: Pack, why: str) -> str:
    name = pack.manifest.name
    return (
        why
        if quoted(name) in why
        else tr("The model pack “{name}” is left out. {why}", name=name, why=why)
    )
