"""Doing what the plan says, and taking it back."""

import hashlib
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from autotype.setup import asking, marks
from autotype.setup.deeds import Begin, Block, Deed, KwinKey, ListEntry, OwnFile, RenewCache
from autotype.setup.record import Record, SetUpError
from autotype.setup.starting import begin, choose_other, runs, write_cache
from autotype.text.replacing import replace_file
from autotype.text.untrusted import read_regular
from autotype.translation import tr

LARGEST = 1 << 20
"""Files of the user's that are larger are left alone."""


def carry_out(deed: Deed, record: Record) -> None:
    """Do one thing, and remember before it how it is taken back.

    Raises:
        SetUpError: It cannot be done.
    """
    match deed:
        case OwnFile():
            _write_own(deed, record)
        case Block():
            _add_block(deed, record)
        case ListEntry():
            _add_entry(deed, record)
        case KwinKey():
            if record.find(kind="kwin") is None:
                record.put({"kind": "kwin", "before": asking.read_kwin(), "value": deed.value})
            if not asking.write_kwin(deed.value):
                raise SetUpError(tr("KWin's settings cannot be changed; look at “kwinrc”."))
        case RenewCache():
            if record.find(kind="cache") is None:
                record.put({"kind": "cache"})
            write_cache(deed.path)
        case Begin():
            # Last in, first out: the other input method is chosen before all else is undone.
            entry = record.find(kind="begin") or {"kind": "begin"}
            entry.setdefault("engine", asking.ask(["ibus", "engine"]) or "")
            entry.setdefault("started", deed.starts and not runs())
            record.put(entry)
            if not begin(may_start=deed.starts, path=deed.path):
                raise SetUpError(
                    tr(
                        "IBus does not take Autotype in this session; log in again, and look at "
                        "“autotype doctor” if that does not help."
                    )
                )


def take_back(record: Record) -> list[str]:
    """Take back all that was done, last things first.

    Returns:
        What was left as it is and why, a sentence each.

    Raises:
        SetUpError: What is left to do cannot be remembered.
    """
    left: list[str] = []
    # Folders go when everything is out of them.
    ordered = [one for one in reversed(record.entries) if one.get("kind") != "folder"]
    ordered += [one for one in reversed(record.entries) if one.get("kind") == "folder"]
    for entry in ordered:
        try:
            sentence = _undo(entry)
        except (KeyError, TypeError, ValueError):
            sentence = tr("One entry of what was set up is damaged, and was passed over.")
        except OSError as error:
            # It stays on the list: another time may do.
            left.append(
                tr(
                    "“{filename}” cannot be changed ({why}).",
                    filename=error.filename,
                    why=error.strerror,
                )
            )
            continue
        except SetUpError as error:
            left.append(str(error))
            continue
        if sentence:
            left.append(sentence)
        record.drop(entry)
    if any(one.get("kind") == "cache" for one in ordered):
        # Last of all, when what it would find is gone.
        write_cache()
    return left


def _undo(entry: dict[str, Any]) -> str:
    match entry["kind"]:
        case "file":
            return _restore(entry)
        case "block":
            return _remove_block(entry)
        case "list":
            return _remove_entry(entry)
        case "kwin":
            ours = asking.read_kwin() == str(entry["value"])
            if ours and not asking.write_kwin(str(entry["before"])):
                raise SetUpError(tr("KWin's settings cannot be changed now."))
        case "begin":
            choose_other(str(entry["engine"]), ends=bool(entry["started"]))
        case "folder":
            folder = Path(str(entry["path"]))
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    return ""


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path, LARGEST)
    except FileNotFoundError:
        return None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _put(entry: dict[str, Any], data: bytes, record: Record) -> None:
    """Write a file, after its folders and how it was before have been remembered."""
    path = Path(entry["path"])
    try:
        for folder in reversed(path.parents):
            if not folder.exists():
                record.put({"kind": "folder", "path": str(folder)})
        record.put(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise SetUpError(
            tr("“{path}” cannot be written ({why}).", path=path, why=error.strerror)
        ) from error


def _before(path: Path) -> tuple[Path, bytes | None]:
    """Return where a file really is, and its content, None if there is none.

    Dotfiles are often links into a folder that is kept elsewhere.
    """
    try:
        real = path.resolve()
        return real, _read(real)
    except OSError as error:
        raise SetUpError(
            tr("“{path}” cannot be read ({why}).", path=path, why=error.strerror)
        ) from error


def _write_own(deed: OwnFile, record: Record) -> None:
    path, before = _before(deed.path)
    data = deed.text.encode("utf-8")
    entry = record.find(kind="file", path=str(path)) or {"kind": "file", "path": str(path)}
    if before is None or entry.get("written") != _hash(before):
        # New, or changed by the user since: that is what taking back brings back.
        entry["before"] = None if before is None else b64encode(before).decode("ascii")
    entry["written"] = _hash(data)
    _put(entry, data, record)


def _restore(entry: dict[str, Any]) -> str:
    path, before = Path(entry["path"]), entry["before"]
    now = _read(path)
    if now is None:
        return ""
    if _hash(now) != entry["written"]:
        return tr("“{path}” was changed since and stays as it is.", path=path)
    if before is None:
        path.unlink()
    else:
        replace_file(path, b64decode(before))
    return ""


def _add_block(deed: Block, record: Record) -> None:
    path, before = _before(deed.path)
    try:
        text = deed.first if before is None else before.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SetUpError(tr("“{path}” is not UTF-8 text; nothing was added.", path=path)) from error
    entry = record.find(kind="block", path=str(path))
    if entry is None or marks.ours(text) is None:
        new = {"kind": "block", "path": str(path), "made": before is None, "first": deed.first}
        entry = (entry or {}) | new | {"open": bool(text) and not text.endswith("\n")}
        record.forget(kind="block", path=str(path))
    entry["put"] = marks.block(deed.lines)
    _put(entry, marks.with_block(text, deed.lines).encode("utf-8"), record)


def _remove_block(entry: dict[str, Any]) -> str:
    path = Path(entry["path"])
    now = _read(path)
    if now is None:
        return ""
    # Whatever else the user has written there goes through as the bytes that it is.
    text = now.decode("utf-8", "surrogateescape")
    rest = marks.without_block(text, entry["put"], line_was_open=entry["open"])
    if rest is None:
        if marks.BEGIN in text:
            return tr(
                "The lines of Autotype in “{path}” were changed since and stay as they are.",
                path=path,
            )
        return ""
    if entry["made"] and rest == entry["first"]:
        path.unlink()
    else:
        replace_file(path, rest.encode("utf-8", "surrogateescape"))
    return ""


def _add_entry(deed: ListEntry, record: Record) -> None:
    before = asking.read_list(deed.schema, deed.key)
    if before is None:
        raise SetUpError(tr("The desktop's setting “{key}” cannot be read.", key=deed.key))
    rest = [one for one in before if one != deed.entry]
    after = [deed.entry, *(rest or deed.others)]
    entry = record.find(kind="list", schema=deed.schema, key=deed.key)
    if entry is None:
        entry = {"kind": "list", "schema": deed.schema, "key": deed.key, "before": before}
    entry |= {"entry": deed.entry, "after": after}
    record.put(entry)
    if not asking.write_list(deed.schema, deed.key, after):
        raise SetUpError(tr("The desktop's setting “{key}” cannot be changed.", key=deed.key))


def _remove_entry(entry: dict[str, Any]) -> str:
    schema, key = str(entry["schema"]), str(entry["key"])
    ours = _plain(entry["entry"])
    now = asking.read_list(schema, key)
    if now is None:
        raise SetUpError(tr("The desktop's setting “{key}” cannot be read now.", key=key))
    before = [_plain(one) for one in entry["before"]]
    if now == [_plain(one) for one in entry["after"]]:
        rest = before
    else:
        # The user has changed it since; only ours goes, unless it was there before us.
        rest = [one for one in now if one != ours or ours in before]
    if rest != now and not asking.write_list(schema, key, rest):
        raise SetUpError(tr("The desktop's setting “{key}” cannot be changed now.", key=key))
    return ""


def _plain(value: object) -> str | tuple[str, str]:
    """Return an entry of a list as it was before JSON made a list of a pair."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return (str(value[0]), str(value[1]))
    return str(value)
