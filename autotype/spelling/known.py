"""Whether a dictionary has a word, for who does not mark misspelled ones."""

import os
from collections.abc import Callable

from autotype import paths
from autotype.spelling.dictionaries import (
    AUTO,
    OFF,
    SpellingError,
    choose_dictionary,
    find_dictionaries,
)
from autotype.spelling.own_words import OwnWords
from autotype.spelling.speller import Speller
from autotype.text.spelled_words import SpelledWord


def known_words(wanted: str) -> Callable[[str], bool]:
    """Load a dictionary and return whether it has a word; for this thread alone.

    Args:
        wanted: "auto", "off", which means the same here, or a name. Where there is no such
            dictionary no word is known.
    """
    try:
        chosen = choose_dictionary(
            AUTO if wanted == OFF else wanted, system_language(), find_dictionaries()
        )
        if chosen is None:
            return lambda _: False
        own = OwnWords(paths.own_words_file())
        own.look()
        speller = Speller(chosen, own)
    except SpellingError:
        return lambda _: False
    return lambda word: speller.knows(SpelledWord(0, len(word), word, word))


def system_language() -> str:
    """Return the language of the system, such as “de_AT”; empty if it says none."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    said = next((value for name in names if (value := os.environ.get(name))), "")
    return said.partition(".")[0].partition("@")[0]
