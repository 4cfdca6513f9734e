"""What `autotype tune` says came of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autotype.tuning.judging import Gain
    from autotype.tuning.running import Outcome


def in_words(outcome: "Outcome") -> str:
    """Return what came of a tuning, for people."""
    from autotype.tuning.judging import GENERAL, OWN

    own = outcome.gains[OWN]
    lines = [
        f"On text of yours that it had not read: {_saved(own)}.",
        f"On other everyday text: {_saved(outcome.gains[GENERAL])}.",
    ]
    if outcome.pack is None:
        lines.append(
            "That is no more than chance, so nothing was kept. More text helps most."
            if own.after > own.before
            else "It is not better, so nothing was kept. More text helps most."
        )
    else:
        lines.append(
            f"It is kept as “{outcome.plan.name}”, which the automatic choice takes before "
            f"“{outcome.plan.base}”; it is removed with: autotype tune --remove"
        )
    return "\n".join(lines)


def _saved(gain: "Gain") -> str:
    return (
        f"{100 * gain.before:.1f} -> {100 * gain.after:.1f} % of keys saved (by {_signed(gain.low)}"
        f" to {_signed(gain.high)} points, 95 times in 100; {gain.characters:,} characters)"
    )


def _signed(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")
