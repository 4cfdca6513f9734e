"""The settings, a picture of each group, and “Your numbers”."""

import random

from PySide6.QtCore import Qt
from session import Writer, wait

from autotype import paths
from autotype.learning.store import Store as Learned
from autotype.numbers.days import this_hour
from autotype.numbers.histogram import bin_of
from autotype.numbers.store import Store
from autotype.settings import Group
from autotype.ui.learned_window import LearnedWindow
from autotype.ui.numbers_window import NumbersWindow
from autotype.ui.settings_window.window import SettingsWindow
from autotype.ui.tuning_window import TuningWindow

_NAMES = {
    Group.SUGGESTIONS: "suggestions",
    Group.WORDS: "words",
    Group.MODEL: "model",
    Group.LOOK: "look",
    Group.WRITING: "writing",
    Group.FILES: "files",
    Group.KEYS: "keys",
    Group.NUMBERS: "numbers",
    Group.LEARNING: "learning",
    Group.ELSEWHERE: "elsewhere",
}
_PAGES = [*((_NAMES[group], group.value) for group in Group), ("privacy", "Privacy")]
"""Name of each picture, and heading of its group."""
_MONTH = 2


def take(writer: Writer) -> None:
    """Take all of them."""
    opener = writer.app.window.settings_opener
    assert opener is not None
    writer.begin("Thank you for the invitation. I would love to come on Saturday. ")
    for name, heading in _PAGES:
        opener.open(heading)
        window = opener.window
        assert isinstance(window, SettingsWindow)
        wait("settings in front", window.isActiveWindow)
        writer.take(f"settings-{name}", window)
    opener.open("font")
    writer.take("settings-search", opener.window)
    assert opener.window is not None
    opener.window.accept()
    _learned(writer)
    _numbers(writer)


def _learned(writer: Writer) -> None:
    """Write some words that are in no dictionary in two paragraphs, and show what is known."""
    writer.begin()
    writer.type("We met Kirschbaum at Quorvale, by the Tarnbach.\n\n")
    writer.type("The Tarnbach is wide at Quorvale, says Kirschbaum.\n\n")
    store = Learned(paths.learned())
    names = {"Kirschbaum", "Quorvale", "Tarnbach"}
    wait("names", lambda: names <= {known.word for known in store.words()})
    writer.choose("What was learned")
    (window,) = writer.app.window.findChildren(LearnedWindow)
    wait("words", lambda: window.table.topLevelItemCount() >= len(names))
    window.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    writer.take("learned", window)
    window.turn_to(shortcuts=True)
    writer.type_into_focus("brb")
    writer.take("shortcuts", window)
    window.close()
    writer.choose("Tune to your writing")
    (tuning,) = writer.app.window.findChildren(TuningWindow)
    writer.take("tuning", tuning)
    tuning.close()


def _numbers(writer: Writer) -> None:
    """Fill four weeks with what somebody's days come to, and show them."""
    store, chance = Store(paths.numbers_file()), random.Random(3)
    now = this_hour()
    for day in range(27, -1, -1):
        if day % 7 in (2, 3):
            continue
        words = chance.randint(250, 900)
        takes = int(words * chance.uniform(0.08, 0.16))
        shows = int(takes * 2.9)
        store.add(
            now - 24 * day,
            "editor",
            {
                "words": words,
                "typed": int(words * 4.7),
                "takes": takes,
                "taken": int(takes * 6.2),
                "spaces": takes,
                "kept": takes - takes // 25,
                "undone": takes // 25,
                "shows": shows,
                "right_taken": takes,
                "right_typed": shows // 4,
                "wrong_typed": shows // 5,
                "wrong_dismissed": shows // 60,
                "left": shows // 20,
                "unread": shows // 9,
                "answers": words * 4,
                "silence:unsure": words * 2,
                **{f"words_ms:{bin_of(ms)}": words // 3 for ms in (11, 14, 19)},
                **{f"ghost_ms:{bin_of(ms)}": shows // 3 for ms in (17, 22, 30)},
            },
        )
    writer.choose("Your numbers")
    window = writer.app.window.findChild(NumbersWindow)
    assert window is not None
    wait("numbers", lambda: window._kept is not None)
    window.resize(620, 600)
    window.tabs.setCurrentIndex(_MONTH)
    writer.take("numbers", window)
    window.close()
