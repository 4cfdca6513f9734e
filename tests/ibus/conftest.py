"""One desktop for all tests here; it takes seconds to start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ibus.desktop import Desktop, running


@pytest.fixture(scope="session")
def desktop(tiny_pack: Path) -> Iterator[Desktop]:
    with running(Desktop, tiny_pack) as desktop:
        yield desktop
