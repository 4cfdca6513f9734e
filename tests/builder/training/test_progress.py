"""When a training ends, and the rates on the way."""

import pytest

from autotype.builder.training.config import ScheduleConfig
from autotype.builder.training.progress import Progress, rate_factor, share_done


@pytest.mark.parametrize(
    ("schedule", "share"),
    [
        (ScheduleConfig(tokens=1000), 0.5),
        (ScheduleConfig(minutes=10), 0.25),
        (ScheduleConfig(epochs=2), 0.75),
        (ScheduleConfig(tokens=1000, minutes=10, epochs=2), 0.75),  # the nearest end counts
        (ScheduleConfig(tokens=100), 1.0),
    ],
)
def test_the_share_that_is_done(schedule: ScheduleConfig, share: float) -> None:
    progress = Progress(steps=5, tokens=500, epoch=1, window=7, read=1.5, seconds=150.0)
    assert share_done(schedule, progress) == share
    assert Progress.from_text(progress.to_text()) == progress


def test_rates_rise_stay_and_fall_to_zero() -> None:
    schedule = ScheduleConfig(tokens=1, warmup=0.1, cooldown=0.2)
    assert 0 < rate_factor(schedule, 0.0) < 0.05
    assert rate_factor(schedule, 0.05) == pytest.approx(0.51)
    assert [rate_factor(schedule, share) for share in (0.1, 0.5, 0.79)] == [1, 1, 1]
    assert rate_factor(schedule, 0.9) == pytest.approx(0.5)
    assert rate_factor(schedule, 1.0) == 0.0
