"""What the typists used and how calm it was, for machines (JSON) and for people (rows)."""

from typing import Any

from autotype.evaluation.calm import READABLE_MS, SPEEDS
from autotype.evaluation.measure import Typed

_SOFT = {"soft_bar": "the words", "soft_ghost": "the ghost", "soft_both": "both", "stem": "stems"}
_CALM = "soft_ghost"
"""Whose shows are counted: without the bar, with the space that the editor has."""


def typed_json(typed: Typed) -> dict[str, Any]:
    """Return the typists' keys and the calm, rounded, ready for `json.dumps`."""
    shows, calm = typed.others[_CALM], typed.calm
    everybody = {"bar": typed.bar, "ghost": typed.ghost, **typed.others}
    return {
        "typists": {
            name: {
                "savings": round(counts.savings, 4),
                "keys": counts.keys,
                "takes": counts.takes,
            }
            for name, counts in everybody.items()
        },
        "calm": {
            "shows_per_100_words": round(shows.shows_per_100_words, 2),
            "shows": shows.shows,
            "below_three_letters": round(shows.short_share, 4),
            "precision": round(shows.precision, 4),
            "lifetime_ms": {str(speed): round(calm.lifetime_ms(speed)) for speed in SPEEDS},
            "readable": {str(speed): round(calm.readable(speed), 4) for speed in SPEEDS},
            "words_kept": calm.kept,
            "words_moved": calm.moved,
        },
    }


def typed_rows(typed: Typed) -> list[tuple[str, str]]:
    """Return rows of a table that a person reads, those of the plain two first."""
    shows, calm, others = typed.others[_CALM], typed.calm, typed.others
    soft = (f"{others[name].savings:.1%} {what}" for name, what in _SOFT.items())
    return [
        ("Keys saved with the three words", f"{typed.bar.savings:.1%}"),
        ("Keys saved with the ghost alone", f"{typed.ghost.savings:.1%}"),
        ("Keys saved with both", f"{others['both'].savings:.1%}"),
        ("Keys saved with the soft space", ", ".join(soft)),
        (
            "Calm: shown per 100 words",
            f"{shows.shows_per_100_words:.0f}, {shows.short_share:.0%} of them below three "
            f"letters, {shows.precision:.0%} right",
        ),
        *(
            (
                f"Calm: at {speed} words a minute",
                f"a ghost stays for {calm.lifetime_ms(speed):.0f} ms (median), "
                f"{calm.readable(speed):.0%} for {READABLE_MS} ms or longer",
            )
            for speed in SPEEDS
        ),
        (
            "Calm: words that change place",
            f"{calm.moving:.1%} of {calm.kept} that stay in the bar",
        ),
    ]
