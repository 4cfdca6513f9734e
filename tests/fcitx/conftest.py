"""One desktop for all tests here; it takes seconds to start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fcitx.desktop import FcitxDesktop
from tests.ibus.desktop import running


@pytest.fixture(scope="session")
def desktop(tiny_pack: Path) -> Iterator[FcitxDesktop]:
    with running(FcitxDesktop, tiny_pack) as desktop:
        yield desktop
