"""The page about what is kept names all of it, and leads to where it is forgotten."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from autotype import paths
from autotype.settings.kept import KEPT
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.numbers_window import NumbersWindow
from autotype.ui.settings_window.privacy import Privacy
from tests.ui.conftest import Open
from tests.ui.test_settings_window import Person

# Of `paths`: what is no place of the user's own, or of others' making.
NOT_KEPT = {"home", "sources", "resources"}


@pytest.fixture
def page(open_app: Open) -> Privacy:
    person = Person(open_app())
    person.window.search("Privacy")
    (found,) = person.window.findChildren(Privacy)
    assert found.isVisible()
    return found


def words(page: Privacy) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: Privacy, text: str) -> QPushButton:
    (found,) = (
        each for each in page.findChildren(QPushButton) if each.text().replace("&", "") == text
    )
    return found


def test_every_place_of_the_users_own_is_named(page: Privacy) -> None:
    """Those that `paths` has, so that a new one cannot be forgotten here."""
    there = {
        value().name
        for name, value in vars(paths).items()
        if callable(value)
        and getattr(value, "__module__", "") == paths.__name__
        and value.__annotations__ == {"return": Path}
        and name not in NOT_KEPT
    }
    listed = {name for kept in KEPT for name in kept.names}
    assert listed == there
    for name in listed:
        assert name in words(page)
    assert str(paths.home()) in words(page)


def test_what_recovery_holds_is_said_plainly(page: Privacy) -> None:
    about = words(page).partition("recovery\n")[2].partition("words.txt")[0]
    assert "plain text" in about
    assert "off the record" in about
    assert "*" not in words(page)


def test_what_has_a_window_of_its_own_leads_there(page: Privacy) -> None:
    window = page.window().parentWidget()
    button(page, "What was learned …").click()
    assert window.findChild(LearnedWindow).isVisible()
    button(page, "Your numbers …").click()
    assert window.findChild(NumbersWindow).isVisible()


def test_the_folder_can_be_opened(page: Privacy, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    button(page, "Open the folder").click()
    assert opened == [str(paths.home())]


def test_the_handbook_says_the_same() -> None:
    handbook = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    for kept in KEPT:
        assert kept.holds in handbook
        assert all(f"`{name}`" in handbook for name in kept.names)
