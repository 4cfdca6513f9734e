"""One share for a download and what follows it, with a clock of our own."""

import pytest

from autotype.packs.pull_progress import BUILD_SECONDS, PullProgress


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("seconds", [1.0, 15.0, 300.0])
def test_the_share_is_that_of_the_time(seconds: float) -> None:
    clock, told = Clock(), list[tuple[float, str]]()
    progress = PullProgress(lambda share, step: told.append((share, step)), clock)
    whole = seconds + BUILD_SECONDS
    progress.fetching(0.0)
    assert told == [(0.0, "downloading")]
    for tenth in range(1, 11):
        clock.now = 100 + seconds * tenth / 10
        progress.fetching(tenth / 10)
        assert told[-1][0] == pytest.approx((clock.now - 100) / whole)
    for tenth in range(1, 11):
        progress.building(tenth / 10, "building")
        assert told[-1][0] == pytest.approx((seconds + BUILD_SECONDS * tenth / 10) / whole)
    assert told[-1] == (1.0, "building")


def test_it_never_goes_back() -> None:
    clock, told = Clock(), list[float]()
    progress = PullProgress(lambda share, _: told.append(share), clock)
    # A network that gets faster, tries again, and weights that were there already.
    for now, share in ((10, 0.1), (11, 0.5), (12, 0.2), (40, 0.9), (41, 1.0)):
        clock.now = 100 + now
        progress.fetching(share)
    progress.building(0.0, "building")
    progress.building(1.0, "done")
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_what_is_there_already_costs_nothing() -> None:
    clock, told = Clock(), list[float]()
    progress = PullProgress(lambda share, _: told.append(share), clock)
    progress.fetching(1.0)
    progress.building(0.5, "building")
    assert told == [0.0, 0.5]
