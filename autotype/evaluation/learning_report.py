"""What came of learning a writer, as JSON and as rows of a table."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autotype.evaluation.calibration import calibration_error
from autotype.evaluation.keystrokes import Keystrokes
from autotype.evaluation.learning import NOTHING, OWN, PLACEBO, Scored
from autotype.evaluation.own_use import Last, Rare
from autotype.evaluation.typo_attack import Attack

CURVE = (0, 1_000, 5_000, 20_000, 100_000)
"""Words learned; a point of the curve is of the pieces between one and the next."""
_DRAWS = 2_000
_TAIL = 0.025
_SEED = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference in points, and where 95 % of the draws lie."""

    points: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return it for people."""
        return f"{self.points:+.2f} points ({self.low:+.2f} to {self.high:+.2f})"


def total(pieces: Sequence[Scored], name: str, typist: str = "bar") -> Keystrokes:
    """Return the counts of all pieces together."""
    counts = Keystrokes()
    for piece in pieces:
        one = getattr(piece, typist)[name]
        for each in ("characters", "keys", "takes", "words", "shows", "right", "whole", "short"):
            setattr(counts, each, getattr(counts, each) + getattr(one, each))
        counts.shown += one.shown
    return counts


def gained(pieces: Sequence[Scored], name: str, over: str, typist: str = "bar") -> Interval:
    """Return what one store saves beyond another one; paired bootstrap over the pieces."""
    both = [
        (getattr(piece, typist)[over].keys - getattr(piece, typist)[name].keys, size)
        for piece in pieces
        if (size := getattr(piece, typist)[name].characters)
    ]
    draw = random.Random(_SEED)  # noqa: S311 - a draw, not a secret
    draws = sorted(_share(draw.choices(both, k=len(both))) for _ in range(_DRAWS))
    low, high = draws[int(_DRAWS * _TAIL)], draws[int(_DRAWS * (1 - _TAIL)) - 1]
    return Interval(_share(both), low, high)


def _share(both: Sequence[tuple[int, int]]) -> float:
    return 100 * sum(keys for keys, _ in both) / sum(size for _, size in both)


def letters(
    pieces: Sequence[Scored], name: str, wanted: Callable[[Rare], bool]
) -> tuple[float, int]:
    """Return how many letters were typed of each rare word that is wanted, and how many were."""
    found = [typed[name] for piece in pieces for rare, typed in piece.rare if wanted(rare)]
    return (sum(found) / len(found) if found else 0.0), len(found)


def names_in(pieces: Sequence[Scored]) -> list[str]:
    """Return the stores that were compared."""
    return [name for name in (NOTHING, PLACEBO, OWN) if pieces and name in pieces[0].bar]


def as_json(pieces: Sequence[Scored], attack: Attack | None) -> dict[str, Any]:
    """Return everything, rounded, ready for `json.dumps`."""
    names = names_in(pieces)
    found: dict[str, Any] = {
        "pieces": len(pieces),
        "characters": total(pieces, NOTHING).characters,
        "learned_words": pieces[-1].learned,
        "by_store": {name: _store(pieces, name) for name in names},
        "curve": curve(pieces),
    }
    for over in names[:-1]:
        gain = gained(pieces, OWN, over)
        found[f"gain_over_{over}"] = [round(each, 2) for each in (gain.points, gain.low, gain.high)]
    if attack:
        found["typos"] = {
            "once": attack.once,
            "twice": attack.twice,
            "offered": len(attack.offered),
            "words": attack.words,
        }
    return found


def _store(pieces: Sequence[Scored], name: str) -> dict[str, Any]:
    bar, ghost = total(pieces, name), total(pieces, name, "ghost")
    own, count = letters(pieces, name, lambda rare: rare.is_own)
    return {
        "savings": round(bar.savings, 4),
        "ghost_savings": round(ghost.savings, 4),
        "shows": ghost.shows,
        "wrong_shows": ghost.shows - ghost.right,
        "calibration_error": round(calibration_error(ghost.shown), 4),
        "ms_a_key": round(sum(piece.ms[name] for piece in pieces) / len(pieces), 1),
        "letters_an_own_word": round(own, 3),
        "own_words": count,
        "letters_by_last_use": {
            last.value: _pair(letters(pieces, name, lambda rare, last=last: rare.last is last))  # type: ignore[misc]
            for last in Last
        },
    }


def _pair(found: tuple[float, int]) -> list[float]:
    return [round(found[0], 3), found[1]]


def curve(pieces: Sequence[Scored]) -> list[dict[str, float]]:
    """Return savings and letters of an own word, by how much was learned."""
    points = []
    for least, most in zip(CURVE, (*CURVE[1:], 1 << 60), strict=True):
        part = [piece for piece in pieces if least <= piece.learned < most]
        if not part:
            continue
        point: dict[str, float] = {"learned_from": least, "pieces": len(part)}
        for name in names_in(part):
            point[f"savings_{name}"] = round(total(part, name).savings, 4)
            point[f"letters_{name}"] = round(letters(part, name, lambda rare: rare.is_own)[0], 3)
        points.append(point)
    return points


def as_rows(pieces: Sequence[Scored], attack: Attack | None) -> list[tuple[str, str]]:
    """Return (what, figure) for a table that a person reads."""
    names = names_in(pieces)
    size = total(pieces, NOTHING)
    rows = [
        (
            "Text",
            f"{len(pieces)} piece{'s' * (len(pieces) != 1)}, {size.words} words, "
            f"{size.characters} characters; {pieces[-1].learned:,} words learned by the last",
        )
    ]
    for name in names:
        bar, ghost = total(pieces, name), total(pieces, name, "ghost")
        own, count = letters(pieces, name, lambda rare: rare.is_own)
        rows += [
            (f"Learned: {_TITLES[name]}", ""),
            ("  Keys saved with the three words", f"{bar.savings:.1%}"),
            ("  Keys saved with the ghost", f"{ghost.savings:.1%}"),
            ("  Letters typed of an own word", f"{own:.2f} (of {count} words)"),
            ("  Wrong ghosts", f"{ghost.shows - ghost.right} of {ghost.shows}"),
            ("  Calibration error", f"{calibration_error(ghost.shown) * 100:.1f} points"),
            ("  A key", f"{sum(piece.ms[name] for piece in pieces) / len(pieces):.0f} ms"),
        ]
    for over in names[:-1]:
        rows.append((f"More than {_TITLES[over]}", str(gained(pieces, OWN, over))))
    for last in Last:
        parts = [letters(pieces, name, lambda rare, last=last: rare.last is last) for name in names]  # type: ignore[misc]
        if parts[0][1]:
            shown = ", ".join(
                f"{name} {typed:.2f}" for name, (typed, _) in zip(names, parts, strict=True)
            )
            rows.append((f"Letters of a rare word, {last}", f"{shown} ({parts[0][1]} words)"))
    for point in curve(pieces):
        shares = ", ".join(f"{name} {point[f'savings_{name}']:.1%}" for name in names)
        rows.append((f"From {point['learned_from']:,} words on", shares))
    if attack:
        rows.append(
            (
                "Typing errors learned",
                f"{attack.once} once, {attack.twice} twice; {len(attack.offered)} offered",
            )
        )
    return rows


_TITLES = {NOTHING: "nothing", OWN: "what the writer wrote before", PLACEBO: "somebody else"}
