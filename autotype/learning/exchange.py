"""What was learned as a file to keep or to take along, and back: JSON with a version."""

import json
import time
from pathlib import Path
from typing import Any

from autotype.errors import AutotypeError
from autotype.learning.clock import SLOW, scale
from autotype.learning.encryption import decrypt, encrypt, is_encrypted
from autotype.learning.shortcuts import add_shortcuts
from autotype.learning.store import Store
from autotype.text.replacing import replace_chosen_file
from autotype.text.shortcuts import ShortcutError, checked
from autotype.text.untrusted import parse_json, read_regular
from autotype.text.visible import is_visible
from autotype.text.written_words import LONGEST, START
from autotype.translation import tr

VERSION = 1
_LARGEST = 200 << 20
_MOST_WEIGHT = 1e9
_FIELDS = ("context", "word", "weight", "times", "first", "last", "source")


class ExchangeError(AutotypeError):
    """A file of what was learned that cannot be written or read."""


def export_file(store: Store, path: Path, passphrase: str = "") -> int:
    """Write all that stands in clear to a file; return how many entries that is.

    Args:
        store: What was learned.
        path: The file.
        passphrase: What it is encrypted with; not at all if empty.

    Raises:
        ExchangeError: It cannot be written.
        EncryptionError: It cannot be encrypted here.
        DatabaseError: What was learned cannot be read.
    """
    data = as_object(store)
    written = json.dumps(data, ensure_ascii=False, indent=0).encode()
    if passphrase:
        written = encrypt(written, passphrase)
    try:
        replace_chosen_file(path, written, private=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ExchangeError(
            tr("“{path}” cannot be written ({why}).", path=path, why=why)
        ) from error
    return len(data["grams"]) + len(data["shortcuts"])


def as_object(store: Store) -> dict[str, Any]:
    """Return all that stands in clear; weights are as they count now."""
    rows, clock, never = store.clear_rows()
    fade = 1 / scale(clock, SLOW)
    grams = [
        dict(zip(_FIELDS, (context, word, weight * fade, *rest), strict=True))
        for context, word, weight, *rest in rows
    ]
    shortcuts = [{"short": short, "text": text} for short, text in store.shortcuts()]
    return {"autotype_learned": VERSION, "grams": grams, "never": never, "shortcuts": shortcuts}


def import_file(store: Store, path: Path, passphrase: str = "") -> int:
    """Add to what is known what such a file says; return how many words and shortcuts that was.

    A shortcut that is there already stays as it is.

    Args:
        store: Where it is added.
        path: The file.
        passphrase: Looked at only if the file is encrypted.

    Raises:
        ExchangeError: It cannot be read, or is no such file; nothing has changed.
        PassphraseNeededError: It is encrypted and there is no passphrase; likewise.
        EncryptionError: It cannot be decrypted; likewise.
        ShortcutError: There are too many shortcuts; likewise.
        DatabaseError: It cannot be kept; nothing has changed.
    """
    found = _read(path)
    if is_encrypted(found):
        found = decrypt(found, passphrase)
    try:
        data = parse_json(found)
    except ValueError:
        data = None
    if not isinstance(data, dict) or data.get("autotype_learned") != VERSION:
        raise ExchangeError(
            tr(
                "“{path}” is no file of learned words of version {version}, as an export writes "
                "it; from a text, learn with “Learn from past writing …” (in a terminal: autotype "
                "learned --import-writing).",
                path=path,
                version=VERSION,
            )
        )
    rows = [_row(each, path) for each in _list(data, "grams", path)]
    never = _list(data, "never", path)
    if not all(isinstance(word, str) and _is_word(word) for word in never):
        raise ExchangeError(tr("“{path}” is damaged: “never” must be a list of words.", path=path))
    shortcuts = [_shortcut(each, path) for each in _list(data, "shortcuts", path)]
    store.add_rows(rows, never, lambda database: add_shortcuts(database, shortcuts))
    return len(rows) + len(shortcuts)


def is_file_encrypted(path: Path) -> bool:
    """Whether a passphrase is needed to read a file; raises `ExchangeError` if nobody can."""
    return is_encrypted(_read(path))


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, _LARGEST)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ExchangeError(tr("“{path}” cannot be read ({why}).", path=path, why=why)) from error


def _list(data: dict[str, Any], name: str, path: Path) -> list[Any]:
    found = data.get(name, [])
    if not isinstance(found, list):
        raise ExchangeError(
            tr("“{path}” is damaged: “{name}” must be a list.", path=path, name=name)
        )
    return found


def _row(each: Any, path: Path) -> tuple[str, str, float, int, int, int, str]:
    values = [each.get(name) for name in _FIELDS] if isinstance(each, dict) else []
    if values and _is_row(values):
        return tuple(values)  # type: ignore[return-value]
    raise ExchangeError(
        tr("“{path}” is damaged: a row of it is no word with its counts.", path=path)
    )


def _shortcut(each: Any, path: Path) -> tuple[str, str]:
    short, text = (each.get("short"), each.get("text")) if isinstance(each, dict) else (None, None)
    if isinstance(short, str) and isinstance(text, str):
        try:
            return checked(short, text)
        except ShortcutError as error:
            raise ExchangeError(tr("“{path}” is damaged: {why}", path=path, why=error)) from error
    raise ExchangeError(
        tr("“{path}” is damaged: a shortcut of it is no word with its text.", path=path)
    )


def _is_row(values: list[Any]) -> bool:
    context, word, weight, times, first, last, source = values
    numbers = (times, first, last)
    latest = int(time.time()) // 60 + 24 * 60
    return (
        all(isinstance(text, str) for text in (context, word, source))
        and all(isinstance(n, int) and not isinstance(n, bool) for n in numbers)
        and isinstance(weight, int | float)
        and 0 < weight <= _MOST_WEIGHT
        and all(0 <= n <= latest for n in numbers[1:])
        and 0 <= times < 1 << 40
        and _is_word(word)
        and len(source) <= 2 * LONGEST
        and is_visible(source)
        and context.count(" ") <= 1
        and all(part == START or _is_word(part) for part in context.split(" ") if context)
    )


def _is_word(word: str) -> bool:
    return 0 < len(word) <= LONGEST and is_visible(word) and not any(map(str.isspace, word))
