"""Peer: a 5-gram model with modified Kneser-Ney smoothing, by KenLM (Heafield et al. 2013).

It has learned all the training texts, capitals and marks included. It offers whole words
as the bar does: the likeliest ones that begin with what is typed, and after a whole word
the next one with its space, weighed by how likely the word is to be complete.
"""

import shutil
import subprocess
import sys
import tarfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import kenlm
import regex

from autotype.text.suggestion import Suggestion
from tests.benchmarks.peers.environments import FOLDER, NotMeasuredError, Result, checked, main
from tests.benchmarks.peers.texts import data, offer, standard

_ORDER = 5
_PRUNE = ("0", "0", "1", "1", "1")  # what is seen once says little from trigrams on
_LEAST = 2  # times a word is seen before it is offered
_OFTEN = 5  # ... before it is offered with nothing of it typed
_WORDS = 3
_BUILD_S = 1800
_SOURCE = "kenlm==0.3.0"
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*|[^\s\p{L}\p{M}\p{N}]")
_HALF = regex.compile(r"(?:[\p{L}\p{M}\p{N}]+(?:['’]\p{L}*)*)?\Z")
_HOME = FOLDER / "kneser_ney"


def tokens(text: str) -> list[str]:
    """Return words (with their apostrophes) and marks of a text."""
    return _TOKEN.findall(text)


def lines() -> Iterator[str]:
    """Yield the training texts line by line."""
    with tarfile.open(data() / "train.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            for raw in stream or ():
                line = raw.decode("utf-8").strip()
                if line and line != "<|doc|>":
                    yield line


def _program(name: str) -> Path:
    """Return one of KenLM's programs, which its wheel does not bring; built from its source."""
    program = _HOME / "build" / "bin" / name
    if program.is_file():
        return program
    source = _HOME / "source"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    checked([*pip, "--no-binary", "kenlm", "--dest", str(source), _SOURCE], _BUILD_S)
    (packed,) = source.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(source, filter="data")
    (unpacked,) = (folder for folder in source.iterdir() if folder.is_dir())
    build = _HOME / "build"
    configure = ["cmake", "-S", str(unpacked), "-B", str(build), "-DCMAKE_BUILD_TYPE=Release"]
    checked([*configure, "-DBUILD_TESTING=OFF", "-DCMAKE_POLICY_VERSION_MINIMUM=3.5"], _BUILD_S)
    checked(["cmake", "--build", str(build), "-j2", "--target", "lmplz", "build_binary"], _BUILD_S)
    return program


def learn() -> tuple[Path, Path]:
    """Return the model and the list of words with their counts; learned where missing."""
    model, words = _HOME / "model.binary", _HOME / "words.txt"
    if model.is_file() and words.is_file():
        return model, words
    lmplz, binary = _program("lmplz"), _program("build_binary")
    text, arpa = _HOME / "text.txt", _HOME / "model.arpa"
    counts: Counter[str] = Counter()
    with text.open("w", encoding="utf-8") as stream:
        for line in lines():
            found = tokens(line)
            counts.update(found)
            stream.write(" ".join(found) + "\n")
    command = [str(lmplz), "-o", str(_ORDER), "-S", "2G", "--prune", *_PRUNE, "-T", str(_HOME)]
    with text.open("rb") as source, arpa.open("wb") as target:
        done = subprocess.run(command, stdin=source, stdout=target, stderr=subprocess.PIPE)
    if done.returncode:
        raise NotMeasuredError(done.stderr.decode(errors="replace").splitlines()[-1])
    checked([str(binary), "probing", str(arpa), str(model)], _BUILD_S)
    rows = (f"{word}\t{count}" for word, count in counts.items() if word[0].isalnum())
    words.write_text("\n".join(rows), encoding="utf-8")
    arpa.unlink()
    return model, words


class Predictor:
    """Asks the model for whole words."""

    def __init__(self, model: Path, words: Path) -> None:
        self._model = kenlm.Model(str(model))
        rows = [line.split("\t") for line in words.read_text(encoding="utf-8").splitlines()]
        counts = {word: int(count) for word, count in rows if int(count) >= _LEAST}
        self._words = sorted(counts)
        self._known = frozenset(counts)
        self._often = [word for word in self._words if counts[word] >= _OFTEN]
        self._next = lru_cache(50_000)(self._scored_next)

    def ask(self, before: str) -> Suggestion:
        """Return the three likeliest words for the text before the caret."""
        half = _HALF.search(before)
        typed = half[0] if half else ""
        context = self._context(before[: len(before) - len(typed)])
        if not typed:
            space = " " if before and not before[-1].isspace() else ""
            found = [(space + word, p) for word, p in self._next(context)]
            return offer(before, found[:_WORDS])
        found = [
            (word[len(typed) :], p)
            for word, p in self._scored(context, self._starting_with(typed))
            if word != typed
        ]
        whole = self._scored(context, [typed])[0][1] if typed in self._known else 0.0
        if whole:
            after = (*context, typed)[-(_ORDER - 1) :]
            found += [(" " + word, whole * p) for word, p in self._next(after)[:_WORDS]]
        found.sort(key=lambda item: -item[1])
        return offer(before, found[:_WORDS])

    def _context(self, stable: str) -> tuple[str, ...]:
        line = stable.rpartition("\n")[2]
        found = tokens(line[-400:])
        start = ["<s>"] if len(found) < _ORDER - 1 else []
        return tuple([*start, *found][-(_ORDER - 1) :])

    def _starting_with(self, typed: str) -> list[str]:
        first = bisect_left(self._words, typed)
        last = bisect_left(self._words, typed + "\U0010ffff")
        return self._words[first:last]

    def _scored_next(self, context: tuple[str, ...]) -> list[tuple[str, float]]:
        found = self._scored(context, self._often)
        return sorted(found, key=lambda item: -item[1])[:_WORDS]

    def _scored(self, context: tuple[str, ...], words: list[str]) -> list[tuple[str, float]]:
        state, out = kenlm.State(), kenlm.State()
        self._model.NullContextWrite(state)
        for token in context:
            if token == "<s>":  # noqa: S105 - a mark of the model
                self._model.BeginSentenceWrite(state)
                continue
            self._model.BaseScore(state, token, out)
            state, out = out, state
        score = self._model.BaseScore
        return [(word, 10.0 ** score(state, word, out)) for word in words]


def measure(characters: int) -> Result:
    """Type the texts of every standard set with the model's three words."""
    model, words = learn()
    predictor = Predictor(model, words)
    return {
        "version": f"kenlm {metadata.version('kenlm')}",
        "sets": standard(predictor.ask, characters),
    }


if __name__ == "__main__":
    main(measure)
