"""Which strings are secrets or contact data. Their shape decides; nothing is looked up.

Only the chunk at the caret is judged: what white space before it and behind it sets apart.
Card and phone numbers are written in groups, so for those the groups before it count too.
"""

import enum
import math
from collections import Counter

import regex


class Private(enum.Enum):
    """What a chunk of text gives away."""

    SECRET = enum.auto()
    CONTACT = enum.auto()


# How far back a number or a label can begin.
_REACH = 64

# What issuers put before their keys, so that these are found: nothing else begins like this.
_KEY = regex.compile(
    r"""(?<![A-Za-z0-9])(?:
        sk-(?:proj|ant|or|svcacct)- | sk-(?=[\w-]*\d)[\w-]{6,} | [spr]k_(?:live|test)_
      | gh[opusr]_ | github_pat_ | glpat- | hf_(?=[A-Za-z]*[A-Z]) | npm_(?=\w*\d) | pypi-Ag
      | (?:AKIA|ASIA)[A-Z0-9]{2} | AIza[\w-]{4} | ya29\. | xox[abeoprs]- | xapp-
      | whsec_ | eyJ[\w-]{5,} | SG\.[\w-]{6,}
    ) | -----BEGIN | ssh-(?:rsa|ed25519)\b | AAAA[BC]3Nza""",
    regex.VERBOSE,
)
_RUN = regex.compile(r"[A-Za-z0-9+/_=-]{12,}")
_DIGITS = regex.compile(r"[0-9]+")
_LATIN = regex.compile(r"[A-Za-z]")
# After these the next thing is the secret itself. "is" follows only what is always one.
_LABEL = regex.compile(
    r"""(?:
        \b(?:pass\ ?(?:word|code|phrase|key)|passwd|pwd|pin(?:\ (?:code|number))?
            |passwort|kennwort|kenncode|zugangscode|geheimzahl)s?
        (?:[^\S\n]*[:=]|[^\S\n]+(?:is|ist|was|lautet)(?=[^\S\n])(?:[^\S\n]*:)?)
      | \b(?:(?:api|access|secret|private|license|licence|recovery)[ _-]?keys?|secret|token
            |(?:security|verification|access|recovery|login|backup|sms)[ -]?codes?
            |cvv2?|cvc2?|otp|tan|iban|ssn|(?:card|account)\ (?:number|no\.?))
        [^\S\n]*[:=]
      | \bauthorization[^\S\n]*:(?:[^\S\n]*(?:bearer|basic))?
      | -----BEGIN[^\n]*
    )[^\S\n]*\S*\Z""",
    regex.VERBOSE | regex.IGNORECASE,
)

# Not what follows a decimal point.
_NUMBER = regex.compile(r"(?<![0-9]\.?)\+?\(?[0-9](?:[ \u00a0\u202f()-]{0,2}[0-9])*")
_DOTTED_PHONE = regex.compile(r"(?<![0-9.])\(?[0-9]{3}\)?[. -][0-9]{3}\.[0-9]{2,4}(?![0-9.])")
_IBAN = regex.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4})+(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)

_ADDRESS = regex.compile(r"[\p{L}\p{N}._%+-]@[\p{L}\p{N}]?|(?<![\p{L}\p{N}])@[\p{L}\p{N}_]")
# Only top-level names that are no common words: "home.In" is a missing space, not a host.
_LINK = regex.compile(
    r"""[a-z][a-z0-9+.-]*:// | ^\W*www(?:\.|\Z) | \bmailto:
      | (?<![\w.-])[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+?
        (?:com|org|net|edu|gov|mil|info|biz|io|dev|app|ai|co|tv|cc|ly|gg|eu|uk|de|fr|ca|ch|nl
          |se|dk|fi|pl|cz|pt|ie|gr|ru|ua|tr|jp|cn|kr|au|nz|br|mx|za|xyz|onion)
        (?=[/:?\#]|\W*\Z|['’]s\b)""",
    regex.VERBOSE | regex.IGNORECASE,
)
_EDGES = "\"'“”‘’«»()[]{}<>.,;:!?…*_"
_NAME = regex.compile(r"[\p{L}\p{N}_@.-]")


def find(text: str, start: int, end: int, at: int) -> tuple[Private, str] | None:
    """Return what the chunk `text[start:end]` gives away once `text[at:end]` is inserted.

    Args:
        text: The end of the text before the caret, and what would be inserted there.
        start: Where the chunk begins; white space or nothing is before it.
        end: Where it ends.
        at: Where the insertion into it begins: `start`, or the caret inside of it.

    Returns:
        What it is and the whole of it, the groups of a number before the chunk included.
    """
    chunk = text[start:end]
    if _LABEL.search(text[max(0, at - _REACH) : at]):
        return Private.SECRET, chunk
    if _KEY.search(chunk) or any(_is_random(run) for run in _RUN.findall(chunk)):
        return Private.SECRET, chunk
    number = _number(text, start, end)
    if number is not None:
        return number
    is_address = "@" in chunk and _ADDRESS.search(chunk)
    may_be_link = "." in chunk or ":" in chunk or chunk[-3:].lower() == "www"
    if is_address or (may_be_link and _LINK.search(chunk)):
        return Private.CONTACT, chunk
    return None


def written(chunk: str, texts: tuple[str, str]) -> bool:
    """Whether a chunk stands in one of the texts already, with nothing that prolongs it."""
    bare = chunk.strip(_EDGES).lower()
    for text in texts:
        text = text.lower()
        found = text.find(bare)
        while bare and found >= 0:
            end = found + len(bare)
            if not _NAME.match(text[found - 1 : found]) and not _NAME.match(
                text[end : end + 1].strip(".")
            ):
                return True
            found = text.find(bare, found + 1)
    return False


def _number(text: str, start: int, end: int) -> tuple[Private, str] | None:
    """Say what the digits of a chunk make, with the groups before it and behind it."""
    # An IBAN has groups of capitals too.
    if not _DIGITS.search(text, start, end) and not text[start:end].isupper():
        return None
    first = max(0, start - _REACH)
    for pattern in (_IBAN, _DOTTED_PHONE, _NUMBER):
        for match in pattern.finditer(text, first):
            if match.start() >= end:
                break
            if match.end() > start:
                number = match.group()
                made = Private.SECRET if pattern is _IBAN else _made_of(number)
                if made is not None:
                    return made, number
    return None


def _made_of(number: str) -> Private | None:
    """Say what a number in groups is: of a card or an account, a telephone's, or neither."""
    groups = _DIGITS.findall(number)
    digits = sum(map(len, groups))
    if digits >= 13:
        return Private.SECRET
    international = number.lstrip("(").startswith("+")
    national = groups[0].startswith("0") and len(groups[0]) >= 3
    if (international and digits >= 5) or (national and digits >= 7):
        return Private.CONTACT
    if max(map(len, groups)) >= 7:
        return Private.SECRET
    return Private.CONTACT if digits >= 9 else None


def _is_random(run: str) -> bool:
    """Whether letters and digits are mixed as only a generator mixes them."""
    groups = len(_DIGITS.findall(run))
    if not groups or not _LATIN.search(run):
        return False
    both_cases = run.lower() != run and run.upper() != run
    if both_cases:
        return (groups >= 2 and _entropy(run) >= 3) or (len(run) >= 20 and _entropy(run) >= 3.5)
    return len(run) >= 16 and groups >= 3 and _entropy(run) >= 3


def _entropy(run: str) -> float:
    """Return the bits per character by how often each one occurs."""
    return -sum(n / len(run) * math.log2(n / len(run)) for n in Counter(run).values())
