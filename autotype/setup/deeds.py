"""What setting up may do; each can be told from its opposite and be taken back."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OwnFile:
    """A file that holds nothing but ours."""

    path: Path
    text: str


@dataclass(frozen=True)
class Block:
    """Some lines of ours between two marks, at the end of a file of the user's.

    Attributes:
        path: The file.
        lines: What stands between the marks.
        first: What the file begins with if there was none.
    """

    path: Path
    lines: tuple[str, ...]
    first: str = ""


@dataclass(frozen=True)
class ListEntry:
    """Something that comes first in a list of the desktop's settings (GSettings).

    Attributes:
        schema: Such as "org.gnome.desktop.input-sources".
        key: Such as "sources".
        entry: A text, or a pair of texts.
        others: What comes behind it if the list was empty.
    """

    schema: str
    key: str
    entry: str | tuple[str, str]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class KwinKey:
    """What KWin uses as its input method, in `kwinrc`."""

    value: str


@dataclass(frozen=True)
class Begin:
    """Use Autotype at once, in this session.

    Attributes:
        starts: Whether IBus is started if it does not run; else the desktop does that.
        path: The folders in which IBus has to look for input methods; "" if its own are enough.
    """

    starts: bool
    path: str


@dataclass(frozen=True)
class RenewCache:
    """Let the next IBus read its components anew; its cache does not notice a new folder.

    Attributes:
        path: The folders in which IBus has to look for input methods.
    """

    path: str


Deed = OwnFile | Block | ListEntry | KwinKey | Begin | RenewCache
