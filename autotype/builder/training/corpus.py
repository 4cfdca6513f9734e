"""From a folder of text files to documents, the same ones in the same order every time."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autotype.builder.errors import BuildError
from autotype.builder.training.config import TextConfig

SEPARATOR = "<|doc|>"
_ENDINGS = (".txt", ".md")
_LEAST = 20  # characters; shorter ones teach nothing but how to stop
_SHARES = 1 << 32


@dataclass(frozen=True, slots=True)
class Document:
    """One text.

    Attributes:
        source: Name of the file that it comes from, without its ending.
        text: What it says, with plain line ends.
        held_out: Whether it is for the curve and never trained on.
    """

    source: str
    text: str
    held_out: bool


def text_files(folder: Path) -> list[Path]:
    """Return the text files below a folder, in order; raises `BuildError` if there are none."""
    if not folder.is_dir():
        raise BuildError(f"There is no folder “{folder}” to read text from; give one with --text.")
    files = sorted(f for f in folder.rglob("*") if f.suffix in _ENDINGS and f.is_file())
    if not files:
        raise BuildError(f"“{folder}” holds no .txt or .md file, so there is nothing to learn.")
    return files


def documents(folder: Path, config: TextConfig) -> Iterator[Document]:
    """Yield the documents below a folder, the sources of most weight first.

    Which are held out, and which are read in lower case, depends on their text alone. The
    second copy of a document and sources of no weight are left out.

    Raises:
        BuildError: There is no text, or a file is not UTF-8.
    """
    files = text_files(folder)
    unknown = set(config.weights) - {file.stem for file in files}
    if unknown:
        raise BuildError(f"“{folder}” holds no source “{min(unknown)}”, which has a weight.")
    seen: set[bytes] = set()
    for file in sorted(files, key=lambda f: (-config.weights.get(f.stem, 1.0), f)):
        if not config.weights.get(file.stem, 1.0):
            continue
        for text in _split(file):
            digest = hashlib.sha256(text.encode()).digest()
            if len(text) < _LEAST or digest in seen:
                continue
            seen.add(digest)
            chance = _share(text, "held out") < config.held_out
            held_out = chance or file.stem == config.watched
            lower = _share(text, "lower case") < config.lower_case
            yield Document(file.stem, text.lower() if lower else text, held_out)


def fingerprint(folder: Path) -> str:
    """Return a sha256 (hex) of the names and contents of all text files below a folder."""
    digest = hashlib.sha256()
    for file in text_files(folder):
        digest.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _split(file: Path) -> Iterator[str]:
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"“{file}” cannot be read as UTF-8 text ({error}).") from error
    part: list[str] = []
    for line in [*content.splitlines(), SEPARATOR]:
        if line.strip() == SEPARATOR:
            yield "\n".join(part).strip()
            part = []
        else:
            part.append(line.rstrip())


def _share(text: str, purpose: str) -> float:
    """Return a number from 0 to 1 that looks random and belongs to the text."""
    return zlib.crc32(f"{purpose}\0{text}".encode()) / _SHARES
