"""What is said of an engine: that it is ready, or why it is not, as frozen values."""

import logging

from autotype.engine.completer import Completer
from autotype.engine.gate import in_plain_words
from autotype.engine.pack import NoPackError
from autotype.errors import AutotypeError
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.translation import tr, trn

_log = logging.getLogger(__name__)


def ready(completer: Completer, notice: str = "") -> EngineStatus:
    """Return what to say of an engine that answers.

    Args:
        completer: The engine.
        notice: Said before anything that the model itself or its choice gives reason to.
    """
    model = completer.model
    return EngineStatus(
        EngineState.READY,
        model.pack.manifest.title,
        model.choice.provider,
        notice or model.notice or _instead(completer),
        in_plain_words(model.pack.manifest.gate, completer.judge.gate.threshold),
    )


def failed(error: Exception) -> EngineStatus:
    """Return what to say of a request that failed."""
    message = (
        str(error)
        if isinstance(error, AutotypeError)
        else tr("The model failed ({name}); see the log.", name=type(error).__name__)
    )
    return EngineStatus(EngineState.FAILED, message=message)


def not_opened(error: Exception) -> EngineStatus:
    """Return what to say of an engine that could not be opened."""
    state, message = EngineState.FAILED, str(error)
    if isinstance(error, NoPackError):
        state = EngineState.MISSING
    elif isinstance(error, MemoryError):
        message = tr("There is not enough memory for the model; close other programs and retry.")
    elif not isinstance(error, AutotypeError):
        _log.error("the engine could not be opened", exc_info=error)
        message = tr(
            "The model could not be opened ({name}); see the log.", name=type(error).__name__
        )
    return EngineStatus(state, message=message)


def _instead(completer: Completer) -> str:
    """Return what to say of the packs that were passed over for this one; may be empty."""
    left_out = completer.left_out
    if not left_out:
        return ""
    used = tr("“{title}” is in use.", title=completer.model.pack.manifest.title)
    if not left_out[1:]:
        return f"{left_out[0]} {used}"
    others = len(left_out) - 1
    more = trn("{n} more cannot be used.", "{n} more cannot be used.", others)
    return f"{left_out[0]} {more} {used}"
