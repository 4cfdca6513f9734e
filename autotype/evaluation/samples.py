"""The texts that are measured on: plain-text files, cut into pieces of a bearable size."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autotype.errors import AutotypeError

SEPARATOR = "<|doc|>"
"""A line of its own that ends one text and begins the next one, as in many text collections."""

_LARGEST = 64 << 20
_REACH = 6_000
"""Characters before a text that are kept: as many as the engine is given by an editor."""


class EvaluationError(AutotypeError):
    """A text that cannot be measured on, or a measurement that cannot be written."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One text, written from its first character to its last.

    Attributes:
        name: Of its file.
        text: What is written.
        before: What stands before it in the file, with the line end between the two: as much
            of it as can matter.
    """

    name: str
    text: str
    before: str = ""


def read_samples(
    files: Sequence[Path],
    *,
    lines: bool = False,
    characters: int = 20_000,
    longest: int = 2_000,
    seed: int = 0,
) -> list[Sample]:
    """Read files and choose from them.

    Args:
        files: Plain text in UTF-8. A line `<|doc|>` begins another text.
        lines: Whether every line is a text of its own.
        characters: About how many characters to measure on in all. Texts are drawn at
            random until they are reached; 0 takes everything.
        longest: A text that is longer is cut there; 0 for no limit.
        seed: Of the draw.

    Raises:
        EvaluationError: A file cannot be read, or there is no text in any of them.
    """
    found = [sample for file in files for sample in _texts(file, lines)]
    if longest:
        found = [replace(sample, text=sample.text[:longest]) for sample in found]
    if not found:
        raise EvaluationError("There is no text in what was given; name a file with some text.")
    if not characters:
        return found
    order = list(range(len(found)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a draw, not a secret
    chosen, left = [], characters
    for index in order:
        if left <= 0:
            break
        chosen.append(replace(found[index], text=found[index].text[:left]))
        left -= len(chosen[-1].text)
    return chosen


def _texts(file: Path, lines: bool) -> list[Sample]:
    try:
        # Pipes are fine, as a shell's <(…) is one; a device or the image of a disk never ends.
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise EvaluationError(
                f"“{file}” is larger than {_LARGEST >> 20} MB; name a part of it."
            )
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvaluationError(f"“{file}” is not UTF-8 text; convert it first.") from None
    except OSError as error:
        raise EvaluationError(f"“{file}” cannot be read ({error.strerror}).") from error
    parts: list[list[str]] = [[]]
    for line in content.splitlines():
        if lines or line.strip() == SEPARATOR:
            parts.append([])
        if line.strip() != SEPARATOR:
            parts[-1].append(line)
    texts = ("\n".join(part).strip() for part in parts)
    found, before = list[Sample](), ""
    for text in filter(None, texts):
        found.append(Sample(file.name, text, before))
        before = f"{before}{text}\n"[-_REACH:]
    return found
