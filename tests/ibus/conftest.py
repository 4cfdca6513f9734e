"""One desktop for all tests here; it takes seconds to start."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ibus.desktop import Desktop


@pytest.fixture(scope="session")
def desktop(tiny_pack: Path) -> Iterator[Desktop]:
    """A desktop with a tiny pack; suggestions are on in its terminal, by a rule."""
    # The path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="at-"))
    home = folder / "data"
    shutil.copytree(tiny_pack, home / "packs" / "tiny")
    (home / "applications.toml").write_text('[applications]\nxterm = "inline"\n')
    (home / "settings.toml").write_text("show_at_least = 0.2\n")
    desktop = Desktop(folder, home)
    try:
        desktop.begin()
        yield desktop
    finally:
        desktop.end()
        shutil.rmtree(folder, ignore_errors=True)
