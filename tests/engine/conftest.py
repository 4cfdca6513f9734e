import dataclasses
from pathlib import Path

import pytest

from autotype.engine.completer import Completer
from autotype.engine.kv_cache import KVCache
from autotype.engine.model import Model
from autotype.engine.pack import Pack, open_pack
from autotype.packs.opening import open_completer
from tests.make_tiny_pack import make_tiny_pack


@pytest.fixture(scope="session")
def tiny(tiny_pack: Path) -> Pack:
    return open_pack(tiny_pack)


@pytest.fixture
def model(tiny: Pack) -> Model:
    return Model(tiny, "cpu")


@pytest.fixture
def cache(model: Model) -> KVCache:
    return model.cache


def _fp32(folder: Path) -> Model:
    """Open the fp32 graph only: 8-bit activations depend on what else is in a pass."""
    pack = open_pack(folder)
    graphs = {"fp32": pack.manifest.graphs["fp32"]}
    return Model(Pack(folder, dataclasses.replace(pack.manifest, graphs=graphs)), "cpu")


@pytest.fixture(scope="session", params=["llama", "gpt2"])
def noisy_pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack whose answers depend on every token and its place."""
    folder = tmp_path_factory.mktemp("noisy") / request.param
    return make_tiny_pack(folder, request.param, ("fp32",), noise=0.05)


@pytest.fixture(scope="session")
def tiny_fp32_model(noisy_pack: Path) -> Model:
    return _fp32(noisy_pack)


@pytest.fixture(scope="session")
def other_fp32_model(noisy_pack: Path) -> Model:
    return _fp32(noisy_pack)


@pytest.fixture(scope="module")
def opened() -> dict[str, Completer]:
    return {}


@pytest.fixture
def completer(opened: dict[str, Completer]) -> Completer:
    """One model for the tests of a file; a test's user folder is not known any earlier."""
    if "it" not in opened:
        opened["it"] = open_completer("smollm2-135m")
    return opened["it"]
