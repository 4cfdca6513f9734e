"""What Autotype keeps on this computer: said once, for the settings window and the handbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autotype import paths
from autotype.translation import mark

LEARNED, NUMBERS = "learned", "numbers"
"""Of what has a window in which it is forgotten."""

_NO = mark("no")
_YES = mark("yes")
_NAMES = mark("names of files")


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of what is kept.

    Attributes:
        places: Where it is.
        holds: What it is, in Markdown, as the others are.
        text: Whether anything of it is the user's text.
        remove: How it is removed.
        window: In which window, LEARNED or NUMBERS; empty where in none.
    """

    places: Sequence[Callable[[], Path]]
    holds: str
    text: str
    remove: str
    window: str = ""

    @property
    def names(self) -> list[str]:
        """The names of the places in the folder of user data."""
        return [place().name for place in self.places]


_DELETE = mark("by hand, while Autotype is closed")

KEPT: Sequence[Kept] = (
    Kept(
        (paths.learned,),
        mark(
            "what was learned of your writing: words, pairs and triples that you wrote twice, "
            "hashes of what you wrote once, your own shortcuts and what they stand for"
        ),
        _YES,
        mark("*Suggestions › What was learned* forgets any part of it or everything"),
        LEARNED,
    ),
    Kept(
        (paths.recovery,),
        mark(
            "unsaved text, in case of a crash and for the next start; it is plain text, not "
            "encrypted, and includes what you type off the record"
        ),
        _YES,
        mark("save or discard the text"),
    ),
    Kept(
        (paths.own_words_file,),
        mark("words that you added to the dictionary, one on a line"),
        _YES,
        mark("by hand, as a whole or line by line, while Autotype is closed"),
    ),
    Kept(
        (paths.tuning,),
        mark("the text that a model is being tuned on, until that is done"),
        _YES,
        mark("*Give up* in *Suggestions › Tune to your writing*"),
    ),
    Kept(
        (paths.sessions,),
        mark("which files were open in tabs"),
        _NAMES,
        mark("*Settings › Files* turns this off; by hand, while Autotype is closed"),
    ),
    Kept(
        (paths.recent_file,),
        mark("which files you opened last, and the place where you left off"),
        _NAMES,
        mark("*File › Open recent › Clear this list*; *Settings › Files* turns the list off"),
    ),
    Kept(
        (paths.numbers_file,),
        mark("how many keys were not pressed, and how often suggestions were right, by the hour"),
        _NO,
        mark("*Reset* in *Suggestions › Your numbers*"),
        NUMBERS,
    ),
    Kept(
        (paths.rules_file, paths.switched_file),
        mark("rules for other applications"),
        mark("names of applications"),
        _DELETE,
    ),
    Kept(
        (paths.packs, paths.downloads),
        mark("models, and unfinished downloads of them"),
        mark("only in a model that you tuned: what it has learned"),
        mark("*Settings › Model* removes a model; the downloads can be deleted"),
    ),
    Kept(
        (paths.measured_file, paths.failures_file),
        mark("how models perform on this computer"),
        _NO,
        _DELETE,
    ),
    Kept(
        (paths.everyday_text, paths.tuning_environment),
        mark("text that a model wrote itself and PyTorch, both for tuning"),
        _NO,
        _DELETE,
    ),
    Kept((paths.dictionaries,), mark("spelling dictionaries that you put there"), _NO, _DELETE),
    Kept(
        (paths.settings_file,),
        mark("your settings; a copy of the version before ends in `.bak`"),
        _NO,
        mark("by hand; the defaults apply then"),
    ),
    Kept(
        (paths.hints_file,),
        mark("how often the key that takes a suggestion was shown and used"),
        _NO,
        _DELETE,
    ),
    Kept((paths.log_file, paths.service_log), mark("a log of failures"), _NO, _DELETE),
)
"""What holds most of the writer comes first."""


def as_table() -> str:
    """Return all of it as a Markdown table, for the handbook."""
    rows = [
        f"| {', '.join(f'`{name}`' for name in kept.names)} | {kept.holds} | "
        f"{'**yes**' if kept.text == _YES else kept.text} | {kept.remove.replace('›', '>')} |"
        for kept in KEPT
    ]
    head = "| file | what it holds | contains your text | how to delete it |"
    return "\n".join([head, "|---|---|---|---|", *rows])
