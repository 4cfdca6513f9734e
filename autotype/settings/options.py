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
        "Suggest words while you write",
        on=True,
    )
    show_at_least: float = number(
        Group.SUGGESTIONS,
        "Confidence",
        "How sure a suggestion has to be before it is shown inline",
        0.5,
        (0, 1),
        step=0.05,
        written="from 0 (eager) to 1 (quiet: nothing inline); in between, how often a suggestion "
        "of about five letters has to be right, where a longer one may be less sure and a shorter "
        "one has to be surer",
    )
    take_after_ms: int = number(
        Group.SUGGESTIONS,
        "Wait before Tab",
        "Tab takes a suggestion only after it has been visible this long",
        150,
        (0, 2000),
        step=50,
        unit="ms",
    )
    soft_space: bool = switch(
        Group.SUGGESTIONS,
        "Automatic space",
        "Add the space after a suggestion for you as soon as you type the next word",
        on=True,
    )
    mid_line: bool = switch(
        Group.SUGGESTIONS,
        "In the middle of a line",
        "Suggest inline even where text follows on the same line",
        on=False,
    )
    words_at: str = choice(
        Group.SUGGESTIONS,
        "Three words",
        "Where the three likeliest words are shown",
        {
            "caret": "below the line you are writing",
            "bottom": "at the bottom of the window",
            "off": "nowhere",
        },
    )
    hide_profanity: bool = switch(
        Group.WORDS,
        "No profanity",
        "Never suggest profanity, except words you have written yourself",
        on=True,
    )
    gendered_pronouns: bool = switch(
        Group.WORDS,
        "He and she",
        "Suggest he, she and other gendered pronouns",
        on=True,
    )
    announce: str = choice(
        Group.WORDS,
        "Read aloud",
        "When notices, and suggestions after a pause, are read aloud",
        {"auto": "while a screen reader is running", "off": "never", "idle": "always"},
    )
    pack: str = line_of_text(
        Group.MODEL,
        "Model",
        "The language model that makes the suggestions",
        "auto",
        written="`auto` for the best one that is fast enough here, the name of a pack, or its "
        "folder",
    )
    provider: str = choice(
        Group.MODEL,
        "Runs on",
        "What the model runs on",
        {
            "auto": "the graphics card if possible, otherwise the processor",
            "cpu": "the processor",
            "cuda": "an NVIDIA graphics card",
        },
    )
    look_ahead: str = choice(
        Group.MODEL,
        "Work ahead",
        "How much is prepared while you pause, so that the next suggestion is there at once",
        {
            "auto": "a lot, but less on battery",
            "always": "a lot, on battery too",
            "off": "nothing",
        },
        written="on battery, `auto` prepares only what follows a suggestion that you take, and "
        "otherwise also what follows the keys you are likely to press",
    )
    offer_model: bool = switch(
        Group.MODEL,
        "Offer the better model",
        "Offer to get the better model while the built-in one is in use",
        on=True,
    )
    theme: str = choice(
        Group.LOOK,
        "Theme",
        "Colours of the window; high contrast is light or dark, like the desktop",
        {
            "system": "as on the desktop",
            "light": "light",
            "dark": "dark",
            "contrast": "high contrast",
        },
    )
    ghost_contrast: str = choice(
        Group.LOOK,
        "Strength of suggested text",
        "How much suggested text stands out",
        {"normal": "a little", "high": "more"},
    )
    ghost_style: str = choice(
        Group.LOOK,
        "Style of suggested text",
        "How to tell suggested text from your own; with high contrast it is always slanted or "
        "underlined",
        {
            "colour": "by its colour",
            "italic": "by its colour, and slanted letters",
            "underline": "by its colour, and a dotted underline",
        },
    )
    language: str = choice(
        Group.LOOK,
        "Language",
        "Language of menus and messages; a change counts from the next start",
        {"auto": "the system's language", "en": "English", "de": "Deutsch"},
    )
    font_family: str = line_of_text(
        Group.LOOK,
        "Font",
        "Font of the text",
        "",
        written="empty for the system's",
    )
    font_size: float = number(
        Group.LOOK,
        "Font size",
        "Size of the text, in points",
        13,
        (6, 72),
        unit="pt",
    )
    text_width: float = number(
        Group.LOOK,
        "Text width",
        "How many characters fit on a line, as long as the window is wide enough",
        74,
        (20, 400),
    )
    line_spacing: float = number(
        Group.LOOK,
        "Line spacing",
        "Space between lines: 1 is single, 2 is double",
        1,
        (1, 3),
        step=0.1,
        fine=True,
    )
    spelling: str = line_of_text(
        Group.WRITING,
        "Spelling",
        "Language in which spelling is checked; misspelled words are underlined",
        "auto",
        choices={
            "auto": "the system's language, or English if there is no dictionary for it",
            "off": "no spell checking",
        },
        written="or the name of a dictionary, such as `de_DE`",
    )
    markdown: str = choice(
        Group.WRITING,
        "Markdown",
        "Highlight headings, emphasis and code",
        {"auto": "in files that end in .md or .markdown", "on": "always", "off": "never"},
    )
    typewriter: str = choice(
        Group.WRITING,
        "Typewriter",
        "Where the line you are writing stays while you type",
        {
            "off": "it moves down the window",
            "centre": "half way down the window",
            "third": "a third down the window",
        },
    )
    focus: str = choice(
        Group.WRITING,
        "Focus",
        "What keeps its colour while everything else is dimmed",
        {
            "off": "everything",
            "sentence": "the sentence at the caret",
            "paragraph": "the paragraph at the caret",
        },
    )
    counts: str = choice(
        Group.WRITING,
        "Counts",
        "What the status line counts",
        {
            "words": "words",
            "characters": "characters",
            "letters": "characters without spaces",
            "sentences": "sentences",
            "paragraphs": "paragraphs",
            "time": "the time it takes to read",
        },
    )
    recent_files: int = number(
        Group.FILES,
        "Recent files",
        "How many files the menu lists, each with the place where you left off; 0 turns the list "
        "off",
        10,
        (0, 30),
        whole=True,
    )
    reopen: bool = switch(
        Group.FILES,
        "Reopen what was open",
        "Start with the tabs that were open last time, unsaved texts included",
        on=True,
    )
    right_takes: bool = switch(
        Group.KEYS,
        "Right arrow",
        "Take the suggestion with the right arrow key at the end of a line",
        on=False,
    )
    learning: bool = switch(
        Group.LEARNING,
        "Learn from what I write",
        "Learn the names, words and set phrases that you use, on this computer alone, and suggest "
        "them again; *What was learned* shows all of it",
        on=True,
    )
    hold_out: float = number(
        Group.NUMBERS,
        "Compare with and without",
        "Share of texts and days to be written without suggestions, so that *Your numbers* can "
        "tell you whether they help; 0 for none",
        0,
        (0, 0.5),
        step=0.1,
    )
    elsewhere: str = choice(
        Group.ELSEWHERE,
        "Where to show them",
        "Suggestions in other applications",
        {"inline": "in the text", "popup": "in a window near the caret", "off": "not at all"},
    )
    idle_minutes: float = number(
        Group.ELSEWHERE,
        "Rest after",
        "How long the model stays in memory without being used",
        10,
        (0.05, 1440),
        unit="min",
    )
    keys: Mapping[str, str] = key_table(
        Group.KEYS,
        "Keys",
        "Which key does what",
        written='a table with the keys of actions, such as `take = "Tab"`; an empty text removes a '
        "key",
    )


OPTIONS: Mapping[str, Option] = options_of(fields(Settings))

RENAMED: Mapping[str, tuple[str, Mapping[bool, str]]] = {
    "show_bar": ("words_at", {True: "bottom", False: "off"}),
}
"""Switches of earlier versions: what each is called now, and what its values have become."""
