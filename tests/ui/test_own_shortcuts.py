"""Shortcuts in the window of what was learned: everything by keys, and whatever is pasted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autotype.app import App
from autotype.learning.forgetting import set_never
from autotype.learning.shortcuts import set_shortcut
from autotype.learning.store import Store
from autotype.text.shortcuts import MOST
from autotype.ui.learned_window import LearnedWindow
from tests.learning.writer import Writer
from tests.ui.conftest import Open
from tests.ui.test_learning_at_the_editor import choose, press

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
BRB = ("brb", "be right back")


@pytest.fixture
def store(home: Path) -> Store:
    return Store(home / "learned")


def opened(qtbot: QtBot, app: App) -> LearnedWindow:
    choose(app, "Your s&hortcuts …")
    window = app.window.findChild(LearnedWindow)
    assert window is not None
    qtbot.waitUntil(window.isVisible)
    qtbot.waitUntil(lambda: window.focusWidget() is window.shortcuts.short)
    return window


def rows(window: LearnedWindow) -> list[tuple[str, ...]]:
    table = window.shortcuts.table
    items = [table.topLevelItem(at) for at in range(table.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def type_in(window: LearnedWindow, text: str) -> None:
    part = window.focusWidget()
    assert part is not None
    QTest.keyClicks(part, text)


def key(window: LearnedWindow, *keys: Key, alt: bool = False) -> None:
    for each in keys:
        part = window.focusWidget()
        assert part is not None
        QTest.keyClick(part, each, Alt if alt else Qt.KeyboardModifier.NoModifier)


def test_one_is_added_changed_used_and_removed_by_keys(
    qtbot: QtBot, open_app: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(take_after_ms=0)
    told: list[str] = []
    monkeypatch.setattr(app.window.announcer, "say", told.append)
    window = opened(qtbot, app)
    assert window.shortcuts.said.text().startswith("There are no shortcuts yet.")
    type_in(window, "brb")
    key(window, Key.Key_Tab)
    type_in(window, "bath robe")
    key(window, Key.Key_Return)
    qtbot.waitUntil(lambda: rows(window) == [("brb", "bath robe")], timeout=20_000)
    assert window.notice.text() == "“brb” stands for “bath robe” from now on."
    assert window.shortcuts.short.text() == ""
    assert window.shortcuts.text.text() == ""
    assert window.focusWidget() is window.shortcuts.short

    type_in(window, "brb")
    assert window.shortcuts.keep.text() == "Chan&ge"
    key(window, Key.Key_Tab)
    type_in(window, "be right back")
    QTest.keyClick(window, Key.Key_G, Alt)
    qtbot.waitUntil(lambda: rows(window) == [BRB], timeout=20_000)
    assert store.shortcuts() == [BRB]
    assert window.shortcuts.said.text().startswith("1 shortcut. ")

    QTest.keyClicks(app.window.editor, "brb")
    assert app.window.editor.ghost.text == " → be right back"
    QTest.keyClick(app.window.editor, Key.Key_Tab)
    assert app.window.editor.text() == "be right back"

    window.activateWindow()
    window.shortcuts.table.setFocus()
    key(window, Key.Key_Space)
    assert window.shortcuts.selected == ["brb"]
    assert window.shortcuts.text.text() == "be right back"  # to be changed
    key(window, Key.Key_Delete)
    qtbot.waitUntil(lambda: rows(window) == [], timeout=20_000)
    assert window.notice.text() == "1 shortcut is removed."
    assert store.shortcuts() == []
    assert [each for each in told if "shortcut" in each or "stands" in each] == [
        "“brb” stands for “bath robe” from now on.",
        "“brb” stands for “be right back” from now on.",
        "1 shortcut is removed.",
    ]


def test_what_is_searched_for_stays_and_only_that_is_removed(
    qtbot: QtBot, open_app: Open, store: Store
) -> None:
    for short, text in (BRB, ("omw", "on my way"), ("kr", "Kind regards,")):
        set_shortcut(store, short, text)
    window = opened(qtbot, open_app())
    page = window.shortcuts
    qtbot.waitUntil(lambda: len(rows(window)) == 3, timeout=20_000)
    page.table.selectAll()
    page.search.setFocus()
    type_in(window, "BR")
    assert [not item.isHidden() for item in page._items()] == [True, False, False]
    assert page.selected == ["brb"]
    assert page.said.text().startswith("1 of 3 shortcuts. ")
    page.table.setFocus()
    key(window, Key.Key_Delete)
    qtbot.waitUntil(lambda: len(rows(window)) == 2, timeout=20_000)
    assert [short for short, _ in store.shortcuts()] == ["kr", "omw"]
    assert page.said.text().startswith("0 of 2 shortcuts. ")
    page.search.setFocus()
    page.search.clear()
    type_in(window, "way")  # what it stands for counts too
    assert [item.text(0) for item in page._items() if not item.isHidden()] == ["omw"]


def test_tabs_change_by_keys_and_the_menu_leads_to_each(
    qtbot: QtBot, open_app: Open, store: Store
) -> None:
    app = open_app()
    window = opened(qtbot, app)
    assert not window.table.isVisible()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_O, Alt)
    assert window.table.isVisible()
    QTest.keyClick(window, Key.Key_S, Alt)
    assert window.shortcuts.table.isVisible()
    choose(app, "What was &learned …")
    assert window.table.isVisible()
    qtbot.waitUntil(lambda: window.focusWidget() is window.search)


@pytest.mark.parametrize(
    ("short", "text", "why"),
    [
        ("", "be right back", "A shortcut needs a word to type"),
        ("brb", "", "Say what the shortcut stands for"),
        ("b b", "be right back", "one word without spaces"),
        ("b\nb", "be right back", "one word without spaces, line ends"),
        ("brb", "be\nright\nback", "is one line"),
        ("brb", "be\x07back", "no control characters"),
        ("brb", "x" * 10_000, "has 500 characters at most"),
        ("b" * 10_000, "be right back", "has 30 characters at most"),
    ],
)
def test_what_cannot_be_kept_is_said_in_one_sentence_and_stays_to_be_mended(
    qtbot: QtBot, open_app: Open, store: Store, short: str, text: str, why: str
) -> None:
    set_shortcut(store, "omw", "on my way")
    window = opened(qtbot, open_app())
    qtbot.waitUntil(lambda: rows(window) == [("omw", "on my way")], timeout=20_000)
    page = window.shortcuts
    for field, pasted in ((page.short, short), (page.text, text)):
        QApplication.clipboard().setText(pasted)
        field.paste()
    held = page.short.text(), page.text.text()
    page.text.setFocus()
    key(window, Key.Key_Return)
    qtbot.waitUntil(lambda: why in window.notice.text(), timeout=20_000)
    assert window.notice.text().count(".") == 1
    assert (page.short.text(), page.text.text()) == held
    assert store.shortcuts() == [("omw", "on my way")]
    assert rows(window) == [("omw", "on my way")]


def test_where_there_is_no_room_for_more_that_is_said(
    qtbot: QtBot, open_app: Open, store: Store
) -> None:
    store.change(
        lambda database: database.executemany(
            "INSERT INTO shortcuts VALUES (?, 'some text')", [(f"s{n}",) for n in range(MOST)]
        )
    )
    window = opened(qtbot, open_app())
    qtbot.waitUntil(lambda: len(rows(window)) == MOST, timeout=20_000)
    window.shortcuts.short.setText("brb")
    window.shortcuts.text.setText("be right back")
    key(window, Key.Key_Return)
    qtbot.waitUntil(lambda: "no room for more" in window.notice.text(), timeout=20_000)
    assert len(store.shortcuts()) == MOST


def test_one_of_another_process_is_there_when_the_window_comes_in_front(
    qtbot: QtBot, open_app: Open, store: Store
) -> None:
    window = opened(qtbot, open_app())
    window.shortcuts.short.setText("half written")
    set_shortcut(store, *BRB)
    window.refresh()
    qtbot.waitUntil(lambda: rows(window) == [BRB], timeout=20_000)
    assert window.shortcuts.short.text() == "half written"


def test_forgetting_everything_takes_them_and_says_so_before(
    qtbot: QtBot, open_app: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_shortcut(store, *BRB)
    set_never(store, ["xyz"], never=True)
    asked: list[str] = []

    def ask(_: object, text: str, more: str, choice: str) -> str:
        asked.append(f"{text} {more}")
        return choice

    monkeypatch.setattr("autotype.ui.forget_question.ask", ask)
    window = opened(qtbot, open_app())
    qtbot.waitUntil(lambda: rows(window) == [BRB], timeout=20_000)
    press(window, "Forget everything …")
    qtbot.waitUntil(lambda: rows(window) == [], timeout=20_000)
    assert "Your shortcuts and the words that are never suggested go as well." in asked[0]
    assert store.shortcuts() == []
    assert store.words() == []


def test_switching_learning_off_keeps_what_was_told_and_forgets_the_rest(
    qtbot: QtBot, open_app: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer(home / "learned")
    writer.write(*["We met Zyxxo."] * 2)
    set_shortcut(writer.store, *BRB)
    set_never(writer.store, ["xyz"], never=True)
    asked: list[str] = []

    def ask(_: object, text: str, more: str, choice: str) -> str:
        asked.append(f"{text} {more}")
        return choice

    monkeypatch.setattr("autotype.ui.forget_question.ask", ask)
    app = open_app()
    app.live.change(learning=False)
    qtbot.waitUntil(lambda: writer.words() == ["xyz"], timeout=20_000)
    assert "Your shortcuts and the words that are never suggested stay." in asked[0]
    assert writer.store.shortcuts() == [BRB]
    own = app.learning.own
    assert own is not None
    qtbot.waitUntil(lambda: own.refuses("xyz"), timeout=20_000)
    QTest.keyClicks(app.window.editor, "brb")
    qtbot.waitUntil(lambda: app.window.editor.ghost.text == " → be right back", timeout=20_000)
