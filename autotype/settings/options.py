"""What can be set."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from autotype.settings.schema import (
    Group,
    Option,
    choice,
    key_table,
    line_of_text,
    number,
    options_of,
    switch,
)


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
        "Wait before Tab",
        "Tab takes a suggestion once it has been visible this long",
        150,
        (0, 2000),
        step=50,
        unit="ms",
    )
    soft_space: bool = switch(
        Group.SUGGESTIONS,
        "Automatic space",
        "Whether the space after a suggestion is added for you with the next word",
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
            "caret": "below the line you are writing",
            "bottom": "below all of the text",
            "off": "nowhere",
        },
    )
    hide_profanity: bool = switch(
        Group.WORDS,
        "No profanity",
        "Offer no profanity, except words that you wrote yourself",
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
            "auto": "the graphics card if that works",
            "cpu": "the processor",
            "cuda": "an NVIDIA card",
        },
    )
    look_ahead: str = choice(
        Group.MODEL,
        "Work ahead",
        "What is worked out in pauses, before it is needed",
        {
            "auto": "what follows a take; on mains power the likeliest keys, too",
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
            "system": "as on the desktop",
            "light": "light",
            "dark": "dark",
            "contrast": "as strong as possible, light or dark like the desktop",
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
        "Distinguished by",
        "How suggested text differs from yours; in the strongest contrast it is slanted, too",
        {
            "colour": "its colour",
            "italic": "its colour and slanted letters",
            "underline": "its colour and a dotted underline",
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
        "Where the line you are writing stays while you type",
        {"off": "it moves down", "centre": "half way down", "third": "a third down"},
    )
    focus: str = choice(
        Group.LOOK,
        "Focus",
        "What keeps its colour while everything else is dimmed",
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
        "How many files the menu lists, with the caret where it was; 0 turns the list off",
        10,
        (0, 30),
        whole=True,
    )
    reopen: bool = switch(
        Group.FILES,
        "Reopen what was open",
        "Whether Autotype starts with the tabs that were open, unsaved texts included",
        on=True,
    )
    spelling: str = line_of_text(
        Group.LOOK,
        "Spelling",
        "Dictionary used to mark misspelled words: `auto` (the system's language, else "
        "English), `off`, or a name such as `de_DE`",
        "auto",
    )
    markdown: str = choice(
        Group.LOOK,
        "Markdown",
        "Whether headings, emphasis and code are highlighted",
        {"auto": "in files that end in .md or .markdown", "on": "always", "off": "never"},
    )
    right_takes: bool = switch(
        Group.KEYS,
        "Right takes",
        "Whether Right takes the suggestion at the end of a line",
        on=False,
    )
    learning: bool = switch(
        Group.LEARNING,
        "Learn from what I write",
        "Whether names, words and set phrases of yours are learned on this computer, to be "
        "suggested again; *What was learned* shows all of it",
        on=True,
    )
    hold_out: float = number(
        Group.NUMBERS,
        "Compare with and without",
        "Share of texts and days written without suggestions, so that *Your numbers* can "
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
        "The service frees the engine's memory after this long without use",
        10,
        (0.05, 1440),
        unit="min",
    )
    keys: Mapping[str, str] = key_table(
        Group.KEYS,
        "Keys",
        'Other keys for actions, such as `take = "Tab"`; an empty text removes a key',
    )


OPTIONS: Mapping[str, Option] = options_of(fields(Settings))

RENAMED: Mapping[str, tuple[str, Mapping[bool, str]]] = {
    "show_bar": ("words_at", {True: "bottom", False: "off"}),
}
"""Switches of earlier versions: what each is called now, and what its values have become."""
