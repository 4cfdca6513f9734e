"""sway, by its own socket: the window in its tree that has the focus."""

import asyncio
import logging
import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autotype.text.untrusted import parse_json

_log = logging.getLogger(__name__)
# The protocol is i3's: a magic word, the length in bytes, the kind of message, then JSON.
_MAGIC = b"i3-ipc"
_HEAD = struct.Struct("=6sII")
_GET_TREE = 4
# A window takes about 2 kB.
_LARGEST = 4 << 20
# Containers may be nested at will.
_DEEPEST = 256


class Sway:
    """Asks sway; each question is a connection of its own."""

    def __init__(self, path: str) -> None:
        """Remember where sway listens.

        Args:
            path: Its socket; empty if there is none.
        """
        self._path = Path(path)
        self.usable = bool(path)

    async def names(self) -> tuple[str, ...]:
        """Return what the window with the focus is called; none if sway does not tell."""
        try:
            answer = await self._ask(_GET_TREE)
            return names_in(parse_json(answer, deepest=_DEEPEST))
        except (OSError, EOFError, ValueError) as error:
            _log.info("sway does not say which window has the focus: %s", type(error).__name__)
            return ()

    async def _ask(self, kind: int) -> bytes:
        found = self._path.lstat()
        if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(f"“{self._path}” is not a socket of this user")
        reader, writer = await asyncio.open_unix_connection(self._path)
        try:
            writer.write(_HEAD.pack(_MAGIC, 0, kind))
            magic, length, answered = _HEAD.unpack(await reader.readexactly(_HEAD.size))
            if magic != _MAGIC or answered != kind or length > _LARGEST:
                raise ValueError("this is not what sway answers")
            return await reader.readexactly(length)
        finally:
            writer.close()


def names_in(tree: Any) -> tuple[str, ...]:
    """Return what the window with the focus is called, from sway's tree.

    A window of Wayland has an `app_id`; one of X11 a class and an instance.
    """
    window = next((node for node in _nodes(tree) if node.get("focused") is True), {})
    properties = window.get("window_properties")
    if not isinstance(properties, dict):
        properties = {}
    found = (window.get("app_id"), properties.get("class"), properties.get("instance"))
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str) and name))


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            for name in ("nodes", "floating_nodes"):
                below = node.get(name)
                waiting += below if isinstance(below, list) else []
