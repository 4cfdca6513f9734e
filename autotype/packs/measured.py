"""What packs were measured to do on this machine: savings, and how long words take.

Measured once for each pack and machine (`evaluation/suitability`), kept in one file, and
asked when `auto` chooses.
"""

import contextlib
import json
import platform
import zlib
from dataclasses import asdict, dataclass, fields, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from autotype import paths
from autotype.engine.pack import Pack, PackError
from autotype.text.machine_load import usable_cores
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular
from autotype.text.visible import is_visible
from autotype.translation import tr

FORMAT = 1
_LARGEST_BYTES = 1 << 22
_MOST, _LONGEST = 1e9, 100
IN_TIME_MS = 60.0
"""Words that come later than this at p95 come too late to be taken."""
_DAYS_UNTIL_SURE = 3


class NotKeptError(PackError):
    """Figures cannot be kept, whatever pack they are of."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one pack does on one machine.

    Attributes:
        savings: Keystroke savings of the bar typist, 0 to 1.
        words_p95_ms: 95th percentile of the time from a key to the words, nothing having
            been looked for ahead of need, and without the waiting for other programs as far
            as the system tells it.
        day: When it was measured, as "2026-11-25".
        disturbed: Whether other programs kept the processor so busy that it may be quick
            enough without them.
        days: On how many days in a row the same was found.
    """

    savings: float
    words_p95_ms: float
    day: str
    disturbed: bool = False
    days: int = 1

    @property
    def in_time(self) -> bool:
        """Whether words come while they can still be used; taken to be so until it is known."""
        return self.disturbed or self.words_p95_ms <= IN_TIME_MS

    def due(self, today: str) -> bool:
        """Whether it should be measured again on a day: what is not known, or may change.

        Too slow on one day may have reasons that no measure sees: a battery, a hot processor.
        Found so on three days it is left at that.
        """
        unsure = self.disturbed or (not self.in_time and self.days < _DAYS_UNTIL_SURE)
        return unsure and self.day != today


def machine() -> str:
    """Return what the figures depend on besides the pack: processor, cores, runtime."""
    runtime = ""
    for package in ("onnxruntime-gpu", "onnxruntime"):
        with contextlib.suppress(PackageNotFoundError):
            runtime = f"{package} {version(package)}"
            break
    return f"{_processor()}, {usable_cores():g} cores, {runtime}"


def measured(pack: Pack) -> Measured | None:
    """Return what a pack was measured to do on this machine; None if it was not, yet."""
    return _checked(_read().get(machine(), {}).get(_key(pack)))


def _together(known: Measured | None, found: Measured) -> Measured:
    """Return what is known after another measurement.

    One that was disturbed says nothing against one that was not.
    """
    if known is None:
        return found
    if found.disturbed and not known.disturbed:
        return replace(known, day=found.day)
    same = (found.disturbed, found.in_time) == (known.disturbed, known.in_time)
    return replace(found, days=known.days + (found.day != known.day)) if same else found


def store_measured(pack: Pack, found: Measured) -> Measured:
    """Keep what a pack was measured to do here; return what is known of it now.

    Raises:
        NotKeptError: The file cannot be written.
    """
    found = _together(measured(pack), found)
    table = _read()
    table.setdefault(machine(), {})[_key(pack)] = asdict(found)
    _write(table)
    return found


def require_place() -> None:
    """Make sure that figures can be kept, before time is spent on measuring.

    Raises:
        NotKeptError: They cannot.
    """
    _write(_read())


def _write(table: dict[str, dict[str, Any]]) -> None:
    text = json.dumps({"format": FORMAT, "machines": table}, indent=1, ensure_ascii=False)
    try:
        paths.make_private(paths.home())
        replace_file(paths.measured_file(), text.encode(), private=True)
    except OSError as error:
        raise NotKeptError(
            tr(
                "“{path}” cannot be written ({why}).",
                path=paths.measured_file(),
                why=error.strerror or error,
            )
        ) from error


def _read() -> dict[str, dict[str, Any]]:
    """Return all figures; none if the file is missing or is not one, for it can be made again."""
    try:
        data = parse_json(read_regular(paths.measured_file(), _LARGEST_BYTES))
        table: dict[str, dict[str, Any]] = data["machines"] if data["format"] == FORMAT else {}
        return {str(name): dict(packs) for name, packs in table.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _checked(record: object) -> Measured | None:
    """Return figures if every one is of its kind, None if they are to be measured again."""
    if not isinstance(record, dict):
        return None
    kinds = {each.name: each.type for each in fields(Measured)}
    if not all(_is(value, kinds.get(name)) for name, value in record.items()):
        return None
    try:
        return Measured(**record)
    except TypeError:  # one is missing
        return None


def _is(value: object, kind: object) -> bool:
    if kind in (int, float):
        numbers = int if kind is int else (int, float)
        return isinstance(value, numbers) and not isinstance(value, bool) and 0 <= value <= _MOST
    if kind is str:
        return isinstance(value, str) and len(value) <= _LONGEST and is_visible(value)
    return isinstance(kind, type) and isinstance(value, kind)


def _key(pack: Pack) -> str:
    """Return a name that changes when the pack does: its graphs and its text before the text."""
    graphs = [pack.manifest.files[name].sha256[:16] for name in pack.manifest.graphs.values()]
    start = zlib.crc32(pack.manifest.start_text.encode())
    return " ".join([pack.manifest.name, *graphs, f"{start:08x}"])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
