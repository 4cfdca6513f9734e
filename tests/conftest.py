"""Every test gets a user folder of its own; those marked `pack` see the real pack."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.heeding import heed_signals
from tests.make_tiny_pack import make_tiny_pack

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests that import the runtime themselves report nothing to its makers either.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# A thread that spins while it waits for another one keeps that one from the core that it needs.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Tests read English, whatever the system speaks.
os.environ["LANGUAGE"] = "en"

heed_signals()

# How fast a machine is, and what else it does, is no matter of tests.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
# What the fronts of the dialogue are tested with on occasion (`make contract`).
settings.register_profile("long", max_examples=300, stateful_step_count=60, deadline=None)

_REAL_HOME = Path(
    os.environ.get("AUTOTYPE_HOME") or Path(__file__).resolve().parent.parent / ".cache" / "home"
)


@pytest.fixture(autouse=True)
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user folder of a test; no pack is built in unless a test asks for it."""
    if not request.node.get_closest_marker("built_in"):
        monkeypatch.setenv("AUTOTYPE_BUILT_IN", str(tmp_path / "no-model"))
    if request.node.get_closest_marker("pack"):
        if not (_REAL_HOME / "packs" / "smollm2-135m" / "manifest.json").is_file():
            pytest.fail(f"There is no smollm2-135m in “{_REAL_HOME}”; `make test` fetches it.")
        folder = _REAL_HOME
    else:
        folder = tmp_path / "home"
    monkeypatch.setenv("AUTOTYPE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """A program keeps what its engine consists of until it ends; the next test need not."""
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real pack of a bigram model, in 8 bit and fp32."""
    return make_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="session")
def tiny_llama_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the parts of a Llama."""
    return make_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny-llama", "llama")
