"""The trip to a borrowed card: what is left out of a library, and the student's size."""

import dataclasses
import importlib.util
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from autotype.builder.gpt2 import build
from autotype.builder.reading import read_checkpoint
from autotype.builder.training.config import ShapeConfig, read_student
from autotype.builder.training.size import deepest, graph_bytes
from autotype.builder.training.student import new_student, save_student
from tests.make_tiny_pack import tiny_checkpoint

ROOT = Path(__file__).resolve().parents[2]
CARD = ROOT / "packaging" / "card"
TOKENIZER_BYTES = 500_000


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, CARD / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


prune = load("prune")


def entry(generation: int, code: bytes) -> bytes:
    header = struct.pack("<HHIQ", 2, 0x101, 64, len(code))
    return header + bytes(28 - 16) + struct.pack("<I", generation) + bytes(64 - 32) + code


def container(*entries: bytes) -> bytes:
    body = b"".join(entries)
    return struct.pack("<4sHHQ", b"\x50\xed\x55\xba", 1, 16, len(body)) + body


def test_only_the_code_of_other_generations_becomes_zeros() -> None:
    first = container(entry(80, b"old!" * 20), entry(90, b"new!" * 30))
    second = container(entry(90, b"more" * 8))
    chance = b"\x50\xed\x55\xba and something else"
    library = bytearray(b"ELF" + first + chance + second + b"rest")
    before = bytes(library)
    assert prune.prune(library, 90) == (152, 80)
    assert bytes(library) == before.replace(b"old!" * 20, bytes(80))


@pytest.mark.parametrize("content", [b"", b"no code at all", container(entry(80, b"old!"))])
def test_a_library_without_that_generation_stays_as_it_is(content: bytes, tmp_path: Path) -> None:
    library = tmp_path / "library.so"
    library.write_bytes(content)
    assert prune.main([str(library), "--keep", "90"]) == 1
    assert library.read_bytes() == content


def test_the_size_of_a_student_is_known_before(tmp_path: Path) -> None:
    shape = ShapeConfig(tiny_checkpoint().config.vocabulary, 3, 96, 4, 160)
    save_student(new_student(shape, 1), tiny_checkpoint().tokenizer, tmp_path)
    checkpoint = read_checkpoint(tmp_path)
    built = len(build(checkpoint.config, checkpoint.weights, "q8").SerializeToString())
    assert graph_bytes(shape) == pytest.approx(built, rel=0.03)


def test_the_card_s_student_is_as_deep_as_25_megabytes_allow() -> None:
    shape = read_student(ROOT / "resources/students/everyday-gpt2-card.toml").shape
    assert deepest(shape, 25_000_000 - TOKENIZER_BYTES) == shape
    small = dataclasses.replace(shape, layers=6)
    built_in = (ROOT / "resources/model/model.onnx").stat().st_size
    assert graph_bytes(small) == pytest.approx(built_in, rel=0.005)
