"""Odd things by chance: texts, bytes, JSON values, lines; all drawn from a seed."""

import json
import random
from typing import Any

CHARACTERS = (
    "a b.,?! \t\n\r\x00\x0b\x0c\x1b\x85\xa0\xadéßﬁ漢あ한\u0301\u200b\u200d\u200e\u202e\u2028\u2029"
    "\ufdd0\ufdd1\ufeff\ufffc\ufffe\uffff😀👨‍👩‍👧🏳️‍🌈𝒳\U0001ffff\U0010ffff"
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
LINE_ENDS = ("\n", "\r\n", "\r", "")
DEEP = 100_000


def text(chance: random.Random, longest: int = 60) -> str:
    """Return some characters that programs stumble over."""
    return "".join(chance.choice(CHARACTERS) for _ in range(chance.randrange(longest)))


def file(chance: random.Random) -> bytes:
    """Return what a text file may hold: any encoding, any line ends, sometimes no text at all."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(200))
    end = chance.choice(LINE_ENDS)
    lines = [text(chance) for _ in range(chance.randrange(6))]
    if chance.random() < 0.7:
        lines = ["".join(c for c in line if c not in "\r\n") for line in lines]
    written = end.join(lines).encode(chance.choice(ENCODINGS), "replace")
    return written if chance.random() < 0.8 else b"\xef\xbb\xbf" + written


def value(chance: random.Random, depth: int = 0) -> Any:
    """Return any JSON value, and now and then one that only Python calls JSON."""
    kind = chance.randrange(9 if depth < 3 else 7)
    if kind == 7:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    if kind == 8:
        return {text(chance, 5): value(chance, depth + 1) for _ in range(chance.randrange(4))}
    return (
        None,
        chance.random() < 0.5,
        chance.choice((0, -1, 1 << 31, 1 << 63, -(1 << 70), 10**30)),
        chance.choice((0.0, -0.0, 1e-320, 1.5, 1e308, float("nan"), float("inf"))),
        text(chance, 20),
        chance.choice(("", "\ud800", "a\udc00b", "\ud83d\ude00", "x" * 5000)),
        chance.choice(("Thank you very mu", "Let me kn", "See you s")),
    )[kind]


def line(chance: random.Random) -> bytes:
    """Return one line that a program may send, without its end; it is not blank."""
    kind = chance.randrange(12)
    if kind == 0:
        data = chance.randbytes(chance.randrange(1, 80)).replace(b"\n", b"")
    elif kind == 1:
        data = _deep(chance).encode()
    elif kind == 2:
        data = json.dumps(value(chance)).encode()
    elif kind == 3:
        whole = json.dumps({"id": value(chance), "before": text(chance)}).encode()
        data = whole[: chance.randrange(1, len(whole))]
    elif kind == 4:
        number = "1" * chance.choice((400, 5000, 20_000))
        data = f'{{"id": {number}, "before": "x", "offset": {number}}}'.encode()
    elif kind == 5:
        data = json.dumps({"id": 1, "before": text(chance)}, ensure_ascii=False).encode(
            chance.choice(("utf-16", "utf-32-le", "latin-1", "utf-8-sig")), "replace"
        )
        data = data.replace(b"\n", b"")
    else:
        fields: dict[str, Any] = {"id": value(chance), "before": value(chance)}
        if chance.random() < 0.7:
            fields["before"] = text(chance) + "Thank you very mu"
        for name in ("after", "offset", "trigger", "partial", "unknown"):
            if chance.random() < 0.2:
                fields[name] = value(chance)
        data = json.dumps(fields).encode()
    return data if data.strip() else b"x"


def mangled(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with a few changed, taken away or put in."""
    found = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                del found[at : at + chance.choice((1, 4, 100, len(found)))]
            case 2:
                found[at:at] = chance.randbytes(chance.choice((1, 8, 64)))
            case _:
                found[at : at + 8] = chance.choice((b"\xff" * 8, b"\0" * 8))
    return bytes(found)


def _deep(chance: random.Random) -> str:
    depth = chance.choice((50, 65, 900, 970, 972, 973, 974, 980, 1000, 5000, DEEP))
    if chance.random() < 0.5:
        nested = "[" * depth + "]" * depth
    else:
        nested = '{"a":' * depth + "1" + "}" * depth
    field = chance.choice(("id", "before", "unknown"))
    return f'{{"{field}": {nested}, "before": "Thank you very mu"}}'
