"""Only frozen values cross a thread; whoever adds one that is not says so here."""

import dataclasses
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import autotype.text
from autotype.text.dialogue.plain import PlainText

MODULES = [
    importlib.import_module(each.name)
    for each in pkgutil.walk_packages(autotype.text.__path__, "autotype.text.")
]
# For one thread, as it says itself.
CHANGES = {PlainText}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_values_are_frozen(module: ModuleType) -> None:
    for name, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ != module.__name__ or not dataclasses.is_dataclass(kind):
            continue
        frozen = kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert frozen is (kind not in CHANGES), name
