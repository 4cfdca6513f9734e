"""Hours since 1970, and the days that they are on here."""

import time
from datetime import datetime

HOUR_S = 3600


def this_hour() -> int:
    """Return the hour that it is."""
    return int(time.time() // HOUR_S)


def day_of(hour: int) -> str:
    """Return the local day of an hour, as "2026-11-25"."""
    return _local(hour).date().isoformat()


def first_hour_of_day(hour: int) -> int:
    """Return the first hour of the local day of an hour."""
    # Where the clock is half an hour off, the first hour that begins on that day.
    midnight = _local(hour).replace(hour=0, minute=0, second=0)
    first = int(-(-midnight.timestamp() // HOUR_S))
    return min(hour, first)


def _local(hour: int) -> datetime:
    try:
        return datetime.fromtimestamp(hour * HOUR_S)
    except (OverflowError, OSError, ValueError):
        return datetime(1970, 1, 2)
