"""What was seen once is kept as a hash under a key, and the key in a file of its own.

Whoever has both files can test a guess, and whoever has one of them learns nothing.
"""

import contextlib
import os
import secrets
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from autotype import paths
from autotype.text.private_database import close_to_others
from autotype.text.untrusted import read_regular

_SIZE = 32


class Key:
    """Makes hashes of 63 bits, which SQLite takes for integers."""

    def __init__(self, key: bytes) -> None:
        """Hash with a key of 32 bytes."""
        self._key = key

    def of(self, *texts: str) -> int:
        """Return the hash of some texts, in order."""
        data = "\0".join(texts).encode("utf-8", "replace")
        digest = blake2b(data, digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "big") >> 1


class Hasher:
    """The file of the key."""

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self._path = path

    def key(self, was_lost: Callable[[], None]) -> Key:
        """Return the key; where there is none, a new one, after calling `was_lost`.

        Raises `OSError`.
        """
        for _ in range(2):
            with contextlib.suppress(FileNotFoundError):
                found = read_regular(self._path, _SIZE)
                if len(found) == _SIZE:
                    close_to_others(self._path)
                    return Key(found)
                self._path.unlink()
            was_lost()
            paths.make_private(self._path.parent)
            # Written whole beside its place: of two processes, the first one's holds.
            made = self._path.with_name(f"{self._path.name}-{secrets.token_hex(8)}")
            handle = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            try:
                os.write(handle, secrets.token_bytes(_SIZE))
                os.fsync(handle)
            finally:
                os.close(handle)
            try:
                os.link(made, self._path)
            except FileExistsError:
                pass
            except OSError:  # a file system without links
                made.rename(self._path)
            finally:
                made.unlink(missing_ok=True)
        return Key(read_regular(self._path, _SIZE))

    def forget(self) -> None:
        """Remove the key; raises nothing."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
