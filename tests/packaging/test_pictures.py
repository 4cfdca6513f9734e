"""The pictures of the handbook: all that it shows are there, and none of them is large."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_is_there_and_described(page: Path) -> None:
    for described, place in SHOWN.findall(page.read_text(encoding="utf-8")):
        assert described
        assert (page.parent / place).is_file(), place


def test_every_window_is_there_in_every_theme() -> None:
    names = [file.stem.rsplit("-", 1) for file in PICTURES.glob("*.png")]
    themes = {name: {theme for other, theme in names if other == name} for name, _ in names}
    assert themes
    assert {frozenset(found) for found in themes.values()} == {
        frozenset(("light", "dark", "contrast"))
    }


def test_they_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in PICTURES.iterdir()}
    assert sizes.pop("typing.webp") < 400_000
    assert all(size < 60_000 for size in sizes.values()), sizes
    assert sum(sizes.values()) < 2_000_000
