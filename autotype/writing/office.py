"""Text documents of office programs: a zip with XML in it, of which the paragraphs are read."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LARGEST = 1 << 25
MEMBERS = {".docx": "word/document.xml", ".odt": "content.xml"}
"""Where the text is, by the ending of the file's name."""


def text_of(data: bytes, ending: str) -> str:
    """Return the paragraphs of a document, with an empty line between two.

    Raises:
        ValueError: It is no such document, or is larger than anybody writes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(MEMBERS[ending]) as member:
            content = member.read(_LARGEST + 1)
        # No writer of such files declares entities, which can be made to grow without end.
        if len(content) > _LARGEST or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise ValueError("more than a document holds")
        tree = ElementTree.fromstring(content)  # noqa: S314 - without entities, see above
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, EOFError,
            RuntimeError, NotImplementedError) as error:  # fmt: skip
        raise ValueError("no document") from error
    found = _of_word(tree) if ending == ".docx" else _of_open(tree)
    return "\n\n".join(found)


def _of_word(tree: ElementTree.Element) -> Iterator[str]:
    for paragraph in tree.iter(f"{_WORD}p"):
        parts = []
        for node in paragraph.iter():
            if node.tag == f"{_WORD}t":
                parts.append(node.text or "")
            elif node.tag in (f"{_WORD}tab", f"{_WORD}br"):
                parts.append(" ")
        yield "".join(parts)


def _of_open(tree: ElementTree.Element) -> Iterator[str]:
    for paragraph in tree.iter():
        if paragraph.tag in (f"{_OPEN}p", f"{_OPEN}h"):
            yield "".join(paragraph.itertext())
