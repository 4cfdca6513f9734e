"""The tables of all parts."""

from tests.benchmarks.peers import quality, speed

PARTS = ("speed", "quality")


def report(part: str | None = None, phrases: int = quality.PHRASES) -> str:
    """Return the tables of one part as Markdown, or of all parts.

    Args:
        part: "speed" or "quality"; both if None.
        phrases: How many phrases of each set the quality part types.
    """
    if part is None:
        return "\n".join(report(each, phrases) for each in PARTS)
    return speed.report() if part == "speed" else quality.report(phrases)
