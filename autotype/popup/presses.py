"""Presses of the mouse anywhere on the screen of X11, whichever window they are for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier
from Xlib import display, error
from Xlib.ext import ge, xinput

# Before 2.1 they are kept from everybody but the program that holds the mouse, as window
# managers do when a click brings a window to the front.
_VERSION = 2, 2
_BROKEN = (error.XError, error.DisplayError, error.ConnectionClosedError, OSError)


class Presses(QObject):
    """Tells of each press, on a connection of its own; where there can be none, of nothing.

    The wheel counts, since it moves what stands at a place.
    """

    def __init__(self, on_press: Callable[[], None], parent: QObject) -> None:
        """Begin to listen."""
        super().__init__(parent)
        self._on_press = on_press
        try:
            self._display = display.Display()
            self._listen()
            # What has come with the answers above would wake nobody.
            self._read()
        except _BROKEN:
            return
        self._notifier = QSocketNotifier(self._display.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)

    def _listen(self) -> None:
        shown = self._display
        if not shown.has_extension(xinput.extname):
            raise error.DisplayError("the X server has no XInputExtension")
        # The library would ask for 2.0 only.
        xinput.XIQueryVersion(
            display=shown.display,
            opcode=shown.display.get_extension_major(xinput.extname),
            major_version=_VERSION[0],
            minor_version=_VERSION[1],
        )
        masks = [(xinput.AllMasterDevices, xinput.RawButtonPressMask)]
        shown.screen().root.xinput_select_events(masks)
        shown.sync()

    def _hear(self) -> None:
        try:
            self._read()
        except _BROKEN:
            self._notifier.setEnabled(False)

    def _read(self) -> None:
        while self._display.pending_events():
            event = self._display.next_event()
            is_raw = event.type == ge.GenericEventCode and event.evtype == xinput.RawButtonPress
            if is_raw:
                self._on_press()
