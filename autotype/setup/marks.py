"""Lines of ours in a file of the user's, between two marks; pure text in, text out."""

import re
import shlex
from collections.abc import Mapping

BEGIN = "# >>> autotype >>> (taken away by: autotype assistant --undo-set-up)"
END = "# <<< autotype <<<"
_EXPORT = re.compile(r"^\s*(?:export\s+)?([A-Z_]+)=(\S.*)$")


def block(lines: tuple[str, ...]) -> str:
    """Return the lines between their marks."""
    return "\n".join((BEGIN, *lines, END)) + "\n"


def ours(text: str) -> str | None:
    """Return our part of a text with its marks, None if there is none or an end is missing."""
    start = text.find(BEGIN)
    end = text.find(END, start)
    if start < 0 or end < 0:
        return None
    end += len(END)
    return text[start : end + (text[end : end + 1] == "\n")]


def with_block(text: str, lines: tuple[str, ...]) -> str:
    """Return a text with our part in it: at its end, or where an earlier one was."""
    new, old = block(lines), ours(text)
    if old is not None:
        return text.replace(old, new)
    # A last line that has no end would take our first mark in.
    return text + ("\n" if text and not text.endswith("\n") else "") + new


def without_block(text: str, put: str, *, line_was_open: bool) -> str | None:
    """Return a text without our part, None if that is not what we put there.

    Args:
        text: What is in the file now.
        put: Our part as we wrote it.
        line_was_open: Whether the text before it had no line end, so that we added one.
    """
    if put not in text:
        return None
    before, _, after = text.partition(put)
    if line_was_open and not after and before.endswith("\n"):
        before = before[:-1]
    return before + after


def exports(text: str) -> dict[str, str]:
    """Return the variables that a text sets for the session, as far as one can see.

    Both a shell's `export NAME=value` and systemd's `NAME=value` are read.
    """
    found = {}
    for line in text.splitlines():
        if match := _EXPORT.match(line):
            try:
                words = shlex.split(match[2], comments=True)
            except ValueError:
                continue
            if len(words) == 1:
                found[match[1]] = words[0]
    return found


def shell_lines(variables: Mapping[str, str], program: str, *more: str) -> tuple[str, ...]:
    """Return lines for a shell that set variables, as long as Autotype is there."""
    return (
        f"if [ -x {shlex.quote(program)} ]; then",
        *(f"    export {name}={shlex.quote(value)}" for name, value in variables.items()),
        *(f"    {line}" for line in more),
        "fi",
    )


def systemd_text(variables: Mapping[str, str]) -> str:
    """Return a file for `environment.d`."""
    lines = ["# Written by Autotype; taken away by: autotype assistant --undo-set-up"]
    lines += [f"{name}={shlex.quote(value)}" for name, value in variables.items()]
    return "\n".join(lines) + "\n"
