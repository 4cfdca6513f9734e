"""What `autotype session` makes of its lines: one text, its keys, and what the engine says."""

from collections.abc import Callable
from typing import Any, get_args

from autotype.engine.completer import Completer, OvertakenError
from autotype.errors import AutotypeError
from autotype.logs import describe
from autotype.service.messages import parse_object, to_line
from autotype.text.dialogue.events import Take, Wish
from autotype.text.dialogue.plain import PlainText, keys_of
from autotype.text.dialogue.state import Options
from autotype.text.request import Request
from autotype.text.suggestion import Silence, Suggestion, Word

_LONGEST = 1_000_000
"""Characters of a text: every one of them comes back with every answer."""
_BAR = ("word1", "word2", "word3")
_OF_THE_BAR: tuple[Take, ...] = ("first", "second", "third")
_EDITS = ("backspace", "delete", "left", "right", "undo", "blur")
_TAKES = (*(name for name in get_args(Take) if name not in _OF_THE_BAR), *_BAR)
_NAMES = (*_TAKES, *get_args(Wish), *_EDITS, "enter", "paste")


class SessionText:
    """One text that is written key by key; one thread uses it."""

    def __init__(self, completer: Completer, *, soft_space: bool) -> None:
        """Start with an empty text.

        Args:
            completer: The engine.
            soft_space: Whether a take leaves a soft space.
        """
        self._completer = completer
        self._options = Options(take_after_s=0.0, soft_space=soft_space)
        self._text = PlainText.opened("", "", self._options)
        self._keys = 0
        self._prepared: Request | None = None
        self.terminate: Callable[[], None] = completer.model.terminate

    def answer(self, line: bytes) -> bytes:
        """Return the one line that answers a line, whatever is wrong with it."""
        try:
            self._hear(parse_object(line))
        except ValueError as error:
            return to_line({"error": str(error)})
        return to_line(self._shown())

    def idle(self, interrupted: Callable[[], bool]) -> bool:
        """Do one piece of work while no line is there; return whether there is more.

        What is wanted is answered, but heard of only with the line that waits for it.
        """
        wanted = self._text.wanted
        if wanted is None or wanted is self._prepared:
            return self._completer.idle(interrupted)
        try:
            self._completer.complete(wanted, interrupted=interrupted)
        except OvertakenError:
            return True
        except Exception:
            # Whoever waits for it will be told.
            self._prepared = wanted
            return False
        self._prepared = wanted
        return True

    # What is heard.

    def _hear(self, data: dict[str, Any]) -> None:
        """Do what a line says; the text is as it was where that raises `ValueError`."""
        self._text.now += 1.0  # no line is so soon after another that it must be an accident
        match data.get("event"):
            case "open":
                before, after = _text(data, "before"), _text(data, "after", "")
                _check_size(len(before) + len(after))
                self._text = PlainText.opened(before, after, self._options)
                self._text.begin()
                self._keys = 0
            case "type":
                text = _text(data, "text")
                if not text:
                    raise ValueError("The field “text” is empty.")
                self._check_room(text)
                for key in keys_of(text):
                    self._keys += 1
                    self._text.type(key)
            case "key":
                self._press(data)
            case "wait":
                self._wait()
            case _:
                raise ValueError("The field “event” is none of open, type, key, wait.")

    def _press(self, data: dict[str, Any]) -> None:
        name, text = data.get("name"), self._text
        if not isinstance(name, str) or name not in _NAMES:
            raise ValueError(f"The field “name” is none of {', '.join(_NAMES)}.")
        if name == "paste":
            pasted = _text(data, "text").replace("\r\n", "\n").replace("\r", "\n")
            self._check_room(pasted)
            text.paste(pasted)
        elif name == "enter":
            text.type("\n")
        elif name in _EDITS:
            getattr(text, name)()
        elif name in _BAR:
            places = self._offered()[_BAR.index(name) :]
            if places:
                text.take(places[0][0], deliberate=True)
        elif name in _TAKES:
            text.take(name, deliberate=True)  # type: ignore[arg-type]
        else:
            text.press(name)  # type: ignore[arg-type]
        if name != "blur":
            self._keys += 1

    def _check_room(self, text: str) -> None:
        _check_size(len(self._text.before) + len(self._text.after) + len(text))

    def _wait(self) -> None:
        """Let the engine answer what is wanted, and what is wanted then."""
        wanted = self._text.wanted
        if wanted is None:
            return
        try:
            answer = self._completer.complete(wanted)
        except Exception as error:
            self._text.answer(Suggestion(wanted, reason=Silence.FAILED))
            why = str(error) if isinstance(error, AutotypeError) else describe(error)
            raise ValueError(f"The model failed ({why}).") from error
        self._text.answer(answer)

    # What is said.

    def _offered(self) -> list[tuple[Take, Word]]:
        """Return the words of the bar in the order of their places; no place is empty here."""
        places = zip(_OF_THE_BAR, self._text.state.places, strict=False)
        return [(name, offer.word) for name, offer in places if offer.word is not None]

    def _shown(self) -> dict[str, Any]:
        text, state = self._text, self._text.state
        return {
            "before": text.before,
            "after": text.after,
            "ghost": state.ghost.text,
            "soft_space": bool(state.soft),
            "words": [
                {"text": word.text, "p": round(word.p, 6), "replaces": word.replaces}
                for _, word in self._offered()
            ],
            "reason": None if state.silence is None else str(state.silence),
            "keys": self._keys,
        }


def _check_size(size: int) -> None:
    if size > _LONGEST:
        raise ValueError(f"The text is longer than {_LONGEST:,} characters.")


def _text(data: dict[str, Any], name: str, default: str | None = None) -> str:
    """Read a text, without halves of surrogate pairs, which JSON can name.

    Raises:
        ValueError: There is none.
    """
    value = data.get(name, default)
    if not isinstance(value, str):
        raise ValueError(f"The field “{name}” is missing or is not a text.")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
