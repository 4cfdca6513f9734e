"""The service's lines: one JSON object each, the same as those of `autotype complete --jsonl`.

A line with `before` asks for a suggestion, one with `op` for something else. Every line is
answered by one with the same `id`; a suggestion that is still growing by several, of which
the last has `final`.
"""

import json
from typing import Any

from autotype.text.request import Request, Trigger
from autotype.text.suggestion import Silence, Suggestion, Word

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
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise ValueError("The line is not JSON.") from None
    if not isinstance(data, dict):
        raise ValueError("The line is not a JSON object.")
    return data


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
        "words": [{"text": word.text, "p": round(word.p, 6)} for word in answer.words],
        "ghost": answer.ghost,
        "p": round(answer.ghost_p, 6),
        "reason": None if answer.reason is None else str(answer.reason),
        "final": answer.final,
        "ms": {"words": round(answer.words_ms, 3), "total": round(answer.total_ms, 3)},
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


def to_line(data: dict[str, Any]) -> bytes:
    """Return an object as a line."""
    return json.dumps(data, ensure_ascii=False).encode("utf-8") + b"\n"


def _whole(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can name and which are no characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
