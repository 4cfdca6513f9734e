"""What feeds the machine."""

from collections.abc import Callable
from types import SimpleNamespace

import psutil
import pytest

from autotype.text.power import Power, on_battery


@pytest.mark.parametrize(
    ("battery", "expected"),
    [
        (None, False),
        (SimpleNamespace(percent=80, secsleft=3600, power_plugged=False), True),
        (SimpleNamespace(percent=80, secsleft=-2, power_plugged=True), False),
        # A battery whose charger says nothing.
        (SimpleNamespace(percent=80, secsleft=-1, power_plugged=None), False),
    ],
)
def test_only_a_machine_without_its_charger_is_on_battery(
    monkeypatch: pytest.MonkeyPatch, battery: object, expected: bool
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery)
    assert on_battery() is expected


def failing(error: Exception) -> Callable[[], object]:
    def look() -> object:
        raise error

    return look


@pytest.mark.parametrize("error", [OSError("EIO"), ValueError("not a number"), RuntimeError("x")])
def test_a_driver_that_says_nothing_readable_is_no_battery(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", failing(error))
    assert on_battery() is False


def test_a_system_without_the_reading_has_no_battery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_battery")
    assert on_battery() is False


def test_it_is_looked_up_twice_a_minute_and_noticed() -> None:
    looks, now, unplugged = [], [0.0], [False]

    def look() -> bool:
        looks.append(now[0])
        return unplugged[0]

    power = Power(look, lambda: now[0])
    seen = []
    for second in range(0, 61, 5):
        now[0] = float(second)
        unplugged[0] = second >= 10
        seen.append(power.on_battery())
    assert looks == [0.0, 30.0, 60.0]
    assert seen == [False] * 6 + [True] * 7
