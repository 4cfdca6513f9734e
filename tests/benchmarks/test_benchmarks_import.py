"""What benchmarks take from the program and its tests is there: nobody runs them every day.

Modules are read and not imported: some peers need packages that only `make bench` installs.
"""

import ast
import importlib.util
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import PARTS

FOLDER = Path(__file__).parent
FILES = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.py"))


def names_in(module: str) -> set[str]:
    """Return what a module of ours defines or imports at its top."""
    found = importlib.util.find_spec(module)
    assert found is not None, module
    if not found.has_location:
        return set()
    names: set[str] = set()
    for node in ast.parse(Path(str(found.origin)).read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name for alias in node.names}
            case ast.Assign() | ast.AnnAssign():
                names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names


@pytest.mark.parametrize("file", FILES, ids=str)
def test_what_a_file_imports_of_ours_is_there(file: Path) -> None:
    tree = ast.parse((FOLDER / file).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module or node.level:
            continue
        if node.module.split(".")[0] not in ("autotype", "tests"):
            continue
        names = names_in(node.module)
        for name in (alias.name for alias in node.names):
            module = f"{node.module}.{name}"
            assert name in names or importlib.util.find_spec(module), module


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_module(part: str) -> None:
    assert importlib.util.find_spec(f"tests.benchmarks.{part}")
