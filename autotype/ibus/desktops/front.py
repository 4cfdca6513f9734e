"""What the application in front is called, as the desktop of this session has it.

Most clients of IBus do not say who they are, and under Wayland there is no one place to ask.
"""

import asyncio
import logging
import os
from dataclasses import dataclass

from autotype.ibus.desktops.gnome import GNOME_SHELL, GnomeShell
from autotype.ibus.desktops.kwin import KWin
from autotype.ibus.desktops.sway import Sway
from autotype.ibus.desktops.x11 import X11

_log = logging.getLogger(__name__)
_PATIENCE_S = 0.5


@dataclass(frozen=True, slots=True)
class Front:
    """The application in front.

    Attributes:
        names: What its desktop calls it, the plainest name last; none if it does not tell.
        is_application: False for what is no application, such as the desktop's own search.
        is_known: False where a name stands for many applications, and nothing says for which.
    """

    names: tuple[str, ...] = ()
    is_application: bool = True
    is_known: bool = True


class Desktop:
    """Asks the desktop, with little patience, beside the keys."""

    def __init__(self) -> None:
        """Connect when asked for the first time."""
        self._x11 = X11()
        self._sway = Sway(os.environ.get("SWAYSOCK", ""))
        self._kwin = KWin()
        self._gnome = GnomeShell()

    async def in_front(self, client: str) -> Front:
        """Return what is known of the application in front, IBus's client included."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                if client == GNOME_SHELL:
                    return await self._ask_gnome(client)
                return Front((client, *await self._ask()))
        except TimeoutError:
            _log.info("the desktop does not say in time which application has the focus")
        return Front((client,), is_known=client != GNOME_SHELL)

    async def _ask(self) -> tuple[str, ...]:
        for compositor in (self._sway, self._kwin):
            if compositor.usable:
                return await compositor.names()
        return await self._x11.names()

    async def _ask_gnome(self, client: str) -> Front:
        found = await self._gnome.names()
        if GNOME_SHELL in found:
            return Front((client,), is_application=False)
        return Front((client, *found), is_known=bool(found))

    async def close(self) -> None:
        """Ask no more."""
        self._x11.close()
        await self._kwin.close()
        await self._gnome.close()
