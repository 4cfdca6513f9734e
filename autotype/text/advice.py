"""What somebody can do who wonders why nothing is suggested."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from autotype.text.suggestion import Silence


class Remedy(enum.Enum):
    """What can be done about it with a button."""

    NONE = ""
    RESUME = "Resume"
    CONFIDENCE = "Show more"
    MID_LINE = "Suggest there too"
    WORDS = "What is offered …"
    MODEL = "Models …"
    GET_MODEL = "Get the model"


@dataclass(frozen=True, slots=True)
class Advice:
    """What a reason means.

    Attributes:
        text: What is the matter and what helps, in a sentence or two.
        remedy: What a button can do about it.
    """

    text: str
    remedy: Remedy = Remedy.NONE


_TYPE_ON = "Keep typing, and suggestions come back."
ADVICE: Mapping[Silence | None, Advice] = {
    None: Advice(
        "Nothing keeps suggestions back: type a few letters, and grey text appears after the "
        "caret whenever the model is sure enough."
    ),
    Silence.UNSURE: Advice(
        "The model is not sure enough here to be worth your look. With less confidence it shows "
        "more, and is wrong more often.",
        Remedy.CONFIDENCE,
    ),
    Silence.TOO_SHORT: Advice(
        "What it could show would hardly save a key. With less confidence it shows that, too.",
        Remedy.CONFIDENCE,
    ),
    Silence.INSIDE_WORD: Advice(
        "The caret is inside a word; nothing is suggested in the middle of one."
    ),
    Silence.TEXT_AFTER: Advice(
        "Text follows the caret on its line, and suggestions there are switched off.",
        Remedy.MID_LINE,
    ),
    Silence.REPEATS_AFTER: Advice("What it would suggest is already there, after the caret."),
    Silence.REPEATS_BEFORE: Advice(f"It would only repeat what you have just written. {_TYPE_ON}"),
    Silence.MISSPELLED: Advice(
        "The beginning of this word may be misspelled, and a wrong beginning is not finished. "
        "Correct it, or write the word to its end."
    ),
    Silence.FOREIGN: Advice(
        "The text seems to be in a language that this model has not seen enough of. Those that "
        "can be downloaded know English; a model of your own may know another language.",
        Remedy.MODEL,
    ),
    Silence.NO_WORDS: Advice(f"No word fits after these characters. {_TYPE_ON}"),
    Silence.NO_PROSE: Advice("This looks like a number or an address, where nothing is suggested."),
    Silence.FILTERED: Advice(
        "What it would suggest is among what is never offered, such as profanity, secrets or "
        "numbers that only look real.",
        Remedy.WORDS,
    ),
    Silence.AFTER_DELETION: Advice(f"Nothing is suggested right after a deletion. {_TYPE_ON}"),
    Silence.AFTER_UNDO: Advice(f"Nothing is suggested right after undo. {_TYPE_ON}"),
    Silence.AFTER_PASTE: Advice(f"Nothing is suggested right after a paste. {_TYPE_ON}"),
    Silence.AFTER_EDIT: Advice(
        "The text was changed by something else than typing, such as a correction or a text that "
        f"was restored. {_TYPE_ON}"
    ),
    Silence.AFTER_MOVE: Advice(f"The caret has moved, and nothing was typed since. {_TYPE_ON}"),
    Silence.SELECTION: Advice(f"Text is selected, which a key would replace. {_TYPE_ON}"),
    Silence.COMPOSING: Advice("An input method is composing; suggestions come when it is done."),
    Silence.UNFOCUSED: Advice(
        "The text does not have the keyboard; click into it and keep typing."
    ),
    Silence.DISMISSED: Advice("You dismissed the suggestion; the next word can get one again."),
    Silence.PAUSED: Advice("Suggestions are paused.", Remedy.RESUME),
    Silence.SNOOZED: Advice("Suggestions are paused for ten minutes.", Remedy.RESUME),
    Silence.HELD_OUT: Advice(
        "By chance this text is written without suggestions, so that “Your numbers” can say "
        "whether they help. The next text may have them; the setting is “Compare with and without”."
    ),
    Silence.READ_ONLY: Advice("This document is read-only; you cannot type into it."),
    Silence.LONG_LINE: Advice(
        "This paragraph is so long that every key would have to wait; begin a new one."
    ),
    Silence.NO_MODEL: Advice(
        "There is no language model yet; it is fetched once, and runs on this computer only.",
        Remedy.GET_MODEL,
    ),
    Silence.LOADING: Advice("The model is being opened, which takes a second or two."),
    Silence.THINKING: Advice("The model is working; this takes a moment."),
    Silence.FAILED: Advice(
        "The model has failed. The line above the text says why; another model may work.",
        Remedy.MODEL,
    ),
    Silence.OVERTAKEN: Advice(f"You typed on before the answer came. {_TYPE_ON}"),
}
"""For every reason there is; None where there is none."""
