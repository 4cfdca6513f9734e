"""The words that the user has added to the dictionary: a text file, one word a line."""

import os
from pathlib import Path

from autotype import paths
from autotype.spelling.dictionaries import SpellingError
from autotype.text.replacing import replace_file
from autotype.text.untrusted import read_regular
from autotype.text.visible import is_visible
from autotype.translation import tr

LARGEST = 2 << 20
"""Bytes of the file."""

_LONGEST = 100
_State = tuple[int, int, int] | None


class OwnWords:
    """The user's words; what other windows or an editor write is seen with the next look."""

    def __init__(self, path: Path) -> None:
        """Read nothing yet from `path`."""
        self._path = path
        self._seen: _State = None
        self._words: frozenset[str] = frozenset()
        self._unsaved: set[str] = set()

    def look(self) -> bool:
        """Read the file if it has changed; whether the words are others now."""
        try:
            about = self._path.stat()
            seen: _State = (about.st_ino, about.st_size, about.st_mtime_ns)
        except (OSError, ValueError):
            seen = None
        if seen == self._seen:
            return False
        self._seen = seen
        before = self._words
        self._words = frozenset(_understood(self._read_or_nothing()))
        return self._words != before

    def __contains__(self, word: str) -> bool:
        """Whether a word was added; one in small letters is so at the start of a sentence, too."""
        return any(
            form in self._words or form in self._unsaved
            for form in (word, word.lower(), word[:1].lower() + word[1:])
        )

    def add(self, word: str) -> None:
        """Add a word, which counts from now on also where it cannot be kept.

        Raises:
            SpellingError: It cannot be kept.
        """
        self._unsaved.add(word)
        if not _is_word(word):
            return
        try:
            paths.make_private(self._path.parent)
            real = Path(os.path.realpath(self._path))  # people keep such files elsewhere
            try:
                old = read_regular(real, LARGEST)
            except FileNotFoundError:
                old = b""
            if word in _understood(old):
                return
            ended = old if not old or old.endswith(b"\n") else old + b"\n"
            new = ended + word.encode("utf-8") + b"\n"
            if len(new) > LARGEST:
                raise OSError(27, tr("it is full"))
            replace_file(real, new, private=True)
        except OSError as error:
            raise SpellingError(
                tr(
                    "“{word}” counts as right until the editor is closed, but cannot be kept in "
                    "“{path}” ({why}).",
                    word=word,
                    path=self._path,
                    why=error.strerror or error,
                )
            ) from error

    def _read_or_nothing(self) -> bytes:
        try:
            return read_regular(self._path, LARGEST)
        except OSError:
            return b""


def _understood(data: bytes) -> list[str]:
    """Return the words of a file; damaged lines are passed over."""
    words = []
    for line in data.removeprefix(b"\xef\xbb\xbf").splitlines():
        try:
            word = line.decode("utf-8").strip()
        except UnicodeDecodeError:
            continue
        if _is_word(word):
            words.append(word)
    return words


def _is_word(word: str) -> bool:
    return 0 < len(word) <= _LONGEST and is_visible(word) and not any(map(str.isspace, word))
