"""Peer: Presage's smoothed trigrams, in their Python edition `pressagio`.

One thing is mended at run time: the query for completions does not double quotes, so that
every word with an apostrophe ends in an error. And for speed, since only what it says is
measured: its words get an index, and answers of the database are kept.
"""

import configparser
import sqlite3
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import pressagio
from pressagio import callback, character, dbconnector, tokenizer

from autotype.text.boundary import needs_space
from autotype.text.suggestion import Suggestion
from tests.benchmarks.peers.environments import FOLDER, Result, main
from tests.benchmarks.peers.texts import offer, training_files, typed

_ORDER = 3
_DELTAS = "0.01 0.1 0.89"  # those of the profile that comes with it
_CANDIDATES = 10
_WORDS = 3
_REACH = 200  # characters of the text; only three words of them count
_KEPT = 100_000
_PREDICTOR = "DefaultSmoothedNgramPredictor"


class _Text(callback.Callback):
    """The text before the caret, as the library asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.before = ""

    def past_stream(self) -> str:
        return self.before

    def future_stream(self) -> str:
        return ""


def _mend() -> None:
    connector = dbconnector.DatabaseConnector
    plain, ask = connector._build_where_like_clause, dbconnector.SqliteDatabaseConnector.execute_sql

    def quoted(self: object, ngram: list[str]) -> str:
        clause: str = plain(self, [word.replace("'", "''") for word in ngram])
        return clause

    connector._build_where_like_clause = quoted
    dbconnector.SqliteDatabaseConnector.execute_sql = lru_cache(_KEPT)(ask)


def learn() -> Path:
    """Return the database, counted by the library itself from the training texts."""
    file = FOLDER / "presage" / "ngrams.sqlite"
    if file.is_file():
        return file
    unfinished = file.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    texts = [str(text) for text in training_files()]
    for size in range(1, _ORDER + 1):
        ngrams = tokenizer.forward_tokenize_files(texts, size)
        dbconnector.insert_ngram_map_sqlite(ngrams, size, str(unfinished))
    connection = sqlite3.connect(unfinished)
    connection.execute("CREATE INDEX words ON _1_gram(word COLLATE NOCASE)")
    connection.commit()
    connection.close()
    unfinished.replace(file)
    return file


def _settings(database: Path) -> configparser.ConfigParser:
    settings = configparser.ConfigParser()
    settings.read_dict(
        {
            "Database": {"class": "SqliteDatabaseConnector", "database": str(database)},
            "PredictorRegistry": {"predictors": _PREDICTOR},
            _PREDICTOR: {
                "predictor_class": "SmoothedNgramPredictor",
                "deltas": _DELTAS,
                "learn": "false",
            },
            "ContextTracker": {"sliding_window_size": "80", "lowercase_mode": "false"},
            "Selector": {"suggestions": str(_CANDIDATES)},
        }
    )
    return settings


def measure(phrases: int) -> Result:
    """Type the phrases of every set with Presage's three words."""
    database = learn()
    _mend()
    text = _Text()
    predictor = pressagio.Pressagio(text, _settings(database))

    def ask(before: str) -> Suggestion:
        text.before = before[-_REACH:].lstrip(character.blankspaces + character.separators)
        prefix = predictor.context_tracker.token(0)
        space = " " if not prefix and needs_space(before) else ""
        found = [
            space + word[len(prefix) :]
            for word in predictor.predict()
            if len(word) > len(prefix) and word.lower().startswith(prefix.lower())
        ]
        return offer(before, [(word, 0.0) for word in found[:_WORDS]])

    size = sum(file.stat().st_size for file in training_files())
    return {
        "version": f"pressagio {metadata.version('pressagio')}",
        "sets": typed(ask, phrases),
        "learned_bytes": size,
    }


if __name__ == "__main__":
    main(measure)
