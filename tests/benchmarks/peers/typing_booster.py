"""Peer: the predictor of ibus-typing-booster, without the input method around it.

Its database of three-word contexts and its dictionary are modules of their own; the desktop
libraries that they import for other purposes are replaced by stand-ins.
"""

import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

from autotype.text.boundary import needs_space
from autotype.text.suggestion import Suggestion
from tests.benchmarks.peers.environments import FOLDER, NotMeasuredError, Result, checked, main
from tests.benchmarks.peers.texts import offer, training_files, typed

_PACKAGES = ("ibus-typing-booster", "hunspell-en-us")
_DESKTOP = ("gi", "gi.repository")
_HOME = FOLDER / "typing_booster"
_ENGINE = "usr/share/ibus-typing-booster/engine"
_WORDS = 3
_BEGINNINGS = (
    "CREATE INDEX user_db.beginnings "
    "ON phrases(input_phrase, phrase, user_freq, p_phrase, pp_phrase)"
)
_CONTEXTS = "CREATE INDEX user_db.context ON phrases(p_phrase, pp_phrase, input_phrase)"


def fetch() -> Path:
    """Return the folder with the unpacked Debian packages; nothing is installed.

    Raises:
        NotMeasuredError: They cannot be fetched.
    """
    folder = _HOME / "debian"
    if (folder / _ENGINE).is_dir():
        return folder
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NotMeasuredError("it is fetched from Debian, and this is another system")
    parts = _HOME / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    checked(["apt-get", "download", *_PACKAGES], 600, cwd=parts)
    for package in parts.glob("*.deb"):
        checked(["dpkg-deb", "-x", str(package), str(folder)], 600)
    return folder


def open_engine(folder: Path) -> tuple[Any, Any]:
    """Return its modules for the database and for common functions."""
    os.environ["XDG_DATA_HOME"] = str(_HOME / "data")
    os.environ["DICPATH"] = str(folder / "usr/share/hunspell")
    logging.disable()
    for name in _DESKTOP:
        sys.modules[name] = MagicMock()
    sys.path.insert(0, str(folder / _ENGINE))
    import itb_util
    import tabsqlitedb

    return tabsqlitedb, itb_util


def learn(tabsqlitedb: Any) -> Any:
    """Return the database, filled from the training texts by its own reader."""
    file = _HOME / "learned.db"
    done = _HOME / "learned"
    if not done.is_file():
        for old in _HOME.glob("learned.db*"):
            old.unlink()
    database = tabsqlitedb.TabSqliteDb(user_db_file=str(file))
    if not done.is_file():
        together = _HOME / "training.txt"
        texts = (text.read_text(encoding="utf-8") for text in training_files())
        together.write_text("\n".join(texts), encoding="utf-8")
        # It says False where only the log of the database could not be folded in.
        database.read_training_data_from_file(str(together))
        if not database.number_of_rows_in_database():
            raise NotMeasuredError("it could not learn from the training texts")
        # Its own indexes do not serve its own query for beginnings; only the speed differs.
        database.database.execute(_BEGINNINGS)
        database.database.execute(_CONTEXTS)
        database.database.commit()
        together.unlink()
        done.touch()
    database.hunspell_obj.set_dictionary_names(["en_US"])
    return database


def measure(phrases: int) -> Result:
    """Type the phrases of every set with its first three words."""
    try:
        tabsqlitedb, itb_util = open_engine(fetch())
        database = learn(tabsqlitedb)
    except (NotMeasuredError, ImportError) as error:
        return {"reason": str(error)}

    def ask(before: str) -> Suggestion:
        words = itb_util.tokenize(before)
        open_word = bool(before) and bool(words) and before.endswith(words[-1])
        prefix = words.pop() if open_word else ""
        last, last_but_one = (["", "", *words])[:-3:-1]
        space = " " if not prefix and needs_space(before) else ""
        found = [
            (space + phrase[len(prefix) :], p)
            for phrase, p in database.select_words(prefix, last, last_but_one)
            if len(phrase) > len(prefix) and phrase.lower().startswith(prefix.lower())
        ]
        return offer(before, found[:_WORDS])

    version = itb_util.itb_version.get_version()
    return {"version": f"ibus-typing-booster {version}", "sets": typed(ask, phrases)}


if __name__ == "__main__":
    main(measure)
