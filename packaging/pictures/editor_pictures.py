"""The editor: suggestions, spelling, Markdown, finding, and what the Help menu answers."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from session import SIZE, Writer, wait

from autotype.text.suggestion import Silence

MAIL = (
    "Hi Anna,\n\nThe new draft reads well. Could we talk about it tomorrow? "
    "If you have any questions, please do not"
)
REPLY = (
    "Dear Ms Keller,\n\nThank you very much for your offer and for the samples that came with it. "
    "We would like to meet you next week. I'm looking forward to hea"
)
SLIPS = (
    "Hi Tom,\n\nI will definitly bring the book on Thursday, and tell you about the jorney then. "
)
NOTES = """# Trip to Lisbon

We *leave* on **Friday** at 7:40; see [the timetable](https://example.org/trains).

- passports, tickets
- `adapter` for the sockets

> The hotel keeps our bags until noon.

Still to book: the boat on Saturday, and a table for four. """
STORY = (
    "The house stood at the end of the lane. Nobody had lived there for years. In the garden "
    "the apple trees had grown into each other.\n\nOn the first warm day of spring somebody "
    "opened the shutters. A piano was carried in. By the evening there was light in all the "
    "windows.\n\nThe children of the village came to look, and stayed. "
)

_OPENED_MS = 500
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def take(writer: Writer) -> None:
    """Take all of them."""
    controller = writer.app.window.controller
    writer.begin()
    writer.take("empty")
    writer.type(MAIL)
    wait("suggestion", lambda: controller.ghost and controller.words)
    wait("last answer", lambda: controller._state.asked is None)
    writer.take("editor")
    writer.begin()
    writer.type(REPLY)
    wait("suggestion", controller.can_take)
    writer.press(Qt.Key.Key_Tab)
    wait("suggestion after what was taken", lambda: controller.words)
    wait("last answer", lambda: controller._state.asked is None)
    writer.take("taken")
    _spelling(writer)
    _looks(writer)
    _finding(writer)
    _help(writer)


def _spelling(writer: Writer) -> None:
    writer.app.window.resize(SIZE[0], 480)  # room for the menu
    writer.begin()
    writer.type(SLIPS)
    writer.press(Qt.Key.Key_Home, _CTRL)
    writer.press(Qt.Key.Key_F7)
    wait("menu of corrections", QApplication.activePopupWidget)
    writer.take("spelling")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    writer.app.window.resize(*SIZE)


def _looks(writer: Writer) -> None:
    writer.app.window.resize(SIZE[0], 420)
    writer.begin(NOTES, "trip.md")
    writer.take("markdown")
    writer.begin(STORY)
    writer.app.live.change(focus="paragraph", line_spacing=1.4)
    writer.take("focus")
    writer.app.live.change(focus="off", line_spacing=1.0)
    writer.app.window.resize(*SIZE)


def _finding(writer: Writer) -> None:
    writer.begin(STORY)
    writer.press(Qt.Key.Key_F, _CTRL)
    writer.type_into_focus("the")
    writer.take("find")
    writer.press(Qt.Key.Key_Escape)
    writer.begin(STORY)
    writer.press(Qt.Key.Key_H, _CTRL)
    writer.type_into_focus("apple")
    writer.press(Qt.Key.Key_Tab)
    writer.type_into_focus("cherry")
    writer.take("replace")
    writer.press(Qt.Key.Key_Escape)


def _help(writer: Writer) -> None:
    controller = writer.app.window.controller
    writer.begin()
    writer.type("My uncle sold ")
    wait("silence", lambda: controller.silence is Silence.UNSURE)
    writer.press(Qt.Key.Key_F1, _SHIFT)
    writer.take("why")
    writer.press(Qt.Key.Key_Escape, _SHIFT)
    for name, entry in {"keys": "Keys", "about": "About Autotype"}.items():
        # One of them waits for its end in a loop of its own.
        QTimer.singleShot(_OPENED_MS, lambda name=name: _take_box(writer, name))
        writer.choose(entry)
        wait("end of the box", lambda: QApplication.activeModalWidget() is None)


def _take_box(writer: Writer, name: str) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    writer.take(name, box)
    box.reject()
