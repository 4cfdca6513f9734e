"""What can be set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches

import tomli_w

from autotype.settings.schema import (
    Group,
    Kind,
    Option,
    choice,
    key_table,
    line_of_text,
    number,
    options_of,
    switch,
)
from autotype.translation import tr


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field says what it means."""

    suggestions: bool = switch(
        Group.SUGGESTIONS,
        "Suggest",
        "Whether anything is suggested at all",
        on=True,
    )
    show_at_least: float = number(
        Group.SUGGESTIONS,
        "Confidence",
        "From eager (0) to quiet (1, nothing inline): how often about five letters must be right "
        "to be shown; more letters need less, fewer more",
        0.5,
        (0, 1),
        step=0.05,
    )
    take_after_ms: int = number(
        Group.SUGGESTIONS,
        "Time to be seen",
        "Tab takes a suggestion that has been visible this long",
        150,
        (0, 2000),
        step=50,
        unit="ms",
    )
    soft_space: bool = switch(
        Group.SUGGESTIONS,
        "Space by itself",
        "Whether the space after a suggestion comes by itself with the next word",
        on=True,
    )
    mid_line: bool = switch(
        Group.SUGGESTIONS,
        "In the middle of a line",
        "Whether to suggest inline before text on the same line",
        on=False,
    )
    words_at: str = choice(
        Group.SUGGESTIONS,
        "Three words",
        "Where the three likeliest words are shown",
        {
            "caret": "below the line that is written",
            "bottom": "below all of the text",
            "off": "nowhere",
        },
    )
    hide_profanity: bool = switch(
        Group.WORDS,
        "No profanity",
        "Offer no profanity, but for words that you wrote yourself",
        on=True,
    )
    gendered_pronouns: bool = switch(
        Group.WORDS,
        "He and she",
        "Whether he, she and the like are offered",
        on=True,
    )
    announce: str = choice(
        Group.WORDS,
        "Read aloud",
        "Read notices, and after a pause suggestions, to screen readers",
        {"auto": "while a screen reader runs", "off": "never", "idle": "always"},
    )
    pack: str = line_of_text(
        Group.MODEL,
        "Model",
        "Model pack: a name, a folder, or `auto`",
        "auto",
    )
    provider: str = choice(
        Group.MODEL,
        "Runs on",
        "What the model runs on",
        {
            "auto": "the graphics card where that works",
            "cpu": "the processor",
            "cuda": "an NVIDIA card",
        },
    )
    look_ahead: str = choice(
        Group.MODEL,
        "Work ahead",
        "What is worked out in pauses, before it is asked",
        {
            "auto": "as “always”, but on battery only what follows a take",
            "always": "what follows a take, and the likeliest keys",
            "off": "nothing",
        },
    )
    offer_model: bool = switch(
        Group.MODEL,
        "Offer the better model",
        "Whether to offer the better model while the built-in one is in use",
        on=True,
    )
    theme: str = choice(
        Group.LOOK,
        "Theme",
        "Colours of the window",
        {
            "system": "as the desktop has it",
            "light": "light",
            "dark": "dark",
            "contrast": "as strong as can be, light or dark as the desktop is",
        },
    )
    ghost_contrast: str = choice(
        Group.LOOK,
        "Suggested text",
        "How strong suggested text is",
        {"normal": "quiet", "high": "strong"},
    )
    ghost_style: str = choice(
        Group.LOOK,
        "Told apart by",
        "How suggested text differs from yours; in the strongest contrast it is slanted, too",
        {
            "colour": "its colour",
            "italic": "its colour and slanted letters",
            "underline": "its colour and a dotted line",
        },
    )
    language: str = choice(
        Group.LOOK,
        "Language",
        "Language of menus and messages, from the next start on",
        {"auto": "that of the system", "en": "English", "de": "Deutsch"},
    )
    font_family: str = line_of_text(
        Group.LOOK,
        "Font",
        "Font of the text; empty for the system's",
        "",
    )
    font_size: float = number(
        Group.LOOK,
        "Size",
        "Size of the text in points",
        13,
        (6, 72),
        unit="pt",
    )
    text_width: float = number(
        Group.LOOK,
        "Text width",
        "Longest line of text, in characters; a window that is narrower wraps earlier",
        74,
        (20, 400),
    )
    line_spacing: float = number(
        Group.LOOK,
        "Line spacing",
        "Distance of the lines: 1 is the font's own, 2 is double",
        1,
        (1, 3),
        step=0.1,
        fine=True,
    )
    typewriter: str = choice(
        Group.LOOK,
        "Typewriter",
        "Where the line that is written stays while you type",
        {"off": "it wanders down", "centre": "half way down", "third": "a third down"},
    )
    focus: str = choice(
        Group.LOOK,
        "Focus",
        "What keeps its colour while all else is quieter",
        {
            "off": "everything",
            "sentence": "the sentence at the caret",
            "paragraph": "the paragraph at the caret",
        },
    )
    counts: str = choice(
        Group.LOOK,
        "Counts",
        "What the status line counts",
        {
            "words": "words",
            "characters": "characters",
            "letters": "characters without spaces",
            "sentences": "sentences",
            "paragraphs": "paragraphs",
            "time": "the time to read it",
        },
    )
    recent_files: int = number(
        Group.FILES,
        "Recent files",
        "How many files the menu lists, with the caret where it was; 0 keeps no list",
        10,
        (0, 30),
        whole=True,
    )
    reopen: bool = switch(
        Group.FILES,
        "Reopen the last file",
        "Whether Autotype starts with the file that was open last",
        on=False,
    )
    spelling: str = line_of_text(
        Group.LOOK,
        "Spelling",
        "Dictionary that misspelled words are marked by: `auto` (the system's language, else "
        "English), `off`, or a name such as `de_DE`",
        "auto",
    )
    markdown: str = choice(
        Group.LOOK,
        "Markdown",
        "Whether headings, emphasis and code are told apart",
        {"auto": "in files that end in .md or .markdown", "on": "always", "off": "never"},
    )
    right_takes: bool = switch(
        Group.KEYS,
        "Right takes",
        "Whether Right takes the suggestion at the end of a line",
        on=False,
    )
    hold_out: float = number(
        Group.NUMBERS,
        "Compare with and without",
        "Share of texts and days that are written without suggestions, so that *Your numbers* can "
        "say whether they help; 0 for none",
        0,
        (0, 0.5),
        step=0.1,
    )
    elsewhere: str = choice(
        Group.ELSEWHERE,
        "Shown",
        "Suggestions in other applications",
        {"inline": "in the text", "popup": "in a window near the caret", "off": "not at all"},
    )
    idle_minutes: float = number(
        Group.ELSEWHERE,
        "Rest after",
        "The service gives the engine's memory back after so long",
        10,
        (0.05, 1440),
        unit="min",
    )
    keys: Mapping[str, str] = key_table(
        Group.KEYS,
        "Keys",
        'Other keys for actions, such as `take = "Tab"`; an empty text takes a key away',
    )


OPTIONS: Mapping[str, Option] = options_of(fields(Settings))

RENAMED: Mapping[str, tuple[str, Mapping[bool, str]]] = {
    "show_bar": ("words_at", {True: "bottom", False: "off"}),
}
"""Switches of earlier versions: what each is called now, and what its values have become."""


def nearest(name: str, known: Sequence[str]) -> str:
    """Return “; did you mean …?”, or nothing where no known name is near."""
    close = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return tr("; did you mean “{close}”?", close=close[0]) if close else "."


def in_toml(value: object) -> str:
    """Return a value as the file has it."""
    return tomli_w.dumps({"x": value}).removeprefix("x = ").strip() if value != {} else "{}"


def in_full(option: Option) -> str:
    """Return what a setting does and what its values mean, in Markdown."""
    if option.kind is not Kind.CHOICE:
        return option.help
    values = ", ".join(f"`{value}` ({means})" for value, means in option.choices.items())
    return f"{option.help}: {values}"


def as_table() -> str:
    """Return the settings as a Markdown table, for the README."""
    rows = [
        f"| `{name}` | `{in_toml(option.default)}` | {in_full(option)} |"
        for name, option in OPTIONS.items()
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows])
