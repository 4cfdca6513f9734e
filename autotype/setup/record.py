"""What setting up has written, so that it can be taken back: a file in our own folder."""

import contextlib
import json
from pathlib import Path
from typing import Any

from autotype import paths
from autotype.errors import AutotypeError
from autotype.text.replacing import replace_file
from autotype.text.untrusted import parse_json, read_regular
from autotype.translation import tr

_LARGEST = 8 << 20


class SetUpError(AutotypeError):
    """Something cannot be set up, or not be taken back."""


class Record:
    """The list of what was done, first things first; saved before each deed.

    So whatever ends us in the middle, nothing is written that nobody knows of.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there.

        Raises:
            SetUpError: It cannot be read.
        """
        self._path = path
        self.entries: list[dict[str, Any]] = []
        try:
            found = parse_json(read_regular(path, _LARGEST))
            if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
                raise ValueError(tr("it is not a list of deeds"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise SetUpError(
                tr(
                    "“{path}”, which says what setting up has written, cannot be read ({why}); "
                    "move it away to set up again.",
                    path=path,
                    why=why,
                )
            ) from error
        self.entries = found

    def find(self, **wanted: object) -> dict[str, Any] | None:
        """Return the entry that has all these values, None if there is none."""
        for entry in self.entries:
            if all(entry.get(name) == value for name, value in wanted.items()):
                return entry
        return None

    def forget(self, **wanted: object) -> None:
        """Forget the entries that have all these values; saved with what comes next."""
        while (entry := self.find(**wanted)) is not None:
            self.entries = [one for one in self.entries if one is not entry]

    def put(self, entry: dict[str, Any]) -> None:
        """Add an entry if it is new, and save all.

        Raises:
            SetUpError: It cannot be saved.
        """
        if not any(one is entry for one in self.entries):
            self.entries.append(entry)
        self._save()

    def drop(self, entry: dict[str, Any]) -> None:
        """Forget an entry, and save the rest; without entries there is no file.

        Raises:
            SetUpError: It cannot be saved.
        """
        self.entries = [one for one in self.entries if one is not entry]
        self._save()

    def _save(self) -> None:
        try:
            if not self.entries:
                with contextlib.suppress(FileNotFoundError):
                    self._path.unlink()
                return
            paths.make_private(self._path.parent)
            text = json.dumps(self.entries, indent=1)
            replace_file(self._path, text.encode("utf-8"), private=True)
        except OSError as error:
            raise SetUpError(
                tr("“{path}” cannot be written ({why}).", path=self._path, why=error.strerror)
            ) from error
