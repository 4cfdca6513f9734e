r"""What takes the place of what was found: groups of a pattern, capitals as they were, edits.

A template knows `$1`, `${name}`, `$&` and `$$` as well as `\1`, `\g<name>`, `\n`, `\t` and `\\`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from autotype.text.document import is_heavy
from autotype.text.finding import FindError, Match, Pattern, search
from autotype.translation import tr

# What stands between two matches is written anew with them up to this length: so many characters
# take a text widget as long as an edit of their own.
_NEAR = 80
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "$": "$"}
_PART = regex.compile(
    r"\$(?:(?P<whole>[&0])|(?P<dollar>\$)|(?P<number>[1-9]\d?)|\{(?P<name>\w+)\})"
    r"|\\(?:(?P<escape>[nt\\$])|(?P<number>0|[1-9]\d?)|g<(?P<name>\w+)>)"
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*")

Part = str | int
"""A text, or the number of a group."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to put in place of what was found.

    Attributes:
        text: The text, or the template.
        is_template: Whether groups of a pattern and escapes count.
        keeps_case: Whether it is written in capitals as what was found.
    """

    text: str
    is_template: bool = False
    keeps_case: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a text.

    Attributes:
        start: Where it begins, in characters of the text before.
        end: Where what goes ends.
        text: What comes in its place.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """What replacing all of it comes to.

    Attributes:
        edits: The changes, in order; none of them touch.
        count: How many matches were replaced.
        caret: Where a position of the text before is afterwards.
        text: The text then.
        heavy: Whether it has lines by then that take too long to wrap.
    """

    edits: tuple[Edit, ...]
    count: int
    caret: int
    text: str
    heavy: bool


def replacer(pattern: Pattern, replacement: Replacement) -> Callable[[Match], str]:
    """Return what gives the text that takes a match's place.

    Raises:
        FindError: The template names a group that the pattern does not have.
    """
    parts: list[Part] = [replacement.text]
    if replacement.is_template:
        parts = _parsed(pattern, replacement.text)

    def replace(match: Match) -> str:
        text = "".join(part if isinstance(part, str) else (match[part] or "") for part in parts)
        return with_case_of(match[0], text) if replacement.keeps_case else text

    return replace


def _parsed(pattern: Pattern, template: str) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for found in _PART.finditer(template):
        parts += [template[at : found.start()], *_meant(pattern, found)]
        at = found.end()
    return [*parts, template[at:]]


def _meant(pattern: Pattern, found: Match) -> list[Part]:
    """Return what a part of a template stands for."""
    if found["escape"] or found["dollar"]:
        return [_ESCAPES.get(found["escape"] or "$", "")]
    if found["whole"]:
        return [0]
    name = found["number"] or found["name"]
    if not name.isdecimal():
        if name not in pattern.groupindex:
            raise FindError(tr("the pattern has no group “{name}”", name=name))
        return [pattern.groupindex[name]]
    if int(name) <= pattern.groups:
        return [int(name)]
    if found["number"] and int(name[0]) <= pattern.groups:
        return [int(name[0]), name[1:]]  # the first group and a digit
    if found["number"] and found[0][0] == "$":
        return [found[0]]  # a sum of money
    raise FindError(tr("the pattern has no group {name}", name=name))


def with_case_of(model: str, text: str) -> str:
    """Return a text in capitals as another one: Foo to Bar, FOO to BAR, foo to bar.

    What is neither, such as "iPhone", leaves the text as it is.
    """
    if model == model.lower() != model.upper():
        return text.lower()
    words = _WORD.findall(model)
    if not words:
        return text
    capitals = all(word == word.upper() for word in words)
    if capitals and sum(map(len, words)) > 1:
        return text.upper()
    if not all(_is_capitalised(word) for word in words):
        return _capitalised(text, once=True) if _is_capitalised(words[0]) else text
    return _capitalised(text, once=len(words) == 1)


def _is_capitalised(word: str) -> bool:
    return word[0] != word[0].lower() and word[1:] == word[1:].lower()


def _capitalised(text: str, *, once: bool) -> str:
    def begin(found: Match) -> str:
        return found[0][0].title() + found[0][1:]

    return _WORD.sub(begin, text, count=int(once))


def substitute(
    pattern: Pattern,
    text: str,
    replacement: Replacement,
    scope: tuple[int, int] | None = None,
    caret: int = 0,
    stopped: Callable[[], bool] = lambda: False,
) -> Substitution:
    """Return what replacing all matches in a text comes to.

    Args:
        pattern: See `finding.compile_query`.
        text: The text.
        replacement: What to put in their place.
        scope: See `finding.search`.
        caret: A position of the text; see `Substitution`.
        stopped: See `finding.search`.

    Raises:
        FindError: The template is wrong, or it takes too long.
    """
    replace = replacer(pattern, replacement)
    edits: list[Edit] = []
    parts: list[str] = []  # of the edit that is being made
    begun = reached = count = 0
    moved = caret

    def finish() -> None:
        if parts:
            edits.append(Edit(begun, reached, "".join(parts)))
            parts.clear()

    for match in search(pattern, text, scope, stopped):
        start, end = match.span()
        put = replace(match)
        count += 1
        if end <= caret:
            moved += len(put) - (end - start)
        elif start < caret:
            moved += len(put) - (caret - start)
        if put == match[0]:
            continue
        if not parts or start - reached > _NEAR:
            finish()
            begun = start
        else:
            parts.append(text[reached:start])
        parts.append(put)
        reached = end
    finish()
    then = apply(text, edits)
    return Substitution(tuple(edits), count, moved, then, bool(edits) and is_heavy(then))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with its edits."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])
