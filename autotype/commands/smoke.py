"""`autotype smoke`: the real window types a sentence and takes a suggestion."""

from typing import Any


def add_parser(commands: Any) -> None:
    """Add."""
