"""Lines that programs may send by mistake or on purpose, and what their answers have to bear."""

import json
import math
from typing import Any, NoReturn

from hypothesis import strategies as st

DEEPEST = 64

# JSON can name halves of surrogate pairs; Python can write NaN and infinities.
_TEXT = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["\ud800", "a\udfff", "\u2028", "\0", "x" * 3000, "The secret is"]
)
_SCALAR = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**20, 10**40)
    | st.floats(allow_nan=True, allow_infinity=True)
    | _TEXT
)
_VALUE = st.recursive(
    _SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=8,
)
_IDS = _VALUE | st.integers(-5, 5) | st.sampled_from(["mine", "é", "漢", "\ud83d", "", 1.5, -0.0])
_TRIGGERS = st.sampled_from(["typed", "taken", "asked"])

_REQUEST = st.fixed_dictionaries(
    {"before": st.sampled_from(["Thank you very m", "I will ", ""]) | _TEXT | _VALUE},
    optional={
        "id": _IDS,
        "after": _TEXT | _VALUE,
        "offset": st.integers(-1, 10**30) | _VALUE,
        "trigger": _TRIGGERS | _VALUE,
        "partial": st.booleans() | _VALUE,
    },
)
# All but `stop`, after which there is nobody to answer.
_OPERATIONS = (
    *("health", "wake", "seen", "applications", "cancel", "state", "watch", "feedback"),
    *("settings", "restart", "fly", "\ud800"),
)
_OPERATION = st.fixed_dictionaries(
    {"op": st.sampled_from(_OPERATIONS) | _VALUE.filter(lambda value: value != "stop")},
    optional={
        "id": _IDS,
        "application": _TEXT | _VALUE,
        "event": st.sampled_from(["shown", "taken", "typed"]) | _VALUE,
        "text": _TEXT | _VALUE,
        "paused": st.booleans() | _VALUE,
        "off_the_record": st.booleans() | _VALUE,
        "snooze_minutes": st.floats(0, 0.001) | _VALUE,
        "set": _VALUE
        | st.fixed_dictionaries(
            {},
            optional={
                "show_at_least": st.floats(-1, 2) | _VALUE,
                "theme": st.sampled_from(["dark", "light"]) | _VALUE,
                "font_family": _TEXT | _VALUE,
                "keys": st.dictionaries(_TEXT, _VALUE, max_size=2),
                "\ud800": _VALUE,
            },
        ),
    },
)
_BY_HAND = [
    b"nonsense",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    b'{"id": ' + b"9" * 5000 + b', "before": "x"}',
    b'{"id": 1e999, "before": "x"}',
    b'{"id": NaN, "before": "x"}',
    b'{"id": -Infinity, "op": "health"}',
    b'{"id": 7, "before": 1e999}',
    b'{"id": true, "before": "x"}',
    b'{"id": 1, "id": 2, "before": "x"}',
    b'{"id": "\\ud800", "before": "Please"}',
    b'{"id": "\\ud800", "op": "x"}',
    b'{"op": "settings", "set": {"\\ud800": 1}}',
    b'{"op": "seen", "application": "\\ud800"}',
    b'{"before": "\\ud800\\udc00\\ud800"}',
    *(
        b'{"id": ' + b"[" * deep + b"]" * deep + b', "before": "Please"}'
        for deep in (1, 62, 63, 64, 65, 500, 972, 973, 974, 20_000)
    ),
    b"[" * 100_000,
    b'{"id": "' + b"x" * 100_000 + b'", "before": "Please"}',
    b'{"id": 3, "before": "' + b"word " * 20_000 + b'"}',
]


def _written(value: object, ascii_only: bool) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=ascii_only).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value).encode("ascii")


def _by_hand(at: int) -> bytes:
    return _BY_HAND[at]


_JSON = st.builds(_written, _VALUE | _REQUEST | _REQUEST | _OPERATION, st.booleans())
LINE = (
    _JSON | _JSON | st.integers(0, len(_BY_HAND) - 1).map(_by_hand) | st.binary(max_size=60)
).map(lambda line: line.replace(b"\n", b""))
"""One line without its end; it may be blank."""


def expected_id(line: bytes) -> Any:
    """Return the `id` that the answer to a line has to bear, worked out in another way."""
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not _is_sound(data, DEEPEST):
        return None
    identity = data.get("id")
    return None if isinstance(identity, bool | list | dict) else identity


def _is_sound(value: object, levels: int) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_sound(item, levels - 1) for item in inner)


def read_strictly(line: bytes) -> dict[str, Any]:
    """Read an answer as the standard has it, which knows no NaN."""
    answer = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    assert isinstance(answer, dict)
    return answer


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
