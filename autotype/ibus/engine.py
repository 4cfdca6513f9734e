"""The object that IBus talks to: it passes on what it hears, and draws what it is told."""

from collections.abc import Callable
from typing import Annotated, Any

from dbus_fast import PropertyAccess, Variant
from dbus_fast.annotations import DBusBool, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from autotype.assistant.field import Field
from autotype.assistant.focus import Focus, TreatmentOf
from autotype.assistant.keys import KeyPress
from autotype.assistant.keysyms import is_modifier, key_press, may_change_windows
from autotype.assistant.modes import Mode
from autotype.assistant.treatment import Treatment
from autotype.ibus import wire
from autotype.ibus.caret import breadth
from autotype.ibus.composing import Composing, composes_itself
from autotype.ibus.context import mode_in, reports
from autotype.ibus.popup import CaretPopup

AnyVariant = Annotated[Variant, DBusSignature("v")]
ContentTypeValue = Annotated[list[int], DBusSignature("(uu)")]
PreeditValue = Annotated[list[Any], DBusSignature("vubu")]
OffsetAndLength = Annotated[list[int], DBusSignature("iu")]
AuxiliaryValue = Annotated[list[Any], DBusSignature("vb")]

MakePopup = Callable[[Callable[[str, str], None], Callable[[], None]], CaretPopup]
"""Returns a pop-up, given what shows a ghost and a key's name where that cannot, and what is
told of every press of the mouse."""


class Engine(ServiceInterface):
    """One engine of IBus, and the screen of its field.

    Names of methods are those of the interface `org.freedesktop.IBus.Engine`.

    Attributes:
        field: The field that has the focus.
    """

    def __init__(
        self,
        make_field: Callable[["Engine"], Field],
        treatment_of: TreatmentOf,
        make_popup: MakePopup,
    ) -> None:
        """Wait for a focus.

        Args:
            make_field: Makes the field that draws here.
            treatment_of: Finds out how an application is treated.
            make_popup: Makes what shows the ghost where it is not drawn in the text.
        """
        super().__init__("org.freedesktop.IBus.Engine")
        self.field = make_field(self)
        self._content = [0, 0]
        self._focus = Focus(self.field, treatment_of, self._mode_in, self._becomes)
        self._can_report = True
        self._composing = Composing()
        self._composes = True
        self._popup = make_popup(self._show_auxiliary, self.field.moved)
        self._in_popup = False

    # The screen.

    def show(self, ghost: str, *, popup: bool) -> None:
        """Show ghost text as preedit behind the caret, or in the pop-up."""
        self._in_popup = popup
        if popup:
            self._popup.show(ghost)
        else:
            self.UpdatePreeditText(wire.ghost_text(ghost), 0, True, wire.PREEDIT_CLEAR)

    def hide(self) -> None:
        """Show no ghost text."""
        if self._in_popup:
            self._popup.hide()
        else:
            self._hide_preedit()

    def _hide_preedit(self) -> None:
        self.UpdatePreeditText(wire.plain_text(""), 0, False, wire.PREEDIT_CLEAR)

    def _show_auxiliary(self, ghost: str, key: str) -> None:
        self.UpdateAuxiliaryText(wire.ghost_text(ghost, key), bool(ghost))

    def insert(self, text: str, replaces: int = 0) -> None:
        """Insert text at the caret, in place of some characters before it."""
        if replaces:
            self.DeleteSurroundingText(-replaces, replaces)
        self._popup.caret_moves(breadth(text))
        if self._in_popup and not self.treatment.undoes_alone:
            # Chromium and KTextEditor join what is simply inserted to the typing before it, and
            # undo both at once, unless something was composed in between. Inline the ghost was.
            # Not for all: a page that writes its field anew at every change inserts it twice.
            self.UpdatePreeditText(wire.ghost_text(text), 0, True, wire.PREEDIT_CLEAR)
            self._hide_preedit()
        self.CommitText(wire.plain_text(text))

    # The focus.

    def _focus_in(self, client: str) -> None:
        self.RequireSurroundingText()
        self._composing.begin_anew()
        self._composes = not composes_itself(client)
        self._focus.come(client)
        self._popup.hide(at_once=True)

    def _focus_out(self) -> None:
        self._focus.go()
        self._popup.hide(at_once=True)

    @property
    def treatment(self) -> Treatment:
        """How the application that has the focus is treated."""
        return self._focus.treatment

    def treat(self, treatment: Treatment) -> None:
        """Treat the application that has the focus otherwise from now on."""
        self._focus.treat(treatment)

    def _mode_in(self, treatment: Treatment) -> Mode:
        content = (self._content[0], self._content[1])
        return mode_in(treatment, content, can_report=self._can_report)

    def _becomes(self, mode: Mode) -> None:
        if mode is Mode.POPUP:
            self._popup.prepare()
        if mode is not Mode.OFF and self.field.mode is Mode.OFF:
            self.RequireSurroundingText()

    @dbus_method()
    def ProcessKeyEvent(
        self, keyval: DBusUInt32, keycode: DBusUInt32, state: DBusUInt32
    ) -> DBusBool:
        """Hear of a key; the answer says whether it is kept from the application."""
        if may_change_windows(keyval):
            self.field.hold(down=not state & wire.RELEASED)
        if state & wire.RELEASED or is_modifier(keyval):
            return False
        self._focus.miss()
        press = key_press(keyval, state)
        if self._composed(keyval, press):
            return True
        kept = self.field.key(press)
        if not kept:
            self._popup.caret_moves(0 if press.is_command else breadth(press.text))
        return kept

    def _composed(self, keyval: int, press: KeyPress) -> bool:
        """Return whether a key is a part of a character of several, and type that at its end."""
        if press.is_command or not self._composes:
            self._composing.begin_anew()
            return False
        text, kept = self._composing.feed(keyval, press.text)
        if text:
            self.field.key(KeyPress(text, ""))
            self._popup.caret_moves(breadth(text))
            self.CommitText(wire.plain_text(text))
        return kept

    @dbus_method()
    def SetSurroundingText(
        self, text: AnyVariant, cursor_pos: DBusUInt32, anchor_pos: DBusUInt32
    ) -> None:
        """Hear what is around the caret; positions are in characters."""
        self._focus.reported()
        self.field.report(wire.text_of(text), cursor_pos, anchor_pos)

    @dbus_method()
    def FocusIn(self) -> None:
        """A field has the focus."""
        self._focus_in("")

    @dbus_method()
    def FocusInId(self, object_path: DBusStr, client: DBusStr) -> None:
        """A field of a client has the focus."""
        self._focus_in(client)

    @dbus_method()
    def FocusOut(self) -> None:
        """No field has the focus."""
        self._focus_out()

    @dbus_method()
    def FocusOutId(self, object_path: DBusStr) -> None:
        """No field has the focus."""
        self._focus_out()

    @dbus_method()
    def Reset(self) -> None:
        """The application has done something of its own, as after a click."""
        self.field.moved()

    @dbus_method()
    def Enable(self) -> None:
        """The user has chosen this input method."""
        self.RequireSurroundingText()

    @dbus_method()
    def Disable(self) -> None:
        """The user has chosen another input method."""
        self._focus_out()

    @dbus_method()
    def SetCapabilities(self, caps: DBusUInt32) -> None:
        """Hear what the client can do; it is said where it is not what it was before."""
        self._can_report = reports(caps)
        self._focus.apply()

    # What has no meaning here, but is called.

    @dbus_method()
    def SetCursorLocation(self, x: DBusInt32, y: DBusInt32, w: DBusInt32, h: DBusInt32) -> None:
        """Hear where the caret is, on the screen of X11."""
        self._popup.caret(x, y, w, h)

    @dbus_method()
    def PropertyActivate(self, name: DBusStr, state: DBusUInt32) -> None:
        """There are no properties."""

    @dbus_method()
    def PropertyShow(self, name: DBusStr) -> None:
        """There are no properties."""

    @dbus_method()
    def PropertyHide(self, name: DBusStr) -> None:
        """There are no properties."""

    @dbus_method()
    def CandidateClicked(self, index: DBusUInt32, button: DBusUInt32, state: DBusUInt32) -> None:
        """There is no list of candidates."""

    @dbus_method()
    def PageUp(self) -> None:
        """There is no list of candidates."""

    @dbus_method()
    def PageDown(self) -> None:
        """There is no list of candidates."""

    @dbus_method()
    def CursorUp(self) -> None:
        """There is no list of candidates."""

    @dbus_method()
    def CursorDown(self) -> None:
        """There is no list of candidates."""

    # What IBus is told.

    @dbus_signal()
    def CommitText(self, text: Variant) -> AnyVariant:
        """Insert text."""
        return text

    @dbus_signal()
    def DeleteSurroundingText(self, offset: int, nchars: int) -> OffsetAndLength:
        """Delete text; the offset is from the caret, both are in characters."""
        return [offset, nchars]

    @dbus_signal()
    def UpdatePreeditText(
        self, text: Variant, cursor_pos: int, visible: bool, mode: int
    ) -> PreeditValue:
        """Show text at the caret that is not inserted."""
        return [text, cursor_pos, visible, mode]

    @dbus_signal()
    def UpdateAuxiliaryText(self, text: Variant, visible: bool) -> AuxiliaryValue:
        """Show text in a pop-up."""
        return [text, visible]

    @dbus_signal()
    def RequireSurroundingText(self) -> None:
        """Ask for reports of what is around the caret."""

    @dbus_property(access=PropertyAccess.READ)
    def FocusId(self) -> DBusBool:
        """That `FocusInId` is understood, which names the client."""
        return True

    @dbus_property(access=PropertyAccess.READ)
    def ActiveSurroundingText(self) -> DBusBool:
        """That reports of what is around the caret are wanted."""
        return True

    @dbus_property()
    def ContentType(self) -> ContentTypeValue:
        """What the field is for: purpose and hints."""
        return self._content

    @ContentType.setter
    def set_content_type(self, value: ContentTypeValue) -> None:
        """Hear what the field is for."""
        self._content = list(value)
        self._focus.apply()
