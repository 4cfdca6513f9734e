"""The numbers as a table for other programs (CSV)."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from autotype.numbers.days import HOUR_S
from autotype.numbers.store import Row


def as_csv(rows: Iterable[Row]) -> str:
    """Return a line for every hour, source and counter; times are UTC."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("hour", "source", "counter", "number"))
    for row in rows:
        table.writerow((_time(row.hour), _plain(row.source), row.counter, row.number))
    return text.getvalue()


def _plain(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def _time(hour: int) -> str:
    try:
        at = datetime.fromtimestamp(hour * HOUR_S, UTC)
    except (OverflowError, OSError, ValueError):
        return str(hour)
    return at.strftime("%Y-%m-%dT%H:00Z")
