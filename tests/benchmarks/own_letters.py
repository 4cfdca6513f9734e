"""How many letters a writer's own words need, and nothing else: so more of them can be typed.

    python -m tests.benchmarks own_letters

The later documents of the texts of `learning`, with nothing learned and with all that was written
before. `AUTOTYPE_LEARNING` names one ("notes" or "novel"), `AUTOTYPE_SECONDS` ends each of them.
"""

import os
import random
import time
from collections.abc import Sequence

from autotype.engine.completer import Completer
from autotype.engine.everyday import everyday_words
from autotype.evaluation.counted import CountedWords
from autotype.evaluation.keystrokes import is_right
from autotype.evaluation.learning import Piece, pieces_of
from autotype.evaluation.own_use import WINDOW, Rare, Uses
from autotype.packs.opening import open_completer
from autotype.text.request import Request
from tests.benchmarks.learning import NAMES, PACK, novel, writer

_LONGEST, _EVERY, _REACH = 700, 1_400, 6_000
_DRAWS, _TAIL = 2_000, 0.025
Letters = tuple[int, int]


def report() -> str:
    """Return a line for each text."""
    lines = []
    notes, chapters = writer(), novel(NAMES)
    # A note is short; of a novel there are few parts, and they are long.
    later = {
        "notes": (notes, _spread(pieces_of(notes, 0, _LONGEST, 0, first=len(notes) // 2))),
        "novel": (chapters, _spread(_cut(chapters, len(chapters) * 2 // 3))),
    }
    for name, (documents, pieces) in later.items():
        if os.environ.get("AUTOTYPE_LEARNING", name) == name:
            by_piece = _typed(documents, pieces)
            words = [word for piece in by_piece for word in piece]
            plain, own = (sum(each[by] for each in words) for by in (0, 1))
            lines.append(
                f"{name}: {len(words)} own words in {len(by_piece)} pieces, "
                f"{plain / len(words):.2f} letters with nothing learned, "
                f"{own / len(words):.2f} with it, {_fewer(by_piece)}"
            )
    return "\n".join(lines)


def _spread(pieces: Sequence[Piece]) -> list[Piece]:
    """Return half of the pieces, so that a run that is ended has seen something of all times."""
    return [piece for start in (0, 4, 2, 6) for piece in pieces[start::8]]


def _cut(documents: Sequence[str], first: int) -> list[Piece]:
    return [
        Piece(number, text[max(0, at - _REACH) : at], text[at : at + _LONGEST].rstrip())
        for number, text in enumerate(documents)
        if number >= first
        for at in (text.find(" ", near) + 1 for near in range(0, len(text) - _LONGEST, _EVERY))
    ]


def _typed(documents: Sequence[str], pieces: Sequence[Piece]) -> list[list[Letters]]:
    """Return the letters of each own word of each piece: nothing learned, and everything."""
    end = time.monotonic() + float(os.environ.get("AUTOTYPE_SECONDS", "inf"))
    model = open_completer(PACK, "cpu").model
    everyday = everyday_words(model.tokenizer.vocabulary)
    own, uses = CountedWords(everyday), Uses(everyday)
    found, learned = [], len(documents)
    for piece in pieces:
        if time.monotonic() > end:
            break
        if piece.document < learned:
            own, uses, learned = CountedWords(everyday), Uses(everyday), 0
        for document in documents[learned : piece.document]:
            own.learn(document)
            uses.learn(document)
        learned = piece.document
        own.read(piece.before[:-WINDOW])
        # At 1 no ghost is looked for, which nobody would see here.
        plain, with_own = Completer(model, 1.0), Completer(model, 1.0, evidence=own)
        rare = [word for word in uses.rare(piece.before, piece.text) if word.is_own]
        if rare:
            found.append([(_of(plain, piece, word), _of(with_own, piece, word)) for word in rare])
    return found


def _of(completer: Completer, piece: Piece, word: Rare) -> int:
    """Return how many letters are typed before the rest of a word can be taken."""
    for at in range(word.start, word.end):
        answer = completer.complete(Request(0, piece.before + piece.text[:at]))
        for each in answer.words:
            reaches = at + len(each.text) >= word.end
            if not each.replaces and reaches and is_right(piece.text, at, each.text):
                return at - word.start
    return word.end - word.start


def _fewer(pieces: Sequence[Sequence[Letters]]) -> str:
    def share(drawn: Sequence[Sequence[Letters]]) -> float:
        plain, own = (sum(word[by] for piece in drawn for word in piece) for by in (0, 1))
        return 100 * (1 - own / max(plain, 1))

    draw = random.Random(0)
    draws = sorted(share(draw.choices(pieces, k=len(pieces))) for _ in range(_DRAWS))
    low, high = draws[int(_DRAWS * _TAIL)], draws[int(_DRAWS * (1 - _TAIL)) - 1]
    return f"{share(pieces):.0f} % fewer ({low:.0f} to {high:.0f}, 95 times in 100)"
