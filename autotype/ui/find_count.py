"""Says how much was found."""

from autotype.text.finding import MANY, Matches
from autotype.translation import number, tr, trn


def counted(matches: Matches, index: int | None) -> str:
    """Return how many matches there are, and which of them is selected; None if none is."""
    if not matches:
        return tr("No matches")
    count = number(len(matches))
    if not matches.complete:
        count = tr("more than {n}", n=number(MANY))
    if index is not None:
        return tr("{index} of {count}", index=number(index + 1), count=count)
    if not matches.complete:
        return tr("{count} matches", count=count)
    return trn("{n} match", "{n} matches", len(matches))
