"""Mail: what its sender typed into it, and nothing of what they answered to."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import BinaryIO

import regex

from autotype.writing.passages import Left, Reason

LARGEST_MAIL = 1 << 21
"""Bytes of one mail that are looked at; what is larger has attachments, behind its text."""
_SIGNATURE = regex.compile(r"^-- ?$|^__+ *$|^(?:Sent from|Get Outlook for|Von meinem) .{0,60}$")
_ORIGINAL = regex.compile(
    r"^-{2,} ?(?:Original|Forwarded|Ursprüngliche|Weitergeleitete)\b.*"
    r"|^(?:From|Von|De): .*@.*|^Begin forwarded message:.*",
    regex.IGNORECASE,
)
_WROTE = regex.compile(r"^(?:On|Am|Le|El|Il|Op)\b.{0,200}(?:wrote|schrieb|écrit|escribió)\b.*: ?$")
_SPLIT_WROTE = regex.compile(r"^.{0,100}(?:wrote|schrieb|écrit|escribió) ?: ?$")


def messages(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the mails of an mbox, each cut at `LARGEST_MAIL`, without its "From " line."""
    lines: list[bytes] = []
    size, begun, empty = 0, False, True
    while line := stream.readline(1 << 16):
        if empty and line.startswith(b"From "):
            if begun:
                yield b"".join(lines)
            lines, size, begun = [], 0, True
        elif size < LARGEST_MAIL:
            lines.append(line.removeprefix(b">") if line.startswith(b">From ") else line)
            size += len(line)
        empty = not line.strip()
    if begun:
        yield b"".join(lines)


def parse(data: bytes) -> EmailMessage:
    """Return a mail; of what is damaged, what can be made of it."""
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)  # noqa: S101 - what the policy makes
    return found


def sender(message: EmailMessage) -> str:
    """Return the address that a mail says it is from, in lower case; empty if it says none."""
    try:
        found = getaddresses([str(message.get("From", ""))])
    except Exception:  # the headers of strangers raise all kinds
        return ""
    return found[0][1].lower() if found else ""


def written_at(message: EmailMessage) -> float:
    """Return when a mail was written, in seconds; 0 if it does not say."""
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).timestamp()
    except Exception:
        return 0.0


def body(message: EmailMessage) -> str:
    """Return the text of a mail; empty if there is none."""
    try:
        part = message.get_body(("plain", "html"))
        if part is None:
            return ""
        content = str(part.get_content())
    except Exception:  # unknown character sets, parts that are no parts
        return ""
    return text_of_html(content) if part.get_content_subtype() == "html" else content


def typed(text: str, left: Left) -> str:
    """Return the text of a mail down to its signature or to the mail that it answers."""
    lines = text.splitlines()
    kept: list[str] = []
    for number, line in enumerate(lines):
        rest = "\n".join(lines[number:])
        if _SIGNATURE.match(line):
            left.text(Reason.SIGNATURE, rest)
            break
        if _ORIGINAL.match(line):
            left.text(Reason.QUOTED, rest)
            break
        if _WROTE.match(line) or (kept and _SPLIT_WROTE.match(line) and _opens(kept[-1])):
            left.text(Reason.QUOTED, line)
            if not _WROTE.match(line):
                left.text(Reason.QUOTED, kept.pop())
            if not any(each.startswith(">") for each in lines[number + 1 :]):
                left.text(Reason.QUOTED, "\n".join(lines[number + 1 :]))
                break
            continue
        kept.append(line)
    return "\n".join(kept)


def _opens(line: str) -> bool:
    return line.startswith(("On ", "Am ", "Le ", "El ", "Il ", "Op "))


class _Text(HTMLParser):
    _BREAKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote")
    _SKIPS = ("script", "style", "head", "blockquote", "pre")

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._skipping += tag in self._SKIPS
        if tag in self._BREAKS:
            self.parts.append("\n" if tag in ("br", "li") else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._skipping = max(0, self._skipping - (tag in self._SKIPS))
        if tag in ("p", "div"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(regex.sub(r"\s+", " ", data))


def text_of_html(content: str) -> str:
    """Return what a page says, without what it quotes."""
    parser = _Text()
    parser.feed(content)
    parser.close()
    return regex.sub(r"\n{3,}", "\n\n", "".join(parser.parts)).strip()
