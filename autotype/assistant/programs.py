"""Programs that are known beforehand (`resources/programs.toml`): how they take a ghost."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autotype import paths
from autotype.assistant.modes import Mode
from autotype.errors import AutotypeError
from autotype.text.fields import Fields
from autotype.text.untrusted import parse_toml, read_regular
from autotype.translation import tr

_LARGEST_BYTES = 1 << 20
_LONGEST, _MOST_NAMES = 200, 1000


class ProgramsError(AutotypeError):
    """The list of known programs cannot be read."""


@dataclass(frozen=True, slots=True)
class KnownPrograms:
    """Programs of one kind.

    Attributes:
        title: What they are, for people.
        toolkit: What they are made with.
        mode: The most that they get.
        why: One sentence for people.
        tried: Names and versions of those that somebody has typed in.
        names: What desktops call them, in lower case.
        undoes_alone: Whether what is inserted in one piece is an undo step of its own there.
    """

    title: str
    toolkit: str
    mode: Mode
    why: str
    tried: tuple[str, ...]
    names: frozenset[str]
    undoes_alone: bool = False


def read_programs(file: Path | None = None) -> tuple[KnownPrograms, ...]:
    """Return all kinds of programs that are known.

    Args:
        file: Where they are; the shipped list if not given.

    Raises:
        ProgramsError: The file cannot be read, or something in it cannot be.
    """
    path = file or paths.resources() / "programs.toml"
    try:
        data = parse_toml(read_regular(path, _LARGEST_BYTES))
        kinds = tuple(_kind(kind, Fields(record, kind)) for kind, record in data.items())
        _must_be_different(name for kind in kinds for name in kind.names)
    except (OSError, ValueError) as error:
        why = error.strerror or error if isinstance(error, OSError) else error
        raise ProgramsError(
            tr(
                "The list of known programs “{path}” cannot be read ({why}); install Autotype "
                "again.",
                path=path,
                why=why,
            )
        ) from error
    return kinds


def _kind(kind: str, fields: Fields) -> KnownPrograms:
    mode = fields.text("mode", _LONGEST)
    if mode not in tuple(Mode):
        raise ValueError(tr("the mode of “{kind}” is none", kind=kind[:60]))
    names = _texts(kind, fields.rows("names", _MOST_NAMES))
    if any(name != name.lower() or name != name.strip() for name in names):
        raise ValueError(tr("“{kind}” has a name that no program is looked up by", kind=kind[:60]))
    _must_be_different(names)
    found = KnownPrograms(
        title=fields.text("title", _LONGEST, shown=True),
        toolkit=fields.text("toolkit", _LONGEST, shown=True),
        mode=Mode(mode),
        why=fields.text("why", _LONGEST, shown=True),
        tried=_texts(kind, fields.rows("tried", _MOST_NAMES, ())),
        names=frozenset(names),
        undoes_alone=fields.flag("undoes_alone", False),
    )
    fields.done()
    return found


def _texts(kind: str, rows: Iterable[object]) -> tuple[str, ...]:
    texts = tuple(row for row in rows if isinstance(row, str) and 0 < len(row) <= _LONGEST)
    if len(texts) != len(tuple(rows)):
        raise ValueError(tr("“{kind}” lists something that is not a name", kind=kind[:60]))
    return texts


def _must_be_different(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(tr("“{name}” is listed twice", name=name[:60]))
        seen.add(name)
