"""Everything that the window says can be answered with keys alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from autotype import paths
from autotype.settings import Settings
from autotype.settings.keys import EDITOR_KEYS, menu_keys
from autotype.text.actions import ACTIONS
from autotype.ui import settings_file
from autotype.ui.application import application_of
from autotype.ui.main_window import MainWindow
from autotype.ui.mnemonics import key_of, with_keys
from autotype.ui.settings_window.keys_page import KeysPage
from autotype.ui.settings_window.menu_keys import MenuKeys
from tests.ui.conftest import Open

ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("names", "taken", "marked"),
    [
        (["Restore", "Delete it"], "fesh", ["&Restore", "&Delete it"]),
        (["Save", "Discard", "Cancel"], "", ["&Save", "&Discard", "&Cancel"]),
        (["Reload", "Restore"], "", ["&Reload", "R&estore"]),
        (["Save as"], "s", ["Save &as"]),
        (["&Get it", "Get more"], "", ["&Get it", "Get &more"]),
        (["Oh"], "oh", ["Oh"]),
        (["…"], "", ["…"]),
    ],
)
def test_each_button_gets_a_key_that_is_free(
    names: list[str], taken: str, marked: list[str]
) -> None:
    assert with_keys(names, taken) == marked


def test_notices_are_answered_from_the_text(qtbot: QtBot, open_app: Open) -> None:
    app = open_app()
    window, done = app.window, []
    window.activateWindow()
    window.start_notice.say("One.", ("Do it", lambda: done.append("start")))
    window.document_notice.say(
        "Two.",
        ("Do that", lambda: done.append("document")),
        ("Delete", lambda: done.append("delete")),
    )
    names = [
        button.text()
        for notice in (window.start_notice, window.document_notice)
        for button in notice.findChildren(QPushButton)
        if button.isVisible()
    ]
    keys = [key_of(name) for name in names]
    menus = [key_of(action.text()) for action in window.menuBar().actions()]
    assert all(keys)
    assert len({*keys, *menus}) == len(keys) + len(menus)
    QTest.keyClicks(window.editor, "text")
    for key in keys:
        before = len(done)
        QTest.keyClick(window.windowHandle(), getattr(Qt.Key, f"Key_{key.upper()}"), ALT)
        # A button that is clicked with a key is seen to go down for a moment.
        qtbot.waitUntil(lambda before=before: len(done) > before, timeout=5000)
    assert done == ["start", "document", "delete"]
    assert window.editor.text() == "text"


def test_notices_are_hidden_from_the_text(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(window.notice.text))  # that there is no model
    window.start_notice.say("One.")
    window.notice.say("Under way.", ("Cancel", lambda: None), share=0.5)
    window.document_notice.say("Two.", about="x")
    window.document_notice.say("Three.", about="y")
    seen = []
    for _ in range(5):
        seen.append((window.start_notice.text, window.notice.text, window.document_notice.text))
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert seen == [
        ("One.", "Under way.", "Three."),
        ("One.", "Under way.", "Two."),
        ("One.", "Under way.", ""),
        ("", "Under way.", ""),
        ("", "Under way.", ""),
    ]
    assert window.editor.hasFocus()


def test_escape_sends_a_notice_away_and_the_focus_back(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    window.document_notice.say("Two.", ("Do that", lambda: None))
    button = window.document_notice.findChildren(QPushButton)[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not window.document_notice.isVisible()
    qtbot.waitUntil(window.editor.hasFocus, timeout=5000)


def test_the_question_about_unsaved_text_has_keys(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(reopen=False)
    QTest.keyClicks(app.window.editor, "precious")
    names: list[str] = []

    def look(box: QMessageBox) -> int:
        names.extend(button.text() for button in box.buttons())
        return int(QMessageBox.StandardButton.Cancel.value)

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert not app.window.close()
    assert len({key_of(name) for name in names}) == len(names) == 3
    assert all(key_of(name) for name in names)


def action(window: object, text: str) -> QAction:
    return next(
        found
        for found in window.findChildren(QAction)  # type: ignore[attr-defined]
        if found.text().split("\t")[0].replace("&", "") == text
    )


def test_undo_and_redo_are_offered_where_they_do_something(open_app: Open) -> None:
    window = open_app().window
    undo, redo = action(window, "Undo"), action(window, "Redo")
    assert (undo.isEnabled(), redo.isEnabled()) == (False, False)
    QTest.keyClicks(window.editor, "a")
    assert (undo.isEnabled(), redo.isEnabled()) == (True, False)
    undo.trigger()
    assert (undo.isEnabled(), redo.isEnabled()) == (False, True)


def test_the_keys_of_the_menus_are_known_to_the_settings(open_app: Open) -> None:
    window = open_app().window
    portable = QKeySequence.SequenceFormat.PortableText
    keys = {}
    for found in window.findChildren(QAction):
        name, _, shown = found.text().replace("&", "").removesuffix(" …").partition("\t")
        own = [key.toString(portable) for key in found.shortcuts()]
        for key in [shown] if shown else own:
            keys[key] = name
    assert keys.pop(ACTIONS["pause"].key) == "Pause"
    assert keys == EDITOR_KEYS
    menus = [menu.text() for menu in window.menuBar().actions()]
    assert {f"Alt+{key_of(name).upper()}": name.replace("&", "") for name in menus} == menu_keys()


def edit_settings_file(window: MainWindow) -> None:
    action(window, "Settings …").trigger()
    opener = window.settings_opener
    assert opener is not None
    assert opener.window is not None
    opener.window.edit_file.click()
    opener.window.accept()


def test_the_settings_file_is_named_and_opened(
    qtbot: QtBot, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(settings_file, "_start", lambda command: not started.append(command))
    window = open_app().window
    QTest.keyClicks(window.editor, "my text stays")
    edit_settings_file(window)
    assert started[0][-2:] == ["edit", str(paths.settings_file())]
    assert paths.settings_file().stat().st_mode & 0o777 == 0o600
    assert b"# font_size = 13" in paths.settings_file().read_bytes()
    assert str(paths.settings_file()) in window.document_notice.text
    assert "at once" in window.document_notice.text
    assert window.editor.text() == "my text stays"
    # What somebody has written is left as it is.
    paths.settings_file().write_text("theme = ")
    edit_settings_file(window)
    assert paths.settings_file().read_text() == "theme = "
    assert len(started) == 2


def test_a_settings_file_with_a_damaged_byte_can_be_mended_in_its_window(
    home: Path, open_app: Open
) -> None:
    home.mkdir(exist_ok=True)
    paths.settings_file().write_bytes(b'font_family = "M\xfcller"\n')
    said = settings_file.open_settings_file(lambda _: True)
    assert "the file as it was is kept as" in said
    window = open_app().window
    window.documents.open(paths.settings_file())
    assert window.editor.text() == 'font_family = "M�ller"\n'
    window.editor.setPlainText('font_family = "Müller"\n')
    window.documents.save()
    assert paths.settings_file().read_text("utf-8") == 'font_family = "Müller"\n'


def test_the_settings_file_that_cannot_be_made_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AUTOTYPE_HOME", str(tmp_path / "file"))
    said = settings_file.open_settings_file(lambda _: True)
    assert "cannot be made (" in said


def test_the_keys_are_shown_and_others_can_be_chosen_from_there(open_app: Open) -> None:
    window = open_app(keys={"first": ""}).window
    action(window, "Keys").trigger()
    (box,) = window.findChildren(QMessageBox)
    assert "<b>Tab</b>" in box.text()
    assert "<b>–</b>" in box.text()
    assert "<b>Alt+] or Alt+Down</b>" in box.text()
    next(found for found in box.buttons() if "All" in found.text()).click()
    assert window.settings_opener is not None
    assert window.settings_opener.window is not None
    (page,) = window.settings_opener.window.findChildren(KeysPage)
    assert page.isVisible()
    # And those of the menus are there, too.
    (listed,) = window.settings_opener.window.findChildren(MenuKeys)
    assert listed.isVisible()
    text = listed.findChildren(QLabel)[0].text()
    for entry in EDITOR_KEYS.values():
        assert entry in text
    assert "<b>Ctrl+N or Ctrl+T</b>" in text


def test_what_was_wrong_at_the_start_is_a_line_each(open_app: Open) -> None:
    window = open_app().window
    window.notices.say_at_start([], [])
    assert not window.start_notice.isVisible()
    window.notices.say_at_start(["“x” is not a setting."], [])
    assert window.start_notice.text == "“x” is not a setting."
    assert window.start_notice.findChildren(QPushButton)[0].isVisible()
    window.notices.say_at_start(["“x” is not a setting."], ["No room."])
    assert window.start_notice.text.splitlines() == ["• “x” is not a setting.", "• No room."]
    window.notices.say_at_start([], ["No room."])
    # The settings file is no help there.
    assert not window.start_notice.findChildren(QPushButton)[0].isVisible()


def test_the_window_has_our_icon(open_app: Open) -> None:
    open_app()
    assert not application_of(Settings()).windowIcon().isNull()
