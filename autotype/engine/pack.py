"""A model pack on disk, and the checks before anything in it is opened.

A pack is a folder with `manifest.json`, `tokenizer.json` and one ONNX graph per precision.
Only ONNX is opened here, and only after size and sha256 of every file agree with the
manifest: a flipped bit in a weight loads without a sound otherwise.
"""

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autotype.engine.external_data import external_locations
from autotype.engine.manifest import LARGEST_BYTES, MANIFEST, TOKENIZER, FileRecord, Manifest
from autotype.errors import AutotypeError
from autotype.text.untrusted import open_regular, read_regular
from autotype.translation import mark, tr

# What goes wrong with reading and says nothing against the pack, and what can be done about it.
_ROOM = mark("close other programs and try again")
_RIGHTS = mark("see to the permissions of its files and folders")
_DISK = mark("see to its disk and try again")
_REMEDIES = {
    **dict.fromkeys((errno.ENOMEM, errno.EMFILE, errno.ENFILE), _ROOM),
    **dict.fromkeys((errno.EACCES, errno.EPERM), _RIGHTS),
    **dict.fromkeys((errno.EIO, errno.EAGAIN, errno.ENODEV, errno.ENXIO), _DISK),
}

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""


class PackError(AutotypeError):
    """A pack that must not be opened, or cannot be."""


class NoPackError(PackError):
    """No pack is installed: not a fault, but something to offer help with."""


@dataclass(frozen=True, slots=True)
class Pack:
    """An opened pack: a folder and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def tokenizer_file(self) -> Path:
        """The tokenizer, in the format of the `tokenizers` library."""
        return self.folder / TOKENIZER

    def graph_file(self, precision: str) -> Path | None:
        """Return the graph of `precision`, or None if the pack has none."""
        name = self.manifest.graphs.get(precision)
        return self.folder / name if name else None


def sha256_of(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Return the sha256 (hex) of a regular file; `progress` gets the size of each part read.

    Raises:
        OSError: It is no regular file, or cannot be read.
    """
    digest = hashlib.sha256()
    with open_regular(path) as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
            if progress:
                progress(len(part))
    return digest.hexdigest()


def record_of(path: Path) -> FileRecord:
    """Return size and sha256 of a file."""
    return FileRecord(path.stat().st_size, sha256_of(path))


def open_pack(folder: Path) -> Pack:
    """Read the manifest of the pack in `folder`; its files are not checked yet.

    Raises:
        PackError: There is no pack there, or its manifest cannot be read or is damaged.
    """
    path = folder / MANIFEST
    try:
        if path.is_symlink():
            raise ValueError(f"{MANIFEST} does not lie in the pack's own folder")
        manifest = Manifest.from_json(read_regular(path, LARGEST_BYTES))
    except FileNotFoundError:
        raise PackError(
            tr(
                "There is no model pack in “{folder}”: {file} is missing.",
                folder=folder,
                file=MANIFEST,
            )
        ) from None
    except (OSError, ValueError) as error:
        why = error.strerror or error if isinstance(error, OSError) else error
        remedy = _remedy(error) or tr("remove it and pull it again")
        raise PackError(
            tr(
                "The model pack in “{folder}” cannot be read ({why}); {remedy}.",
                folder=folder,
                why=why,
                remedy=remedy,
            )
        ) from error
    return Pack(folder, manifest)


def check_pack(pack: Pack, only: set[str] | None = None, progress: Progress | None = None) -> None:
    """Check the files of a pack against its manifest, before a session is made on them.

    Args:
        pack: The pack.
        only: Names of the files to check; all of them if None.
        progress: Told how far it is.

    Raises:
        PackError: A file is missing, is not a plain file, has another size or hash, lies
            outside the pack, or a graph points at data outside the pack.
    """
    chosen = {n: r for n, r in pack.manifest.files.items() if only is None or n in only}
    check_sizes(pack, set(chosen))
    total = sum(record.size for record in chosen.values())
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, total)

    for name, record in chosen.items():
        try:
            digest = sha256_of(pack.folder / name, step)
        except OSError as error:
            raise _unreadable(pack, name, error) from error
        if digest != record.sha256:
            raise _damaged(pack, f"the content of {name} has changed")

    for name in set(pack.manifest.graphs.values()) & set(chosen):
        try:
            locations = external_locations(pack.folder / name)
        except OSError as error:
            raise _unreadable(pack, name, error) from error
        except ValueError as error:
            raise _damaged(pack, f"{name} is not an ONNX file ({error})") from error
        for location in sorted(locations):
            if location not in pack.manifest.files:
                raise _damaged(pack, f"{name} points at data outside the pack (“{location}”)")


def check_sizes(pack: Pack, only: set[str] | None = None) -> None:
    """Check that files are there and as large as the manifest says; nothing is read.

    Raises:
        PackError: One is missing, no plain file, lies outside the pack, or has another size.
    """
    for name, record in pack.manifest.files.items():
        if only is not None and name not in only:
            continue
        path = pack.folder / name
        try:
            if path.is_symlink():
                raise _damaged(pack, f"{name} does not lie in the pack's own folder")
            if not path.exists():
                raise _damaged(pack, f"{name} is missing")
            if not path.is_file():
                raise _damaged(pack, f"{name} is missing, and what has its name is no file")
            size = path.stat().st_size
        except OSError as error:
            raise _unreadable(pack, name, error) from error
        if size != record.size:
            raise _damaged(pack, f"{name} has {size} bytes instead of {record.size}")


def _remedy(error: Exception) -> str:
    """Return what helps against an error for which the pack itself cannot be blamed, or nothing.

    Whoever removes their own model because its file could not be read has lost it.
    """
    return tr(_REMEDIES.get(error.errno or 0, "")) if isinstance(error, OSError) else ""


def _unreadable(pack: Pack, name: str, error: OSError) -> PackError:
    why, remedy = error.strerror or error, _remedy(error)
    if not remedy:
        return _damaged(pack, f"{name} cannot be read ({why})")
    return PackError(
        tr(
            "The model pack “{name}” cannot be read ({file}: {why}); {remedy}.",
            name=pack.manifest.name,
            file=name,
            why=why,
            remedy=remedy,
        )
    )


def _damaged(pack: Pack, what: str) -> PackError:
    return PackError(
        tr(
            "The model pack “{name}” is damaged: {what}; remove it and pull it again (autotype "
            "models remove {name}).",
            name=pack.manifest.name,
            what=what,
        )
    )
