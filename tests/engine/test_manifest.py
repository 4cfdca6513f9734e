"""A manifest in which anything may stand is read, or refused in one sentence."""

import copy
import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autotype.cli import main
from autotype.engine.manifest import Manifest
from autotype.engine.pack import PackError, open_pack
from autotype.errors import AutotypeError
from autotype.packs.choice import default_pack
from autotype.packs.installed import installed

HUGE = 10**400
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1, 2**31, 2**63, HUGE, -HUGE, 1e308, 0.5, "", "x", [], {}, [[]]]),
    st.text(max_size=20),
    st.lists(st.sampled_from([0, -1, HUGE, None, "x", [1, 2]]), max_size=3),
    st.dictionaries(st.text(max_size=5), st.sampled_from([0, "x", None]), max_size=2),
)
PATCHES = st.lists(st.tuples(st.randoms(use_true_random=False), VALUES), min_size=1, max_size=3)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in a JSON value."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, below in inner:
        yield from places(below, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    if new is REMOVED:
        del value[path[-1]]
    else:
        value[path[-1]] = new


class Removed(Enum):
    """In place of a value; the name of a test that has it is the same in every process."""

    REMOVED = "removed"


REMOVED = Removed.REMOVED


@pytest.fixture(scope="module")
def manifest(tiny_pack: Path) -> dict[str, Any]:
    """A real manifest with something in every field."""
    data = json.loads((tiny_pack / "manifest.json").read_text())
    data["calibration"] = [[0.5, 1.0], [0.25, 1.125]]
    data["gate"] = [{"threshold": 0.5, "precision": 0.7, "shows": 80.0}]
    data["start_text"] = "Here is a message:\n"
    return data


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(patches=PATCHES, raw=st.none() | st.binary(max_size=40))
def test_anything_in_a_manifest_is_read_or_refused(
    home: Path,
    manifest: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    patches: list[tuple[Any, Any]],
    raw: bytes | None,
) -> None:
    folder = home / "packs" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    if raw is None:
        changed = copy.deepcopy(manifest)
        for random, value in patches:
            path = random.choice(list(places(changed)) or [("format",)])
            # One list in two places, or in itself, is nothing that JSON has.
            new = copy.deepcopy(value)
            put(changed, path, REMOVED if random.random() < 0.2 else new)
        data = json.dumps(changed).encode()
    else:
        whole = json.dumps(manifest).encode()
        at = len(raw) * 31 % len(whole)
        data = whole[:at] + raw + whole[at + len(raw) :]
    (folder / "manifest.json").write_bytes(data)
    try:
        pack = open_pack(folder)
    except PackError as error:
        assert len(str(error).splitlines()) == 1
        opened = False
    else:
        assert Manifest.from_json(pack.manifest.to_json()) == pack.manifest
        opened = True
    assert (len(installed()) == 1) is opened
    try:
        assert default_pack().folder == folder
    except AutotypeError:
        assert not opened
    assert main(["models", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    (row,) = [row for row in rows if row["name"] == "own"]
    assert row["installed"] is False  # there is nothing but a manifest
    assert row["problem"]
    assert main(["models", "info", "own"]) == (0 if opened else 1)
    shown = "".join(capsys.readouterr())
    assert not any(ord(character) < 32 and character != "\n" for character in shown)


ABSURD: list[tuple[tuple[Any, ...], Any]] = [
    (("end_tokens",), [HUGE]),
    (("end_tokens",), [10**30]),
    (("end_tokens",), [-1]),
    (("end_tokens",), ["0"]),
    (("end_tokens",), None),
    (("start_token",), "x"),
    (("start_token",), 10**9),
    (("start_text",), None),
    (("start_text",), "x" * 100_000),
    (("start_text",), "\ud800"),
    (("context_length",), "x"),
    (("context_length",), 0),
    (("context_length",), -1),
    (("context_length",), None),
    (("architecture", "vocabulary"), -1),
    (("architecture", "layers"), 10**9),
    (("architecture", "heads"), True),
    (("architecture", "kv_heads"), 3),
    (("architecture", "surprise"), 1),
    (("graphs",), {}),
    (("graphs",), {"int3": "model.onnx"}),
    (("graphs", "q8"), "another.onnx"),
    (("graphs", "q8"), 5),
    (("files", "model.onnx", "size"), None),
    (("files", "model.onnx", "size"), -1),
    (("files", "model.onnx", "size"), 1.5),
    (("files", "model.onnx", "sha256"), "0" * 63),
    (("files", "tokenizer.json"), REMOVED),
    (("gate", 0, "precision"), HUGE),
    (("gate", 0, "threshold"), None),
    (("gate",), 5),
    (("calibration",), [[1]]),
    (("calibration", 0, 0), "x"),
    (("name",), "a\x1b[31mb"),
    (("name",), " "),
    (("title",), "x" * 10_000),
    (("licence",), "MIT\x07"),
    (("source",), []),
    (("source", "reference"), 5),
    (("quality",), 5),
    (("format",), "1"),
    (("surprise",), 1),
]


@pytest.mark.parametrize(("path", "value"), ABSURD, ids=lambda v: str(v)[:40])
def test_every_field_is_checked_where_it_is_read(
    manifest: dict[str, Any], tmp_path: Path, path: tuple[Any, ...], value: Any
) -> None:
    changed = copy.deepcopy(manifest)
    put(changed, path, value)
    (tmp_path / "manifest.json").write_text(json.dumps(changed))
    with pytest.raises(PackError, match="cannot be read") as caught:
        open_pack(tmp_path)
    said = str(caught.value)
    assert said.endswith("pull it again.")
    assert said.isprintable()
    assert len(said) < 1000


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 5000,
        b'{"format": 1, "end_tokens": [1e999]}',
        b'{"format": NaN}',
        b'{"format": ' + b"9" * 5000 + b"}",
        b" " * (2 << 20),
        b"",
        b"\xff",
    ],
    ids=range(8),
)
def test_what_is_no_manifest(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(data)
    with pytest.raises(PackError, match="cannot be read"):
        open_pack(tmp_path)


def test_what_is_written_is_what_was_read(manifest: dict[str, Any]) -> None:
    found = Manifest.from_json(json.dumps(manifest))
    assert json.loads(found.to_json()) == manifest
