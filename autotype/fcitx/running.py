"""The process that Fcitx's addon starts: it connects Fcitx with the service."""

import asyncio
import contextlib
import logging
import os
import socket
import sys
from collections.abc import Mapping

from autotype import paths, settings
from autotype.errors import AutotypeError
from autotype.fcitx.front import Front
from autotype.fcitx.wire import LONGEST
from autotype.ibus.popup import key_that_takes
from autotype.ibus.running import Assistant
from autotype.text.actions import ACTIONS
from autotype.text.chords import ALT, CTRL, META, parse

_log = logging.getLogger(__name__)


class FcitxError(AutotypeError):
    """Fcitx is not at the other end."""


def asking_characters(changed: Mapping[str, str]) -> str:
    """Return the characters that ask for something when typed without Ctrl, Alt or Meta.

    Args:
        changed: Keys per action that replace the default ones.
    """
    found = ""
    for name, action in ACTIONS.items():
        chord = parse(changed.get(name, action.key))
        if chord is None or chord[1] & {CTRL, ALT, META}:
            continue
        character = " " if chord[0] == "space" else chord[0]
        if len(character) == 1:
            found += character + character.upper()
    return found


def run_fcitx() -> None:
    """Serve the addon at the other end of standard input until it ends.

    Raises:
        FcitxError: Standard input is something else.
    """
    try:
        peer = socket.socket(fileno=os.dup(sys.stdin.fileno()))
        connected = peer.family is socket.AF_UNIX and peer.type is socket.SOCK_STREAM
    except (OSError, AttributeError, ValueError) as error:
        raise _not_started_by_fcitx() from error
    if not connected:
        peer.close()
        raise _not_started_by_fcitx()
    asyncio.run(_run(peer))


async def _run(peer: socket.socket) -> None:
    peer.setblocking(False)
    reader, writer = await asyncio.open_unix_connection(sock=peer, limit=LONGEST)
    chosen, _ = settings.load(paths.settings_file())
    assistant = Assistant()
    front = Front(
        writer.write,
        assistant.make_field,
        assistant.treatment_of,
        asking_characters(chosen.keys),
        key_that_takes(chosen.keys),
    )
    _log.info("Fcitx's addon is connected")
    try:
        while line := await reader.readline():
            front.hear(line)
    except (OSError, ValueError):
        pass  # Fcitx is gone, which is how this ends
    finally:
        front.close()
        await assistant.close()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _not_started_by_fcitx() -> FcitxError:
    return FcitxError(
        "This command is started by Autotype's addon in Fcitx 5 and by nobody else; "
        "install the addon, and restart Fcitx with “fcitx5 -r -d”."
    )
