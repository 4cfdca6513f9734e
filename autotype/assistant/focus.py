"""When a field gets the focus: how its application is treated takes a moment to find out."""

import asyncio
from collections.abc import Awaitable, Callable

from autotype.assistant.field import Field
from autotype.assistant.modes import Mode
from autotype.assistant.treatment import Treatment

# Some clients say what a field is for a moment after it has got the focus. Nobody types so
# soon but a program that fills in a password.
_UNKNOWN_S = 0.05
_UNKNOWN = Treatment(Mode.OFF)

TreatmentOf = Callable[[str], Awaitable[Treatment]]
"""Returns how the application in front is treated, given what the front calls it."""


class Focus:
    """What a front has to do when the focus comes and goes; needs a running event loop.

    Attributes:
        treatment: How the application in front is treated; OFF until that is known.
    """

    def __init__(
        self,
        field: Field,
        treatment_of: TreatmentOf,
        mode_in: Callable[[Treatment], Mode],
        becomes: Callable[[Mode], None],
    ) -> None:
        """Wait for the focus.

        Args:
            field: What is told of it.
            treatment_of: Finds out how an application is treated.
            mode_in: Returns what such a treatment comes to in the field that has the focus.
            becomes: Told which mode the field is to have, before it gets it: as soon as that is
                known, and whenever it changes. One that must report first gets it then.
        """
        self.treatment = _UNKNOWN
        self._field = field
        self._treatment_of = treatment_of
        self._mode_in = mode_in
        self._becomes = becomes
        self._finding_out: asyncio.Task[None] | None = None
        self._wanted = Mode.OFF
        self._missed = self._has_reported = False

    def come(self, program: str) -> None:
        """Note that a field has the focus; nothing is heard of it before it is known.

        Args:
            program: What the front calls its application.
        """
        # How the field before was treated says nothing of this one.
        self.go()
        self._missed = self._has_reported = False

        async def find_out() -> None:
            found = self._treatment_of(program)
            self.treatment, _ = await asyncio.gather(found, asyncio.sleep(_UNKNOWN_S))
            self._finding_out = None
            self._want(self._mode_in(self.treatment))
            self.apply()

        self._finding_out = asyncio.get_running_loop().create_task(find_out())

    def go(self) -> None:
        """Note that no field has the focus."""
        if self._finding_out is not None:
            self._finding_out.cancel()
            self._finding_out = None
        self.treatment, self._wanted = _UNKNOWN, Mode.OFF
        self._field.blur()

    def miss(self) -> None:
        """Note that something happens to the text, be it listened to or not."""
        if self._field.mode is Mode.OFF:
            self._missed = True

    def treat(self, treatment: Treatment) -> None:
        """Treat the application that has the focus otherwise from now on."""
        self.treatment = treatment
        self.apply()

    def reported(self) -> None:
        """Note that the field which has the focus tells what is around its caret."""
        if not self._has_reported:
            self._has_reported = True
            self.apply()

    def apply(self) -> None:
        """Note that something else is known of the field that has the focus."""
        wanted = self._mode_in(self.treatment)
        if wanted is not self._wanted:
            self._want(wanted)
        waits = self.treatment.must_report and not self._has_reported
        mode = Mode.OFF if waits else wanted
        if Mode.OFF not in (mode, self._field.mode):
            self._field.show_in(mode)
        elif mode is not self._field.mode:
            self._field.focus(mode, self.treatment.application)
            if self._missed:
                self._field.moved()

    def _want(self, mode: Mode) -> None:
        self._wanted = mode
        self._becomes(mode)
