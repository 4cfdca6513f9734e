"""What people call a setting that is called something else: only the search goes by it."""

from collections.abc import Mapping

from autotype.translation import mark

SEARCH_WORDS: Mapping[str, str] = {
    "suggestions": mark("turn off, disable, autocomplete, completion, prediction, predictive"),
    "show_at_least": mark("quiet, quieter, calm, fewer, less, eager, more often, threshold"),
    "take_after_ms": mark("delay, accident, milliseconds"),
    "soft_space": mark("trailing blank, spacing"),
    "mid_line": mark("middle, inside a line"),
    "words_at": mark("strip, bar, chips, position, hide words"),
    "hide_profanity": mark("swear, offensive, rude, filter"),
    "gendered_pronouns": mark("gender, bias"),
    "announce": mark("screen reader, speech, voice, accessibility"),
    "pack": mark("download, better suggestions, AI, quality"),
    "provider": mark("GPU, CUDA, speed, slow"),
    "look_ahead": mark("battery, power, energy, speed, slow"),
    "theme": mark("dark mode, night, bright, appearance, accessibility"),
    "ghost_contrast": mark("grey text, ghost text, pale, faint, accessibility"),
    "ghost_style": mark("grey text, ghost text, italics, accessibility"),
    "language": mark("translation, interface"),
    "font_family": mark("typeface, letters"),
    "font_size": mark("bigger, larger, smaller, zoom, letters"),
    "text_width": mark("column, margins, wrap"),
    "line_spacing": mark("line height, leading"),
    "spelling": mark("spell check, dictionary, typos, red underline"),
    "markdown": mark("syntax, formatting"),
    "typewriter": mark("scrolling, keep the caret in the middle"),
    "focus": mark("distraction, dim, concentrate"),
    "counts": mark("word count, statistics"),
    "recent_files": mark("history, delete, last opened"),
    "reopen": mark("restore, session, start-up, remember tabs"),
    "learning": mark("privacy, delete, forget, remember, history, personal, data"),
    "hold_out": mark("statistics, experiment, trial"),
    "elsewhere": mark("other programs, system-wide, input method"),
    "idle_minutes": mark("RAM, memory, unload"),
    "keys": mark("shortcuts, hotkeys, keyboard, bindings"),
}
"""By the name in the file. Words that the title and the help have already need not be here."""
