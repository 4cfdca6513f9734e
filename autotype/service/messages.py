"""The service's lines: one JSON object each, the same as those of `autotype complete --jsonl`.

A line with `before` asks for a suggestion, one with `op` for something else. Every line is
answered by one with the same `id`; a suggestion that is still growing by several, of which
the last has `final`. An `id` is a text, a finite number or null, so that whatever could be
read can be written again.
"""

import json
import math
from typing import Any

from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion, Word
from autotype.text.untrusted import parse_json

LONGEST = 64 << 20
_TRIGGERS = {trigger.value: trigger for trigger in Trigger}


def parse_object(line: bytes, longest: int = LONGEST) -> dict[str, Any]:
    """Read one line as a JSON object.

    Raises:
        ValueError: With one sentence about what is wrong with the line.
    """
    if len(line) > longest:
        raise ValueError(f"The line is longer than {longest >> 20} MB.")
    try:
        line.decode("utf-8")
        data = parse_json(line)
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8.") from None
    except json.JSONDecodeError:
        raise ValueError("The line is not JSON.") from None
    except ValueError as error:
        raise ValueError(f"The line cannot be read: {error}.") from None
    if not isinstance(data, dict):
        raise ValueError("The line is not a JSON object.")
    return data


def read_id(data: dict[str, Any]) -> str | int | float | None:
    """Read the `id` that the answer to a line has to bear; None where there is none.

    Raises:
        ValueError: It is something else than an `id` may be.
    """
    identity = data.get("id")
    if identity is None or isinstance(identity, str):
        return identity
    if type(identity) is int or (type(identity) is float and math.isfinite(identity)):
        return identity
    raise ValueError("The field “id” is neither a text nor a number nor null.")


def error_object(identity: object, sentence: str) -> dict[str, object]:
    """Return the answer to a line about which something is wrong."""
    return {"id": identity, "error": sentence}


def read_request(data: dict[str, Any], revision: int = 0) -> Request:
    """Read what a line asks for.

    Args:
        data: The line: `before`, and perhaps `after`, `offset` and `trigger`.
        revision: The request's.

    Raises:
        ValueError: With one sentence about the field that is wrong.
    """
    before, after = data.get("before"), data.get("after", "")
    offset, trigger = data.get("offset", 0), data.get("trigger", Trigger.TYPED.value)
    if not isinstance(before, str):
        raise ValueError("The field “before” is missing or is not a text.")
    if not isinstance(after, str):
        raise ValueError("The field “after” is not a text.")
    if type(offset) is not int or offset < 0:
        raise ValueError("The field “offset” is not a number of characters.")
    if not isinstance(trigger, str) or trigger not in _TRIGGERS:
        raise ValueError(f"The field “trigger” is none of {', '.join(_TRIGGERS)}.")
    return Request(revision, _whole(before), _whole(after), offset, _TRIGGERS[trigger])


def request_object(request: Request) -> dict[str, object]:
    """Return a request as `read_request` reads it."""
    return {
        "before": request.before,
        "after": request.after,
        "offset": request.offset,
        "trigger": request.trigger.value,
    }


def answer_object(identity: object, answer: Suggestion) -> dict[str, object]:
    """Return an answer as a JSON object."""
    return {
        "id": identity,
        # Who only inserts, as input methods do, could do nothing with a correction.
        "words": [
            {"text": word.text, "p": _number(word.p, 6)}
            for word in answer.words
            if not word.replaces
        ],
        "ghost": answer.ghost,
        "p": _number(answer.ghost_p, 6),
        "reason": None if answer.reason is None else str(answer.reason),
        "final": answer.final,
        "ms": {"words": _number(answer.words_ms, 3), "total": _number(answer.total_ms, 3)},
        "passes": answer.passes,
    }


def read_answer(data: dict[str, Any], request: Request) -> Suggestion:
    """Read an answer to a request.

    Raises:
        ValueError: It is not one.
    """
    try:
        words = tuple(Word(str(word["text"]), float(word["p"])) for word in data["words"])
        reason = None if data["reason"] is None else Silence(data["reason"])
        return Suggestion(
            request,
            words,
            str(data["ghost"]),
            float(data["p"]),
            reason=reason,
            final=bool(data["final"]),
            words_ms=float(data["ms"]["words"]),
            total_ms=float(data["ms"]["total"]),
            passes=int(data["passes"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"The answer lacks or garbles {error}.") from None


def is_text(data: dict[str, Any]) -> bool:
    """Return whether no text in an object has halves of surrogate pairs, as files refuse them."""
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def to_line(data: dict[str, Any]) -> bytes:
    """Return an object as a line of JSON, halves of surrogate pairs in it as escapes.

    Raises:
        ValueError: It holds a number that JSON has not.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, allow_nan=False).encode("ascii")
    return text + b"\n"


def _number(value: float, digits: int) -> float:
    """Round, and never return what JSON has no number for."""
    return round(value, digits) if math.isfinite(value) else 0.0


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can name and which are no characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
