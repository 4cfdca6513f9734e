"""Asks the library; everything here belongs to the one thread that made it."""

import unicodedata
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

from autotype import paths
from autotype.spelling.dictionaries import Dictionary, SpellingError
from autotype.spelling.own_words import OwnWords
from autotype.spelling.ranking import Correction, ranked
from autotype.text.spelled_words import SpelledWord
from autotype.text.untrusted import read_regular, require_regular
from autotype.translation import tr

_MOST_KNOWN = 50_000
_LARGEST = 100 << 20
_SAMPLE = 400
_POSSESSIVE = ("'s", "'")
_Answer = TypeVar("_Answer")


class Speller:
    """One dictionary together with the user's words."""

    def __init__(self, dictionary: Dictionary, own: OwnWords) -> None:
        """Load a dictionary, which takes some hundredths of a second.

        Raises:
            SpellingError: The library is not there, or the dictionary cannot be used.
        """
        self.name = dictionary.name
        self.own = own
        self._library = _load(dictionary)
        self._spell: Callable[[str], bool] = self._library.spell
        self._scripts = _scripts_of(dictionary)
        self._added = _added_words(dictionary.name)
        self._known: dict[str, bool] = {}

    def look(self) -> bool:
        """See what was added to the user's words elsewhere; whether anything was."""
        if self.own.look():
            self._known.clear()
            return True
        return False

    def add(self, word: str) -> None:
        """Add a word to the user's; raises `SpellingError` where it cannot be kept."""
        self._known.clear()
        self.own.add(word)

    def knows(self, word: SpelledWord) -> bool:
        """Whether a word is right, alone or as part of what hyphens join it to."""
        return self._is_known(word.text) or (
            word.compound != word.text and self._is_known(word.compound)
        )

    def judges(self, word: SpelledWord) -> bool:
        """Whether a word is in a script that the dictionary knows at all."""
        return self._is_of_the_language(word.text)

    def corrections(self, word: str) -> list[Correction]:
        """Return at most five corrections, the likeliest first; takes up to a tenth of a second."""
        ending = next((one for one in _POSSESSIVE if word.endswith(one)), "")
        stem = word.removesuffix(ending)
        offered = self._offered(word)
        if word.istitle():
            # The first word of a sentence: “Adn” is no name.
            small = [other[:1].upper() + other[1:] for other in self._offered(word.lower())]
            pairs = zip_longest(small, offered, fillvalue="")
            offered = [other for pair in pairs for other in pair]
        if ending and stem:
            offered += [other + ending for other in self._offered(stem)]
        return ranked(word, [one for one in offered if one and one != word])

    def _is_known(self, word: str) -> bool:
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> bool:
        if self._has(word) or not self._is_of_the_language(word):
            return True
        for ending in _POSSESSIVE:
            if word.endswith(ending) and self._has(word.removesuffix(ending)):
                return True
        first, apostrophe, rest = word.partition("'")
        # “l'acqua”: what is left out before a vowel is in few dictionaries.
        return bool(apostrophe) and len(first) == 1 and len(rest) > 1 and self._has(rest)

    def _offered(self, word: str) -> list[str]:
        found: tuple[str, ...] = self._ask(self._library.suggest, word, ())
        return list(found)

    def _has(self, word: str) -> bool:
        return word in self.own or word in self._added or self._ask(self._spell, word, True)

    def _is_of_the_language(self, word: str) -> bool:
        return not self._scripts or _script_of(word[0]) in self._scripts

    def _ask(self, what: Callable[[str], _Answer], word: str, otherwise: _Answer) -> _Answer:
        try:
            return what(word)
        except UnicodeEncodeError:  # letters of another language, which no word of it has
            return otherwise


def _load(dictionary: Dictionary) -> Any:
    try:
        import hunspell
    except ImportError as error:
        raise SpellingError(
            tr(
                "Spelling is not checked: the library for it (chunspell) cannot be loaded "
                "({error}); install it, or switch spelling off under Edit › Spelling.",
                error=error,
            )
        ) from error
    folder = dictionary.folder
    try:
        if folder is None:
            return hunspell.Hunspell(dictionary.name)
        for ending in ("aff", "dic"):
            file = folder / f"{dictionary.name}.{ending}"
            require_regular(file)
            if file.stat().st_size > _LARGEST:
                raise OSError(27, tr("it is larger than {size} MB", size=_LARGEST >> 20))
        return hunspell.Hunspell(dictionary.name, hunspell_data_dir=str(folder))
    except (OSError, ValueError, LookupError, MemoryError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SpellingError(
            tr(
                "Spelling is not checked: the dictionary “{name}” in “{folder}” cannot be used "
                "({why}); choose another one.",
                name=dictionary.name,
                folder=folder or "chunspell",
                why=why,
            )
        ) from error


def _scripts_of(dictionary: Dictionary) -> frozenset[str]:
    """Return the scripts of the first words of a dictionary; none if they cannot be read."""
    if dictionary.folder is None:
        return frozenset({"LATIN"})
    path = Path(dictionary.folder) / f"{dictionary.name}.dic"
    try:
        lines = read_regular(path, _LARGEST)[: _SAMPLE * 64].split(b"\n")
        text = b" ".join(lines[1:_SAMPLE]).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    counted: dict[str, int] = {}
    for letter in filter(str.isalpha, text):
        script = _script_of(letter)
        counted[script] = counted.get(script, 0) + 1
    least = sum(counted.values()) // 10
    return frozenset(script for script, times in counted.items() if times > least)


def _added_words(name: str) -> frozenset[str]:
    """Return the words that we add to the dictionaries of a language, most of them new ones."""
    path = paths.resources() / "spelling" / f"{name[:2].lower()}.txt"
    try:
        words = read_regular(path, 1 << 20).decode("utf-8").split()
    except OSError:
        return frozenset()
    return frozenset([*words, *(word[:1].upper() + word[1:] for word in words)])


def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
