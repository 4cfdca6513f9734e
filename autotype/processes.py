"""How Autotype starts itself once more: from a checkout, a wheel or a frozen bundle."""

import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line that runs `autotype` with some arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "autotype", *arguments]
