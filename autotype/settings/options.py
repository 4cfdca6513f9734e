"""What can be set.

One schema (`OPTIONS`) drives the defaults, the checks, what is said about a value that cannot be
used, the file that is shown to those who have none yet, and the table in the README.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import tomli_w

from autotype.settings.keys import is_keys

Check = Callable[[object], bool]
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Option:
    """One setting.

    Attributes:
        default: Its value when the file says nothing.
        check: Whether a value read from the file may be used.
        allowed: What it may be, in words that end “must be …”.
        help: What it does, and what it may be.
    """

    default: Any
    check: Check
    allowed: str
    help: str


def _one_of(default: str, values: Sequence[str], text: str) -> Option:
    *others, last = [f"“{value}”" for value in values]
    allowed = f"{', '.join(others)} or {last}"
    # A list or a table is in no tuple, but comparing it is no business of ours.
    return Option(default, lambda value: isinstance(value, str) and value in values, allowed, text)


def _number(default: float, low: float, high: float, text: str) -> Option:
    def check(value: object) -> bool:
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        )

    return Option(default, check, f"a number from {low} to {high}", text)


def _text(default: str, text: str) -> Option:
    def check(value: object) -> bool:
        # Half a character and NUL are in no name of a pack or a font.
        return (
            isinstance(value, str)
            and len(value) <= _LONGEST_TEXT
            and not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)
        )

    return Option(default, check, f"a text of at most {_LONGEST_TEXT} characters", text)


def _switch(default: bool, text: str) -> Option:
    return Option(default, lambda value: isinstance(value, bool), "true or false", text)


OPTIONS: Mapping[str, Option] = {
    "pack": _text("auto", "Model pack: a name, a folder, or `auto`"),
    "provider": _one_of(
        "auto", ("auto", "cpu", "cuda"), "What the model runs on: `auto`, `cpu`, `cuda`"
    ),
    "suggestions": _switch(True, "Whether anything is suggested at all"),
    "show_at_least": _number(
        0.5,
        0,
        1,
        "From eager (0) to quiet (1, nothing inline): how often about five letters must be right "
        "to be shown; more letters need less, fewer more",
    ),
    "take_after_ms": _number(
        150, 0, 2000, "Tab takes a suggestion that has been visible this long"
    ),
    "soft_space": _switch(
        True, "Whether the space after a suggestion comes by itself with the next word"
    ),
    "right_takes": _switch(False, "Whether Right takes the suggestion at the end of a line"),
    "words_at": _one_of(
        "caret",
        ("caret", "bottom", "off"),
        "Where the three words are shown: `caret` (below the line), `bottom` (of all), `off`",
    ),
    "mid_line": _switch(False, "Whether to suggest inline before text on the same line"),
    "hide_profanity": _switch(True, "Offer no profanity, but for words that you wrote yourself"),
    "gendered_pronouns": _switch(True, "Whether he, she and the like are offered"),
    "look_ahead": _one_of(
        "auto",
        ("auto", "always", "off"),
        "What is worked out in pauses, before it is asked: `always` what follows a take and the "
        "likeliest keys, `auto` the same but on battery only what follows a take, `off` nothing",
    ),
    "theme": _one_of(
        "system",
        ("system", "light", "dark", "contrast"),
        "`system`, `light`, `dark`, or `contrast` (as strong as can be, light or dark as the "
        "system is)",
    ),
    "ghost_contrast": _one_of(
        "normal", ("normal", "high"), "How strong suggested text is: `normal`, `high`"
    ),
    "ghost_style": _one_of(
        "colour",
        ("colour", "italic", "underline"),
        "How suggested text differs from yours: `colour` alone (in the theme `contrast` it is "
        "slanted too), or `italic`, `underline` as well",
    ),
    "font_family": _text("", "Font of the text; empty for the system's"),
    "font_size": _number(13, 6, 72, "Size of the text in points"),
    "text_width": _number(
        74, 20, 400, "Longest line of text, in characters; a window that is narrower wraps earlier"
    ),
    "line_spacing": _number(1, 1, 3, "Distance of the lines: 1 is the font's own, 2 is double"),
    "typewriter": _one_of(
        "off",
        ("off", "centre", "third"),
        "Where the line that is written stays while you type: `centre` (half way down), `third` "
        "(a third down), `off` (it wanders down)",
    ),
    "focus": _one_of(
        "off",
        ("off", "sentence", "paragraph"),
        "What keeps its colour while all else is quieter: the `sentence` or the `paragraph` at "
        "the caret; `off` is everything",
    ),
    "counts": _one_of(
        "words",
        ("words", "characters", "letters", "sentences", "paragraphs", "time"),
        "What the status line counts: `words`, `characters`, `letters` (characters without "
        "spaces), `sentences`, `paragraphs`, or the `time` to read it",
    ),
    "announce": _one_of(
        "auto",
        ("auto", "off", "idle"),
        "Read suggestions to screen readers after a pause: `auto`, `off`, `idle`",
    ),
    "offer_model": _switch(
        True, "Whether to offer the better model while the built-in one is in use"
    ),
    "elsewhere": _one_of(
        "inline",
        ("inline", "popup", "off"),
        "Suggestions in other applications: `inline`, `popup` (a window near the caret), `off`",
    ),
    "idle_minutes": _number(
        10, 0.05, 1440, "The service gives the engine's memory back after so long"
    ),
    "keys": Option(
        {}, is_keys, "a table of keys", 'Other keys for actions, such as `take = "Tab"`'
    ),
}

RENAMED: Mapping[str, tuple[str, Mapping[bool, str]]] = {
    "show_bar": ("words_at", {True: "bottom", False: "off"}),
}
"""Switches of earlier versions: what each is called now, and what its values have become."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; see `OPTIONS` for what they mean."""

    pack: str = "auto"
    provider: str = "auto"
    suggestions: bool = True
    show_at_least: float = 0.5
    take_after_ms: int = 150
    soft_space: bool = True
    right_takes: bool = False
    words_at: str = "caret"
    mid_line: bool = False
    hide_profanity: bool = True
    gendered_pronouns: bool = True
    look_ahead: str = "auto"
    theme: str = "system"
    ghost_contrast: str = "normal"
    ghost_style: str = "colour"
    font_family: str = ""
    font_size: float = 13
    text_width: float = 74
    line_spacing: float = 1
    typewriter: str = "off"
    focus: str = "off"
    counts: str = "words"
    announce: str = "auto"
    offer_model: bool = True
    elsewhere: str = "inline"
    idle_minutes: float = 10
    keys: Mapping[str, str] = field(default_factory=dict)


def nearest(name: str, known: Sequence[str]) -> str:
    """Return “; did you mean …?”, or nothing where no known name is near."""
    close = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f"; did you mean “{close[0]}”?" if close else "."


def in_toml(value: object) -> str:
    """Return a value as the file has it."""
    return tomli_w.dumps({"x": value}).removeprefix("x = ").strip() if value != {} else "{}"


def as_table() -> str:
    """Return the settings as a Markdown table, for the README."""
    rows = [
        f"| `{name}` | `{in_toml(option.default)}` | {option.help} |"
        for name, option in OPTIONS.items()
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])
