"""CUDA's libraries are loaded where a card is, and only there.

They are in reach on many machines without one, since torch brings them. Small real shared objects
under their names stand in for them, so this also holds where none are installed.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import onnxruntime
import pytest

from autotype.engine import card
from autotype.engine.providers import CUDA, listed
from tests.make_tiny_pack import make_tiny_pack

_NAMES = ("cublasLt", "cublas", "cufft", "curand", "cudart", "cudnn", "nvrtc")
_OPEN = """
import sys
from pathlib import Path
from autotype.engine import card
from autotype.engine.model import Model
from autotype.engine.pack import open_pack
pack, provider, present = sys.argv[1:]
if present:
    card.present = lambda: True
model = Model(open_pack(Path(pack)), provider)
print(model.choice.provider)
print(Path("/proc/self/maps").read_text())
"""


@pytest.fixture(scope="module")
def half_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack with a graph for the card too, so that a card would be tried."""
    return make_tiny_pack(tmp_path_factory.mktemp("card") / "tiny", "gpt2", ("q8", "fp16"))


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libraries")
    small = next(Path(onnxruntime.__file__).parent.glob("capi/*providers_shared.so"), None)
    if small:
        for version in ("9", "10", "11", "12", "13"):
            for name in _NAMES:
                shutil.copy(small, folder / f"lib{name}.so.{version}")
    return folder


def loaded(pack: Path, libraries: Path, provider: str, present: str = "") -> set[str]:
    """Return which of CUDA's libraries are mapped after a pack was opened in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(pack), provider, present],
        env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    if not card.present():
        assert done.stdout.startswith("CPU")
    return {name for name in _NAMES if f"/lib{name}.so" in done.stdout}


@pytest.mark.skipif(CUDA not in listed(), reason="this build of the runtime knows no CUDA")
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_libraries_are_loaded_only_where_a_card_is(half_pack: Path, libraries: Path) -> None:
    if not card.present():
        assert not loaded(half_pack, libraries, "auto")
    assert not loaded(half_pack, libraries, "cpu")
    # Were there one, they would be: the test sees them.
    assert {"cublas", "cudnn"} <= loaded(half_pack, libraries, "auto", "a card")
    assert {"cublas", "cudnn"} <= loaded(half_pack, libraries, "cuda")


@pytest.mark.skipif(sys.platform != "linux", reason="cards have no files elsewhere")
def test_no_driver_is_asked_where_no_card_has_a_file(tmp_path: Path) -> None:
    (tmp_path / "nvidiactl").touch()
    assert not card.may_be_there(tmp_path)
    (tmp_path / "nvidia0").touch()
    assert card.may_be_there(tmp_path)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("pass", True),
        ("raise SystemExit(1)", False),
        ("import os; os.abort()", False),
        ("import time; time.sleep(60)", False),
    ],
)
def test_a_driver_that_crashes_or_hangs_counts_as_none(what: str, expected: bool) -> None:
    started = time.monotonic()
    command = (sys.executable, "-S", "-c", what)
    assert card.answers(command, 2 if "sleep" in what else 60) is expected
    assert time.monotonic() - started < 30


def test_no_process_to_ask_counts_as_none(tmp_path: Path) -> None:
    assert not card.answers((str(tmp_path / "nothing"),), 1)


def test_a_library_that_is_no_driver_counts_as_none(libraries: Path) -> None:
    assert not card.driver_finds_one("libno-such-driver.so.1")
    for library in libraries.glob("libcudart.so.13"):
        assert not card.driver_finds_one(str(library))


def test_asking_goes_the_way_that_the_engine_takes() -> None:
    """The module can be run, and answers as its function does in a process of ours."""
    done = subprocess.run([sys.executable, "-m", "autotype.engine.card"], capture_output=True)
    assert done.stderr == b""
    assert (done.returncode == 0) == card.driver_finds_one()
