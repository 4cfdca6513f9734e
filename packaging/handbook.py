"""Writes the tables of settings, keys and what is kept into the handbook.

python packaging/handbook.py
"""

import re
from pathlib import Path

from autotype.settings import as_table
from autotype.settings.kept import as_table as kept_table
from autotype.settings.keys import as_table as keys_table

DOCS = Path(__file__).resolve().parent.parent / "docs"
TABLES = {"settings.md": as_table, "keys.md": keys_table, "privacy.md": kept_table}
_MARKS = re.compile(r"(<!-- table: begin -->\n).*(\n<!-- table: end -->)", re.DOTALL)


def with_table(page: str, table: str) -> str:
    """Return a page with another table between its marks."""
    return _MARKS.sub(lambda found: f"{found[1]}{table}{found[2]}", page)


def main() -> None:
    """Write them all."""
    for name, table in TABLES.items():
        page = DOCS / name
        page.write_text(with_table(page.read_text(encoding="utf-8"), table()), encoding="utf-8")


if __name__ == "__main__":
    main()
