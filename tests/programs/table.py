"""The table of programs, as it is written into the documentation."""

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

# How a sentence begins that says of a check that it failed first.
SECOND_TRY = "at the second try"
BEGIN, END = "<!-- programs: begin -->", "<!-- programs: end -->"
# What somebody must be able to do to write with suggestions.
NEEDED = ("off", "ghost", "tab", "word", "escape", "click", "window", "fast")
_WRITING = {
    "off": "silent",
    "ghost": "ghost",
    "tab": "Tab",
    "word": "Ctrl+Right",
    "escape": "Esc",
    "through": "typing on",
    "undo": "undo",
    "fast": "2,000 characters",
    "click": "click",
    "window": "other window",
}
_FIELDS = {
    "password": "password",
    "search": "search",
    "address bar": "address bar",
    "number": "number, e-mail",
    "rich": "page's own editor",
}
_WEATHER = {
    "long field": "100 kB",
    "engine killed": "engine killed",
    "service killed": "service killed",
    "IBus restarted": "IBus restarted",
    "program killed": "program killed",
}
_COLUMNS = _WRITING | _FIELDS | _WEATHER


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one check.

    Attributes:
        ok: Whether it succeeded.
        said: What was seen: of a failure always, else where there is something to say.
    """

    ok: bool
    said: str = ""


@dataclass(slots=True)
class Tried:
    """What became of one program.

    Attributes:
        how: "inline", "popup", "off", or empty where nothing was seen.
        broken: Why nothing could be tried; empty if something was.
    """

    name: str
    title: str
    version: str
    must_work: bool
    how: str = ""
    broken: str = ""
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def works(self) -> bool:
        """Whether one can write in it with suggestions (or without, where they are off)."""
        asked = [name for name in NEEDED if name in self.outcomes]
        return bool(asked) and not self.broken and all(self.outcomes[n].ok for n in asked)

    @property
    def failures(self) -> list[str]:
        """Return what failed and was not expected to."""
        if self.broken:
            return [self.broken]
        return [
            f"{name}: {outcome.said}"
            for name, outcome in self.outcomes.items()
            if not outcome.ok and name not in self.known
        ]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        raw = json.loads(path.read_text(encoding="utf-8"))
        outcomes = {name: Outcome(**one) for name, one in raw.pop("outcomes").items()}
        return cls(**raw, outcomes=outcomes)


def report(tried: list[Tried], minutes: float) -> str:
    """Return tables and what stands below them, in Markdown."""

    def state(one: Tried) -> list[str]:
        return [one.version, one.how or "–", "yes" if one.works else "**no**"]

    parts = [
        _table(tried, _WRITING, ["version", "how", "works"], state),
        _table(tried, _FIELDS),
        _table(tried, _WEATHER),
        _causes(tried),
        _where(minutes),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(
    tried: list[Tried],
    columns: Mapping[str, str],
    also: Sequence[str] = (),
    state: Callable[[Tried], list[str]] = lambda _: [],
) -> str:
    names = [name for name in columns if any(name in one.outcomes for one in tried)]
    rows = [one for one in tried if also or any(name in one.outcomes for name in names)]
    if not rows:
        return ""
    head = ["program", *also, *(columns[name] for name in names)]
    lines = [head, ["---"] * len(head)]
    for one in rows:
        cells = [_cell(one.outcomes.get(name)) for name in names]
        lines.append([one.title, *state(one), *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return "–"
    return "ok" if outcome.ok else "**no**"


def _causes(tried: list[Tried]) -> str:
    lines, again = [], []
    for one in tried:
        if one.broken:
            lines.append(f"- {one.title}: {one.broken}")
        for name, outcome in one.outcomes.items():
            what = f"- {one.title}, {_COLUMNS.get(name, name)}: {outcome.said}."
            if outcome.ok:
                again += [what] if outcome.said.startswith(SECOND_TRY) else []
            else:
                cause = one.known.get(name)
                lines.append(f"{what} {cause}." if cause else what)
    parts = [("What does not work:", lines), ("What worked at the second try only:", again)]
    return "\n\n".join("\n".join((title, "", *found)) for title, found in parts if found)


def _where(minutes: float) -> str:
    who = "root" if os.geteuid() == 0 else "an ordinary user"
    try:
        system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        system = "Linux"
    where = f"{system}, X11 (Wayland where it says GNOME), as {who}"
    return f"On {datetime.now(UTC).date()}: {where}, {minutes:.0f} minutes."


def write(path: Path, text: str) -> None:
    """Put the table into a file between its marks, or into a new one."""
    put = f"{BEGIN}\n{text}{END}"
    if path.exists():
        old = path.read_text(encoding="utf-8")
        before, mark, rest = old.partition(BEGIN)
        if mark:
            path.write_text(before + put + rest.partition(END)[2], encoding="utf-8")
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# Programs that were tried\n\n{put}\n", encoding="utf-8")
