"""How far a training is, and the rates that belong to it."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from autotype.builder.training.config import ScheduleConfig


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a training stands; with the weights it is all that resuming needs.

    Attributes:
        steps: Steps done.
        tokens: Tokens trained on.
        epoch: Epoch that is being read.
        window: Windows of that epoch that were read.
        read: Epochs read, in parts too.
        seconds: Time spent on steps.
        cooling: Whether the rates fall, and the text of the end is read.
    """

    steps: int = 0
    tokens: int = 0
    epoch: int = 0
    window: int = 0
    read: float = 0.0
    seconds: float = 0.0
    cooling: bool = False

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(dataclasses.asdict(self))

    @staticmethod
    def from_text(text: str) -> "Progress":
        """Read what `to_text` returned."""
        data: dict[str, Any] = json.loads(text)
        return Progress(**data)


def share_done(schedule: ScheduleConfig, progress: Progress) -> float:
    """Return the share of the training that is done, 0 to 1.

    The limit of the schedule that is nearest counts.
    """
    limits = (
        (progress.tokens, schedule.tokens),
        (progress.seconds, 60 * schedule.minutes),
        (progress.read, schedule.epochs),
    )
    return min(1.0, max(done / limit for done, limit in limits if limit))


def is_cooling(schedule: ScheduleConfig, progress: Progress) -> bool:
    """Return whether the rates fall."""
    return share_done(schedule, progress) > 1.0 - schedule.cooldown


def rate_factor(schedule: ScheduleConfig, share: float) -> float:
    """Return what the learning rates are multiplied with.

    They rise, stay, and fall in a straight line to zero: with a long even part a training
    can be ended well from any point of it (Hägele et al. 2024, "Scaling Laws and
    Compute-Optimal Training Beyond Fixed Training Durations").
    """
    rising = min(1.0, (share + 1e-3) / schedule.warmup) if schedule.warmup else 1.0
    return min(rising, max(0.0, 1.0 - share) / schedule.cooldown, 1.0)
