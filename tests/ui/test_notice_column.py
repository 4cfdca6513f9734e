"""Notices pile up, and windows and screens are small."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from autotype.ui.main_window import MainWindow
from autotype.ui.notice import Notice
from tests.ui.conftest import Open

SENTENCE = "Something happened that takes a whole sentence and one line more to tell. "


def notices(window: MainWindow) -> list[Notice]:
    return [window.start_notice, window.notice, window.document_notice]


def say_all(window: MainWindow) -> None:
    window.notices.say_at_start([SENTENCE] * 5, [])
    window.notice.say(SENTENCE, ("Use the automatic choice", lambda: None))
    window.document_notice.say(
        SENTENCE * 2, ("Restore", lambda: None), ("Delete it", lambda: None), about="x"
    )


def fits(notice: Notice) -> bool:
    buttons = [b for b in notice.findChildren(QPushButton) if not b.isHidden()]
    whole = notice.height() >= notice.heightForWidth(notice.width())
    return whole and all(button.height() >= button.sizeHint().height() for button in buttons)


def test_in_a_small_window_each_notice_can_be_read_and_answered(
    qtbot: QtBot, open_app: Open
) -> None:
    window = open_app().window
    for size in (window.minimumSize(), QSize(620, 420), QSize(1100, 900)):
        window.resize(size)
        say_all(window)
        qtbot.waitUntil(lambda: not window.document_notice.visibleRegion().isEmpty())
        # They are laid out anew a moment after the window has its size.
        qtbot.waitUntil(lambda: all(fits(notice) for notice in notices(window)))
        room = window.centralWidget().height()
        assert window.editor.height() + window.bar.height() >= room // 2


def test_without_notices_the_text_has_all_the_room(qtbot: QtBot, open_app: Open) -> None:
    window = open_app().window
    qtbot.waitUntil(lambda: bool(window.notice.text))  # that there is no model
    window.notice.dismiss()
    whole = window.centralWidget()
    # Compared as they are then: the first layout of a window may give it another height.
    qtbot.waitUntil(lambda: window.editor.height() == whole.height())
    say_all(window)
    qtbot.waitUntil(lambda: window.editor.height() < whole.height())
    for notice in notices(window):
        notice.dismiss()
    qtbot.waitUntil(lambda: window.editor.height() == whole.height())


def test_the_window_fits_on_a_small_screen(open_app: Open) -> None:
    window = open_app().window
    room = window.screen().availableSize()
    assert window.frameGeometry().width() <= room.width()
    assert window.frameGeometry().height() <= room.height()
