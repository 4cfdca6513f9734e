"""Says how much was found."""

from PySide6.QtCore import QCoreApplication

from autotype.text.finding import MANY, Matches


def counted(matches: Matches, index: int | None) -> str:
    """Return how many matches there are, and which of them is selected; None if none is."""
    translate = QCoreApplication.translate
    if not matches:
        return translate("Finder", "No matches")
    count = f"{len(matches):,}"
    if not matches.complete:
        count = translate("Finder", "more than {}").format(f"{MANY:,}")
    if index is not None:
        return translate("Finder", "{} of {}").format(f"{index + 1:,}", count)
    if len(matches) == 1:
        return translate("Finder", "1 match")
    return translate("Finder", "{} matches").format(count)
