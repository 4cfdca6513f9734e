"""Files in parcels, for a way that takes only so much at a time.

    parcels.py cut FOLDER --part MIB [--flat] NAME=PATH ...
    parcels.py receive FOLDER STORE
    parcels.py join STORE DESTINATION

`cut` packs files or folders (tar, compressed with xz) and cuts them into parts: `FOLDER/1`,
`FOLDER/2` and so on hold one parcel each, with a list of all parts and their sha256.
`receive` copies one parcel to where all of them are collected and checks it at once; `join`
checks everything again and unpacks it to `DESTINATION/NAME`. With `--flat` all parts lie in
one folder. Nothing but the standard library is needed.
"""

import argparse
import dataclasses
import hashlib
import io
import json
import lzma
import re
import shutil
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

LIST = "parcels.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MIB = 1 << 20
_LARGEST_LIST = 4 << 20
_AT_ONCE = 1 << 20


class ParcelError(Exception):
    """Parcels that cannot be made, or that are not what was sent."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what was sent.

    Attributes:
        archive: Name of what it belongs to.
        file: Name of its file.
        parcel: Number of the parcel that it travels in, from 1.
        size: Bytes.
        sha256: Of its bytes (hex).
    """

    archive: str
    file: str
    parcel: int
    size: int
    sha256: str


class _Cutter(io.RawIOBase):
    """A file to write to that becomes parts, of which each parcel holds so many bytes."""

    def __init__(self, folder: Path, parcel_bytes: int, flat: bool) -> None:
        self.parts: list[Part] = []
        self._folder, self._limit, self._flat = folder, parcel_bytes, flat
        self._archive = ""
        self._number = 0
        self._room = 0
        self._parcel = 0
        self._open: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._size = 0

    def begin(self, archive: str) -> None:
        """Start another archive, in the parcel that has room left."""
        self.end()
        self._archive, self._number = archive, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        done = 0
        while done < len(view):
            if not self._room:
                self.end()
                self._parcel, self._room = self._parcel + 1, self._limit
            if self._open is None:
                self._open = self._file().open("wb")
            piece = view[done : done + self._room]
            self._open.write(piece)
            self._digest.update(piece)
            self._size += len(piece)
            self._room -= len(piece)
            done += len(piece)
        return done

    def end(self) -> None:
        """Finish the part that is being written."""
        if self._open is None:
            return
        self._open.close()
        name = Path(self._open.name).name
        self.parts.append(
            Part(self._archive, name, self._parcel, self._size, self._digest.hexdigest())
        )
        self._open, self._size, self._digest = None, 0, hashlib.sha256()

    def _file(self) -> Path:
        self._number += 1
        folder = self._folder if self._flat else self._folder / str(self._parcel)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self._archive}.{self._number:04}"


def cut(
    sources: Mapping[str, Path], folder: Path, parcel_bytes: int, *, flat: bool = False
) -> list[Part]:
    """Pack files and folders and cut them into parcels.

    Args:
        sources: What to send, by the name that it will have there.
        folder: For the parcels; one that is there is replaced.
        parcel_bytes: The most bytes of a parcel, without its list.
        flat: Whether all parts lie in `folder` itself.

    Raises:
        ParcelError: Something is not there, or a name is not one for a file.
    """
    if parcel_bytes < 1 or not sources:
        raise ParcelError("A parcel needs room for a byte at least, and something to send.")
    for name, path in sources.items():
        if not _NAME.fullmatch(name) or name == LIST:
            raise ParcelError(f"“{name}” is no name for what is sent: use letters, digits, . _ -")
        if not path.exists():
            raise ParcelError(f"There is no “{path}” to send.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cutter = _Cutter(folder, parcel_bytes, flat)
    for name, path in sources.items():
        cutter.begin(name)
        with (
            lzma.open(cutter, "wb", preset=4) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
        ):
            archive.add(path, arcname=name)
    cutter.end()
    text = json.dumps([dataclasses.asdict(part) for part in cutter.parts], indent=1)
    for place in {folder if flat else folder / str(part.parcel) for part in cutter.parts}:
        (place / LIST).write_text(text, encoding="utf-8")
    return cutter.parts


def read_list(folder: Path) -> list[Part]:
    """Return the parts that a folder's list names; raises `ParcelError`."""
    path = folder / LIST
    try:
        with path.open("rb") as stream:
            data = json.loads(stream.read(_LARGEST_LIST))
        parts = [Part(**item) for item in data]
    except FileNotFoundError:
        raise ParcelError(f"“{folder}” is no parcel: it holds no {LIST}.") from None
    except (OSError, ValueError, TypeError) as error:
        raise ParcelError(f"The list “{path}” cannot be read ({error}).") from error
    for part in parts:
        if not all(_NAME.fullmatch(str(name)) for name in (part.archive, part.file)):
            raise ParcelError(f"The list “{path}” names “{part.file}”, which is no plain name.")
    return parts


def receive(folder: Path, store: Path) -> list[Part]:
    """Copy the parts in a folder to the store; return those that are still missing there.

    Raises:
        ParcelError: A part is damaged, or belongs to other parcels than those in the store.
    """
    parts = read_list(folder)
    store.mkdir(parents=True, exist_ok=True)
    if not (store / LIST).is_file():
        shutil.copyfile(folder / LIST, store / LIST)
    elif read_list(store) != parts:
        raise ParcelError(f"“{folder}” is not of the parcels that are in “{store}”.")
    for part in parts:
        if (folder / part.file).is_file():
            _check(folder, part)
            shutil.copyfile(folder / part.file, store / part.file)
    return [part for part in parts if not (store / part.file).is_file()]


def join(store: Path, destination: Path) -> list[str]:
    """Check all parts and unpack what they hold; return its names.

    Raises:
        ParcelError: Parts are missing or damaged, which are named, or do not fit together.
    """
    parts = read_list(store)
    missing = [part for part in parts if not (store / part.file).is_file()]
    if missing:
        names = ", ".join(f"{part.file} (parcel {part.parcel})" for part in missing)
        raise ParcelError(f"Missing: {names}.")
    for part in parts:
        _check(store, part)
    destination.mkdir(parents=True, exist_ok=True)
    names = list(dict.fromkeys(part.archive for part in parts))
    for name in names:
        files = [store / part.file for part in parts if part.archive == name]
        try:
            with (
                lzma.open(io.BufferedReader(_Chain(files), _AT_ONCE), "rb") as packed,
                tarfile.open(fileobj=packed, mode="r|") as archive,
            ):
                archive.extractall(destination, filter="data")
        except (lzma.LZMAError, tarfile.TarError, EOFError, OSError) as error:
            raise ParcelError(f"“{name}” cannot be unpacked ({error}).") from error
    return names


class _Chain(io.RawIOBase):
    """Files one after the other, read as one."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._pieces = self._read(files)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    @staticmethod
    def _read(files: Sequence[Path]) -> Iterator[bytes]:
        for file in files:
            with file.open("rb") as stream:
                while piece := stream.read(_AT_ONCE):
                    yield piece


def _check(folder: Path, part: Part) -> None:
    digest = hashlib.sha256()
    path = folder / part.file
    with path.open("rb") as stream:
        while piece := stream.read(_AT_ONCE):
            digest.update(piece)
    if path.stat().st_size != part.size or digest.hexdigest() != part.sha256:
        raise ParcelError(f"{part.file} (parcel {part.parcel}) is damaged; send it again.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one action; return the exit code."""
    parser = argparse.ArgumentParser(prog="parcels.py", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    actions = parser.add_subparsers(dest="action", required=True)
    first = actions.add_parser("cut", help="make parcels")
    first.add_argument("folder", type=Path)
    first.add_argument("sources", nargs="+", metavar="NAME=PATH")
    first.add_argument("--part", type=float, required=True, metavar="MIB")
    first.add_argument("--flat", action="store_true", help="all parts in one folder")
    second = actions.add_parser("receive", help="collect one parcel")
    second.add_argument("folder", type=Path)
    second.add_argument("store", type=Path)
    third = actions.add_parser("join", help="unpack what was collected")
    third.add_argument("store", type=Path)
    third.add_argument("destination", type=Path)
    args = parser.parse_args(arguments)
    try:
        if args.action == "cut":
            named = dict(source.split("=", 1) for source in args.sources if "=" in source)
            if len(named) != len(args.sources):
                raise ParcelError("Each thing to send is NAME=PATH, every name once.")
            sources = {name: Path(path) for name, path in named.items()}
            parts = cut(sources, args.folder, int(args.part * _MIB), flat=args.flat)
            total = sum(part.size for part in parts)
            print(f"{total / _MIB:.1f} MiB in {parts[-1].parcel} parcels")
        elif args.action == "receive":
            left = sorted({part.parcel for part in receive(args.folder, args.store)})
            print(f"parcels to come: {left}" if left else "all parcels are here")
        else:
            print("unpacked: " + ", ".join(join(args.store, args.destination)))
    except ParcelError as error:
        print(f"parcels: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
