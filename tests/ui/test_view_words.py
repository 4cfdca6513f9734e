"""The menu of the view calls the colours what the settings call them, in each language."""

from autotype.settings import OPTIONS
from autotype.translation import tr
from tests.ui.conftest import Open


def test_colours_have_one_name_each(open_app: Open, language: str) -> None:
    window = open_app().window
    names = {tr(name).casefold() for name in OPTIONS["theme"].choices.values()}
    of_menus = [
        {entry.text().replace("&", "").casefold() for entry in menu.actions()}
        for action in window.menus.view.actions()
        if (menu := action.menu()) is not None
    ]
    assert names in of_menus
