"""At how many places a text is taken for one in a language that the pack does not know."""

import random
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from autotype.engine.completer import Completer
from autotype.packs.opening import open_completer
from tests.benchmarks.data import ROOT, folder

PACKS = ("smollm2-135m", "everyday-gpt2")
TEXTS = ROOT / "tests" / "engine" / "languages.toml"
ENGLISH = ("english", "learners", "chat", "lists", "code", "requests", "names", "misspelt")
_FIRST = 60
_DOCUMENTS = 60
_LONGEST = 500
_ARCHIVE = "train.tar.xz"
_SEED = 0


def report() -> str:
    """Return the table as Markdown."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    foreign = [name for name in texts if name not in ENGLISH]
    above = [f"{text}\n\n" for text in texts["english"][:3]]
    trained = _training_texts()
    columns = []
    for pack in PACKS:
        completer = open_completer(pack, "cpu")
        cells = [_share(completer, [("", text) for text in texts[name]]) for name in foreign]
        below = [(mail, text) for name in foreign for text in texts[name] for mail in above]
        cells.append(_share(completer, below, last=_FIRST + 40))
        cells += [_share(completer, [("", text) for text in texts[name]]) for name in ENGLISH]
        english = [(f"{text}\n\n", mail) for mail in texts["english"] for text in texts["german"]]
        cells.append(_share(completer, english))
        cells.append(_share(completer, [("", text) for text in trained]))
        columns.append(cells)
    names = [
        *foreign,
        f"all of these below an English mail, up to the {_FIRST + 40}th character",
        *(f"English: {name}" for name in ENGLISH),
        "English below a German mail",
        "English: training texts",
    ]
    lines = [f"| texts | {' | '.join(PACKS)} |", "|---|" + "---|" * len(PACKS)]
    for name, *cells in zip(names, *columns, strict=True):
        lines.append(f"| {name} | " + " | ".join(f"{cell:.1%}" for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _share(completer: Completer, texts: list[tuple[str, str]], last: int | None = None) -> float:
    """Return the share of the places from the 60th character on that are taken for foreign."""
    found = [
        found
        for before, text in texts
        for at, found in enumerate(_typed(completer, before, text[:last]))
        if at >= _FIRST
    ]
    return sum(found) / max(len(found), 1)


def _typed(completer: Completer, before: str, text: str) -> Iterator[bool]:
    """Type a text and yield at each of its characters whether it is foreign."""
    completer.forget()
    model = completer.model
    for at in range(len(text)):
        placement = model.context.place(before + text[:at])
        tokens = placement.tokens or model.empty_start()
        model.cache.evaluate(tokens, [()])
        yield model.language.is_foreign(model.cache.steps(tokens)[placement.start :])


def _training_texts() -> list[str]:
    """Return pieces of documents, as many from every source."""
    draw = random.Random(_SEED)
    with tarfile.open(folder() / _ARCHIVE) as archive:
        files = [
            (Path(member.name).stem, stream.read().decode().replace("<|doc|>", ""))
            for member in archive
            if (stream := archive.extractfile(member)) is not None
        ]
    found = []
    for _, text in sorted(files):
        for _ in range(-(-_DOCUMENTS // len(files))):
            start = draw.randrange(max(1, len(text) - _LONGEST))
            start = text.find("\n", start) + 1
            found.append(text[start : start + _LONGEST].strip())
    return found
